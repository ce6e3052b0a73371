import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_PIXELS, MOVING_PIXELS, withinPixels } from './pixel-size.js';

describe('the pixels of a canvas', () => {
  const screen = { width: 3840, height: 2160, dpr: 2 };
  it('are the screen’s own where that is within bounds: the same object, so that nothing is compared', () => {
    assert.equal(withinPixels(screen, MAX_PIXELS, 8192), screen);
    assert.equal(withinPixels(screen, Infinity, Infinity), screen);
    const wide = { width: 2560, height: 1440, dpr: 1 };
    assert.equal(withinPixels(wide, MOVING_PIXELS, 8192, 1), wide);
  });
  it('keep their shape where they are too many', () => {
    const { width, height, dpr } = withinPixels({ width: 7680, height: 4320, dpr: 2 }, MAX_PIXELS, 16384);
    assert.ok(width * height <= MAX_PIXELS + width);
    assert.ok(Math.abs(width / height - 16 / 9) < 0.001);
    assert.ok(Math.abs(width / dpr - 3840) < 1);
  });
  it('stay within one texture', () => {
    const { width, height, dpr } = withinPixels({ width: 6000, height: 1000, dpr: 1 }, MAX_PIXELS, 4096);
    assert.deepEqual([width, height], [4096, 683]);
    assert.ok(Math.abs(dpr - 4096 / 6000) < 1e-9);
  });
  it('do not fall below the floor for want of speed, only for want of room', () => {
    assert.deepEqual(withinPixels({ width: 4000, height: 2000, dpr: 2 }, 1_000_000, 8192, 1), { width: 2000, height: 1000, dpr: 1 });
    assert.equal(withinPixels({ width: 4000, height: 2000, dpr: 1 }, 1_000_000, 2000, 1).width, 2000);
  });
  it('are no more than there were', () => {
    const small = { width: 100, height: 50, dpr: 0.5 };
    assert.equal(withinPixels(small, MOVING_PIXELS, 8192, 1), small);
  });
});
