import { describe, it } from 'node:test';
import { expect } from 'chai';
import { distanceField, FIELD_REACH } from './field.js';

const SIDE = 40;

/** Coverage of a shape given by its signed distance, by 16 × 16 samples a texel. */
function drawing(inside: (x: number, y: number) => boolean): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(SIDE * SIDE * 4);
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE; x += 1) {
      let hits = 0;
      for (let sample = 0; sample < 256; sample += 1)
        hits += Number(inside(x + ((sample % 16) + 0.5) / 16, y + (Math.floor(sample / 16) + 0.5) / 16));
      rgba[(y * SIDE + x) * 4 + 3] = Math.round((hits / 256) * 255);
    }
  }
  return rgba;
}

/** Largest error of the field in texels where the true distance is within `limit`. */
function worst(distance: (x: number, y: number) => number, limit: number): number {
  const field = distanceField(
    drawing((x, y) => distance(x, y) < 0),
    SIDE,
    SIDE,
  );
  let most = 0;
  // Away from the borders, where an outline that goes on is cut off.
  for (let y = 6; y < SIDE - 6; y += 1) {
    for (let x = 6; x < SIDE - 6; x += 1) {
      const truth = distance(x + 0.5, y + 0.5);
      if (Math.abs(truth) > limit) continue;
      most = Math.max(most, Math.abs((0.5 - field[y * SIDE + x]! / 255) * FIELD_REACH - truth));
    }
  }
  return most;
}

describe('the distance field of a drawing', () => {
  it('keeps an upright edge where it is, wherever in the texel it lies', () => {
    for (const edge of [20, 20.25, 20.5, 20.8])
      expect(
        worst((x) => x - edge, 3),
        `edge at ${edge}`,
      ).to.be.below(0.03);
  });
  it('is right within an eighth of a texel along slanted and round outlines', () => {
    for (const angle of [0.2, 0.5, Math.PI / 4, 1.3])
      expect(
        worst((x, y) => (x - 20) * Math.cos(angle) + (y - 20) * Math.sin(angle), 2),
        `angle ${angle}`,
      ).to.be.below(0.125);
    expect(
      worst((x, y) => Math.hypot(x - 20.3, y - 19.8) - 9, 3),
      'a disc',
    ).to.be.below(0.125);
    expect(
      worst((x, y) => Math.abs(Math.hypot(x - 20.3, y - 19.8) - 9) - 1.5, 1),
      'a ring three texels wide',
    ).to.be.below(0.125);
  });
  it('is far outside everywhere for an empty drawing', () => {
    expect(new Set(distanceField(new Uint8ClampedArray(SIDE * SIDE * 4), SIDE, SIDE))).to.deep.equal(new Set([0]));
  });
});
