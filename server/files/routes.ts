/** `/api/files` (list, store, delete) and `/api/uploads/:sha256`. What differs from the original is in docs/formats/server-api.md. */
import { createHash } from 'node:crypto';
import { Hono, type Context } from 'hono';
import type { ServerConfig } from '../config.js';
import { requestBody } from '../http/body.js';
import { Problem } from '../problem.js';
import type { ServerEnv, ServerPart } from '../part.js';
import { isFolder, type Folder } from './folders.js';
import { isHostileName, storedName } from './names.js';
import { filesOpenApi } from './openapi.js';
import { names, type Preconditions } from './preconditions.js';
import type { DataStore } from './store.js';

type FilesContext = Context<ServerEnv>;

export function filesRoutes(store: DataStore, config: ServerConfig): ServerPart {
  const app = new Hono<ServerEnv>();

  app.get('/api/files', async (context) => {
    const body = JSON.stringify(await store.list(folderOf(context)));
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    const headers = { 'Content-Type': 'application/json', ETag: etag, 'Cache-Control': 'no-cache' };
    const known = context.req.header('If-None-Match');
    if (known !== undefined && names(known.replace(/W\//g, ''), etag)) return context.body(null, 304, headers);
    return context.body(body, 200, headers);
  });

  app.post('/api/files', async (context) => {
    const folder = folderOf(context);
    const name = storedName(context.req.query('name') || `upload-${Date.now()}.png`);
    const limit = folder === 'models' ? config.modelBytes : config.uploadBytes;
    const { entry, etag } = await store.write(folder, name, { ...bodyOf(context, limit), ...preconditionsOf(context) });
    return context.json(withoutMetadata(entry), 200, etag === undefined ? {} : { ETag: etag });
  });

  app.delete('/api/files', async (context) => {
    const folder = folderOf(context);
    const name = context.req.query('name') ?? '';
    if (name === '') throw new Problem(400, 'GDS_NAME', 'Missing filename');
    if (isHostileName(name)) throw new Problem(400, 'GDS_NAME', 'Invalid filename');
    return context.json({ success: await store.remove(folder, name, preconditionsOf(context)) });
  });

  app.get('/api/uploads/:sha256', async (context) => {
    const sha256 = context.req.param('sha256');
    if ((await store.uploads.find(sha256)) === undefined) throw new Problem(404, 'GDS_UPLOAD_UNKNOWN', 'Upload not found');
    return context.json({ sha256, stored: false });
  });

  app.put('/api/uploads/:sha256', async (context) => {
    const sha256 = context.req.param('sha256');
    if ((await store.uploads.find(sha256)) !== undefined) return context.json({ sha256, stored: false }, 200);
    const { content, announced } = bodyOf(context, config.uploadBytes);
    await store.uploads.put(sha256, content, announced);
    return context.json({ sha256, stored: true }, 201);
  });

  function bodyOf(context: FilesContext, limit: number) {
    const { incoming } = context.env;
    const announced = Number(incoming.headers['content-length'] ?? 0);
    return { announced, content: requestBody(incoming, { limit, idleMs: config.idleSeconds * 1000 }) };
  }

  return { app, openapi: filesOpenApi };
}

/** `dir`, by default `input`. Throws `GDS_NAME` for any but the four. */
function folderOf(context: FilesContext): Folder {
  const dir = context.req.query('dir') || 'input';
  if (!isFolder(dir)) throw new Problem(400, 'GDS_NAME', 'Unknown folder: input, output, models or canvases.');
  return dir;
}

const preconditionsOf = (context: FilesContext): Preconditions => ({
  ifMatch: context.req.header('If-Match'),
  ifNoneMatch: context.req.header('If-None-Match'),
});

/** The original tells it in listings alone. */
const withoutMetadata = <T extends { readonly metadata?: unknown }>({ metadata: _, ...entry }: T): Omit<T, 'metadata'> => entry;
