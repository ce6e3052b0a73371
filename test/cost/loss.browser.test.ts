// Rules K8 to K10 of docs/rules/canvas.md: what happens to the graphics device never happens to the work.
import { expect } from '@open-wc/testing';
import { Executor } from '../../src/execution/executor.js';
import type { GdsCanvas } from '../../src/element/gds-canvas.js';
import { createDefaultRegistry } from '../../src/registry/registry.js';
import type { NodeDefinition } from '../../src/registry/types.js';
import type { RendererInfo, RendererKind } from '../../src/render/types.js';
import { compare, type Picture } from '../../src/render/testing.js';
import { collect, EMPTY, frames, mount, once, unmountAll, until } from '../journeys/support.js';

/** Makes a red square: a picture on a node, so that thumbnails have to come back too. */
const PAINT: NodeDefinition = {
  type: 'paint',
  version: 1,
  title: 'Paint',
  category: 'output',
  description: 'Makes a red square.',
  icon: 'image',
  inputs: [],
  outputs: [{ id: 'image', title: 'Image', type: 'image' }],
  parameters: [],
  face: { media: 'image' },
  async execute() {
    const canvas = new OffscreenCanvas(64, 64);
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#c82828';
    context.fillRect(0, 0, 64, 64);
    const blob = await canvas.convertToBlob();
    return { image: { kind: 'image', blob, hash: 'ab'.repeat(32), width: 64, height: 64 } };
  },
};
const GRAPH = {
  ...EMPTY,
  nodes: [
    { id: 'a', type: 'prompt', x: 0, y: 0, params: { text: 'Ein roter Apfel 蘋果 تفاحة' } },
    { id: 'b', type: 'sdxl-turbo', x: 0, y: 200 },
    { id: 'c', type: 'paint', x: 320, y: 0 },
  ],
  edges: [{ id: 'e', from: ['a', 'text'] as [string, string], to: ['b', 'prompt'] as [string, string] }],
};
const CAMERA = { x: -60, y: -40, zoom: 0.6 };

/** Devices handed out so far: the last one is the page's. One outlives its canvases for a moment, so tests may share it. */
const devices: GPUDevice[] = [];
const { requestDevice } = GPUAdapter.prototype;
before(() => {
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    const device = await requestDevice.call(this, descriptor);
    devices.push(device);
    return device;
  };
});
after(() => (GPUAdapter.prototype.requestDevice = requestDevice));
afterEach(unmountAll);

/** A canvas with a wire, three scripts and a picture. */
async function scene(renderer: 'auto' | RendererKind = 'auto'): Promise<GdsCanvas> {
  const registry = createDefaultRegistry();
  registry.register(PAINT);
  const canvas = await mount({
    width: 420,
    height: 300,
    graph: GRAPH,
    before: (element) => {
      element.renderer = renderer;
      element.registry = registry;
      element.executor = new Executor({ graph: element.graph, registry, tasks: element.inference });
    },
  });
  canvas.camera = CAMERA;
  canvas.select(['a']);
  await canvas.run({ nodes: ['c'] });
  await shows(canvas, (picture) => reds(picture) > 200, 'the picture on its node');
  return canvas;
}

/** Waits for a picture; while a device is away there is none. */
async function shows(canvas: GdsCanvas, probe: (picture: Picture) => boolean, what: string): Promise<void> {
  const end = performance.now() + 20_000;
  for (;;) {
    const picture = await canvas.capture().catch(() => undefined);
    if (picture && probe(picture)) return;
    if (performance.now() > end) expect.fail(`Waited in vain for ${what}`);
    await frames(1);
  }
}

/** Pixels of the colour that only the picture has. */
function reds({ data }: Picture): number {
  let count = 0;
  for (let at = 0; at < data.length; at += 4) if (data[at]! > 180 && data[at + 1]! < 60 && data[at + 2]! < 60) count += 1;
  return count;
}

/**
 * The same picture: no channel of any pixel off by more than one. A letter may lie elsewhere in the atlas than before, and its edge
 * round the other way.
 */
const same = (before: Picture, after: Picture): boolean => compare(before, after, 1).share === 0;

/** What the person has made and sees, apart from pixels. */
const work = (canvas: GdsCanvas): object => ({
  document: canvas.toJSON(),
  selection: [...canvas.selection],
  camera: canvas.camera,
  undo: canvas.graph.canUndo,
});

const surfaces = (canvas: GdsCanvas): HTMLCanvasElement[] => [...canvas.shadowRoot!.querySelectorAll<HTMLCanvasElement>('.stage canvas')];

/** Waits for a surface other than `before`, drawn. */
const replaced = (canvas: GdsCanvas, before: HTMLCanvasElement): Promise<void> =>
  until(() => surfaces(canvas).length === 1 && surfaces(canvas)[0] !== before, 'another surface');

describe('a lost device', () => {
  it('comes back for every canvas that shared it: the same pixels, text and pictures, on one new device', async () => {
    const canvases = [await scene(), await scene(), await scene()];
    const before = await Promise.all(canvases.map((canvas) => canvas.capture()));
    const old = canvases.map((canvas) => surfaces(canvas)[0]!);
    const had = canvases.map(work);
    const { length: count } = devices;
    devices.at(-1)!.destroy();
    await Promise.all(canvases.map((canvas, index) => replaced(canvas, old[index]!)));
    expect(devices, 'one new device for all').to.have.length(count + 1);
    for (const [index, canvas] of canvases.entries()) {
      expect(canvas.rendererInfo.kind).to.equal('webgpu');
      await shows(canvas, (picture) => same(before[index]!, picture), `the same pixels on canvas ${index}`);
    }
    expect(canvases.map(work)).to.deep.equal(had);
    // The control: the comparison sees a picture that did not come back.
    canvases[0]!.graph.deleteNodes(['c']);
    expect(same(before[0]!, await canvases[0]!.capture())).to.equal(false);
  });

  it('comes back where it goes while canvases are still starting', async () => {
    const first = await scene();
    const before = await first.capture();
    const starting = [scene(), scene()];
    await Promise.resolve();
    devices.at(-1)!.destroy();
    for (const canvas of [first, ...(await Promise.all(starting))]) {
      await shows(canvas, (picture) => same(before, picture), 'the same pixels');
      expect(canvas.rendererInfo.kind).to.equal('webgpu');
    }
  });

  it('is given up the third time within a minute: WebGL goes on, the work untouched, and the page is told why', async () => {
    const canvas = await scene();
    const before = await canvas.capture();
    const had = work(canvas);
    const told = collect<RendererInfo>(canvas, 'gds-renderer-change');
    for (let turn = 0; turn < 3; turn += 1) {
      const [surface] = surfaces(canvas);
      if (turn > 0) expect(told, 'nothing to tell while it comes back').to.have.length(0);
      devices.at(-1)!.destroy();
      await replaced(canvas, surface!);
    }
    expect(canvas.rendererInfo.kind).to.equal('webgl');
    expect(told.map(({ kind }) => kind)).to.deep.equal(['webgl']);
    expect(told[0]!.reason).to.contain('lost 3 times within a minute');
    expect(work(canvas)).to.deep.equal(had);
    await shows(canvas, (picture) => compare(before, picture).mean < 1, 'the same, as near as the other renderer draws it');
    canvas.graph.moveNodes(['a'], 10, 0);
    expect(canvas.undo()).to.equal(true);
  });
});

describe('a lost WebGL context', () => {
  it('comes back with the same pixels; the third time within a minute the plain canvas goes on', async () => {
    const canvas = await scene('webgl');
    const before = await canvas.capture();
    const had = work(canvas);
    for (let turn = 0; turn < 3; turn += 1) {
      const [surface] = surfaces(canvas);
      surface!.getContext('webgl2')!.getExtension('WEBGL_lose_context')!.loseContext();
      await replaced(canvas, surface!);
      if (turn === 2) break;
      expect(canvas.rendererInfo.kind).to.equal('webgl');
      await shows(canvas, (picture) => same(before, picture), 'the same pixels');
    }
    expect(canvas.rendererInfo.kind).to.equal('canvas');
    await shows(canvas, (picture) => reds(picture) > 200, 'the picture');
    expect(work(canvas)).to.deep.equal(had);
  });
});

describe('another renderer at run time', () => {
  it('takes over without an empty moment and without anything lost, whichever follows which', async () => {
    const canvas = await scene('webgpu');
    const had = work(canvas);
    const stage = canvas.shadowRoot!.querySelector('.stage')!;
    /** Pixels beside the ground that the page showed at each change of surface. */
    const shown: number[] = [];
    const watch = new MutationObserver(() => shown.push(Math.max(0, ...surfaces(canvas).map(inkOn))));
    watch.observe(stage, { childList: true });
    const kinds: RendererKind[] = ['webgl', 'canvas', 'webgpu', 'canvas', 'webgl', 'webgpu'];
    for (const kind of kinds) {
      const changed = once<RendererInfo>(canvas, 'gds-renderer-change');
      canvas.renderer = kind;
      expect((await changed).kind).to.equal(kind);
      expect(canvas.rendererInfo.kind).to.equal(kind);
      await frames(1);
      expect(surfaces(canvas)).to.have.length(1);
    }
    expect(shown).to.have.length(kinds.length);
    for (const [index, count] of shown.entries()) expect(count, `when ${kinds[index]} took over`).to.be.above(10_000);
    await shows(canvas, (picture) => reds(picture) > 200, 'the picture on its node');
    expect(work(canvas)).to.deep.equal(had);
    // The control: a surface that was not drawn before it is shown is seen.
    surfaces(canvas)[0]!.replaceWith(document.createElement('canvas'));
    await frames(1);
    watch.disconnect();
    expect(shown.at(-1)).to.equal(0);
  });

  it('is the last one asked for, however fast they follow each other', async () => {
    const canvas = await scene('webgpu');
    const told = collect<RendererInfo>(canvas, 'gds-renderer-change');
    for (const kind of ['webgl', 'canvas', 'webgpu', 'webgl'] as const) {
      canvas.renderer = kind;
      await canvas.updateComplete;
    }
    await until(() => canvas.rendererInfo.kind === 'webgl', 'WebGL');
    await frames(5);
    expect(told.map(({ kind }) => kind)).to.deep.equal(['webgl']);
    expect(surfaces(canvas)).to.have.length(1);
    await shows(canvas, (picture) => reds(picture) > 200, 'the picture on its node');
  });
});

/** Pixels unlike the corner of a surface as it is now: in the turn it was drawn in, every kind can be read. */
function inkOn(surface: HTMLCanvasElement): number {
  if (surface.width === 0 || surface.height === 0) return 0;
  const copy = new OffscreenCanvas(surface.width, surface.height);
  const context = copy.getContext('2d')!;
  context.drawImage(surface, 0, 0);
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  let count = 0;
  for (let at = 4; at < data.length; at += 4) {
    if ([0, 1, 2, 3].some((channel) => Math.abs(data[at + channel]! - data[channel]!) > 3)) count += 1;
  }
  return count;
}
