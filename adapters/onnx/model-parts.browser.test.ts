/** Parts of unfinished downloads in the browser's real Cache API. */
import { expect } from '@open-wc/testing';
import { modelParts } from './model-parts.js';

const CACHE = 'gds-canvas-model-parts';
const bytes = (...values: number[]) => Uint8Array.from(values);

describe('model parts', () => {
  beforeEach(() => caches.delete(CACHE));
  after(() => caches.delete(CACHE));

  it('gives back what was appended, in order and over a new page', async () => {
    expect(await modelParts()!.open('abc')).to.equal(undefined);
    await modelParts()!.append('abc', 0, { validator: '"v"', bytes: bytes(1, 2, 3) });
    await modelParts()!.append('abc', 3, { validator: '"v"', bytes: bytes(4, 5) });
    expect(await modelParts()!.open('abc')).to.deep.equal({ validator: '"v"', bytes: bytes(1, 2, 3, 4, 5) });
    expect(await modelParts()!.open('ab')).to.equal(undefined);
  });

  it('appends a view into a larger buffer as no more than the view', async () => {
    const parts = modelParts()!;
    await parts.append('abc', 0, { validator: '"v"', bytes: bytes(9, 9, 1, 2, 9).subarray(2, 4) });
    expect((await parts.open('abc'))!.bytes).to.deep.equal(bytes(1, 2));
  });

  it('ends where there is a gap, or where another version of the file begins', async () => {
    const parts = modelParts()!;
    await parts.append('gap', 0, { validator: '"v"', bytes: bytes(1, 2) });
    await parts.append('gap', 3, { validator: '"v"', bytes: bytes(4) });
    expect((await parts.open('gap'))!.bytes).to.deep.equal(bytes(1, 2));
    await parts.append('mixed', 0, { validator: '"v"', bytes: bytes(1, 2) });
    await parts.append('mixed', 2, { validator: '"w"', bytes: bytes(3) });
    expect(await parts.open('mixed')).to.deep.equal({ validator: '"v"', bytes: bytes(1, 2) });
  });

  it('drops one file and leaves the others', async () => {
    const parts = modelParts()!;
    for (const file of ['one', 'two']) await parts.append(file, 0, { validator: '"v"', bytes: bytes(1) });
    await parts.drop('one');
    expect(await parts.open('one')).to.equal(undefined);
    expect(await parts.open('two')).to.not.equal(undefined);
  });

  it('drops what nobody has gone on with for a week', async () => {
    const week = 7 * 24 * 3_600_000;
    await modelParts(() => 1000)!.append('old', 0, { validator: '"v"', bytes: bytes(1) });
    await modelParts(() => 2000 + week)!.append('new', 0, { validator: '"v"', bytes: bytes(2) });
    expect(await modelParts(() => 2000 + week)!.open('new')).to.not.equal(undefined);
    expect(await (await caches.open(CACHE)).keys()).to.have.length(1);
  });
});
