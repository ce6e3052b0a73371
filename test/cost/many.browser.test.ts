// Rules K6 and K7 of docs/rules/canvas.md: many canvases share one device, and a canvas that is gone holds on to nothing.
import { expect } from '@open-wc/testing';
import { GdsCanvas } from '../../src/element/gds-canvas.js';
import { compare, type Picture } from '../../src/render/testing.js';
import { frames, until } from '../journeys/support.js';
import { watchPage, type Holdings, type Watch } from '../support/watch.js';
import { SMALL } from './scenes.js';

GdsCanvas.define();

const MANY = 50;
const NOTHING: Holdings = { listeners: [], timers: [], observers: [], workers: [], gpu: [] };

let watch: Watch;
const added = new Set<HTMLElement>();
const watched = (): void => {
  beforeEach(() => {
    watch = watchPage();
  });
  afterEach(() => watch.stop());
};
afterEach(removeAll);

/** Puts a small canvas on the page, with a graph and a view that do not depend on its tools. */
async function add(select: readonly string[] = []): Promise<GdsCanvas> {
  const canvas = document.createElement('gds-canvas');
  canvas.assetBase = '/gds-assets/';
  canvas.style.setProperty('display', 'inline-block');
  canvas.style.setProperty('width', '120px');
  canvas.style.setProperty('height', '90px');
  document.body.append(canvas);
  added.add(canvas);
  await canvas.ready;
  canvas.load(SMALL);
  canvas.camera = { x: -10, y: -10, zoom: 0.4 };
  canvas.select(select);
  return canvas;
}
function removeAll(): void {
  for (const canvas of added) canvas.remove();
  added.clear();
}
/** What is held once a canvas off the page has let go: that takes it a moment, in case it only moves. */
async function afterRelease(): Promise<Holdings> {
  const held = (): number => Object.values(watch.left()).reduce((sum, list) => sum + list.length, 0);
  await until(() => held() === 0, 'everything to be given back', 10_000).catch(() => undefined);
  return watch.left();
}

describe(`${MANY} canvases on one page`, () => {
  watched();
  it('share one device, show the right pixels each, and leave nothing behind', async () => {
    const canvases = await Promise.all(Array.from({ length: MANY }, (_, index) => add(index % 2 === 0 ? ['a'] : [])));
    expect(new Set(canvases.map(({ rendererInfo }) => rendererInfo.kind))).to.deep.equal(new Set(['webgpu']));
    expect(watch.devices, 'devices asked for').to.equal(1);
    const pictures: Picture[] = [];
    for (const canvas of canvases) pictures.push(await canvas.capture());
    // All of one kind show the same, and the two kinds differ by the ring around what is selected.
    pictures.forEach((picture, index) => expect(compare(picture, pictures[index % 2]!, 0).share, `canvas ${index}`).to.equal(0));
    expect(compare(pictures[0]!, pictures[1]!, 0).share).to.be.above(0.001);
    expect(new Set(pictures[0]!.data).size, 'there is something to see').to.be.above(20);

    const full = watch.left();
    expect(full.gpu.length, 'the watch sees GPU objects').to.be.above(MANY);
    expect(full.listeners.length, 'and listeners').to.be.above(MANY);
    expect(full.observers.length, 'and observers').to.be.above(MANY);

    // One of them goes: what it held is given back, the others go on with the same device.
    const [first, ...rest] = canvases;
    first!.remove();
    added.delete(first!);
    await until(() => watch.left().gpu.length < full.gpu.length, 'the first to give back what it held');
    expect(compare(await rest[0]!.capture(), pictures[1]!, 0).share).to.equal(0);
    expect(watch.devices).to.equal(1);

    removeAll();
    expect(await afterRelease()).to.deep.equal(NOTHING);
  });
});

describe('a canvas that leaves the page', () => {
  watched();
  it('has nothing left, whichever renderer it had, and starts again from nothing', async () => {
    for (const renderer of ['webgpu', 'webgl', 'canvas'] as const) {
      const canvas = await add(['a']);
      canvas.renderer = renderer;
      await until(() => canvas.rendererInfo.kind === renderer, renderer);
      const before = await canvas.capture();
      canvas.remove();
      expect(await afterRelease(), renderer).to.deep.equal(NOTHING);
      document.body.append(canvas);
      await canvas.ready;
      expect(canvas.rendererInfo.kind).to.equal(renderer);
      // Chromium draws a 2D canvas on the GPU or by the CPU as it sees fit, and they round edges differently. Letters lie elsewhere in the
      // new atlas, which holds none for the view before: with some fonts a pixel of an edge comes out up to three levels of 255 apart.
      expect(compare(before, await canvas.capture(), renderer === 'canvas' ? 16 : 4).share, `${renderer} again`).to.equal(0);
      canvas.remove();
      expect(await afterRelease(), `${renderer} again`).to.deep.equal(NOTHING);
    }
  });

  it('and comes back at once, fifty times, holds what it held before', async () => {
    const canvas = await add();
    await frames(3);
    const size = ({ listeners, observers, workers, gpu }: Holdings): number[] =>
      [listeners, observers, workers, gpu].map((list) => list.length);
    const before = size(watch.left());
    const bytes = watch.gpuBytes();
    for (let turn = 0; turn < 50; turn += 1) {
      canvas.remove();
      if (turn % 5 === 0) await frames(1);
      document.body.append(canvas);
      await canvas.ready;
    }
    await frames(3);
    expect(size(watch.left())).to.deep.equal(before);
    expect(watch.gpuBytes()).to.equal(bytes);
    expect(watch.devices).to.equal(1);
    // The control: what is left on the page by anybody is seen.
    const forgotten = (): void => undefined;
    window.addEventListener('resize', forgotten);
    expect(size(watch.left())).to.not.deep.equal(before);
    window.removeEventListener('resize', forgotten);
  });
});

// Without the watch, which knows whom listeners were added to.
describe('a canvas that was let go of', () => {
  it('is collected once nobody has it', async () => {
    // By a task of its own: collecting under a call takes what looks like a pointer on the stack for one.
    const collect = (globalThis as { gc?: (how: { type: 'major'; execution: 'async' }) => Promise<void> }).gc;
    expect(collect, 'Chromium runs with --expose-gc').to.be.a('function');
    const kept: GdsCanvas[] = [];
    // In a function of its own, whose variables end with it.
    const use = async (keep: boolean): Promise<WeakRef<GdsCanvas>> => {
      const canvas = await add(['a']);
      await canvas.capture();
      // The control: one that somebody keeps is still there afterwards.
      if (keep) kept.push(canvas);
      return new WeakRef(canvas);
    };
    const seen = [await use(true)];
    // Some: V8 may hold one of them by what it knows of an object literal (src/element/canvas/live-object.ts), not always the first.
    for (let at = 0; at < 6; at += 1) seen.push(await use(false));
    removeAll();
    for (const end = performance.now() + 15_000; performance.now() < end;) {
      await collect!({ type: 'major', execution: 'async' });
      // What was looked at is kept until the task ends.
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (seen.slice(1).every((reference) => reference.deref() === undefined)) break;
    }
    expect(seen.map((reference) => reference.deref() !== undefined)).to.deep.equal([true, ...Array<boolean>(6).fill(false)]);
    expect(kept).to.have.length(1);
  });
});
