/**
 * `GET /data/FOLDER/NAME`: what people and jobs have put into the data folder. Anyone may have written it, so none of it may act: no
 * sniffing, a policy that runs and loads nothing, and what could carry script is saved instead of shown. As the source of an `<img>` an
 * SVG still works: there browsers run no scripts.
 */
import { extname } from 'node:path';
import { Hono } from 'hono';
import { isFolder } from '../files/folders.js';
import type { DataStore } from '../files/store.js';
import type { ServerEnv } from '../part.js';
import { Problem } from '../problem.js';
import { dataMediaType } from './media-types.js';
import { segmentsOf } from './paths.js';
import { sendFile } from './send-file.js';

const SHOWN = ['.png', '.jpg', '.jpeg', '.gif', '.webp', '.avif', '.mp4', '.webm'];

export function dataRoutes(store: DataStore): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  app.get('/data/*', async (context) => {
    const [, folder = '', name = '', ...rest] = segmentsOf(new URL(context.req.url).pathname) ?? [];
    const file = isFolder(folder) && rest.length === 0 ? await store.open(folder, name) : undefined;
    if (!file) throw new Problem(404, 'GDS_FILE_UNKNOWN', 'Not Found');
    return sendFile(context.req.raw, {
      handle: file.handle,
      size: Number(file.info.size),
      modified: file.info.mtime,
      etag: file.etag,
      type: dataMediaType(name),
      headers: {
        'Cache-Control': 'no-cache',
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'Content-Disposition': SHOWN.includes(extname(name).toLowerCase()) ? 'inline' : attachment(name),
        'Cross-Origin-Resource-Policy': 'same-site',
      },
    });
  });
  return app;
}

/** RFC 6266 and 8187: files put there by hand may have any name. */
function attachment(name: string): string {
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encoded}`;
}
