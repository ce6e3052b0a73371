/** Several tabs of one project, in real Chromium, at a server whose job goes on while they are opened: one of them takes it up. */
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { build } from 'esbuild';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { chromiumPath } from '../../tools/chromium.mjs';
import type { GdsCanvas } from '../../src/index.js';
import { JobServer, PICTURE, type Job } from './job-server.js';
import { jobOf, until } from './support.js';

declare const canvas: GdsCanvas;

const LOCK = 'gds-canvas/work/';

let script: string;
let browser: Browser;
let context: BrowserContext;
let server: JobServer;

const open = async (): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(`${server.url}/?project=shared&server=${encodeURIComponent(server.url)}`);
  return page;
};
/** Some tab waits for another one to let go of its work. */
const oneWaits = (page: Page): Promise<unknown> =>
  page.waitForFunction(
    async (lock) => (await navigator.locks.query()).pending!.some(({ name, mode }) => name!.startsWith(lock) && mode === 'exclusive'),
    LOCK,
  );
const shown = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => canvas.executor.state('draw')?.status === 'complete' && canvas.executor.state('draw').outputs !== undefined);

/** Begins a drawing that runs until the test ends it. */
async function begin(): Promise<{ first: Page; job: Job }> {
  const first = await open();
  await first.waitForFunction(
    () => canvas?.inference.models.some(({ adapter }) => adapter === 'http') && canvas.saveState.status === 'saved',
  );
  const started = jobOf(server);
  await first.evaluate(async () => {
    canvas.graph.addNode({ id: 'words', type: 'prompt', x: 0, y: 0, params: { text: 'a red cat' } });
    canvas.graph.addNode({ id: 'draw', type: 'sdxl-turbo', x: 400, y: 0, params: { seed: 7 } });
    canvas.graph.addEdge(['words', 'text'], ['draw', 'prompt']);
    await canvas.updateComplete;
    void canvas.run();
  });
  const job = await started;
  job.push('started').step(1);
  await until(() => job.readers === 1);
  await first.waitForFunction(() => canvas.saveState.status === 'saved');
  return { first, job };
}

describe('tabs of one project', () => {
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
    script = outputFiles[0]!.text;
    browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
    server = await JobServer.start({
      'GET /': (_, response) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><body><script type="module" src="/page.js"></script>'),
      'GET /page.js': (_, response) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(script),
    });
  });
  afterEach(() => context.close());
  after(async () => {
    await browser.close();
    await server.close();
  });

  it('take up its job once, and the others show what it stores', { timeout: 120_000 }, async () => {
    context = await browser.newContext();
    const { first, job } = await begin();
    await first.close();
    await until(() => job.readers === 0);
    const [one, two] = await Promise.all([open(), open()]);
    await oneWaits(one);
    await until(() => job.readers === 1);
    job.step(2).complete();
    await Promise.all([shown(one), shown(two)]);
    expect(server.http.to(`GET ${PICTURE}`)).to.have.length(1);
  });

  it('leave it to the tab that began it, and go on where that closes', { timeout: 120_000 }, async () => {
    context = await browser.newContext();
    const { first, job } = await begin();
    const other = await open();
    await oneWaits(other);
    expect(job.readers).to.equal(1);
    await first.close();
    await until(() => job.readers === 0);
    await until(() => job.readers === 1);
    job.complete();
    await shown(other);
  });

  it('show what the tab that began it has made', { timeout: 120_000 }, async () => {
    context = await browser.newContext();
    const { first, job } = await begin();
    const fetched = server.http.to(`GET ${PICTURE}`).length;
    const other = await open();
    await oneWaits(other);
    job.complete();
    await Promise.all([shown(first), shown(other)]);
    expect(server.http.to(`GET ${PICTURE}`).length - fetched).to.equal(1);
  });
});
