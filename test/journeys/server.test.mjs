/**
 * The canvas on a server: the built studio in real Chromium, on the address of a real server process that is cancelled, killed and started
 * anew. Rules S of docs/rules/server.md.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { decode, encode } from 'fast-png';
import { build } from '../../scripts/build.mjs';
import { staleParts } from '../../scripts/lib/stale.mjs';
import { button, dropFile, nodeResult, openStudio, pressRun, until } from '../../scripts/lib/studio-page.mjs';
import { root } from '../../scripts/lib/studio-server.mjs';
import { killServers, startServer } from '../support/server-process.js';

const temporary = mkdtempSync(join(tmpdir(), 'gds-journey-'));
const PICTURE = join(temporary, 'ball.png');
/** Steps that leave time to do something in the middle. */
const LONG = 50;

/** A red ball on white. */
function drawPicture() {
  const data = new Uint8Array(256 * 256 * 3).fill(255);
  for (let y = 0; y < 256; y++)
    for (let x = 0; x < 256; x++) if ((x - 128) ** 2 + (y - 128) ** 2 < 80 ** 2) data.set([200, 30, 20], (y * 256 + x) * 3);
  writeFileSync(PICTURE, encode({ width: 256, height: 256, channels: 3, data }));
}

before(async () => {
  drawPicture();
  const stale = staleParts(root, ['workers', 'studio']);
  if (stale.length > 0) await build(stale);
});
after(() => {
  killServers();
  rmSync(temporary, { recursive: true, force: true });
});

/** What a test opened, closed whatever happens. */
const open = new Set();
afterEach(async () => {
  for (const close of [...open].reverse()) await close();
  open.clear();
});

/** One for all tests that leave it running. `made()` gives what is new in a folder since the test began. */
let shared;
async function sharedServer() {
  shared ??= await serve();
  open.delete(shared.close);
  const known = new Set([...shared.files('output'), ...shared.files('input')]);
  return { ...shared, made: (folder) => shared.files(folder).filter((name) => !known.has(name)) };
}

async function serve(...args) {
  const data = mkdtempSync(join(temporary, 'data-'));
  const start = (...more) => startServer(['--root', root, '--packages', join(root, 'models'), ...args, ...more], { data });
  let server = await start();
  const { port, url } = server;
  const close = () => server.stop('SIGKILL');
  open.add(close);
  return {
    url,
    close,
    files: (folder) => readdirSync(join(data, folder)).filter((name) => !name.startsWith('.')),
    read: (folder, name) => readFileSync(join(data, folder, name)),
    get: (path) => server.get(path),
    kill: () => server.stop('SIGKILL'),
    restart: async () => (server = await start('--port', String(port))),
  };
}

async function visit(url, query = {}) {
  const studio = await openStudio(url, { still: true, query: { project: '', ...query } });
  open.add(studio.close);
  const { page } = studio;
  const jobs = [];
  page.on('response', async (response) => {
    if (response.request().method() !== 'POST' || !/\/api\/jobs\/(img2img|txt2img|triposr)$/.test(response.url())) return;
    const answer = await response.json().catch(() => ({}));
    if (answer.job_id) jobs.push(answer.job_id);
  });
  return { page, jobs };
}

const chip = (page) =>
  page.evaluate(
    () => document.querySelector('gds-canvas').shadowRoot.querySelector('gds-status-chip').shadowRoot.querySelector('.who').textContent,
  );
const chipSays = async (page, words) => {
  const end = Date.now() + 60_000;
  for (;;) {
    const said = await chip(page);
    if (said.includes(words)) return said;
    if (Date.now() > end) throw new Error(`The chip says “${said}” and never “${words}”.`);
    await page.waitForTimeout(100);
  }
};

/** Drops the picture and joins it with a prompt, an image model and, where `mesh`, an image to mesh model. */
async function compose(page, { steps, mesh = false }) {
  await page.evaluate(() =>
    document.querySelector('gds-canvas').load({ format: 'gds-graph', version: 1, nodes: [], edges: [], groups: [], notes: [], meta: {} }),
  );
  await dropFile(page, PICTURE, 700, 400);
  await until(page, () => document.querySelector('gds-canvas').graph.nodes.size === 1, { what: 'the picture on the canvas' });
  await page.evaluate(
    ([steps, mesh]) => {
      const { graph } = document.querySelector('gds-canvas');
      const [image] = graph.nodes.keys();
      graph.addNode({ id: 'words', type: 'prompt', x: 0, y: 0, params: { text: 'a blue ball' } });
      graph.addNode({ id: 'redraw', type: 'model', x: 400, y: 0, params: { steps, seed: 7, denoise: 0.7, cfg: 1, sampler: 'euler' } });
      graph.addEdge(['words', 'text'], ['redraw', 'prompt']);
      graph.addEdge([image, 'image'], ['redraw', 'image']);
      if (!mesh) return;
      graph.addNode({ id: 'mesh', type: 'triposr', x: 800, y: 0, params: { resolution: 64 } });
      graph.addEdge([image, 'image'], ['mesh', 'image']);
    },
    [steps, mesh],
  );
}

const state = (page, id) =>
  page.evaluate((id) => {
    const { status, progress, error, fresh, info } = document.querySelector('gds-canvas').executor.state(id);
    return { status, label: progress?.label, fraction: progress?.fraction, error: error?.message, code: error?.code, fresh, info };
  }, id);

/** Presses Run and waits until the server has drawn some of it. */
async function startRun(page, id = 'redraw') {
  await button(page, 'Run').click();
  await until(page, (id) => (document.querySelector('gds-canvas').executor.state(id).progress?.step ?? 0) >= 2, {
    what: 'steps of the server',
    argument: id,
    seconds: 120,
  });
}
/** Presses Cancel with the second step. From inside the page: on a busy machine a run is over before it is told of out here. */
const cancelInTheMiddle = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const canvas = document.querySelector('gds-canvas');
        const toolbar = canvas.shadowRoot.querySelector('gds-toolbar').shadowRoot;
        const stop = canvas.executor.subscribe(({ type, id, state }) => {
          if (type !== 'node' || id !== 'redraw' || !(state.progress?.step >= 2)) return;
          const cancel = [...toolbar.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === 'Cancel');
          if (!cancel) return;
          stop();
          cancel.click();
          resolve();
        });
      }),
  );
const runEnded = (page, count = 0) =>
  until(page, (count) => window.gdsLog.runs[count], { what: 'the run to end', argument: count, seconds: 180 });

describe('a canvas on a server', () => {
  it('has pictures and meshes made there, and finds them in its files', async () => {
    const server = await sharedServer();
    const { page } = await visit(server.url, { 'inference-policy': 'remote-only' });
    const host = new URL(server.url).host;
    await chipSays(page, host);
    await compose(page, { steps: 4, mesh: true });
    const run = await pressRun(page);
    expect(run.failed).to.deep.equal([]);
    const picture = await nodeResult(page, 'redraw');
    expect(picture.info).to.include({
      adapter: 'http',
      server: new URL(server.url).origin,
      model: 'gds-tiny-sd',
      seed: 7,
      steps: 4,
      sampler: 'euler',
      rng: 'torch-cpu',
    });
    expect(picture.info.modelSha256).to.match(/^[0-9a-f]{64}$/);
    const pixels = decode(Buffer.from(picture.data, 'base64'));
    expect([pixels.width, pixels.height]).to.deep.equal([picture.width, picture.height]);
    expect(new Set(pixels.data).size, 'a picture, not one colour').to.be.greaterThan(50);
    const mesh = await nodeResult(page, 'mesh');
    expect(Buffer.from(mesh.data, 'base64').toString('latin1', 0, 4)).to.equal('glTF');
    expect(mesh.faces).to.be.greaterThan(200);
    expect(mesh.info.server).to.equal(new URL(server.url).origin);

    // What was dropped goes to input; what the server made is in output once.
    await untilFiles(() => server.made('input').length === 1, 'the dropped picture on the server');
    const made = server.made('output').sort();
    expect(made.map((name) => name.replace(/^(img2img|mesh)_.*\.(png|glb)$/, '$1.$2'))).to.deep.equal(['img2img.png', 'mesh.glb']);
    expect(server.read('output', made[0]).toString('base64')).to.equal(picture.data);
  });

  it('cancels half-way, at the server too, and runs again', async () => {
    const server = await sharedServer();
    const { page, jobs } = await visit(server.url, { 'inference-policy': 'remote-only' });
    await compose(page, { steps: LONG });
    const cancelled = cancelInTheMiddle(page);
    await button(page, 'Run').click();
    await cancelled;
    expect((await runEnded(page)).status).to.equal('cancelled');
    expect((await state(page, 'redraw')).status).to.equal('cancelled');
    await untilFiles(async () => {
      const { status } = await (await server.get(`/api/jobs/${jobs[0]}`)).json();
      return status === 'cancelled';
    }, 'the job to be cancelled');
    await page.evaluate(() => document.querySelector('gds-canvas').graph.setParam('redraw', 'steps', 2));
    expect((await pressRun(page)).failed).to.deep.equal([]);
    expect(server.made('output').filter((name) => name.startsWith('img2img')).length).to.equal(1);
  });

  it('says at the node that the server was lost in the middle, and works with it once it is back', async () => {
    const server = await serve();
    const { page } = await visit(server.url, { 'inference-policy': 'remote-only' });
    await compose(page, { steps: LONG });
    await startRun(page);
    await server.kill();
    await until(
      page,
      () => {
        const { status, progress, error } = document.querySelector('gds-canvas').executor.state('redraw');
        return status === 'error' ? error.message : /again|answer/i.test(progress?.label ?? '') && progress.label;
      },
      { what: 'the node to say so', seconds: 120 },
    );
    await server.restart();
    // The run would go on by itself, from the start: a shorter one shows the same.
    await page.evaluate(() => document.querySelector('gds-canvas').cancel());
    await runEnded(page);
    await page.evaluate(() => document.querySelector('gds-canvas').graph.setParam('redraw', 'steps', 2));
    expect((await pressRun(page)).failed).to.deep.equal([]);
    expect((await nodeResult(page, 'redraw')).info.adapter).to.equal('http');
  });

  it('works on this device while the server is down, says so, and goes back to it', async () => {
    const server = await serve();
    const host = new URL(server.url).host;
    const { page } = await visit(server.url, { 'inference-policy': 'remote-first' });
    await chipSays(page, host);
    await compose(page, { steps: 2 });
    // The page comes from the same server: what this device needs is fetched while it is up.
    await page.evaluate(() => (document.querySelector('gds-canvas').inferencePolicy = 'local-only'));
    expect((await pressRun(page)).failed).to.deep.equal([]);
    expect((await nodeResult(page, 'redraw')).info).not.to.have.property('fallback');
    await page.evaluate(() => {
      const canvas = document.querySelector('gds-canvas');
      canvas.inferencePolicy = 'remote-first';
      canvas.graph.setParam('redraw', 'seed', 8);
    });
    await server.kill();
    expect((await pressRun(page)).failed).to.deep.equal([]);
    const standIn = await nodeResult(page, 'redraw');
    expect(standIn.info).to.include({ adapter: 'onnx' });
    expect(standIn.info.fallback).to.contain(host);
    expect((await state(page, 'redraw')).fresh, 'the server has not made it').to.equal(false);
    expect(await chipSays(page, 'not reachable')).to.equal(`This device · ${host} not reachable`);
    await page.evaluate(() => document.querySelector('gds-canvas').select(['redraw']));
    expect(await page.locator('gds-node-panel .elsewhere').textContent()).to.contain('Made on this device.');

    await server.restart();
    await page.getByRole('button', { name: 'Where it is made' }).click();
    await page.getByRole('button', { name: 'Look again' }).click();
    await chipSays(page, `${host} · `);
    expect((await pressRun(page)).failed).to.deep.equal([]);
    expect((await nodeResult(page, 'redraw')).info.adapter).to.equal('http');
    expect((await state(page, 'redraw')).fresh).to.equal(true);
  });

  it('takes up after a reload what went on at the server', async () => {
    const server = await sharedServer();
    const { page, jobs } = await visit(server.url, { 'inference-policy': 'remote-only', project: 'journey' });
    await compose(page, { steps: LONG });
    await startRun(page);
    await page.evaluate(() => document.querySelector('gds-canvas').flush());
    await page.reload();
    await until(page, () => window.gdsLog?.ready, { what: 'the canvas after the reload' });
    expect((await runEnded(page)).status).to.equal('complete');
    expect((await nodeResult(page, 'redraw')).info.steps).to.equal(LONG);
    expect(jobs.length, 'one job in all').to.equal(1);
    expect(server.made('output').filter((name) => name.startsWith('img2img')).length).to.equal(1);
  });

  it('shows what the server keeps, takes files, puts them on the canvas, deletes and brings back', async () => {
    const server = await sharedServer();
    const { page } = await visit(server.url, { project: 'files' });
    await chipSays(page, 'This device');
    const name = `ball-${Date.now().toString(36)}.png`;
    const listed = (file) => page.locator('gds-folder').getByRole('button', { name: file, exact: true });
    await button(page, 'Assets').click();
    await page.getByRole('tab', { name: 'Server', exact: true }).click();
    await page.getByRole('tab', { name: 'Input', exact: true }).click();
    await page.locator('gds-folder input[type=file]').setInputFiles({ name, mimeType: 'image/png', buffer: readFileSync(PICTURE) });
    await listed(name).waitFor();
    expect(server.read('input', name).equals(readFileSync(PICTURE)), 'byte for byte').to.equal(true);
    await page.locator('gds-folder img').first().waitFor();

    const before = await page.evaluate(() => document.querySelector('gds-canvas').graph.nodes.size);
    await listed(name).click();
    await until(page, (count) => document.querySelector('gds-canvas').graph.nodes.size > count, {
      what: 'the picture on the canvas',
      argument: before,
    });

    await listed(name).focus();
    await page.keyboard.press('Delete');
    await page.getByText(`${name} deleted`).waitFor();
    await untilFiles(() => !server.files('input').includes(name), 'the file to go');
    await button(page, 'Undo').last().click();
    await untilFiles(() => server.files('input').includes(name), 'the file to come back');
    await listed(name).waitFor();
    expect(server.made('input'), 'what came from the server is not kept there twice').to.deep.equal([name]);

    await page.evaluate(() => document.querySelector('gds-canvas').graph.setMeta('title', 'Mood board'));
    await button(page, 'Canvases').click();
    await button(page, 'Save the open canvas there').click();
    await page.getByText('Canvas saved').waitFor();
    expect(JSON.parse(server.read('canvases', 'Mood_board.json')).nodes.length).to.equal(before + 1);
    const project = () => page.evaluate(() => document.querySelector('gds-canvas').project);
    const first = await project();
    // Every state of the graph that a listener, or the eye, gets to see while the file is opened.
    await page.evaluate(() => {
      window.sizes = [];
      document.querySelector('gds-canvas').addEventListener('gds-change', ({ target }) => window.sizes.push(target.graph.nodes.size));
    });
    await page.locator('gds-folder').getByText('Mood_board.json').click();
    await until(page, () => window.sizes.length > 0, { what: 'the canvas as one of its own' });
    const opened = await page.evaluate(() => {
      const { graph } = document.querySelector('gds-canvas');
      return { sizes: window.sizes, title: graph.meta.title, canUndo: graph.canUndo };
    });
    expect(opened, 'no start graph comes before it, or back by Undo').to.deep.equal({
      sizes: [before + 1],
      title: 'Mood board',
      canUndo: false,
    });
    const second = await project();
    expect(second).not.to.equal(first);

    const buffer = Buffer.from('{"format":"gds-graph","version":1,"nodes":7}');
    await page.locator('gds-folder input[type=file]').setInputFiles({ name: 'broken.json', mimeType: 'application/json', buffer });
    await page.locator('gds-folder').getByText('broken.json').click();
    await page.getByText('Not added', { exact: true }).waitFor();
    expect(await project(), 'what is no canvas makes none').to.equal(second);
    expect(await page.evaluate(() => document.querySelector('gds-canvas').graph.nodes.size)).to.equal(before + 1);
  });

  it('asks for the token, takes no wrong one, and works with the right one', async () => {
    const server = await serve('--token', 's3cret-token');
    const host = new URL(server.url).host;
    const { page } = await visit(server.url, { 'inference-policy': 'remote-only' });
    await chipSays(page, `${host} · token needed`);
    const give = async (token) => {
      await page.getByRole('button', { name: 'Where it is made' }).click();
      await page.getByLabel(`Token for ${host}`).fill(token);
      await page.keyboard.press('Enter');
    };
    await give('wrong-token');
    await chipSays(page, 'token needed');
    await give('s3cret-token');
    await chipSays(page, `${host} · CPU`);
    await compose(page, { steps: 2 });
    expect((await pressRun(page)).failed).to.deep.equal([]);
    expect((await nodeResult(page, 'redraw')).info.adapter).to.equal('http');
  });
});

async function untilFiles(probe, what) {
  const end = Date.now() + 30_000;
  while (!(await probe())) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
