// Wires that feed a running node flow: frames while that can be seen, one submit in each, and none before, after or elsewhere.
import { expect } from '@open-wc/testing';
import { Stage } from '../../src/render/stage.js';
import { compare, testTheme, type Picture } from '../../src/render/testing.js';
import type { RendererKind, RenderTheme } from '../../src/render/types.js';
import { Scene } from '../../src/scene/scene.js';
import { referenceGraph, registry } from '../../src/scene/testing/fixture.js';

const moving = testTheme('dark');
const still: RenderTheme = { ...moving, reducedMotion: true };
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let open: { stage: Stage; container: HTMLElement }[] = [];
afterEach(() => {
  for (const { stage, container } of open) {
    stage.dispose();
    container.remove();
  }
  open = [];
});

async function setup(kind: RendererKind, theme: RenderTheme) {
  const container = document.createElement('div');
  container.style.cssText = 'position:relative;width:500px;height:200px';
  document.body.append(container);
  const scene = new Scene(registry);
  scene.setGraph(referenceGraph());
  const stage = new Stage({ container, scene, preference: kind, theme });
  stage.camera = { x: 100, y: 0, zoom: 1 };
  open.push({ stage, container });
  await stage.start();
  expect(stage.info.kind).to.equal(kind);
  const run = (): void => scene.setVisual('generate', { status: 'running', fraction: 0.5 });
  return { stage, scene, run };
}

/** Frames drawn and animation frames asked of the browser in a quarter of a second. */
async function count(stage: Stage): Promise<{ frames: number; asked: number }> {
  // What was asked for before is drawn by then, however late the machine's frames come.
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  await wait(100);
  const before = stage.stats();
  await wait(250);
  const { frames, animationFrames } = stage.stats();
  return { frames: frames - before.frames, asked: animationFrames - before.animationFrames };
}
const NONE = { frames: 0, asked: 0 };
/** Resolves once three more frames were drawn, however long a machine without a GPU takes for them. */
async function moves(stage: Stage): Promise<void> {
  const { frames } = stage.stats();
  while (stage.stats().frames < frames + 3) await wait(20);
}

/** The wire from the prompt to the node that runs. */
function wireOf({ width, data }: Picture): Picture {
  const [left, top, columns, rows] = [150, 64, 46, 16];
  const part = new Uint8ClampedArray(columns * rows * 4);
  for (let y = 0; y < rows; y += 1) {
    const from = ((top + y) * width + left) * 4;
    part.set(data.subarray(from, from + columns * 4), y * columns * 4);
  }
  return { width: columns, height: rows, data: part };
}

for (const kind of ['webgpu', 'webgl', 'canvas'] as const) {
  describe(`a run under way on the ${kind} tier`, () => {
    it('moves its wires while it goes on, and asks for no frame before or afterwards', async () => {
      const { stage, scene, run } = await setup(kind, moving);
      expect(await count(stage), 'before').to.deep.equal(NONE);
      run();
      await moves(stage);
      const first = wireOf(await stage.capture());
      let differs = 0;
      for (let index = 0; index < 6; index += 1) {
        await wait(70);
        differs = Math.max(differs, compare(first, wireOf(await stage.capture())).share);
      }
      expect(differs, 'share of the pixels around the wire').to.be.above(0.02);
      scene.setVisual('generate', { status: 'complete' });
      expect(await count(stage), 'afterwards').to.deep.equal(NONE);
    });

    it('asks for no frame while the wires are out of sight', async () => {
      const { stage, run } = await setup(kind, moving);
      stage.camera = { x: 3000, y: 0, zoom: 1 };
      run();
      expect(await count(stage)).to.deep.equal(NONE);
      stage.camera = { x: 100, y: 0, zoom: 1 };
      await moves(stage);
    });

    it('shows a still sign under reduced motion', async () => {
      const { stage, run } = await setup(kind, still);
      const plain = wireOf(await stage.capture());
      run();
      expect(await count(stage)).to.deep.equal(NONE);
      const marked = wireOf(await stage.capture());
      expect(compare(plain, marked).share, 'differs from a wire at rest').to.be.above(0.02);
      await wait(80);
      // A 2D canvas that is read may go on in software, with edges of its own.
      expect(compare(marked, wireOf(await stage.capture())).share, 'stands').to.be.below(0.01);
    });
  });
}

describe('flowing wires on WebGPU', () => {
  it('cost one submit in each frame', async () => {
    const { stage, run } = await setup('webgpu', moving);
    const submit = GPUQueue.prototype.submit;
    let submits = 0;
    GPUQueue.prototype.submit = function (commands) {
      submits += 1;
      return submit.call(this, commands);
    };
    try {
      const before = stage.stats().frames;
      run();
      await moves(stage);
      expect(submits).to.equal(stage.stats().frames - before);
      // Of four frames that follow each other one is measured; how long it took is known some frames later.
      if (stage.info.timestamps) while (stage.stats().gpu!.count === 0) await wait(20);
      else expect(stage.stats().gpu).to.equal(null);
    } finally {
      GPUQueue.prototype.submit = submit;
    }
  });
});
