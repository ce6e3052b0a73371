/**
 * The routes of the studio's server, without a socket: what a request gets for an answer.
 *
 *   /                      the studio page and its bundle, from `dist/studio`
 *   /gds-assets/PLACE/…    workers, ONNX Runtime's files and models; the layout is in tools/assets.mjs
 *   /api/health            `{"status":"ok","version":…}`
 *
 * Only GET and HEAD; everything else is refused. Nothing is written.
 */
import { join } from 'node:path';
import { Hono } from 'hono';
import { VERSION } from '../src/version.js';
import { assetFolder } from '../tools/assets.mjs';
import { SECURITY_HEADERS } from './headers.js';
import { fileUnder, segmentsOf } from './paths.js';
import { sendFile } from './send-file.js';

export interface StudioOptions {
  /** Folder that holds `dist/`, `models/` and `node_modules/`. */
  readonly root: string;
}

export function createApp({ root }: StudioOptions): Hono {
  const app = new Hono();

  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.res.headers.set(name, value);
  });

  app.use(async (context, next) => {
    if (context.req.method === 'GET' || context.req.method === 'HEAD') return next();
    return context.text('This server only answers GET and HEAD.', 405, { Allow: 'GET, HEAD' });
  });

  app.get('/api/health', (context) => context.json({ status: 'ok', version: VERSION }));

  app.get('/gds-assets/*', async (context) => {
    const [, place = '', ...rest] = segmentsOf(rawPath(context.req.url)) ?? [];
    const folder = assetFolder(root, place);
    const file = folder && (await fileUnder(folder, rest));
    return (file && (await sendFile(context.req.raw, file))) || context.notFound();
  });

  app.get('*', async (context) => {
    const path = rawPath(context.req.url);
    const segments = segmentsOf(path === '/' ? '/index.html' : path) ?? [];
    const file = await fileUnder(join(root, 'dist/studio'), segments);
    return (file && (await sendFile(context.req.raw, file, { immutable: segments[0] === 'chunks' }))) || context.notFound();
  });

  app.notFound((context) => context.text('Not found.', 404));
  app.onError((error, context) => {
    console.error(error);
    return context.text('The server failed to answer. Its console says why.', 500);
  });
  return app;
}

/** The path as it was sent, still encoded. */
const rawPath = (url: string): string => new URL(url).pathname;
