import { expect } from '@open-wc/testing';
import { Scene } from '../scene/scene.js';
import { wirePoint } from '../scene/wire.js';
import { referenceGraph, registry } from '../scene/testing/fixture.js';
import { FRAME_WORDS } from './frame.js';
import { Stage } from './stage.js';
import { bytes, compare, difference, pixelAt, testTheme, type Picture } from './testing.js';
import type { FrameStats, RendererPreference } from './types.js';
import type { WebGpuRenderer } from './webgpu/renderer.js';

const CAMERA = { x: -40, y: -40, zoom: 1 };
const dark = testTheme('dark');

interface Setup {
  readonly stage: Stage;
  readonly scene: Scene;
  readonly container: HTMLElement;
}
let open: Setup[] = [];

async function setup(preference: RendererPreference = 'auto', theme = dark): Promise<Setup> {
  const container = document.createElement('div');
  container.style.cssText = 'position:relative;width:700px;height:420px';
  document.body.append(container);
  const scene = new Scene(registry);
  scene.setGraph(referenceGraph());
  const stage = new Stage({ container, scene, preference, theme });
  stage.camera = CAMERA;
  const result = { stage, scene, container };
  open.push(result);
  await stage.start();
  return result;
}

const frames = async (count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
};
/** Canvas point to pixel of the capture (ratio 1). */
const at = (picture: Picture, x: number, y: number): [number, number, number] => pixelAt(picture, x - CAMERA.x, y - CAMERA.y);

/** Pixels within a canvas rectangle that are nearer to `to` than `limit`. */
function count(picture: Picture, rect: [number, number, number, number], to: readonly number[], limit: number): number {
  let found = 0;
  for (let y = rect[1]; y < rect[1] + rect[3]; y += 1)
    for (let x = rect[0]; x < rect[0] + rect[2]; x += 1) if (difference(at(picture, x, y), to) < limit) found += 1;
  return found;
}

const solid = (r: number, g: number, b: number, a = 255, side = 8) => {
  const data = new Uint8ClampedArray(side * side * 4);
  for (let index = 0; index < data.length; index += 4) data.set([r, g, b, a], index);
  return { pixels: { width: side, height: side, data } };
};

afterEach(() => {
  for (const { stage, container } of open) {
    stage.dispose();
    container.remove();
  }
  open = [];
});

describe('a ratio of 1', () => {
  it('is what these tests count in', () => expect(devicePixelRatio).to.equal(1));
});

for (const preference of ['webgpu', 'webgl', 'canvas'] as const) {
  describe(`the ${preference} tier`, () => {
    it('draws ground, grid, bodies, wires, text and pictures', async () => {
      const { stage, scene } = await setup(preference);
      expect(stage.info.kind).to.equal(preference);
      scene.setMedia('picture', solid(200, 40, 160));
      scene.setSelection(new Set(['generate']));
      const picture = await stage.capture();
      expect(picture.width).to.equal(700);
      expect(difference(at(picture, 14, -18), bytes(dark.canvas)), 'ground').to.be.below(4);
      expect(count(picture, [-4, -32, 8, 8], bytes(dark.canvas), 4), 'grid dot').to.be.below(64);
      expect(difference(at(picture, 420, 108), bytes(dark.surface)), 'body').to.be.below(4);
      expect(difference(at(picture, 20, 90), bytes(dark.well)), 'field').to.be.below(4);
      const middle = wirePoint({ x: 240, y: 72 }, { x: 306, y: 72 }, 0.5);
      expect(difference(at(picture, middle.x, middle.y), bytes(dark.ports['string']!)), 'wire').to.be.below(30);
      expect(difference(at(picture, 306, 30), bytes(dark.accent)), 'selection ring').to.be.below(40);
      expect(difference(at(picture, 240, 72), bytes(dark.ports['string']!)), 'port').to.be.below(12);
      expect(count(picture, [37, 10, 60, 18], bytes(dark.text), 60), 'title').to.be.above(20);
      expect(count(picture, [340, 10, 120, 18], bytes(dark.text), 60), 'title').to.be.above(20);
      expect(difference(at(picture, 640, 150), [200, 40, 160]), 'picture').to.be.below(4);
    });

    it('shows the checkerboard under transparency and replaces a preview in place', async () => {
      const { stage, scene } = await setup(preference);
      scene.setMedia('picture', solid(255, 255, 255, 0));
      const clear = await stage.capture();
      const shades = new Set(Array.from({ length: 40 }, (_, index) => at(clear, 640 + index, 150).join()));
      expect(shades.size).to.be.above(1);
      scene.setMedia('picture', solid(10, 200, 30));
      expect(difference(at(await stage.capture(), 640, 150), [10, 200, 30])).to.be.below(4);
    });

    it('shows the checkerboard under the picture alone, not beside it', async () => {
      const { stage, scene } = await setup(preference);
      scene.setMedia('picture', { pixels: { width: 64, height: 16, data: new Uint8ClampedArray(64 * 16 * 4) } });
      const picture = await stage.capture();
      const shades = (y: number): number => new Set(Array.from({ length: 20 }, (_, index) => at(picture, 630 + index, y).join())).size;
      expect(shades(150), 'under it').to.be.above(1);
      expect(shades(75), 'above it').to.equal(1);
    });

    it('follows the theme', async () => {
      const { stage } = await setup(preference);
      const light = testTheme('light');
      stage.setTheme(light);
      const picture = await stage.capture();
      expect(difference(at(picture, 14, -18), bytes(light.canvas))).to.be.below(4);
      expect(difference(at(picture, 420, 108), bytes(light.surface))).to.be.below(4);
      expect(count(picture, [37, 10, 60, 18], bytes(light.text), 60)).to.be.above(20);
    });

    it('draws a wire at the node position of the same frame', async () => {
      const { stage, scene } = await setup(preference);
      await stage.capture();
      scene.setDrag({ ids: new Set(['generate']), dx: 40, dy: 200 });
      const picture = await stage.capture();
      const end = wirePoint({ x: 240, y: 72 }, { x: 346, y: 272 }, 0.5);
      expect(difference(at(picture, end.x, end.y), bytes(dark.ports['string']!))).to.be.below(40);
      expect(difference(at(picture, 420, 60), bytes(dark.surface)), 'the old place is free').to.be.above(4);
    });

    it('hides the text of a covered node', async () => {
      const { stage, scene } = await setup(preference);
      scene.setSelection(new Set(['prompt']));
      // The empty lower half of the prompt's field comes to lie over the other node's title.
      scene.setDrag({ ids: new Set(['prompt']), dx: 306, dy: -61 });
      const picture = await stage.capture();
      expect(count(picture, [343, 12, 110, 16], bytes(dark.well), 6)).to.equal(110 * 16);
    });
  });
}

describe('tiers beside each other', () => {
  it('WebGL draws nearly the same pixels as WebGPU (mean below 1 of 255, 0.5 % beyond 24)', async () => {
    const pictures: Picture[] = [];
    for (const preference of ['webgpu', 'webgl'] as const) {
      const { stage, scene } = await setup(preference);
      scene.setMedia('picture', solid(200, 40, 160));
      scene.setVisual('generate', { status: 'running', fraction: 0.4, label: 'Step 2 of 4' });
      scene.setVisual('prompt', { status: 'error', error: 'Write what you want to see, then press Run.' });
      pictures.push(await stage.capture());
    }
    const { mean, share } = compare(pictures[0]!, pictures[1]!);
    expect(mean).to.be.below(1);
    expect(share).to.be.below(0.005);
  });

  it('the canvas tier is close too (mean below 3 of 255, 3 % beyond 24)', async () => {
    const pictures: Picture[] = [];
    for (const preference of ['webgpu', 'canvas'] as const) {
      const { stage } = await setup(preference);
      pictures.push(await stage.capture());
    }
    const { mean, share } = compare(pictures[0]!, pictures[1]!);
    expect(mean).to.be.below(3);
    expect(share).to.be.below(0.03);
  });

  it('swaps the renderer at run time and leaves one canvas', async () => {
    const { stage, container } = await setup('webgpu');
    const before = await stage.capture();
    expect((await stage.setPreference('webgl')).kind).to.equal('webgl');
    expect(container.querySelectorAll('canvas')).to.have.length(1);
    expect(compare(before, await stage.capture()).mean).to.be.below(1);
  });
});

describe('frames on demand', () => {
  it('draws nothing and asks for no frame while nothing changes', async () => {
    const { stage, scene } = await setup();
    await frames(3);
    const before = stage.stats().frames;
    let asked = 0;
    const original = window.requestAnimationFrame;
    window.requestAnimationFrame = (callback) => {
      asked += 1;
      return original.call(window, callback);
    };
    try {
      await new Promise((resolve) => setTimeout(resolve, 250));
      expect(asked).to.equal(0);
      expect(stage.stats().frames).to.equal(before);
      scene.setSelection(new Set(['prompt']));
      scene.setHover({ nodeId: 'prompt' });
      expect(asked, 'one frame for two changes').to.equal(1);
    } finally {
      window.requestAnimationFrame = original;
    }
    await frames(2);
    expect(stage.stats().frames).to.equal(before + 1);
    expect(stage.stats().reasons).to.have.members(['selection', 'hover']);
  });

  it('asks for no frame at idle on the WebGL tier either', async () => {
    await setup('webgl');
    await frames(3);
    let asked = 0;
    const original = window.requestAnimationFrame;
    window.requestAnimationFrame = (callback) => {
      asked += 1;
      return original.call(window, callback);
    };
    await new Promise((resolve) => setTimeout(resolve, 250));
    window.requestAnimationFrame = original;
    expect(asked).to.equal(0);
  });

  it('submits at most once a frame, whatever changed in it', async () => {
    const { stage, scene } = await setup('webgpu');
    await frames(2);
    const submit = GPUQueue.prototype.submit;
    let submits = 0;
    GPUQueue.prototype.submit = function (commands) {
      submits += 1;
      return submit.call(this, commands);
    };
    try {
      const before = stage.stats().frames;
      for (let index = 0; index < 8; index += 1) {
        scene.setVisual('generate', { status: 'running', fraction: index / 8 });
        scene.setVisual('lift', { status: 'running', fraction: index / 9 });
        scene.setMedia('picture', solid(index, 0, 0));
        stage.camera = { x: index, y: 0, zoom: 1 };
        await frames(1);
      }
      await frames(1);
      expect(submits).to.equal(stage.stats().frames - before);
      expect(submits).to.be.within(1, 9);
    } finally {
      GPUQueue.prototype.submit = submit;
    }
  });

  it('uploads one row for a dragged node', async () => {
    const { stage, scene } = await setup('webgpu');
    await frames(2);
    // Once its wires have taken the pieces they need.
    scene.setDrag({ ids: new Set(['prompt']), dx: 3, dy: 60 });
    await frames(2);
    scene.setDrag({ ids: new Set(['prompt']), dx: 6, dy: 63 });
    await frames(2);
    const stats: FrameStats = stage.stats();
    expect(stats.reasons).to.deep.equal(['drag']);
    // One row and the uniform block.
    expect(stats.bytesUploaded).to.equal(16 + FRAME_WORDS * 4);
  });

  it('rests while suspended and draws what was missed afterwards', async () => {
    const { stage, scene } = await setup();
    await frames(2);
    stage.suspend();
    const before = stage.stats().frames;
    scene.setSelection(new Set(['prompt']));
    await frames(3);
    expect(stage.stats().frames).to.equal(before);
    stage.resume();
    await frames(3);
    expect(stage.stats().frames).to.be.above(before);
  });

  it('follows the size of its container', async () => {
    const { stage, container } = await setup();
    container.style.width = '500px';
    await frames(3);
    expect((await stage.capture()).width).to.equal(500);
  });
});

const renderer = (stage: Stage): WebGpuRenderer => stage.renderer as WebGpuRenderer;
const nextInfo = (stage: Stage): Promise<void> => new Promise((resolve) => (stage.onInfo = () => resolve()));

describe('a lost device', () => {
  it('comes back with the same pixels', async () => {
    const { stage, scene } = await setup('webgpu');
    scene.setMedia('picture', solid(200, 40, 160));
    const before = await stage.capture();
    const lost = renderer(stage).device!;
    const back = nextInfo(stage);
    lost.destroy();
    await back;
    expect(stage.info.kind).to.equal('webgpu');
    expect(renderer(stage).device).not.to.equal(lost);
    const after = await stage.capture();
    expect(compare(before, after, 0)).to.deep.equal({ mean: 0, share: 0 });
  });

  it('moves down a tier after three losses within a minute', async () => {
    const { stage } = await setup('auto');
    const before = await stage.capture();
    for (let index = 0; index < 3; index += 1) {
      const back = nextInfo(stage);
      renderer(stage).device!.destroy();
      await back;
    }
    expect(stage.info.kind).to.equal('webgl');
    expect(stage.info.reason).to.contain('3 times');
    expect(compare(before, await stage.capture()).mean).to.be.below(1);
  });

  it('is shared by two canvases and survives one of them', async () => {
    const one = await setup('webgpu');
    const two = await setup('webgpu');
    const device = renderer(one.stage).device!;
    expect(renderer(two.stage).device).to.equal(device);
    one.stage.dispose();
    let gone = false;
    void device.lost.then(() => (gone = true));
    expect(difference(at(await two.stage.capture(), 420, 108), bytes(dark.surface))).to.be.below(4);
    expect(gone).to.equal(false);
    two.stage.dispose();
    expect((await device.lost).reason).to.equal('destroyed');
  });
});

describe('machines that lack something', () => {
  const getContext = HTMLCanvasElement.prototype.getContext;
  const without = (...kinds: string[]): void => {
    Object.defineProperty(navigator, 'gpu', { value: undefined, configurable: true });
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kinds.includes(kind) ? null : (getContext as (...all: unknown[]) => unknown).call(this, kind, ...rest);
    } as typeof getContext;
  };
  afterEach(() => {
    delete (navigator as { gpu?: unknown }).gpu;
    HTMLCanvasElement.prototype.getContext = getContext;
  });

  it('no WebGPU: WebGL, and says why', async () => {
    without();
    const { stage } = await setup('auto');
    expect(stage.info.kind).to.equal('webgl');
    expect(stage.info.reason).to.contain('no WebGPU');
  });

  it('no WebGPU and no WebGL: canvas', async () => {
    without('webgl', 'webgl2', 'experimental-webgl');
    const { stage } = await setup('auto');
    expect(stage.info.kind).to.equal('canvas');
    expect(stage.info.reason).to.contain('no WebGL 2');
    expect(difference(at(await stage.capture(), 420, 108), bytes(dark.surface))).to.be.below(4);
  });

  it('nothing at all: says so and throws nothing', async () => {
    without('webgl', 'webgl2', 'experimental-webgl', '2d');
    const container = document.createElement('div');
    document.body.append(container);
    const scene = new Scene(registry);
    const stage = new Stage({ container, scene, preference: 'auto', theme: dark });
    const errors: string[] = [];
    stage.onError = (error) => errors.push(error.code);
    const info = await stage.start();
    expect(info.kind).to.equal('none');
    expect(info.reason).to.contain('2D canvas');
    expect(errors).to.deep.equal(['GDS_RENDERER_NONE']);
    scene.setGraph(referenceGraph());
    await frames(2);
    stage.dispose();
    container.remove();
  });
});
