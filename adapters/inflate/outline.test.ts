import { describe, it } from 'node:test';
import { expect } from 'chai';
import { marchingSquares, signedArea, traceOutline, type Loop } from './contour.js';
import { isSimple } from './simple.js';
import { solvePoisson } from './poisson.js';
import { triangulate } from './triangulate.js';
import { paint, unhurried } from './testing.js';

const matteOf = (size: number, inside: (x: number, y: number) => boolean) => {
  const { data } = paint(size, size, (x, y) => [0, 0, 0, inside(x, y) ? 255 : 0]);
  return Float32Array.from({ length: size * size }, (_, i) => data[i * 4 + 3]! / 255);
};
const disc = (c: number, r: number) => (x: number, y: number) => Math.hypot(x - c, y - c) < r;
const ring = (x: number, y: number) => disc(64, 50)(x, y) && !disc(64, 24)(x, y);

/** Largest turn from one segment to the next, in degrees. */
function sharpestTurn(loop: Loop): number {
  let most = 0;
  const n = loop.length;
  for (let i = 0; i < n; i += 2) {
    const a = Math.atan2(loop[(i + 3) % n]! - loop[i + 1]!, loop[(i + 2) % n]! - loop[i]!);
    const b = Math.atan2(loop[(i + 5) % n]! - loop[(i + 3) % n]!, loop[(i + 4) % n]! - loop[(i + 2) % n]!);
    most = Math.max(most, Math.abs(Math.atan2(Math.sin(b - a), Math.cos(b - a))));
  }
  return (most * 180) / Math.PI;
}

describe('traceOutline', () => {
  for (const [what, hard] of [
    ['a soft', false],
    ['a hard, staircased', true],
  ] as const) {
    it(`draws ${what} disc round: radius within 0.25 px rms, no teeth`, () => {
      const matte = matteOf(128, disc(64, 45)).map((value) => (hard ? Math.round(value) : value));
      const { loops, scale, centre } = traceOutline(matte, 128, 128, 256);
      expect(loops).to.have.length(1);
      const radii: number[] = [];
      const loop = loops[0]!;
      for (let i = 0; i < loop.length; i += 2) {
        radii.push(Math.hypot(loop[i]! / scale + centre[0] - 64, -loop[i + 1]! / scale + centre[1] - 64));
      }
      const rms = Math.sqrt(radii.reduce((sum, r) => sum + (r - 45) ** 2, 0) / radii.length);
      expect(rms).to.be.below(0.25);
      // A perfect circle of this many points turns 0.45° at each; a pixel staircase would turn 45°.
      expect(sharpestTurn(loop)).to.be.below(hard ? 8 : 4);
    });
  }

  it('keeps holes, clockwise, and steps evenly', () => {
    const { loops } = traceOutline(matteOf(128, ring), 128, 128, 128);
    expect(loops.map((loop) => Math.sign(signedArea(loop))).sort()).to.deep.equal([-1, 1]);
    for (const loop of loops) {
      const steps = Array.from({ length: loop.length / 2 }, (_, k) => {
        const j = (k * 2 + 2) % loop.length;
        return Math.hypot(loop[j]! - loop[k * 2]!, loop[j + 1]! - loop[k * 2 + 1]!);
      });
      expect(Math.max(...steps) / Math.min(...steps)).to.be.below(1.15);
    }
  });

  it('draws diagonal neighbours and thin parts as simple curves', () => {
    const matte = new Float32Array(24 * 24);
    for (let k = 2; k < 22; k++) matte[k * 24 + k] = 1;
    for (let x = 3; x < 20; x++) matte[4 * 24 + x] = 1;
    for (const resolution of [64, 256]) expect(isSimple(traceOutline(matte, 24, 24, resolution).loops)).to.equal(true);
  });

  it('closes every loop at the border of the picture', () => {
    const loops = marchingSquares(new Float32Array(35).fill(1), 7, 5);
    expect(loops).to.have.length(1);
    expect(Math.abs(signedArea(loops[0]!))).to.be.closeTo(7 * 5, 7);
  });
});

describe('isSimple', () => {
  it('sees a curve that crosses itself', () => {
    expect(isSimple([Float64Array.of(0, 0, 1, 1, 1, 0, 0, 1)])).to.equal(false);
    expect(isSimple([Float64Array.of(0, 0, 1, 0, 1, 1, 0, 1)])).to.equal(true);
  });
});

describe('triangulate', () => {
  it('fills exactly the outline, counterclockwise, without edges across it', () => {
    const { loops } = traceOutline(matteOf(128, ring), 128, 128, 96);
    const flat = triangulate(loops);
    let area = 0;
    const borders = new Map<string, number>();
    for (let t = 0; t < flat.triangles.length; t += 3) {
      const v = [...flat.triangles.slice(t, t + 3)];
      const doubled = signedArea(Float64Array.from(v.flatMap((i) => [flat.points[i * 2]!, flat.points[i * 2 + 1]!])));
      expect(doubled).to.be.above(0);
      area += doubled;
      v.forEach((a, k) => {
        const b = v[(k + 1) % 3]!;
        if (a < flat.rim && b < flat.rim)
          borders.set([a, b].sort((p, q) => p - q).join(), (borders.get([a, b].sort((p, q) => p - q).join()) ?? 0) + 1);
      });
    }
    expect(area).to.be.closeTo(
      loops.reduce((sum, loop) => sum + signedArea(loop), 0),
      1e-6,
    );
    // Between two rim vertices only the outline's own edges, each with one triangle.
    expect(borders.size).to.equal(flat.rim);
    expect(Math.max(...borders.values())).to.equal(1);
  });
});

describe('solvePoisson', () => {
  it('gives (R² - r²)/4 on a disc, within 1 % of its height', async () => {
    const radius = 60;
    const circle = Float64Array.from(
      { length: 376 * 2 },
      (_, i) => radius * (i % 2 ? Math.sin : Math.cos)((Math.floor(i / 2) * 2 * Math.PI) / 376),
    );
    const flat = triangulate([circle]);
    const h = await solvePoisson(flat, unhurried);
    let worst = 0;
    for (let v = 0; v < h.length; v++) {
      const exact = (radius ** 2 - flat.points[v * 2]! ** 2 - flat.points[v * 2 + 1]! ** 2) / 4;
      worst = Math.max(worst, Math.abs(h[v]! - exact));
    }
    expect(worst / (radius ** 2 / 4)).to.be.below(0.01);
    expect([...h.slice(0, flat.rim)].every((value) => value === 0)).to.equal(true);
    expect([...h.slice(flat.rim)].every((value) => value > 0)).to.equal(true);
  });
});
