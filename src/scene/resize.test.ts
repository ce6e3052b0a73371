import { describe, it } from 'node:test';
import { expect } from 'chai';
import { handleAt, resizeRect } from './resize.js';

const rect = { x: 100, y: 100, width: 200, height: 120 };
const min = { width: 80, height: 60 };

describe('resizing', () => {
  it('moves the pulled sides and leaves the others', () => {
    expect(resizeRect(rect, 'se', 30, 10, min)).to.deep.equal({ x: 100, y: 100, width: 230, height: 130 });
    expect(resizeRect(rect, 'nw', 30, 10, min)).to.deep.equal({ x: 130, y: 110, width: 170, height: 110 });
    expect(resizeRect(rect, 'n', 30, -10, min)).to.deep.equal({ x: 100, y: 90, width: 200, height: 130 });
    expect(resizeRect(rect, 'w', -30, 10, min)).to.deep.equal({ x: 70, y: 100, width: 230, height: 120 });
  });

  it('stops at the smallest size, where the opposite side is', () => {
    expect(resizeRect(rect, 'nw', 500, 500, min)).to.deep.equal({ x: 220, y: 160, width: 80, height: 60 });
    expect(resizeRect(rect, 'se', -500, -500, min)).to.deep.equal({ x: 100, y: 100, width: 80, height: 60 });
  });

  it('finds handles within six pixels of the outline, at any zoom', () => {
    expect(handleAt(rect, { x: 96, y: 96 }, 1)).to.equal('nw');
    expect(handleAt(rect, { x: 305, y: 160 }, 1)).to.equal('e');
    expect(handleAt(rect, { x: 307, y: 160 }, 1)).to.equal(undefined);
    expect(handleAt(rect, { x: 200, y: 160 }, 1)).to.equal(undefined);
    expect(handleAt(rect, { x: 200, y: 240 }, 0.25)).to.equal('s');
    expect(handleAt(rect, { x: 200, y: 226 }, 4)).to.equal(undefined);
  });
});
