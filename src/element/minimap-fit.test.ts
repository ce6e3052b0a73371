import { describe, it } from 'node:test';
import { expect } from 'chai';
import { encloses, union } from '../scene/rect.js';
import { mapExtent } from './minimap-fit.js';

const CONTENT = { x: 0, y: 0, width: 1000, height: 600 };
const view = (x: number, y = 100) => ({ x, y, width: 400, height: 300 });

describe('the extent of the minimap', () => {
  it('is the content while the view lies in it', () => {
    expect(mapExtent(CONTENT, view(100), null)).to.equal(CONTENT);
  });

  it('holds content and view, and changes seldom while the view wanders away', () => {
    let extent = mapExtent(CONTENT, view(0), null);
    let changes = 0;
    for (let x = 0; x <= 3000; x += 10) {
      const next = mapExtent(CONTENT, view(x), extent);
      expect(encloses(next, union(CONTENT, view(x))), `at ${x}`).to.equal(true);
      if (next !== extent) changes += 1;
      extent = next;
    }
    expect(changes).to.be.within(2, 40);
  });

  it('shrinks again once the view comes back', () => {
    const far = mapExtent(CONTENT, view(9000), null);
    expect(mapExtent(CONTENT, view(700), far).width).to.be.below(far.width / 2);
  });
});
