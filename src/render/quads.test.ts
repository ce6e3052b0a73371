import { describe, it } from 'node:test';
import { expect } from 'chai';
import { QUAD_WORDS, QuadBuffer, QuadKind, type PictureQuad } from './quads.js';

/** One quad for each row; those of `pictures` wait for a picture. */
function bufferOf(rows: readonly number[], pictures: readonly number[] = []): QuadBuffer {
  const buffer = new QuadBuffer();
  for (const row of rows) {
    if (pictures.includes(row)) buffer.pictures.push({ index: buffer.count, row, item: {} } as PictureQuad);
    buffer.push([0, 0, 1, 1], [0, 0, 0, 0], row, QuadKind.box, 0);
  }
  return buffer;
}
const rowsOf = ({ words, count }: QuadBuffer): number[] => Array.from({ length: count }, (_, at) => words[at * QUAD_WORDS + 8]!);
const picturesOf = ({ pictures }: QuadBuffer): (readonly [number, number])[] => pictures.map(({ index, row }) => [index, row] as const);

describe('quads', () => {
  for (const [what, into, after, pictures, touched] of [
    [
      'as many',
      [20, 21],
      [0, 1, 20, 21, 4, 5],
      [
        [1, 1],
        [2, 20],
        [4, 4],
      ],
      { from: 2, to: 4 },
    ],
    [
      'more',
      [20, 21, 22],
      [0, 1, 20, 21, 22, 4, 5],
      [
        [1, 1],
        [2, 20],
        [5, 4],
      ],
      { from: 2, to: 7 },
    ],
    [
      'fewer',
      [20],
      [0, 1, 20, 4, 5],
      [
        [1, 1],
        [2, 20],
        [3, 4],
      ],
      { from: 2, to: 5 },
    ],
    [
      'none',
      [],
      [0, 1, 4, 5],
      [
        [1, 1],
        [2, 4],
      ],
      { from: 2, to: 4 },
    ],
  ] as const) {
    it(`puts ${what} in the place of two, with their pictures and those behind them`, () => {
      const buffer = bufferOf([0, 1, 2, 3, 4, 5], [1, 3, 4]);
      buffer.replace(2, 4, bufferOf(into, [20]));
      expect(rowsOf(buffer)).to.deep.equal(after);
      expect(picturesOf(buffer)).to.deep.equal(pictures);
      expect(buffer.takeTouched()).to.deep.equal(touched);
    });
  }

  it('finds room for any number more', () => {
    const many = Array.from({ length: 500 }, (_, at) => 100 + at);
    const buffer = bufferOf([0, 1, 2]);
    buffer.replace(1, 2, bufferOf(many));
    expect(rowsOf(buffer)).to.deep.equal([0, ...many, 2]);
  });
});
