/**
 * Koa middleware for the test runner: serves built workers, ONNX Runtime's files and models untouched, under `/gds-assets/`,
 * exactly as `npm start` does, and makes every page cross-origin isolated so that WASM may use threads.
 */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { resolveAsset } from './assets.mjs';

const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' };

export function rawAssets(root) {
  return async (context, next) => {
    context.set('Cross-Origin-Opener-Policy', 'same-origin');
    context.set('Cross-Origin-Embedder-Policy', 'require-corp');
    context.set('Cross-Origin-Resource-Policy', 'same-origin');
    const path = normalize(decodeURIComponent(context.path));
    const file = path.startsWith('/gds-assets/')
      ? resolveAsset(root, path.slice('/gds-assets/'.length))
      : path.startsWith('/dist/')
        ? join(root, path)
        : undefined;
    if (!file) return next();
    if (!existsSync(file) || !statSync(file).isFile()) {
      context.status = 404;
      return;
    }
    context.set('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
    context.set('Content-Length', String(statSync(file).size));
    context.body = createReadStream(file);
  };
}
