import { describe, it } from 'node:test';
import { expect } from 'chai';
import { detailAt } from './items.js';

describe('level of detail', () => {
  it('follows the zoom', () => {
    expect([2, 0.5, 0.45, 0.3, 0.1, 0.05].map((zoom) => detailAt(zoom))).to.deep.equal([0, 0, 1, 2, 3, 4]);
  });
  it('is left late and entered at once, so that it does not flicker', () => {
    expect(detailAt(0.39, 1)).to.equal(1);
    expect(detailAt(0.35, 1)).to.equal(2);
    expect(detailAt(0.39, 2)).to.equal(2);
    expect(detailAt(0.41, 2)).to.equal(1);
  });
  it('drops port titles exactly below 50 %', () => {
    expect(detailAt(0.499, 0)).to.equal(1);
  });
});
