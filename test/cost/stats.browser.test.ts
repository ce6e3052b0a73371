// Rule K13 of docs/rules/canvas.md: what drawing costs is told to the page, and it is true.
import { expect } from '@open-wc/testing';
import type { GdsCanvas } from '../../src/element/gds-canvas.js';
import { frames, mount, unmountAll, until } from '../journeys/support.js';
import { watchPage } from '../support/watch.js';
import { SMALL } from './scenes.js';

afterEach(unmountAll);

/** Draws some frames, each for another selection. */
async function work(canvas: GdsCanvas, count = 12): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    canvas.select(turn % 2 === 0 ? ['a'] : ['b']);
    await frames(1);
  }
  await frames(1);
}

describe('stats and renderer info', () => {
  it('are there before the canvas is on the page, and say so', () => {
    const canvas = document.createElement('gds-canvas');
    expect(canvas.rendererInfo).to.include({ kind: 'none', reason: 'Not on the page yet.', timestamps: false });
    expect(canvas.stats()).to.deep.include({ frames: 0, reasons: [], gpu: null, animationFrames: 0 });
  });

  it('count frames, their reasons and their time, and are snapshots that nobody can change', async () => {
    const canvas = await mount({ graph: SMALL });
    const before = canvas.stats();
    await work(canvas);
    const { frames: drawn, reasonCounts, cpu, animationFrames, draws, submits, dpr, cpuMs } = canvas.stats();
    expect(drawn - before.frames).to.be.at.least(12);
    expect(animationFrames - before.animationFrames).to.be.at.least(12);
    expect(reasonCounts['selection']! - (before.reasonCounts['selection'] ?? 0)).to.be.at.least(12);
    expect(cpu.count).to.equal(Math.min(drawn, 240));
    expect(0 < cpu.p50 && cpu.p50 <= cpu.p95 && cpu.p95 <= cpu.p99 && cpu.p99 <= cpu.max).to.equal(true);
    expect(cpuMs).to.be.within(0, cpu.max);
    expect(draws).to.be.above(2);
    expect([submits, dpr]).to.deep.equal([1, canvas.rendererInfo.dpr]);
    expect(Object.isFrozen(canvas.stats()) && Object.isFrozen(canvas.rendererInfo)).to.equal(true);
    expect(before.frames, 'a snapshot stays as it was').to.be.below(drawn);
  });

  it('tell a long frame with what it was drawn for', async () => {
    const canvas = await mount({ graph: SMALL });
    await frames(5);
    const { count: before, threshold } = canvas.stats().longFrames;
    const { submit } = GPUQueue.prototype;
    GPUQueue.prototype.submit = function (commands) {
      const end = performance.now() + threshold + 5;
      while (performance.now() < end);
      return submit.call(this, commands);
    };
    try {
      canvas.camera = { x: 1, y: 2, zoom: 1 };
      await frames(2);
    } finally {
      GPUQueue.prototype.submit = submit;
    }
    const { longFrames } = canvas.stats();
    expect(longFrames.count).to.be.above(before);
    expect(longFrames.last.some(({ reasons, cpuMs }) => reasons.includes('camera') && cpuMs > threshold)).to.equal(true);
  });

  it('measure the GPU by its own clock, where it has one', async () => {
    const canvas = await mount({ graph: SMALL, before: (element) => (element.renderer = 'webgpu') });
    const adapter = await navigator.gpu.requestAdapter();
    expect(canvas.rendererInfo.timestamps).to.equal(adapter!.features.has('timestamp-query'));
    expect(canvas.rendererInfo.timestamps, 'this browser has timestamps').to.equal(true);
    await work(canvas);
    await until(() => canvas.stats().gpu!.count > 0, 'a measured frame');
    const gpu = canvas.stats().gpu!;
    expect(gpu.max).to.be.above(0);
    expect(gpu.p50).to.be.at.most(gpu.max);
    const { count } = gpu;
    await work(canvas, 4);
    await until(() => canvas.stats().gpu!.count > count, 'another one');
    canvas.renderer = 'canvas';
    await until(() => canvas.rendererInfo.kind === 'canvas', 'the other renderer');
    expect(canvas.stats().gpu, 'which has no such clock').to.equal(null);
  });

  it('say where there is no such clock, and all else goes on', async () => {
    const features = Object.getOwnPropertyDescriptor(GPUAdapter.prototype, 'features')!;
    Object.defineProperty(GPUAdapter.prototype, 'features', { ...features, get: () => new Set() });
    try {
      // The device of earlier tests has the clock: it goes with its last canvas, a moment after that.
      await new Promise((resolve) => setTimeout(resolve, 2000));
      const canvas = await mount({ graph: SMALL, before: (element) => (element.renderer = 'webgpu') });
      expect(canvas.rendererInfo).to.include({ kind: 'webgpu', timestamps: false });
      await work(canvas);
      expect(canvas.stats().gpu).to.equal(null);
      expect(canvas.stats().frames).to.be.above(10);
      await unmountAll();
      await new Promise((resolve) => setTimeout(resolve, 2000));
    } finally {
      Object.defineProperty(GPUAdapter.prototype, 'features', features);
    }
  });

  it('count the memory of buffers and textures as the browser does', async () => {
    const watch = watchPage();
    try {
      const canvas = await mount({ graph: SMALL, before: (element) => (element.renderer = 'webgpu') });
      await work(canvas);
      expect(canvas.stats().gpuBytes).to.be.above(1_000_000);
      expect(canvas.stats().gpuBytes).to.equal(watch.gpuBytes());
    } finally {
      watch.stop();
    }
  });
});
