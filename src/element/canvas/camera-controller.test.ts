import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { Camera } from '../../scene/camera.js';
import { CameraController, COAST, betweenCameras, coasted } from './camera-controller.js';

const VIEWPORT = { width: 800, height: 600 };
const moved = () => {
  const cameras: Camera[] = [];
  return { cameras, controller: new CameraController({ viewport: () => VIEWPORT, cameraMoved: (camera) => cameras.push(camera) }) };
};

describe('the camera controller', () => {
  it('tells of every change once, freezes what it gives, and holds the zoom in range', () => {
    const { cameras, controller } = moved();
    controller.set({ x: 1, y: 2, zoom: 100 });
    controller.set({ x: 1, y: 2, zoom: 8 });
    expect(cameras).to.deep.equal([{ x: 1, y: 2, zoom: 8 }]);
    expect(Object.isFrozen(cameras[0])).to.equal(true);
  });

  it('keeps the old value where the new one is no number', () => {
    const { controller } = moved();
    controller.set({ x: 5, y: NaN, zoom: Infinity });
    expect(controller.camera).to.deep.equal({ x: 5, y: 0, zoom: 1 });
  });

  it('without a window moves at once', () => {
    const { controller } = moved();
    controller.glideTo({ x: 9, y: 9, zoom: 2 });
    expect(controller.camera).to.deep.equal({ x: 9, y: 9, zoom: 2 });
  });

  it('glides between two views along a straight way, from the one to the other', () => {
    const from = { x: 0, y: 0, zoom: 1 };
    const to = { x: 1000, y: 500, zoom: 4 };
    expect(betweenCameras(from, to, 1, VIEWPORT)).to.deep.equal(to);
    const start = betweenCameras(from, to, 0, VIEWPORT);
    expect([start.x, start.y, start.zoom].map((value) => Math.round(value * 1e6) / 1e6)).to.deep.equal([0, 0, 1]);
    const half = betweenCameras(from, to, 0.5, VIEWPORT);
    expect(half.zoom).to.be.closeTo(2, 1e-9);
    for (const axis of ['x', 'y'] as const) expect(half[axis]).to.be.greaterThan(from[axis]).and.lessThan(to[axis]);
  });

  it('coasts the same way whatever the frame rate, and comes to rest', () => {
    const at = (speed: number, ms: number): number => coasted(speed, ms);
    const left = (speed: number, ms: number): number => speed * Math.exp(-ms / COAST.decay);
    for (const [first, second] of [
      [16, 16],
      [8, 24],
      [400, 5],
    ] as const)
      expect(at(2, first) + at(left(2, first), second)).to.be.closeTo(at(2, first + second), 1e-9);
    expect(at(2, 60_000)).to.be.closeTo(2 * COAST.decay, 1e-6);
  });
});
