/**
 * The built studio as people get it: real server, real Chromium, the strict policy, a fresh profile each time. The main job, and what the
 * page does where the machine or the server lets it down: it says so, keeps the graph, and the next run works.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { encode } from 'fast-png';
import { nodeResult, openStudio, pageLog, pressRun, typePrompt, until } from '../../scripts/lib/studio-page.mjs';
import { root, startStudio } from '../../scripts/lib/studio-server.mjs';

describe('the main job', () => {
  const out = mkdtempSync(join(tmpdir(), 'gds-job-'));
  after(() => rmSync(out, { recursive: true }));

  const job = (...args) => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/main-job.mjs', '--out', out, ...args], {
      cwd: root,
      encoding: 'utf8',
    });
    return { status, stderr, report: status === 2 ? undefined : JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) };
  };

  it('makes a picture and a mesh of a prompt', () => {
    const { status, stderr, report } = job('--prompt', 'a red apple', '--seed', '7');
    expect(status, stderr).to.equal(0);
    expect(report.picture.std).to.be.greaterThan(8);
    expect(report.mesh).to.include({ errors: 0 });
    expect(report.mesh.faces).to.be.greaterThan(500);
    expect(report.crossOriginIsolated).to.equal(true);
    expect(report.provider.model).to.contain('gds-tiny-turbo');
    expect(readFileSync(join(out, 'mesh.glb')).toString('latin1', 0, 4)).to.equal('glTF');
  });

  it('redraws a dropped picture and makes a mesh of it', () => {
    const data = new Uint8Array(96 * 64 * 3).fill(255);
    for (let y = 12; y < 52; y++)
      for (let x = 28; x < 68; x++) if ((x - 48) ** 2 + (y - 32) ** 2 < 400) data.set([200, 30, 20], (y * 96 + x) * 3);
    const picture = join(out, 'dropped.png');
    writeFileSync(picture, encode({ width: 96, height: 64, channels: 3, data }));
    const { status, stderr, report } = job('--image', picture, '--prompt', 'a red apple');
    expect(status, stderr).to.equal(0);
    expect(report.provider.model).to.contain('gds-tiny-sd');
    expect(report.mesh.faces).to.be.greaterThan(500);
  });

  it('refuses a seed that is none', () => {
    const { status, stderr } = job('--seed=-1');
    expect(status).to.equal(2);
    expect(stderr).to.contain('--seed takes a whole number');
  });
});

describe('the studio', () => {
  let server;
  before(async () => {
    server = await startStudio({ port: 0 });
  });
  after(() => server.close());

  /** Opens the page, lets `prepare` break something first, and closes it whatever happens. */
  async function visit(use, { prepare, query } = {}) {
    const studio = await openStudio('about:blank', { wait: false, still: true });
    try {
      await prepare?.(studio.page);
      const address = new URL(server.url);
      for (const [name, value] of Object.entries(query ?? {})) address.searchParams.set(name, value);
      await studio.page.goto(address.href);
      await until(studio.page, () => window.gdsLog.ready, { what: 'the canvas to be ready' });
      await use(studio.page, studio);
    } finally {
      await studio.close();
    }
  }
  it('fits a phone: sharp, nothing over the edge, the first nodes in the middle and large enough to read', async () => {
    const { page, close } = await openStudio(server.url, { width: 390, height: 844, scale: 2 });
    try {
      const seen = await page.evaluate(() => {
        const canvas = document.querySelector('gds-canvas');
        const box = (selector) => canvas.shadowRoot.querySelector(selector).getBoundingClientRect();
        const surface = canvas.shadowRoot.querySelector('.stage canvas');
        return {
          pixels: [surface.width, surface.height],
          ends: ['.rail', '.toolbar', '.chip'].map((selector) => Math.round(box(selector).right)),
          zoom: canvas.camera.zoom,
          first: ['prompt', 'picture-model'].map((id) => canvas.graph.nodes.get(id)).map(({ x, y }) => canvas.canvasToClient(x, y)),
        };
      });
      expect(seen.pixels).to.deep.equal([780, 1688]);
      for (const end of seen.ends) expect(end).to.be.at.most(378);
      expect(seen.zoom).to.be.within(0.6, 1);
      for (const { x, y } of seen.first) {
        expect(x).to.be.within(0, 390 - 240 * seen.zoom);
        expect(y).to.be.within(200, 600);
      }
    } finally {
      await close();
    }
  });

  const graphOf = (page) => page.evaluate(() => document.querySelector('gds-canvas').toJSON());
  /** A graph says nothing by the order of its nodes and edges. */
  const byId = (graph) => ({ ...graph, nodes: sorted(graph.nodes), edges: sorted(graph.edges) });
  const sorted = (list) => [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
  const rendererOf = (page) => page.evaluate(() => document.querySelector('gds-canvas').rendererInfo);

  it('opens with the start graph, asks no other host, breaks no policy and is quiet', async () => {
    const asked = [];
    await visit(
      async (page, { console }) => {
        const graph = await graphOf(page);
        expect(graph.nodes.map(({ type }) => type)).to.deep.equal(['prompt', 'sdxl-turbo', 'output', 'triposr', 'mesh-output']);
        expect(graph.edges).to.have.length(4);
        expect((await pageLog(page)).violations).to.deep.equal([]);
        expect((await pageLog(page)).errors).to.deep.equal([]);
        expect(console.filter((line) => line.startsWith('error'))).to.deep.equal([]);
        expect(asked.filter((url) => !url.startsWith(server.url) && !/^(blob|data|about):/.test(url))).to.deep.equal([]);
        expect(asked.filter((url) => /\.onnx|\.wasm|workers\//.test(url), 'models before Run')).to.deep.equal([]);
      },
      { prepare: (page) => page.on('request', (request) => asked.push(request.url())) },
    );
  });

  it('says that the models are missing, keeps the graph, and works when they are back', async () => {
    await visit(
      async (page) => {
        const before = await graphOf(page);
        const failed = await pressRun(page);
        expect(failed.status).to.equal('error');
        expect(failed.failed.join()).to.match(/picture-model: GDS_\w+/);
        expect((await graphOf(page)).edges).to.deep.equal(before.edges);
        await page.unroute('**/gds-assets/models/**');
        expect((await pressRun(page)).status).to.equal('complete');
      },
      { prepare: (page) => page.route('**/gds-assets/models/**', (route) => route.fulfill({ status: 404, body: 'gone' })) },
    );
  });

  it('says that an empty prompt is empty, and runs once there is one', async () => {
    await visit(async (page) => {
      await typePrompt(page, 'prompt', '');
      const failed = await pressRun(page);
      expect(failed.status).to.equal('error');
      expect(failed.failed.join()).to.match(/prompt/i);
      await typePrompt(page, 'prompt', 'a green frog');
      expect((await pressRun(page)).status).to.equal('complete');
    });
  });

  it('runs without WebGPU and WebGL, on a plain canvas, and says why', async () => {
    await visit(
      async (page) => {
        const info = await rendererOf(page);
        expect(info.kind).to.equal('canvas');
        expect(info.reason).to.not.equal('');
        expect((await pressRun(page)).status).to.equal('complete');
      },
      {
        prepare: (page) =>
          page.addInitScript(() => {
            Object.defineProperty(Navigator.prototype, 'gpu', { get: () => undefined });
            for (const prototype of [HTMLCanvasElement.prototype, OffscreenCanvas.prototype]) {
              const { getContext } = prototype;
              prototype.getContext = function (kind, ...rest) {
                return /webgl|webgpu/.test(kind) ? null : getContext.call(this, kind, ...rest);
              };
            }
          }),
      },
    );
  });

  it('works where IndexedDB is refused, and does not claim that anything is saved', async () => {
    await visit(
      async (page) => {
        expect((await pressRun(page)).status).to.equal('complete');
        const saved = await page.evaluate(() => JSON.stringify(document.querySelector('gds-canvas').saveState));
        expect(saved).to.not.match(/"saved"/);
      },
      {
        prepare: (page) =>
          page.addInitScript(() => {
            IDBFactory.prototype.open = () => {
              throw new DOMException('Refused.', 'SecurityError');
            };
          }),
      },
    );
  });

  it('brings back graph, results and view after a reload', async () => {
    await visit(async (page) => {
      await typePrompt(page, 'prompt', 'a blue fish');
      expect((await pressRun(page)).status).to.equal('complete');
      const picture = await nodeResult(page, 'picture');
      const { graph, camera } = await page.evaluate(async () => {
        const canvas = document.querySelector('gds-canvas');
        canvas.camera = { x: -120, y: -340, zoom: 0.75 };
        await canvas.flush();
        return { graph: canvas.toJSON(), camera: canvas.camera };
      });
      await page.reload();
      await until(page, () => window.gdsLog.ready, { what: 'the canvas to be ready again' });
      expect(byId(await graphOf(page))).to.deep.equal(byId(graph));
      expect(await page.evaluate(() => document.querySelector('gds-canvas').camera)).to.deep.equal(camera);
      const again = await nodeResult(page, 'picture');
      expect(again.data).to.equal(picture.data);
    });
  });
});
