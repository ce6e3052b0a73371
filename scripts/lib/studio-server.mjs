/** The studio's server inside this process, built first where that is needed. Used by start, main-job, screenshots, size and bench. */
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../build.mjs';
import { staleParts } from './stale.mjs';

export const root = dirname(dirname(import.meta.dirname));

/** Builds page, workers and server if they are missing or old, and listens. Returns `{url, port, close}`. */
export async function startStudio(options = {}) {
  const stale = staleParts(root, ['workers', 'server', 'studio']);
  if (stale.length > 0) await build(stale);
  const { createApp, listen } = await import(pathToFileURL(join(root, 'dist/server/index.js')).href);
  return listen(createApp({ root }), options);
}
