/** The adapter in a page of another origin, in real Chromium: what a browser lets through, and what it tells of an upload. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumPath } from '../../tools/chromium.mjs';
import { ownServer, type OwnServer } from './testing/own.js';
import type * as scene from './testing/page.js';

/** What the page has. */
type Scene = typeof scene;

describe('the files adapter in a page of another origin', () => {
  let host: Server;
  let server: OwnServer;
  let browser: Browser;
  let page: Page;
  let origin: string;
  let script: string;
  const open = async (at: Page, url: string): Promise<void> => {
    await at.goto(url);
    await at.addScriptTag({ type: 'module', content: script });
    await at.waitForFunction(() => 'useFiles' in window);
  };

  before(async () => {
    const entry = fileURLToPath(new URL('testing/page.ts', import.meta.url));
    const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'esm', write: false });
    script = outputFiles[0]!.text;
    host = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>page</title>'));
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
    server = await ownServer(['--allow-origin', origin, '--token', 'right-token']);
    browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
    page = await browser.newPage();
    await open(page, origin);
  });
  after(async () => {
    await browser.close();
    host.close();
    await server.close();
  });

  it('uploads with progress, lists, reads, aborts and deletes', async () => {
    const found = await page.evaluate((url) => (window as unknown as Scene).useFiles(url), server.url);
    expect(found).to.include({
      name: 'gr__e_1.png',
      read: found.size,
      entry: found.size,
      type: 'image/png',
      aborted: 'AbortError',
      deleted: true,
    });
    expect(found.names).to.deep.equal(['gr__e_1.png']);
    expect(found.told.at(-1)).to.equal(1);
    expect(found.told).to.deep.equal([...found.told].sort((a, b) => a - b));
  });

  it('sees the versions of files, so that two writers keep both their edits; settings and views stay in the browser', async () => {
    const found = await page.evaluate((url) => (window as unknown as Scene).useStorage(url), server.url);
    expect(found).to.deep.equal({ updates: 10, view: { camera: { x: 1, y: 2, zoom: 3 } }, etag: 'string', theme: 'dark' });
  });

  it('tells a page of an origin that is not admitted nothing, not even that a token is missing', async () => {
    const strange = await browser.newPage();
    await open(strange, origin.replace('127.0.0.1', 'localhost'));
    expect(await strange.evaluate((url) => (window as unknown as Scene).askPlainly(url), server.url)).to.equal('TypeError');
    expect(await page.evaluate((url) => (window as unknown as Scene).askPlainly(url), server.url)).to.equal('401');
    await strange.close();
  });
});
