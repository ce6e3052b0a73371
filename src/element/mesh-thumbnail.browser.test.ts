/** Pictures of a real mesh from the real worker, and what happens when that dies, hangs back or cannot draw. */
import { aTimeout, expect, waitUntil } from '@open-wc/testing';
import { InflateAdapter } from '../../adapters/inflate/index.js';
import type { GdsError } from '../errors.js';
import { MeshThumbnailer, type MeshThumbnailerOptions } from './mesh-thumbnail.js';

const BASE = '/gds-assets/';
let glb: Blob;
before(async () => {
  const adapter = new InflateAdapter({ assetBase: BASE });
  const image = await (await fetch(`${BASE}models/gds-tiny-turbo/reference/four-steps.png`)).blob();
  const controls = { signal: new AbortController().signal, onProgress: () => {} };
  glb = (await adapter.run('image-to-mesh', 'inflate', { image, resolution: 96, textureSize: 256 }, controls)).blob;
  adapter.dispose();
});

type Pixel = readonly [number, number, number, number];
async function pixels(source: Blob | ImageBitmap): Promise<(x: number, y: number) => Pixel> {
  const bitmap = source instanceof Blob ? await createImageBitmap(source) : source;
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return (x, y) => {
    const at = (Math.round(y * (height - 1)) * width + Math.round(x * (width - 1))) * 4;
    return [data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!];
  };
}
const CORNERS = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
] as const;

/** The apple is red and solid in the middle, and nothing is around it. */
async function expectApple(picture: Blob | ImageBitmap): Promise<void> {
  const at = await pixels(picture);
  const [r, g, b, a] = at(0.5, 0.55);
  expect([r > 150, r > 1.6 * g, r > 1.4 * b, a], `${[r, g, b, a]}`).to.deep.equal([true, true, true, 255]);
  for (const [x, y] of CORNERS) expect(at(x, y)[3]).to.equal(0);
}

/** Keeps the workers it makes, to be ended from outside. */
function tracked(options: MeshThumbnailerOptions = {}) {
  const workers: Worker[] = [];
  const createWorker = () => {
    const worker = new Worker(`${BASE}workers/mesh.js`, { type: 'module' });
    workers.push(worker);
    return worker;
  };
  return { thumbnails: new MeshThumbnailer({ createWorker, ...options }), workers };
}
const code = (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (error: GdsError) => error.code,
  );
/** Locks of living thumbnail workers. */
const alive = async (): Promise<number> =>
  (await navigator.locks.query()).held!.filter(({ name }) => name!.startsWith('gds-canvas-mesh-')).length;
const allEnded = () => waitUntil(async () => (await alive()) === 0, 'every worker has ended', { timeout: 20_000 });

describe('MeshThumbnailer', () => {
  it('draws several meshes with one worker: subject in the middle, clear corners, or the background asked for', async () => {
    const { thumbnails, workers } = tracked();
    expect(workers, 'none before the first picture').to.have.length(0);
    const [plain, blue] = await Promise.all([thumbnails.render(glb, 96), thumbnails.render(glb, 128, { background: '#0000ff' })]);
    expect([plain.bitmap.width, plain.bitmap.height, blue.bitmap.width, plain.png]).to.deep.equal([96, 96, 128, undefined]);
    await expectApple(plain.bitmap);
    expect((await pixels(blue.bitmap))(0, 0)).to.deep.equal([0, 0, 255, 255]);
    expect(workers).to.have.length(1);
    expect(thumbnails.place).to.equal('worker');
    thumbnails.dispose();
  });

  it('makes a PNG of the same picture when asked to', async () => {
    const thumbnails = new MeshThumbnailer({ assetBase: BASE });
    const { bitmap, png } = await thumbnails.render(glb, 128, { pngEdge: 64 });
    expect(bitmap.width).to.equal(128);
    expect(png!.type).to.equal('image/png');
    expect((await createImageBitmap(png!)).width).to.equal(64);
    await expectApple(png!);
    thumbnails.dispose();
  });

  it('draws on the page what the worker draws', async () => {
    const { thumbnails } = tracked();
    const fromWorker = await pixels((await thumbnails.render(glb, 64)).bitmap);
    const { MeshPainter } = await import('./mesh-thumbnail/painter.lazy.js');
    const painter = new MeshPainter();
    const fromPage = await pixels((await painter.paint({ glb, size: 64 })).bitmap);
    for (let y = 0; y <= 1; y += 1 / 16)
      for (let x = 0; x <= 1; x += 1 / 16) {
        const [one, other] = [fromWorker(x, y), fromPage(x, y)];
        for (const channel of [0, 1, 2, 3] as const) expect(Math.abs(one[channel] - other[channel]), `${x} ${y}`).to.be.at.most(2);
      }
    painter.dispose();
    thumbnails.dispose();
  });

  it('goes on after a broken mesh and refuses work once disposed', async () => {
    const { thumbnails, workers } = tracked();
    expect(await code(thumbnails.render(new Blob(['nothing']), 64))).to.equal('GDS_MESH_PARSE');
    await expectApple((await thumbnails.render(glb, 64)).bitmap);
    expect(workers, 'a broken mesh costs no worker').to.have.length(1);
    thumbnails.dispose();
    expect(await code(thumbnails.render(glb, 64))).to.equal('GDS_MESH_DISPOSED');
  });

  it('leaves no worker behind when it is disposed, whatever it was doing', async () => {
    for (const wait of [0, 20, 60, 300]) {
      const { thumbnails } = tracked();
      const outcome = code(thumbnails.render(glb, 64));
      await aTimeout(wait);
      thumbnails.dispose();
      expect(await outcome, `disposed after ${wait} ms`).to.be.oneOf(['GDS_MESH_DISPOSED', undefined]);
    }
    await allEnded();
  });

  it('ends the worker when there has been nothing to do for a while, and starts another for the next picture', async () => {
    const { thumbnails, workers } = tracked({ idleMs: 50 });
    const first = (await thumbnails.render(glb, 64)).bitmap;
    await allEnded();
    // Its GPU context goes with the worker; the picture must not.
    await aTimeout(300);
    await expectApple(first);
    await expectApple((await thumbnails.render(glb, 64)).bitmap);
    expect(workers).to.have.length(2);
    thumbnails.dispose();
  });

  it('draws again with a new worker what the old one died of', async () => {
    const { thumbnails, workers } = tracked();
    (await thumbnails.render(glb, 64)).bitmap.close();
    const waiting = thumbnails.render(glb, 64);
    workers[0]!.terminate();
    await expectApple((await waiting).bitmap);
    expect(workers).to.have.length(2);
    workers[1]!.terminate();
    await waitUntil(async () => (await alive()) === 0, 'its end is noticed', { timeout: 20_000 });
    await expectApple((await thumbnails.render(glb, 64)).bitmap);
    expect(workers).to.have.length(3);
    thumbnails.dispose();
  });

  it('gives up on a mesh that two workers died of, and draws the next', async () => {
    const workers: Worker[] = [];
    let deadly = true;
    const createWorker = () => {
      const worker = new Worker(`${BASE}workers/mesh.js`, { type: 'module' });
      workers.push(worker);
      if (deadly) worker.addEventListener('message', ({ data }) => data.type === 'ready' && setTimeout(() => worker.terminate()));
      return worker;
    };
    const thumbnails = new MeshThumbnailer({ createWorker });
    expect(await code(thumbnails.render(glb, 2048))).to.equal('GDS_WORKER_LOST');
    expect(workers).to.have.length(2);
    deadly = false;
    await expectApple((await thumbnails.render(glb, 64)).bitmap);
    thumbnails.dispose();
  });

  it('draws on the page where the worker has no WebGL', async () => {
    const script = `OffscreenCanvas.prototype.getContext = () => null; await import('${new URL(`${BASE}workers/mesh.js`, location.href)}');`;
    let started = 0;
    const createWorker = () => {
      started++;
      const url = URL.createObjectURL(
        new Blob([`const early = []; onmessage = (e) => early.push(e.data);${script} early.forEach((data) => onmessage({ data }));`], {
          type: 'text/javascript',
        }),
      );
      return new Worker(url, { type: 'module' });
    };
    const thumbnails = new MeshThumbnailer({ createWorker });
    await expectApple((await thumbnails.render(glb, 64)).bitmap);
    await expectApple((await thumbnails.render(glb, 64)).bitmap);
    expect([thumbnails.place, started]).to.deep.equal(['page', 1]);
    await allEnded();
    thumbnails.dispose();
  });

  it('draws on the page where the worker is not at its address', async () => {
    const thumbnails = new MeshThumbnailer({ assetBase: '/nowhere/' });
    await expectApple((await thumbnails.render(glb, 64)).bitmap);
    expect(thumbnails.place).to.equal('page');
    thumbnails.dispose();
  });
});
