import { describe, it } from 'node:test';
import { expect } from 'chai';
import { byteRange } from './byte-range.js';

describe('byteRange', () => {
  const cases: [header: string | undefined, size: number, expected: ReturnType<typeof byteRange>][] = [
    [undefined, 10, undefined],
    ['bytes=0-4', 10, { start: 0, end: 4 }],
    ['bytes=4-', 10, { start: 4, end: 9 }],
    ['bytes=-3', 10, { start: 7, end: 9 }],
    ['bytes=-30', 10, { start: 0, end: 9 }],
    ['bytes=0-99', 10, { start: 0, end: 9 }],
    ['bytes=10-', 10, 'unsatisfiable'],
    ['bytes=-0', 10, 'unsatisfiable'],
    ['bytes=0-', 0, 'unsatisfiable'],
    ['bytes=5-2', 10, undefined],
    ['bytes=0-1,4-5', 10, undefined],
    ['bytes=-', 10, undefined],
    ['items=0-4', 10, undefined],
  ];
  for (const [header, size, expected] of cases) {
    it(`reads ${header ?? 'no header'} of ${size} bytes`, () => {
      expect(byteRange(header, size)).to.deep.equal(expected);
    });
  }
});
