import { describe, it } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../graph/schema.fixture.js';
import type { Point, Rect } from '../scene/types.js';
import { LassoPath, winding } from './lasso-path.js';

const SQUARE: readonly Point[] = [
  { x: 0, y: 0 },
  { x: 10, y: 0 },
  { x: 10, y: 10 },
  { x: 0, y: 10 },
];

/** Sum of the angles under which `point` sees the edges, in turns: slow, and another way to the same number. */
function turnsByAngles(path: readonly Point[], point: Point): number {
  let sum = 0;
  path.forEach((a, index) => {
    const b = path[(index + 1) % path.length]!;
    const angle = Math.atan2(b.y - point.y, b.x - point.x) - Math.atan2(a.y - point.y, a.x - point.x);
    sum += angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
  });
  return Math.round(sum / (2 * Math.PI));
}

describe('a lasso', () => {
  it('holds what lies inside, whichever way it is drawn', () => {
    expect(winding(SQUARE, { x: 5, y: 5 })).to.not.equal(0);
    expect(winding([...SQUARE].reverse(), { x: 5, y: 5 })).to.not.equal(0);
    expect(winding(SQUARE, { x: 15, y: 5 })).to.equal(0);
    expect(winding([], { x: 0, y: 0 })).to.equal(0);
  });

  it('keeps what it goes round twice', () => {
    expect(winding([...SQUARE, ...SQUARE], { x: 5, y: 5 })).to.not.equal(0);
  });

  it('agrees with the angles, and grown point by point with the whole path (seeds 1 to 40)', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const random = seededRandom(seed);
      const point = (): Point => ({ x: Math.round(random() * 30), y: Math.round(random() * 30) });
      const things = Array.from({ length: 60 }, (_, index) => [`${index}`, { x: random() * 30, y: random() * 30 }] as const);
      const path = new LassoPath(point());
      for (let step = 0; step < 25; step += 1)
        path.add(point(), ({ x, y, width, height }: Rect) =>
          things.filter(([, at]) => at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height),
        );
      for (const [id, at] of things) expect(winding(path.points, at), `seed ${seed}, ${id}`).to.equal(turnsByAngles(path.points, at) || 0);
      const whole = things.filter(([, at]) => winding(path.points, at) !== 0).map(([id]) => id);
      expect(path.inside().sort(), `seed ${seed}`).to.deep.equal(whole.sort());
    }
  });
});
