/** The adapter against our own server, a real process with real models: from Node, and from a page of another origin in real Chromium. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumPath } from '../../tools/chromium.mjs';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { bytesOf } from './recordings.js';
import { Bench, DRAWING, MESH, run, SOCKET, until } from './support.js';
import type * as scene from './page.js';

const bench = new Bench();
const MODEL = { model: 'gds-tiny-sd' };
const TOKEN = 'right-token';
const headers = (): Record<string, string> => ({ Authorization: `Bearer ${TOKEN}` });
/** Small and short; and so many steps that it runs until it is cancelled. */
const SHORT = { ...DRAWING, steps: 3, strength: 1, guidance: 1, width: 64, height: 64 };
const LONG = { ...SHORT, steps: 1000 };

let host: Server;
let origin: string;
let server: ServerProcess;

before(async () => {
  host = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>page</title>'));
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
  server = await startServer(['--packages', 'models', '--token', TOKEN, '--allow-origin', origin, '--log-level', 'silent']);
});
afterEach(() => bench.close());
after(async () => {
  host.close();
  await server.stop();
});

describe('our own server', () => {
  it('draws the same picture however its events are heard, and says how it was made', async () => {
    const pictures: string[] = [];
    for (const transport of ['websocket', 'sse', 'polling'] as const) {
      const adapter = bench.adapter(server, { ...SOCKET, transport, headers });
      const { outcome, progress } = run(adapter, 'image-to-image', SHORT, MODEL);
      const { blob, width, height, info } = await outcome;
      pictures.push(Buffer.from(await blob.arrayBuffer()).toString('base64'));
      expect([width, height, info.server, info.seed, info.model]).to.deep.equal([64, 64, server.url.slice(0, -1), 7, 'gds-tiny-sd']);
      expect(info.modelSha256).to.match(/^[0-9a-f]{64}$/);
      expect(info.rng).to.be.a('string');
      expect(info.timings).to.include.keys('queue', 'transfer', 'total');
      // Looks from time to time see what there is at the time.
      if (transport === 'polling') continue;
      expect(progress.flatMap(({ step }) => step ?? []).filter((step) => step > 0)).to.deep.equal([1, 2, 3]);
    }
    expect(new Set(pictures).size).to.equal(1);
  });

  it('loads a model before it is needed', async () => {
    const adapter = bench.adapter(server, { ...SOCKET, headers });
    await adapter.load('gds-tiny-sd', { signal: new AbortController().signal, onProgress: () => undefined });
    expect(adapter.status.models.get('gds-tiny-sd')).to.deep.equal({ status: 'loaded' });
    const unknown = adapter.load('none', { signal: new AbortController().signal, onProgress: () => undefined });
    expect((await unknown.catch((error: { code: string }) => error))?.code).to.equal('GDS_MODEL_UNKNOWN');
  });

  it('makes a mesh, which is the right way round as it is', async () => {
    const { blob, vertices, faces } = await run(bench.adapter(server, { ...SOCKET, headers }), 'image-to-mesh', MESH, { model: 'inflate' })
      .outcome;
    expect([vertices > 100, faces > 100]).to.deep.equal([true, true]);
    expect(
      Buffer.from(await blob.arrayBuffer())
        .subarray(0, 4)
        .toString(),
    ).to.equal('glTF');
  });

  it('stops a job that is cancelled half-way', async () => {
    const adapter = bench.adapter(server, { ...SOCKET, headers });
    const { abort, error, progress } = run(adapter, 'image-to-image', LONG, MODEL);
    await until(() => progress.some(({ step }) => (step ?? 0) > 1), error);
    abort.abort(new Error('enough'));
    expect((await error)?.message).to.equal('enough');
    // The next one begins, so the first has ended.
    expect((await run(adapter, 'image-to-image', SHORT, MODEL).outcome).width).to.equal(64);
  });

  it('says what it refuses', async () => {
    const adapter = bench.adapter(server, { ...SOCKET, headers });
    const low = await run(adapter, 'image-to-image', { ...SHORT, strength: 0.1 }, MODEL).error;
    expect([low?.code, low?.message]).to.satisfy(
      ([code, message]: string[]) => code === 'GDS_REMOTE_REFUSED' && /effective steps/.test(message!),
    );
    const noPicture = await run(adapter, 'image-to-image', { ...SHORT, image: new Blob([bytesOf('not-an-image.txt')]) }, MODEL).error;
    expect(noPicture?.code).to.equal('GDS_REMOTE_REFUSED');
    const stranger = await run(bench.adapter(server, SOCKET), 'image-to-image', SHORT, MODEL).error;
    expect(stranger?.code).to.equal('GDS_REMOTE_AUTH');
  });
});

describe('our own server, killed in mid-job and started again', () => {
  it('has lost the job, says so, and the next run works', async () => {
    const data = mkdtempSync(join(tmpdir(), 'gds-http-'));
    bench.ends(() => rmSync(data, { recursive: true, force: true }));
    const start = (port: string): Promise<ServerProcess> =>
      startServer(['--packages', 'models', '--log-level', 'silent', '--queue', '0', '--port', port], { data });
    const first = await start('0');
    const adapter = bench.adapter(first, { ...SOCKET, retry: { attempts: 1000, base: 50, longest: 50 } });
    const { error, progress } = run(adapter, 'image-to-image', LONG, MODEL);
    await until(() => progress.some(({ step }) => (step ?? 0) > 0), error);
    // One computes, none may wait.
    const busy = await run(bench.adapter(first, { ...SOCKET, retry: { attempts: 1 } }), 'image-to-image', SHORT, MODEL).error;
    expect([busy?.code, busy?.retryable, (busy?.retryAfter ?? 0) > 0]).to.deep.equal(['GDS_REMOTE_BUSY', true, true]);
    await first.stop('SIGKILL');
    const second = await start(String(first.port));
    bench.ends(() => second.stop());
    expect([(await error)?.code, (await error)?.retryable]).to.deep.equal(['GDS_REMOTE_LOST', true]);
    expect((await run(adapter, 'image-to-image', SHORT, MODEL).outcome).width).to.equal(64);
  });
});

describe('a page of another origin', () => {
  type Scene = typeof scene;
  let browser: Browser;
  let page: Page;
  let script: string;
  const inPage = <R>(name: keyof Scene, ...values: unknown[]): Promise<R> =>
    page.evaluate(([name, values]) => (window as unknown as Record<string, (...values: unknown[]) => R>)[name]!(...values), [
      name,
      values,
    ] as const);
  const open = async (url: string, transport: string): Promise<void> => {
    await page.goto(url);
    await page.addScriptTag({ type: 'module', content: script });
    await page.waitForFunction(() => 'connect' in window);
    await inPage('connect', server.url, TOKEN, transport);
  };

  before(async () => {
    const entry = fileURLToPath(new URL('page.ts', import.meta.url));
    const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'esm', write: false });
    script = outputFiles[0]!.text;
    browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
    page = await browser.newPage();
  });
  after(() => browser.close());

  for (const transport of ['auto', 'sse'] as const) {
    it(`draws through its own network: ${transport}`, async () => {
      const sockets: string[] = [];
      page.on('websocket', (socket) => void sockets.push(socket.url()));
      await open(origin, transport);
      await inPage('begin', 2);
      expect(await inPage('result')).to.deep.equal({ width: 64, height: 64, type: 'image/png', server: server.url.slice(0, -1) });
      expect((await inPage<number[]>('steps')).filter((step) => step > 0)).to.deep.equal([1, 2]);
      expect(sockets.length).to.equal(transport === 'auto' ? 1 : 0);
      page.removeAllListeners('websocket');
    });
  }

  it('takes a job up again that was begun before it was reloaded, and cancels it', async () => {
    await open(origin, 'auto');
    await inPage('begin', 1000, 'node-1');
    await page.waitForFunction(() => (window as unknown as Scene).steps().some((step) => step > 0));
    await open(origin, 'auto');
    expect(await inPage('pending')).to.deep.equal(['node-1']);
    await inPage('begin', 1000, 'node-1');
    await page.waitForFunction(() => (window as unknown as Scene).previews().length > 0);
    await inPage('cancel');
    expect(await inPage('failure')).to.equal('enough');
    await page.waitForFunction(async () => (await (window as unknown as Scene).pending()).length === 0);
    await inPage('begin', 1);
    expect(await inPage('result')).to.include({ width: 64 });
  });

  it('decodes previews, and leaves no listener', async () => {
    await open(origin, 'auto');
    const png = readFileSync(new URL('../fixtures/backend/files/rgb8.png', import.meta.url)).toString('base64');
    expect((await inPage<number[]>('decoded', `data:image/png;base64,${png}`)).slice(0, 2)).to.deep.equal([8, 8]);
    expect(await inPage('decoded', 'data:image/png;base64,AAAA')).to.equal(undefined);
    const [added, left] = await inPage<[number, number]>('listeners');
    expect([added > 0, left]).to.deep.equal([true, 0]);
  });

  it('of an origin that is not admitted learns only that it does not get through', async () => {
    await open(origin.replace('127.0.0.1', 'localhost'), 'auto');
    await inPage('begin', 1);
    expect(await inPage('failure')).to.equal('GDS_REMOTE_UNREACHABLE');
  });
});
