/** The whole element, in real Chromium, that keeps its canvas on our server: over a reload, and over a server that is killed. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumPath } from '../../tools/chromium.mjs';
import type { GdsCanvas } from '../../src/index.js';
import { ownServer, type OwnServer } from '../../adapters/files/testing/own.js';

type Scene = Window & { readonly canvas: GdsCanvas };

describe('a canvas that is kept on a server', () => {
  let host: Server;
  let server: OwnServer;
  let browser: Browser;
  let page: Page;

  const isSaved = () => page.waitForFunction(() => (window as unknown as Scene).canvas?.saveState.status === 'saved');
  const open = async (): Promise<void> => {
    const { port } = host.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/?server=${encodeURIComponent(server.url)}`);
    await isSaved();
  };
  const nodes = () => page.evaluate(() => [...(window as unknown as Scene).canvas.graph.nodes.keys()]);
  const add = (id: string) =>
    page.evaluate((added) => void (window as unknown as Scene).canvas.graph.addNode({ id: added, type: 'gds/text', x: 0, y: 0 }), id);

  before(async () => {
    const entry = fileURLToPath(new URL('canvas-page.ts', import.meta.url));
    const tsconfigRaw = { compilerOptions: { useDefineForClassFields: false } };
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      format: 'esm',
      write: false,
      loader: { '.wgsl': 'text' },
      external: ['node:*'],
      tsconfigRaw,
    });
    host = createServer((request, response) => {
      const isScript = request.url === '/page.js';
      response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
      response.end(isScript ? outputFiles[0]!.text : '<!doctype html><body><script type="module" src="/page.js"></script>');
    });
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    server = await ownServer(['--allow-origin', `http://127.0.0.1:${(host.address() as AddressInfo).port}`]);
    browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
    page = await browser.newPage();
  });
  after(async () => {
    await browser.close();
    host.close();
    await server.close();
  });

  it('is there again after a reload, says that the server is away, and stores what was done meanwhile', { timeout: 120_000 }, async () => {
    await open();
    await add('before');
    await isSaved();
    await page.evaluate(() => (window as unknown as Scene).canvas.flush());
    await open();
    expect(await nodes()).to.include('before');

    const { port } = host.address() as AddressInfo;
    await server.stop('SIGKILL');
    await add('away');
    const said = await page.waitForFunction(() => {
      const { saveState } = (window as unknown as Scene).canvas;
      return saveState.status === 'error' && saveState.error.code;
    });
    expect(await said.jsonValue()).to.equal('GDS_STORAGE_UNAVAILABLE');

    server = await ownServer(['--allow-origin', `http://127.0.0.1:${port}`], server);
    await isSaved();
    await open();
    expect(await nodes()).to.include.members(['before', 'away']);
  });
});
