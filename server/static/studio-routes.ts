/**
 * The studio's page and its bundle (`dist/studio`), and under `/gds-assets/PLACE/` workers, ONNX Runtime's files and models; the layout is
 * in tools/assets.mjs. These files come with the program: a link among them is followed as long as it stays inside.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import { assetFolder } from '../../tools/assets.mjs';
import { etagOf } from '../files/open-file.js';
import type { ServerEnv } from '../part.js';
import { mediaType } from './media-types.js';
import { fileUnder, segmentsOf } from './paths.js';
import { sendFile } from './send-file.js';

/** `root` holds `dist/`, `models/` and `node_modules/`. */
export function studioRoutes(root: string): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  app.get('/gds-assets/*', async (context) => {
    const [, place = '', ...rest] = segmentsOf(rawPath(context.req.url)) ?? [];
    const folder = assetFolder(root, place);
    const file = folder && (await fileUnder(folder, rest));
    return (file && (await send(context.req.raw, file, false))) || context.notFound();
  });
  app.get('*', async (context) => {
    const path = rawPath(context.req.url);
    const segments = segmentsOf(path === '/' ? '/index.html' : path) ?? [];
    const file = await fileUnder(join(root, 'dist/studio'), segments);
    return (file && (await send(context.req.raw, file, segments[0] === 'chunks'))) || context.notFound();
  });
  return app;
}

/** The path as it was sent, still encoded. */
const rawPath = (url: string): string => new URL(url).pathname;

/** `immutable`: the name carries a hash of the content, so it may be kept for a year. Otherwise every use asks again. */
async function send(request: Request, path: string, immutable: boolean): Promise<Response | undefined> {
  const handle = await open(path);
  const info = await handle.stat({ bigint: true });
  if (!info.isFile()) {
    await handle.close();
    return undefined;
  }
  return sendFile(request, {
    handle,
    size: Number(info.size),
    modified: info.mtime,
    etag: etagOf(info),
    type: mediaType(path) ?? 'application/octet-stream',
    headers: { 'Cache-Control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache' },
  });
}
