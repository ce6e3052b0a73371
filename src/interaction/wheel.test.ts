import { describe, it } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../graph/schema.fixture.js';
import { toCanvas, toScreen } from '../scene/camera.js';
import { WheelReader, type WheelInput } from './wheel.js';

const CAMERA = { x: 10, y: 20, zoom: 1 };
const ANCHOR = { x: 300, y: 200 };
const wheel = (more: Partial<WheelInput>): WheelInput => ({
  deltaX: 0,
  deltaY: 0,
  deltaMode: 0,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  timeStamp: 0,
  ...more,
});

describe('the wheel', () => {
  it('zooms at the pointer with Ctrl, in pinches and in notches', () => {
    for (const deltaY of [-4, -100]) {
      const camera = new WheelReader().apply(CAMERA, wheel({ deltaY, ctrlKey: true }), ANCHOR);
      expect(camera.zoom).to.be.greaterThan(1).and.lessThan(1.3);
      expect(toCanvas(camera, ANCHOR).x).to.be.closeTo(toCanvas(CAMERA, ANCHOR).x, 1e-9);
    }
  });

  it('pans by two fingers on a trackpad, and goes on panning however fast they get', () => {
    const reader = new WheelReader();
    const first = reader.apply(CAMERA, wheel({ deltaX: 3, deltaY: 4, timeStamp: 1000 }), ANCHOR);
    expect(first).to.deep.equal({ x: 13, y: 24, zoom: 1 });
    const fast = reader.apply(first, wheel({ deltaY: 240, timeStamp: 1016 }), ANCHOR);
    expect(fast).to.deep.equal({ x: 13, y: 264, zoom: 1 });
  });

  it('zooms by the notches of a mouse, in pixels or in lines', () => {
    expect(new WheelReader().apply(CAMERA, wheel({ deltaY: 100, wheelDeltaY: -120 }), ANCHOR).zoom).to.be.lessThan(1);
    expect(new WheelReader().apply(CAMERA, wheel({ deltaY: -3, deltaMode: 1 }), ANCHOR).zoom).to.be.greaterThan(1);
  });

  it('goes sideways with Shift', () => {
    const camera = new WheelReader().apply(CAMERA, wheel({ deltaY: 50, shiftKey: true }), ANCHOR);
    expect(camera).to.deep.equal({ x: 60, y: 20, zoom: 1 });
  });

  it('stays within the range of the zoom', () => {
    expect(new WheelReader().apply({ ...CAMERA, zoom: 8 }, wheel({ deltaY: -5000, ctrlKey: true }), ANCHOR).zoom).to.equal(8);
  });

  it('drops what a trackpad scrolls by as a pinch ends, and takes the next gesture', () => {
    const reader = new WheelReader();
    const pinched = reader.apply(CAMERA, wheel({ deltaY: -5, ctrlKey: true, timeStamp: 1000 }), ANCHOR);
    expect(reader.apply(pinched, wheel({ deltaY: 3, timeStamp: 1050 }), ANCHOR)).to.equal(pinched);
    expect(reader.apply(pinched, wheel({ deltaY: 3, timeStamp: 1400 }), ANCHOR)).to.not.equal(pinched);
  });

  it('keeps the canvas point under the pointer within 0.01 px through any zooming (seeds 1 to 50)', () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const random = seededRandom(seed);
      const reader = new WheelReader();
      let camera = { x: random() * 2e6 - 1e6, y: random() * 2e6 - 1e6, zoom: 0.05 + random() * 7 };
      const held = toCanvas(camera, ANCHOR);
      for (let step = 0; step < 100; step += 1) {
        const notch = random() < 0.5;
        const deltaY = (random() < 0.5 ? -1 : 1) * (notch ? 100 : 1 + random() * 30);
        camera = reader.apply(camera, wheel({ deltaY, ctrlKey: true, timeStamp: step * 8 }), ANCHOR);
        const now = toScreen(camera, held);
        expect(Math.hypot(now.x - ANCHOR.x, now.y - ANCHOR.y), `seed ${seed}, step ${step}`).to.be.below(0.01);
      }
    }
  });
});
