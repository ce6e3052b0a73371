import { describe, it } from 'node:test';
import { expect } from 'chai';
import { wireBounds, wireDistance, wirePoint } from './wire.js';
import { contains, grow } from './rect.js';

const cases = [
  { name: 'forward', from: { x: 0, y: 0 }, to: { x: 300, y: 80 } },
  { name: 'backward', from: { x: 240, y: 70 }, to: { x: 0, y: 280 } },
  { name: 'straight down', from: { x: 0, y: 0 }, to: { x: 0, y: 400 } },
  { name: 'level', from: { x: 0, y: 0 }, to: { x: 60, y: 0 } },
  { name: 'of no length', from: { x: 5, y: 5 }, to: { x: 5, y: 5 } },
];

describe('wires', () => {
  for (const { name, from, to } of cases) {
    it(`${name}: starts and ends at its ports and stays in its box`, () => {
      expect(wirePoint(from, to, 0)).to.deep.equal(from);
      expect(wirePoint(from, to, 1)).to.deep.equal(to);
      const box = grow(wireBounds(from, to), 1e-6);
      for (let t = 0; t <= 1; t += 0.05) expect(contains(box, wirePoint(from, to, t)), `t ${t}`).to.equal(true);
    });
  }

  it('leaves its port to the right, also backwards', () => {
    const { from, to } = cases[1]!;
    expect(wirePoint(from, to, 0.05).x).to.be.greaterThan(from.x);
    expect(wirePoint(from, to, 0.95).x).to.be.lessThan(to.x);
  });

  it('turns nowhere by more than a right angle between neighbouring pieces', () => {
    for (const { from, to } of cases.slice(0, 3)) {
      for (let index = 1; index < 47; index += 1) {
        const [a, b, c] = [index - 1, index, index + 1].map((step) => wirePoint(from, to, step / 48)) as [
          typeof from,
          typeof from,
          typeof from,
        ];
        const dot = (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y);
        expect(dot).to.be.greaterThan(0);
      }
    }
  });

  it('measures the distance from its middle line', () => {
    expect(wireDistance({ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 50, y: 7 })).to.be.closeTo(7, 0.01);
    expect(wireDistance({ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 110, y: 0 })).to.be.closeTo(10, 0.01);
  });

  it('measures the same where only what lies within reach is asked for', () => {
    let near = 0;
    for (const { from, to } of cases)
      for (let x = -120; x <= 420; x += 9)
        for (let y = -60; y <= 460; y += 9) {
          const exact = wireDistance(from, to, { x, y });
          const within = wireDistance(from, to, { x, y }, 20);
          if (exact > 20) expect(within, `${x} ${y}`).to.be.above(20);
          else expect(within, `${x} ${y}`).to.be.closeTo(exact, 0.2);
          if (exact <= 20) near += 1;
        }
    expect(near).to.be.above(500);
  });
});
