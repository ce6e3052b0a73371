import { describe, it } from 'node:test';
import { expect } from 'chai';
import { segmentsCross } from './crossing.js';

const p = (x: number, y: number) => ({ x, y });

describe('segments', () => {
  it('cross, touch, or miss', () => {
    expect(segmentsCross(p(0, 0), p(10, 10), p(0, 10), p(10, 0))).to.equal(true);
    expect(segmentsCross(p(0, 0), p(4, 4), p(0, 10), p(10, 0))).to.equal(false);
    expect(segmentsCross(p(0, 0), p(10, 0), p(5, 0), p(5, 9)), 'an end on the other').to.equal(true);
    expect(segmentsCross(p(0, 0), p(10, 0), p(0, 1), p(10, 1)), 'parallel').to.equal(false);
    expect(segmentsCross(p(0, 0), p(10, 0), p(11, 0), p(20, 0)), 'on one line, apart').to.equal(false);
    expect(segmentsCross(p(0, 0), p(10, 0), p(8, 0), p(20, 0)), 'on one line, over each other').to.equal(true);
  });
});
