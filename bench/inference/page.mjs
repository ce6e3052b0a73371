/**
 * A Chromium page for the benchmark: one module of ours and the asset base, nothing else. The page is cross-origin isolated, so that WASM
 * may use threads, and may be anything a bare host page is.
 */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { resolveAsset } from '../../tools/assets.mjs';
import { CHROMIUM_FLAGS, chromiumPath } from '../../tools/chromium.mjs';

const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' };
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

/** `entry` is bundled and loaded; what it puts on `globalThis` can be called. Returns `{page, browser, close}`. */
export async function openPage(root, entry) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  });
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    if (path === '/')
      return response
        .writeHead(200, { ...ISOLATED, 'content-type': 'text/html' })
        .end('<!doctype html><script type="module" src="/entry.js"></script>');
    if (path === '/entry.js') return response.writeHead(200, { ...ISOLATED, 'content-type': TYPES['.js'] }).end(outputFiles[0].text);
    const file = path.startsWith('/gds-assets/') ? resolveAsset(root, path.slice('/gds-assets/'.length)) : undefined;
    if (!file || !existsSync(file)) return response.writeHead(404).end();
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { ...ISOLATED, 'content-type': type, 'content-length': statSync(file).size });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({ executablePath: chromiumPath(), headless: true, args: CHROMIUM_FLAGS });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`, { waitUntil: 'networkidle' });
  const close = async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  };
  return { page, browser, close };
}
