import { describe, it } from 'node:test';
import { expect } from 'chai';
import { readingOrder } from './reading-order.js';

const at = (x: number, y: number) => ({ x, y, width: 240, height: 100 });
const NODES = new Map([
  ['c', at(700, 20)],
  ['a', at(0, 0)],
  ['d', at(0, 300)],
  ['b', at(350, -20)],
]);

describe('reading order', () => {
  it('goes row by row, each from the left, though tops differ a little', () => {
    expect(readingOrder(NODES)).to.deep.equal(['a', 'b', 'c', 'd']);
  });
});
