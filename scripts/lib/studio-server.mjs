/** The studio's server inside this process, built first where that is needed. Used by start, main-job, screenshots, size and bench. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../build.mjs';
import { staleParts } from './stale.mjs';

export const root = dirname(dirname(import.meta.dirname));

/**
 * Builds page, workers and server if they are missing or old, and listens. Returns `{url, port, close}`.
 *
 * `port` and `host` are as for `listen`, the rest as for `createApp`. Without `data` the server has a folder of its own, which goes with it.
 */
export async function startStudio({ port, host, data, ...options } = {}) {
  const stale = staleParts(root, ['workers', 'server', 'studio']);
  if (stale.length > 0) await build(stale);
  const { createApp, listen } = await import(pathToFileURL(join(root, 'dist/server/index.js')).href);
  const folder = data ?? mkdtempSync(join(tmpdir(), 'gds-data-'));
  const app = await createApp({ root, data: folder, logLevel: 'error', ...options });
  const server = await listen(app, { ...(port !== undefined && { port }), ...(host && { host }) });
  return {
    ...server,
    async close(deadlineMs = 0) {
      await server.close(deadlineMs);
      if (data === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
