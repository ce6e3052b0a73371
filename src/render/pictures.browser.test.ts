/** Pictures on nodes through whole stages: the right one on each node, bounded work and memory, one in full, and back after a loss. */
import { expect, waitUntil } from '@open-wc/testing';
import { countCalls } from '../../test/support/counters.js';
import { Scene } from '../scene/scene.js';
import { FakeGraph, registry } from '../scene/testing/fixture.js';
import type { PictureSource, PictureTile } from '../scene/types.js';
import { MOST_TEXELS } from './focused-picture.js';
import { PicturePainter } from './pictures/painter.js';
import { tileOf } from './pictures/texels.js';
import { Stage } from './stage.js';
import { createCanvas } from './surface.js';
import { compare, pixelAt, testTheme, type Picture } from './testing.js';
import { colorsOf, many, wrong, type Rgb } from './testing-pictures.js';
import { UPLOAD_BYTES } from './thumbnails.js';
import type { RendererPreference } from './types.js';
import { WEBGPU_TIERS } from './webgpu/painter.js';
import type { WebGpuRenderer } from './webgpu/renderer.js';

const [WIDTH, HEIGHT] = [700, 420];
const MB = 2 ** 20;

const open: { stage: Stage; container: HTMLElement }[] = [];
afterEach(() => {
  for (const { stage, container } of open.splice(0)) {
    stage.dispose();
    container.remove();
  }
});

async function setup(preference: RendererPreference, graph: FakeGraph, patience?: number): Promise<{ stage: Stage; scene: Scene }> {
  const container = document.createElement('div');
  container.style.cssText = `position:relative;width:${WIDTH}px;height:${HEIGHT}px`;
  document.body.append(container);
  const scene = new Scene(registry);
  scene.setGraph(graph);
  const stage = new Stage({ container, scene, preference, theme: testTheme('dark'), ...(patience !== undefined && { patience }) });
  open.push({ stage, container });
  await stage.start();
  expect(stage.info.kind).to.equal(preference);
  return { stage, scene };
}

let pending = 0;
/** Two colours side by side, made on the page. */
class TwoColors implements PictureSource {
  readonly width = 1024;
  readonly height = 1024;
  bitmaps: ImageBitmap[] = [];
  readonly #made = new Map<number, { readonly data: Uint8ClampedArray<ArrayBuffer>; readonly tile: PictureTile }>();
  constructor(readonly colors: readonly [Rgb, Rgb]) {}
  async tile({ edge, levels }: { edge: number; levels: number }) {
    pending += 1;
    await new Promise((resolve) => setTimeout(resolve));
    pending -= 1;
    const { data, tile } = this.#made.get(edge) ?? this.#make(edge, Math.max(1, levels));
    if (levels > 0) return tile;
    const bitmap = await createImageBitmap(new ImageData(data, edge, edge));
    this.bitmaps.push(bitmap);
    return { ...tile, levels: [], bitmap };
  }
  #make(edge: number, levels: number) {
    const data = new Uint8ClampedArray(edge * edge * 4);
    const words = new Uint32Array(data.buffer);
    const [left, right] = this.colors.map(([r, g, b]) => (r | (g << 8) | (b << 16) | (255 << 24)) >>> 0);
    for (let at = 0; at < words.length; at += 1) words[at] = at % edge < edge / 2 ? left! : right!;
    const made = { data, tile: tileOf({ width: edge, height: edge, data }, edge, levels) };
    this.#made.set(edge, made);
    return made;
  }
}
const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
/** Until no frame is asked for and no tile is on its way for a while. */
async function rest(stage: Stage): Promise<void> {
  let quiet = 0;
  for (let count = stage.stats().frames; quiet < 6; await frame()) {
    const now = stage.stats().frames;
    quiet = now === count && pending === 0 ? quiet + 1 : 0;
    count = now;
  }
}

const seen = new Set<string>();

describe('2,000 nodes with pictures', () => {
  it('show each its own, there and back, with bounded work in every frame and none at rest', async function () {
    this.timeout(180_000);
    const { stage, scene } = await setup('webgpu', many(2000, 50));
    const sources = Array.from({ length: 2000 }, (_, index) => new TwoColors(colorsOf(index)));
    const bytes = new Map<unknown, number>();
    const { writeTexture } = GPUQueue.prototype;
    GPUQueue.prototype.writeTexture = function (target, data, ...rest) {
      const now = document.timeline.currentTime;
      if (target.texture.label.startsWith('thumbnails')) bytes.set(now, (bytes.get(now) ?? 0) + data.byteLength);
      return writeTexture.call(this, target, data as BufferSource, ...rest);
    };
    try {
      stage.camera = { x: 0, y: 0, zoom: 0.14 };
      scene.setMedia('n0', { picture: sources[0]! });
      for (let index = 1; index < 2000; index += 1) scene.setMedia(`n${index}`, { picture: sources[index]! });
      const stops = [
        [0, 0],
        [5000, 3000],
        [8000, 6100],
        [2000, 9900],
        [0, 0],
      ] as const;
      for (const [x, y] of stops) {
        stage.camera = { x, y, zoom: 0.14 };
        await rest(stage);
        const picture = await stage.capture();
        expect(wrong(scene, stage, picture, colorsOf, seen), `at ${x}, ${y}`).to.deep.equal([]);
        expect(wrong(scene, stage, picture, (index) => colorsOf(index + 1)).length, 'positive control').to.be.above(20);
      }
      expect(seen.size, 'nodes that were looked at').to.be.above(600);
      const most = Math.max(...bytes.values());
      expect(most, 'bytes in one frame').to.be.within(1, UPLOAD_BYTES + 128 * 128 * 6);
      const { frames } = stage.stats();
      bytes.clear();
      for (let count = 0; count < 10; count += 1) await frame();
      expect([stage.stats().frames - frames, bytes.size], 'at rest').to.deep.equal([0, 0]);
      stage.invalidate('test');
      await rest(stage);
      expect([stage.stats().frames - frames, bytes.size], 'another frame stores nothing').to.deep.equal([1, 0]);
    } finally {
      GPUQueue.prototype.writeTexture = writeTexture;
    }
  });

  it('can hold at most 192 MB of the GPU, with every tier full and one picture in full', () => {
    let most = MOST_TEXELS * 4;
    for (const { size, layers, levels } of WEBGPU_TIERS)
      for (let level = 0; level < levels; level += 1) most += (size >> level) ** 2 * 4 * layers;
    expect(most / MB).to.be.within(150, 192);
  });
});

describe('previews of a run', () => {
  it('make no texture and no buffer, and one upload in a frame however many come', async () => {
    const { stage, scene } = await setup('webgpu', many(5, 5));
    const step = (value: number, side = 64) => ({
      pixels: { width: side, height: side, data: new Uint8ClampedArray(side * side * 4).fill(value) },
    });
    scene.setMedia('n0', step(1));
    await rest(stage);
    const made = countCalls(GPUDevice.prototype, 'createTexture', 'createBuffer', 'createBindGroup');
    const written = countCalls(GPUQueue.prototype, 'writeTexture');
    const before = stage.stats().frames;
    for (let index = 0; index < 100; index += 1) {
      for (let more = 0; more < 3; more += 1) scene.setMedia('n0', step(index + more));
      await frame();
    }
    await rest(stage);
    const frames = stage.stats().frames - before;
    expect([made.count, frames >= 90]).to.deep.equal([0, true]);
    expect(written.count, 'one picture with its mip levels in each frame').to.be.at.most(frames * 5);
    for (let index = 0; index < 5; index += 1) scene.setMedia(`n${index}`, step(9, 200));
    await rest(stage);
    expect(made.count, 'positive control: another tier grows').to.be.above(0);
    made.stop();
    written.stop();
  });
});

describe('one picture in full', () => {
  const painter = new PicturePainter({ assetBase: '/gds-assets/' });
  let picture: PictureSource;
  before(async () => {
    const canvas = new OffscreenCanvas(2048, 2048);
    const context = canvas.getContext('2d')!;
    const image = context.createImageData(2048, 2048);
    new Uint32Array(image.data.buffer).forEach((_, at, words) => (words[at] = ((at ^ (at >> 11)) & 1) === 1 ? 0xffffffff : 0xff000000));
    context.putImageData(image, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/png' });
    picture = { width: 2048, height: 2048, tile: (request) => painter.tile(blob, request) };
  });
  after(() => painter.dispose());

  /** Largest and smallest brightness in a square of 80 pixels. */
  const contrast = (shown: Picture, left: number, top: number): number => {
    let [low, high] = [255, 0];
    for (let y = top; y < top + 80; y += 1) {
      for (let x = left; x < left + 80; x += 1) {
        const [, green] = pixelAt(shown, x, y);
        low = Math.min(low, green);
        high = Math.max(high, green);
      }
    }
    return high - low;
  };

  for (const preference of ['webgpu', 'webgl'] as const) {
    it(`shows single pixels of the selected node's picture at 800 %, and only of that (${preference})`, async () => {
      const graph = new FakeGraph().node('a', 'output', 0, 0).node('b', 'output', 260, 0);
      const { stage, scene } = await setup(preference, graph);
      const media = scene.layout('a')!.media!;
      // The right part of one picture and the left part of the other.
      stage.camera = { x: media.x + media.width - 30, y: media.y + 60, zoom: 8 };
      for (const id of ['a', 'b']) scene.setMedia(id, { picture: { ...picture } });
      const right = Math.round((scene.rect('b')!.x + media.x - stage.camera.x) * 8) + 20;
      const both = async (): Promise<[number, number]> => {
        const shown = await stage.capture();
        return [contrast(shown, 20, 100), contrast(shown, right, 100)];
      };
      scene.setSelection(new Set(['a']));
      await waitUntil(async () => (await both())[0] > 150, 'the first is sharp', { timeout: 20_000, interval: 200 });
      expect((await both())[1], 'the other is not').to.be.below(60);
      scene.setSelection(new Set(['b']));
      await waitUntil(async () => (await both())[1] > 150, 'the second is sharp', { timeout: 20_000, interval: 200 });
      expect((await both())[0], 'the first is released').to.be.below(60);
      stage.camera = { ...stage.camera, zoom: 0.5 };
      await rest(stage);
      expect(stage.stats().frames).to.be.above(0);
    });
  }
});

for (const preference of ['webgpu', 'webgl', 'canvas'] as const) {
  describe(`pictures on the ${preference} tier`, () => {
    it('are right on each node, near and from afar, and their bitmaps are closed with the stage', async () => {
      let live = 0;
      const { close } = ImageBitmap.prototype;
      const closed = new WeakSet<ImageBitmap>();
      ImageBitmap.prototype.close = function () {
        if (!closed.has(this)) live -= 1;
        closed.add(this);
        close.call(this);
      };
      try {
        const { stage, scene } = await setup(preference, many(40, 10));
        const sources = Array.from({ length: 40 }, (_, index) => new TwoColors(colorsOf(index)));
        sources.forEach((picture, index) => scene.setMedia(`n${index}`, { picture }));
        for (const camera of [
          { x: -20, y: -20, zoom: 0.25 },
          { x: 240, y: 300, zoom: 1.2 },
          { x: -20, y: -20, zoom: 0.25 },
        ]) {
          stage.camera = camera;
          await rest(stage);
          const shown = await stage.capture();
          expect(wrong(scene, stage, shown, colorsOf), `zoom ${camera.zoom}`).to.deep.equal([]);
          expect(
            wrong(scene, stage, shown, (index) => colorsOf(index + 1)),
            'positive control',
          ).not.to.deep.equal([]);
        }
        stage.dispose();
        live += sources.reduce((sum, { bitmaps }) => sum + bitmaps.length, 0);
        expect(live, 'open bitmaps').to.equal(0);
        expect(sources.some(({ bitmaps }) => bitmaps.length > 0)).to.equal(preference === 'canvas');
      } finally {
        ImageBitmap.prototype.close = close;
      }
    });
  });
}

describe('the first frame of a new surface', () => {
  /** What each surface shows in the turn that puts it on the page. */
  async function first(stage: Stage, change: () => Promise<unknown> | void): Promise<Picture> {
    const before = stage.canvas!;
    const container = before.parentElement!;
    let shown: Picture | undefined;
    const watch = new MutationObserver(() => {
      const surface = container.querySelector('canvas');
      if (shown || !surface || surface === before) return;
      const { context } = createCanvas(surface.width, surface.height);
      context.drawImage(surface, 0, 0);
      shown = context.getImageData(0, 0, surface.width, surface.height);
    });
    watch.observe(container, { childList: true });
    await change();
    await waitUntil(() => shown, 'another surface', { timeout: 20_000 });
    watch.disconnect();
    return shown!;
  }
  const lose = (stage: Stage) => (): void => (stage.renderer as WebGpuRenderer).device!.destroy();
  async function filled(patience: number): Promise<{ stage: Stage; scene: Scene }> {
    const all = await setup('webgpu', many(40, 10), patience);
    all.stage.camera = { x: -20, y: -20, zoom: 0.25 };
    for (let index = 0; index < 40; index += 1) all.scene.setMedia(`n${index}`, { picture: new TwoColors(colorsOf(index)) });
    await rest(all.stage);
    return all;
  }

  it('has all pictures after a loss: not a pixel is another', async () => {
    const { stage, scene } = await filled(60_000);
    const before = await stage.capture();
    expect(wrong(scene, stage, before, colorsOf)).to.deep.equal([]);
    const shown = await first(stage, lose(stage));
    expect(compare(before, shown, 1).share).to.equal(0);
  });

  it('has all pictures when the renderer is changed, also when that changes its mind', async () => {
    const { stage, scene } = await filled(60_000);
    for (const preference of ['webgl', 'canvas', 'webgpu'] as const) {
      const shown = await first(stage, () => stage.setPreference(preference));
      expect(stage.info.kind).to.equal(preference);
      expect(wrong(scene, stage, shown, colorsOf), preference).to.deep.equal([]);
    }
    const shown = await first(stage, () => Promise.all([stage.setPreference('webgl'), stage.setPreference('canvas')]));
    expect(stage.info.kind).to.equal('canvas');
    expect(wrong(scene, stage, shown, colorsOf)).to.deep.equal([]);
    expect(stage.canvas!.parentElement!.querySelectorAll('canvas')).to.have.length(1);
  });

  it('lacks them once patience has ended', async () => {
    const { stage, scene } = await filled(0);
    const shown = await first(stage, lose(stage));
    expect(wrong(scene, stage, shown, colorsOf)).to.not.deep.equal([]);
    await rest(stage);
    expect(wrong(scene, stage, await stage.capture(), colorsOf)).to.deep.equal([]);
  });
});

describe('after a loss', () => {
  it('come back by themselves from their sources, and stay when the tier is switched', async () => {
    const { stage, scene } = await setup('webgpu', many(6, 3));
    stage.camera = { x: -20, y: -20, zoom: 0.6 };
    for (let index = 0; index < 6; index += 1) scene.setMedia(`n${index}`, { picture: new TwoColors(colorsOf(index)) });
    await rest(stage);
    const before = stage.renderer;
    (before as WebGpuRenderer).device!.destroy();
    await waitUntil(() => stage.renderer !== before, 'another renderer', { timeout: 10_000 });
    await rest(stage);
    expect(wrong(scene, stage, await stage.capture(), colorsOf)).to.deep.equal([]);
    for (const preference of ['webgl', 'canvas', 'webgpu'] as const) {
      await stage.setPreference(preference);
      await rest(stage);
      expect(wrong(scene, stage, await stage.capture(), colorsOf), preference).to.deep.equal([]);
    }
  });
});
