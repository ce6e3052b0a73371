// Rules K11 and K12 of docs/rules/canvas.md: sharp at every pixel ratio, and cheap while the view moves over a very large surface.
import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { Scene } from '../scene/scene.js';
import { referenceGraph, registry } from '../scene/testing/fixture.js';
import { Stage } from './stage.js';
import { compare, testTheme } from './testing.js';
import type { RendererInfo, RendererPreference } from './types.js';

const SIZE = { width: 800, height: 600 };
const WIDTH = 700;
const HEIGHT = 420;
/** So few that this container is a very large surface at a ratio of two. */
const FEW_PIXELS = 500_000;

const open = new Set<{ readonly stage: Stage; readonly container: HTMLElement }>();

async function setup(options: { readonly movingPixels?: number; readonly preference?: RendererPreference } = {}): Promise<Stage> {
  const { preference = 'webgpu', ...rest } = options;
  const container = document.createElement('div');
  container.style.cssText = `position:relative;width:${WIDTH}px;height:${HEIGHT}px`;
  document.body.append(container);
  const scene = new Scene(registry);
  scene.setGraph(referenceGraph());
  const stage = new Stage({ container, scene, preference, theme: testTheme('dark'), ...rest });
  stage.camera = { x: -40, y: -40, zoom: 1 };
  open.add({ stage, container });
  await stage.start();
  return stage;
}
const frames = async (count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
};
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
async function until(probe: () => boolean): Promise<void> {
  const end = performance.now() + 10_000;
  while (!probe() && performance.now() < end) await wait(50);
}
const ratio = async (deviceScaleFactor: number): Promise<void> => {
  // Where only the ratio is another, Chromium's emulation tells the page nothing.
  await setViewport({ width: SIZE.width + deviceScaleFactor - 1, height: SIZE.height, deviceScaleFactor } as {
    width: number;
    height: number;
  });
  await frames(3);
};
const pixels = (stage: Stage): number[] => [stage.canvas!.width, stage.canvas!.height];

afterEach(async () => {
  for (const { stage, container } of open) {
    stage.dispose();
    container.remove();
  }
  open.clear();
  await ratio(1);
});

describe('the pixel ratio', () => {
  for (const preference of ['webgpu', 'webgl', 'canvas'] as const) {
    it(`is followed at once, and its pixels drawn (${preference})`, async () => {
      const stage = await setup({ preference });
      const told: RendererInfo[] = [];
      stage.onInfo = (info) => told.push(info);
      const once = await stage.capture();
      await ratio(2);
      expect(pixels(stage)).to.deep.equal([WIDTH * 2, HEIGHT * 2]);
      expect(stage.info.dpr).to.equal(2);
      expect(told.map(({ dpr }) => dpr)).to.deep.equal([2]);
      const twice = await stage.capture();
      // More than the old picture, enlarged: letters have edges of their own.
      const enlarged = new Uint8ClampedArray(twice.data.length);
      for (let y = 0; y < twice.height; y += 1)
        for (let x = 0; x < twice.width; x += 1) {
          const from = ((y >> 1) * once.width + (x >> 1)) * 4;
          enlarged.set(once.data.subarray(from, from + 4), (y * twice.width + x) * 4);
        }
      const { mean, share } = compare(twice, { ...twice, data: enlarged });
      expect(mean, 'the same view').to.be.below(6);
      expect(share, 'drawn anew').to.be.above(0.002);
      await ratio(1);
      expect(pixels(stage)).to.deep.equal([WIDTH, HEIGHT]);
      expect(compare(once, await stage.capture(), 1).share, 'and back').to.equal(0);
    });
  }
});

describe('a very large surface', () => {
  it('has fewer pixels while the view moves, and is sharp as before once it rests', async () => {
    await ratio(2);
    const stage = await setup({ movingPixels: FEW_PIXELS });
    const sharp = await stage.capture();
    expect(pixels(stage)).to.deep.equal([WIDTH * 2, HEIGHT * 2]);
    let fewest = Infinity;
    for (let step = 1; step <= 10; step += 1) {
      stage.camera = { x: -40 + step * 4, y: -40, zoom: 1 };
      await frames(1);
      fewest = Math.min(fewest, stage.canvas!.width * stage.canvas!.height);
    }
    expect(fewest).to.be.below(FEW_PIXELS * 1.01);
    expect(stage.stats().dpr, 'of the last frame').to.be.within(1, 1.5);
    expect(stage.info.dpr, 'at rest').to.equal(2);
    stage.camera = { x: -40, y: -40, zoom: 1 };
    await until(() => stage.stats().reasons[0] === 'rest');
    expect(stage.stats().reasons).to.deep.equal(['rest']);
    expect(pixels(stage)).to.deep.equal([WIDTH * 2, HEIGHT * 2]);
    const { frames: drawn, animationFrames } = stage.stats();
    await wait(600);
    expect([stage.stats().frames, stage.stats().animationFrames], 'then nothing').to.deep.equal([drawn, animationFrames]);
    expect(compare(sharp, await stage.capture(), 1).share).to.equal(0);
  });

  it('keeps all its pixels for a single jump, for what changes under a resting view, and where pictures are taken', async () => {
    await ratio(2);
    const stage = await setup({ movingPixels: FEW_PIXELS });
    await until(() => stage.stats().frames > 0);
    stage.camera = { x: 0, y: 0, zoom: 1 };
    await frames(2);
    expect(pixels(stage), 'a jump').to.deep.equal([WIDTH * 2, HEIGHT * 2]);
    await wait(600);
    for (let step = 0; step < 5; step += 1) {
      stage.invalidate('hover');
      await frames(1);
    }
    expect(pixels(stage), 'a resting view').to.deep.equal([WIDTH * 2, HEIGHT * 2]);
    for (let step = 0; step < 4; step += 1) {
      stage.camera = { x: step, y: 0, zoom: 1 };
      await frames(1);
    }
    expect(stage.canvas!.width, 'it moves').to.be.below(WIDTH * 2);
    expect((await stage.capture()).width, 'a picture').to.equal(WIDTH * 2);
  });

  it('is left alone at one pixel per CSS pixel', async () => {
    const stage = await setup({ movingPixels: 1000 });
    for (let step = 0; step < 4; step += 1) {
      stage.camera = { x: step, y: 0, zoom: 1 };
      await frames(1);
    }
    expect(pixels(stage)).to.deep.equal([WIDTH, HEIGHT]);
  });
});
