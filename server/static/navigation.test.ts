/**
 * Rule S49 of docs/rules/server.md in real Chromium: nothing of the data folder runs, wherever a page or a person puts its address. The
 * same files from a host without our headers do run, so the test would see it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startServer, type ServerProcess } from '../../test/support/server-process.js';
import { chromiumPath } from '../../tools/chromium.mjs';

const RUN = `document.title = 'it ran'; (window.opener || window.parent).postMessage('it ran', '*'); fetch('/ran');`;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10" onload="${RUN.replaceAll('"', "'")}"><script>${RUN}</script><rect width="9" height="9"/></svg>`;
const HTML = `<!doctype html><svg xmlns="http://www.w3.org/2000/svg"></svg><script>${RUN}</script>`;
/** Folder, name, content, and the type under which a careless host would serve it. */
const FILES: readonly [folder: string, name: string, content: string, careless: string][] = [
  ['input', 'drawing.svg', SVG, 'image/svg+xml'],
  ['input', 'page.svg', `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>${RUN}</script></html>`, 'image/svg+xml'],
  ['input', 'page.png', HTML, 'text/html'],
  ['input', 'page.webm', HTML, 'text/html'],
  ['output', 'page.gltf', HTML, 'text/html'],
  ['output', 'page.glb', HTML, 'text/html'],
  ['canvases', 'page.json', HTML, 'text/html'],
  ['models', 'page.onnx', HTML, 'text/html'],
];

describe('a file of the data folder in a browser', () => {
  let server: ServerProcess;
  let careless: Server;
  let browser: Browser;
  let page: Page;
  const ran: string[] = [];

  before(async () => {
    server = await startServer();
    for (const [folder, name, content] of FILES) writeFileSync(join(server.data, folder, name), content);
    careless = createServer((request, response) => {
      const file = FILES.find(([folder, name]) => request.url === `/data/${folder}/${name}`);
      response.setHeader('Content-Type', file?.[3] ?? 'text/html').end(file?.[2] ?? '<!doctype html><title>host</title>');
    });
    await new Promise<void>((resolve) => careless.listen(0, '127.0.0.1', resolve));
    browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.on('request', (request) => request.url().endsWith('/ran') && ran.push(request.url()));
  });
  after(async () => {
    await browser.close();
    careless.close();
    await server.stop();
  });

  /** Opens an address as a page; what is saved instead ends the navigation. */
  async function visit(url: string): Promise<string> {
    ran.length = 0;
    await page.goto(url, { waitUntil: 'load' }).catch((error: Error) => {
      if (!/ERR_ABORTED|Download is starting/.test(error.message)) throw error;
    });
    return ran.length > 0 || (await page.title()) === 'it ran' ? 'ran' : 'still';
  }

  const host = (): string => `http://127.0.0.1:${(careless.address() as AddressInfo).port}/`;

  /** Puts an address into a page that forbids nothing: as a frame, an object, an embedded document, a script. */
  async function embed(url: string): Promise<string> {
    await page.goto(host());
    ran.length = 0;
    return page.evaluate(async (path) => {
      let heard = 'still';
      addEventListener('message', () => (heard = 'ran'));
      // What is saved instead never loads. When three others of that host have loaded one after the other, it had its time.
      const others = [1, 2, 3].map((time) => ['iframe', new URL(`/api/ready?${time}`, path).href, true] as const);
      const those = (['iframe', 'object', 'embed', 'script'] as const).map((tag) => [tag, path, false] as const);
      for (const [tag, address, waits] of [...those, ...others]) {
        const element = document.createElement(tag);
        if (element instanceof HTMLObjectElement) element.data = address;
        else element.src = address;
        const loaded = new Promise((resolve) => element.addEventListener('load', resolve));
        document.documentElement.append(element);
        if (waits) await loaded;
      }
      return heard;
    }, url);
  }

  it('runs nothing when it is opened', async () => {
    for (const [folder, name] of FILES) expect(await visit(`${server.url}data/${folder}/${name}`), name).to.equal('still');
  });

  it('runs nothing when it is embedded', async () => {
    for (const [folder, name] of FILES) expect(await embed(`${server.url}data/${folder}/${name}`), name).to.equal('still');
    expect(ran).to.deep.equal([]);
  });

  it('would have run from a careless host', async () => {
    for (const [folder, name] of FILES) expect(await visit(`${host()}data/${folder}/${name}`), name).to.equal('ran');
    expect(await embed(`${host()}data/input/drawing.svg`)).to.equal('ran');
  });

  it('shows as a picture all the same, an SVG too', async () => {
    writeFileSync(join(server.data, 'input', 'real.png'), readFileSync('test/fixtures/backend/files/rgb96x64.png'));
    await page.goto(`${server.url}api/ready`);
    ran.length = 0;
    for (const [name, size] of [
      ['drawing.svg', '20 × 10'],
      ['real.png', '96 × 64'],
    ] as const) {
      const shown = await page.evaluate(async (src) => {
        const image = new Image();
        image.src = src;
        await image.decode();
        return `${image.naturalWidth} × ${image.naturalHeight}`;
      }, `/data/input/${name}`);
      expect(shown, name).to.equal(size);
    }
    expect(ran).to.deep.equal([]);
  });
});
