import { describe, it } from 'node:test';
import { expect } from 'chai';
import { EDGE_SCROLL, edgeSpeed } from './edge-scroll.js';

const VIEWPORT = { width: 1000, height: 600 };

describe('scrolling at the edge', () => {
  it('rests in the middle, and grows with depth up to its limit', () => {
    expect(edgeSpeed({ x: 500, y: 300 }, VIEWPORT)).to.deep.equal({ x: 0, y: 0 });
    expect(edgeSpeed({ x: EDGE_SCROLL.margin, y: 300 }, VIEWPORT).x).to.equal(0);
    const speeds = [990, 995, 1000, 1400].map((x) => edgeSpeed({ x, y: 300 }, VIEWPORT).x);
    expect(speeds).to.deep.equal([...speeds].sort((a, b) => a - b));
    expect(speeds.at(-1)).to.equal(EDGE_SCROLL.speed);
    expect(edgeSpeed({ x: -50, y: 700 }, VIEWPORT)).to.deep.equal({ x: -EDGE_SCROLL.speed, y: EDGE_SCROLL.speed });
  });

  it('leaves a middle where it rests in a small viewport', () => {
    expect(edgeSpeed({ x: 50, y: 50 }, { width: 100, height: 100 })).to.deep.equal({ x: 0, y: 0 });
  });
});
