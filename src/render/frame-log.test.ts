import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FrameLog, LONG_FRAME_MS, STATS_WINDOW } from './frame-log.js';

const drawn = { draws: 5, bytesUploaded: 320, submits: 1 };
const stats = (log: FrameLog) => log.stats(true, 0, 0);

describe('the log of frames', () => {
  it('has nothing to say before the first frame', () => {
    const { frames, cpu, gpu, reasons } = stats(new FrameLog());
    assert.equal(frames, 0);
    assert.deepEqual(cpu, { count: 0, p50: 0, p95: 0, p99: 0, max: 0 });
    assert.deepEqual(gpu, cpu);
    assert.deepEqual(reasons, []);
  });

  it('gives percentiles by nearest rank, whatever order the frames came in', () => {
    const log = new FrameLog();
    for (let ms = 100; ms >= 1; ms -= 1) log.add(drawn, 0, ms / 10, 1, ['camera']);
    assert.deepEqual(stats(log).cpu, { count: 100, p50: 5, p95: 9.5, p99: 9.9, max: 10 });
  });

  it('looks back on its window and no further', () => {
    const log = new FrameLog();
    log.add(drawn, 0, 12, 1, []);
    for (let index = 0; index < STATS_WINDOW; index += 1) log.add(drawn, 0, 1, 1, []);
    const { cpu, frames } = stats(log);
    assert.deepEqual(cpu, { count: STATS_WINDOW, p50: 1, p95: 1, p99: 1, max: 1 });
    assert.equal(frames, STATS_WINDOW + 1);
  });

  it('keeps the latest long frames with their reasons, and counts all', () => {
    const log = new FrameLog();
    log.add(drawn, 5, LONG_FRAME_MS, 1, ['camera']);
    assert.equal(stats(log).longFrames.count, 0, 'as long as allowed is not long');
    for (let index = 0; index < 40; index += 1) log.add(drawn, index, 20 + index, 1, ['drag', 'hover']);
    const { count, last, threshold } = stats(log).longFrames;
    assert.equal(count, 40);
    assert.equal(threshold, LONG_FRAME_MS);
    assert.equal(last.length, 16);
    assert.deepEqual(last.at(-1), { frame: 41, at: 39, cpuMs: 59, reasons: ['drag', 'hover'] });
  });

  it('counts reasons, and any number of them takes no more than so much memory', () => {
    const log = new FrameLog();
    for (let index = 0; index < 1000; index += 1) log.add(drawn, 0, 1, 1, ['camera', `reason ${index}`]);
    const { reasonCounts } = stats(log);
    assert.equal(reasonCounts['camera'], 1000);
    assert.equal(Object.keys(reasonCounts).length, 65);
    assert.equal(
      Object.values(reasonCounts).reduce((sum, count) => sum + count, 0),
      2000,
    );
  });

  it('measures GPU time apart, for one renderer at a time', () => {
    const log = new FrameLog();
    log.addGpu(0.4);
    assert.deepEqual(stats(log).gpu, { count: 1, p50: 0.4, p95: 0.4, p99: 0.4, max: 0.4 });
    log.forgetGpu();
    assert.equal(stats(log).gpu?.count, 0);
    assert.equal(log.stats(false, 0, 0).gpu, null);
  });

  it('gives snapshots that nobody can change', () => {
    const log = new FrameLog();
    log.add(drawn, 0, 30, 2, ['camera']);
    const before = stats(log);
    for (const part of [before, before.cpu, before.gpu, before.reasons, before.longFrames, before.longFrames.last, before.reasonCounts])
      assert.ok(Object.isFrozen(part));
    log.add(drawn, 0, 30, 2, ['drag']);
    assert.deepEqual([before.frames, before.reasons, before.longFrames.count], [1, ['camera'], 1]);
  });
});
