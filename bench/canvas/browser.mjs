/**
 * One headless Chromium for all subjects of the suite `canvas`, and the server of their pages: one bundle for each subject, nothing else
 * on the page. Every visit has a fresh profile. A page that no longer answers is ended with its browser; the next visit starts a new one.
 */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { resolveAsset } from '../../tools/assets.mjs';
import { CHROMIUM_FLAGS, chromiumPath } from '../../tools/chromium.mjs';
import { VIEWPORT } from './scene.mjs';

const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.json': 'application/json' };
/** Milliseconds after which a page that should answer at once is given up. */
const ANSWER = 60_000;

export class Overdue extends Error {}

/** Rejects with {@link Overdue} where `promise` takes longer than `ms`. */
export function within(promise, ms, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Overdue(`${what} did not finish within ${Math.round(ms / 1000)} s`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Bundles `file` (exports `createSubject`) with the driver. Rejects where its packages are not installed. */
async function bundle(root, file, options) {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { createSubject } from './subjects/${file}'; import { drive } from './driver.mjs'; drive(createSubject(${JSON.stringify(options ?? {})}));`,
      resolveDir: join(root, 'bench/canvas'),
      loader: 'js',
    },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    outdir: '/bundle',
    write: false,
    platform: 'browser',
    conditions: ['production'],
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.wgsl': 'text' },
    logLevel: 'silent',
  });
  return new Map(outputFiles.map(({ path, contents }) => [path.replaceAll('\\', '/').split('/bundle/')[1], contents]));
}

const page = (files) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,">
${files.has('stdin.css') ? '<link rel="stylesheet" href="stdin.css">' : ''}
<style>html,body{margin:0;height:100%;overflow:hidden}#stage{position:fixed;inset:0}</style><div id="stage"></div>
<script type="module" src="stdin.js"></script></html>`;

/** `subjects` of `{ key, file, options }`. */
export async function openBench(root, subjects) {
  const bundles = new Map();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const [, key, ...rest] = path.split('/');
    const found = bundles.get(key);
    if (found && rest.join('/') === '') return response.writeHead(200, { 'content-type': 'text/html' }).end(page(found));
    const body = found?.get(rest.join('/'));
    if (body) return response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(body);
    const file = path.startsWith('/gds-assets/') ? resolveAsset(root, path.slice('/gds-assets/'.length)) : undefined;
    if (!file || !existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-length': statSync(file).size });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  const absent = new Map();
  for (const { key, file, options } of subjects) {
    await bundle(root, file, options).then(
      (files) => bundles.set(key, files),
      (error) => absent.set(key, `not installed or not built: ${error.message.split('\n')[1] ?? error.message}`.trim()),
    );
  }

  let launched;
  const browser = async () => {
    if (!launched) {
      const process = await chromium.launchServer({ executablePath: chromiumPath(), headless: true, args: CHROMIUM_FLAGS });
      launched = { process, browser: await chromium.connect(process.wsEndpoint()) };
    }
    return launched.browser;
  };
  const end = async () => {
    await launched?.process.kill();
    launched = undefined;
  };
  return {
    /** Subjects without a page, with the reason. */
    absent,
    version: async () => (await browser()).version(),
    /** Opens the subject's page and hands it to `act(page, cdp)`. */
    async visit(key, act) {
      const context = await (await browser()).newContext({ viewport: VIEWPORT, deviceScaleFactor: 1, colorScheme: 'dark' });
      try {
        const page = await context.newPage();
        const errors = [];
        page.on('pageerror', (error) => errors.push(error.message));
        const cdp = await context.newCDPSession(page);
        await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
        await page.goto(`${url}/${key}/`);
        await within(
          page.waitForFunction(() => globalThis.bench),
          ANSWER,
          'The script',
        ).catch((error) => {
          throw new Error([error.message, ...errors].join(' · '));
        });
        return await act(page, cdp);
      } catch (error) {
        await end();
        throw error;
      } finally {
        if (launched) await within(context.close(), ANSWER, 'Closing the page').catch(end);
      }
    },
    async close() {
      await end();
      server.closeAllConnections();
      server.close();
    },
  };
}
