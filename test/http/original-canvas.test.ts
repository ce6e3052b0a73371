/** The whole element, in real Chromium, on the original backend as recorded, whose files are another server's. */
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumPath } from '../../tools/chromium.mjs';
import type { GdsCanvas } from '../../src/index.js';
import { bytesOf } from './recordings.js';
import { ReplayServer, type Handler } from './replay.js';
import { ORIGINAL_JOBS } from './support.js';

type Scene = Window & { readonly canvas: GdsCanvas };
declare const canvas: GdsCanvas;

const answer =
  (type: string, body: string | Uint8Array): Handler =>
  (_, response) =>
    response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' }).end(body);

describe('a canvas on the original backend', () => {
  let backend: ReplayServer;
  let files: ReplayServer;
  let browser: Browser;
  let page: Page;

  before(async () => {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL('canvas-page.ts', import.meta.url))],
      bundle: true,
      format: 'esm',
      write: false,
      loader: { '.wgsl': 'text' },
      external: ['node:*'],
      tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    });
    backend = await ReplayServer.start({
      ...ORIGINAL_JOBS,
      'GET /': answer('text/html', '<!doctype html><body><script type="module" src="/page.js"></script>'),
      'GET /page.js': answer('text/javascript', outputFiles[0]!.text),
    });
    files = await ReplayServer.start({
      'GET /api/files': answer('application/json', '[]'),
      'GET /data/output/mesh_1795547193_d0de98c0.glb': answer('model/gltf-binary', bytesOf('triposr-ok.glb')),
    });
    browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
    page = await browser.newPage();
  });
  after(async () => {
    await browser.close();
    await backend.close();
    await files.close();
  });

  it('runs picture and mesh there, and fetches the mesh from where the files are', { timeout: 120_000 }, async () => {
    await page.goto(`${backend.url}/?server=${encodeURIComponent(backend.url)}&files=${encodeURIComponent(files.url)}`);
    await page.waitForFunction(() => (window as unknown as Scene).canvas?.inference.models.some(({ adapter }) => adapter === 'http'));
    const ran = await page.evaluate(
      async (png) => {
        const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
        const asset = await canvas.storage!.assets.put(new Blob([bytes], { type: 'image/png' }), { name: 'mug.png', origin: 'imported' });
        canvas.graph.addNode({ id: 'picture', type: 'image', x: 0, y: 0, params: { image: asset.hash } });
        canvas.graph.addNode({ id: 'words', type: 'prompt', x: 0, y: 300, params: { text: 'a red cat' } });
        canvas.graph.addNode({ id: 'redraw', type: 'model', x: 400, y: 0 });
        canvas.graph.addNode({ id: 'mesh', type: 'triposr', x: 400, y: 500 });
        canvas.graph.addEdge(['words', 'text'], ['redraw', 'prompt']);
        canvas.graph.addEdge(['picture', 'image'], ['redraw', 'image']);
        canvas.graph.addEdge(['picture', 'image'], ['mesh', 'image']);
        const { status, failed } = await canvas.run();
        const [picture, mesh] = ['redraw', 'mesh'].map((id) => canvas.executor.state(id));
        return {
          status,
          failed: failed.map(({ error }) => error.message),
          picture: picture!.info?.server,
          mesh: [mesh!.info?.server, mesh!.info?.modelLabel],
        };
      },
      Buffer.from(bytesOf('mug240.png')).toString('base64'),
    );
    expect(ran).to.deep.equal({ status: 'complete', failed: [], picture: backend.url, mesh: [backend.url, 'TripoSR Base'] });
    expect(files.to('GET /data/output/mesh_1795547193_d0de98c0.glb')).to.have.length(1);
    expect(backend.to('GET /data/output/mesh_1795547193_d0de98c0.glb')).to.have.length(0);
  });
});
