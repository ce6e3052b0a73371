// Rule K14 of docs/rules/canvas.md: what moves by itself asks for few frames, only while it is seen, and stops with its cause.
import { expect } from '@open-wc/testing';
import { Scene } from '../scene/scene.js';
import { referenceGraph, registry } from '../scene/testing/fixture.js';
import { ANIMATION_INTERVAL } from './frame-loop.js';
import { Stage } from './stage.js';
import { testTheme } from './testing.js';
import type { RendererKind } from './types.js';

let stage: Stage | undefined;
let container: HTMLElement;

async function setup(preference: RendererKind, reducedMotion = false): Promise<Scene> {
  container = document.createElement('div');
  container.style.cssText = 'position:relative;width:300px;height:200px';
  document.body.append(container);
  const scene = new Scene(registry);
  scene.setGraph(referenceGraph());
  stage = new Stage({ container, scene, preference, theme: { ...testTheme('dark'), reducedMotion } });
  stage.camera = { x: -40, y: -40, zoom: 0.4 };
  await stage.start();
  await frames(4);
  return scene;
}
const frames = async (count: number): Promise<number> => {
  let now = 0;
  for (let index = 0; index < count; index += 1) now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
  return now;
};
/** Frames drawn within so many of the browser's. */
async function drawnIn(count: number): Promise<{ readonly drawn: number; readonly ms: number }> {
  const begun = await frames(1);
  const { frames: before } = stage!.stats();
  const end = await frames(count);
  return { drawn: stage!.stats().frames - before, ms: end - begun };
}

afterEach(() => {
  stage?.dispose();
  container.remove();
});

for (const kind of ['webgpu', 'webgl', 'canvas'] as const) {
  it(`flows along the wires of a running node, at most 30 times a second, until it is done (${kind})`, async () => {
    const scene = await setup(kind);
    expect((await drawnIn(10)).drawn, 'at rest').to.equal(0);
    scene.setVisual('generate', { status: 'running' });
    await frames(2);
    const { drawn, ms } = await drawnIn(60);
    expect(drawn, 'it flows').to.be.above(2);
    // Frames come a little early or late; none comes twice as early.
    expect(drawn).to.be.at.most(Math.ceil(ms / (ANIMATION_INTERVAL * 0.75)) + 1);
    expect(stage!.stats().reasons).to.deep.equal(['animation']);
    scene.setVisual('generate', { status: 'complete' });
    await frames(3);
    const { animationFrames } = stage!.stats();
    expect((await drawnIn(10)).drawn, 'done').to.equal(0);
    expect(stage!.stats().animationFrames, 'and nothing asked for').to.equal(animationFrames);
  });
}

it('rests where the running wire is out of view, and where nobody sees the canvas', async () => {
  const scene = await setup('webgpu');
  scene.setVisual('generate', { status: 'running' });
  stage!.camera = { x: 50_000, y: 0, zoom: 1 };
  await frames(3);
  expect((await drawnIn(10)).drawn, 'out of view').to.equal(0);
  stage!.camera = { x: -40, y: -40, zoom: 0.4 };
  await frames(3);
  expect((await drawnIn(20)).drawn, 'in view again').to.be.above(2);
  container.style.setProperty('margin-block-start', '5000px');
  await frames(4);
  expect((await drawnIn(10)).drawn, 'scrolled away').to.equal(0);
  const { animationFrames } = stage!.stats();
  await frames(5);
  expect(stage!.stats().animationFrames).to.equal(animationFrames);
  container.style.removeProperty('margin-block-start');
  await frames(4);
  expect((await drawnIn(20)).drawn, 'back again').to.be.above(2);
});

it('rests under reduced motion', async () => {
  const scene = await setup('webgpu', true);
  scene.setVisual('generate', { status: 'running' });
  await frames(3);
  expect((await drawnIn(10)).drawn).to.equal(0);
});
