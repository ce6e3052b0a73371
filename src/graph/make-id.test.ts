import { describe, it } from 'node:test';
import { expect } from 'chai';
import { makeId } from './make-id.js';

describe('makeId', () => {
  it('gives ids of 21 characters of a URL, no two alike, and draws randomness for hundreds of them at once', () => {
    const { getRandomValues } = crypto;
    let drawn = 0;
    crypto.getRandomValues = function (this: Crypto, array) {
      drawn += 1;
      return getRandomValues.call(this, array) as typeof array;
    } as Crypto['getRandomValues'];
    try {
      const ids = Array.from({ length: 2000 }, makeId);
      expect(new Set(ids)).to.have.length(2000);
      for (const id of ids) expect(id).to.match(/^[\w-]{21}$/);
      expect(drawn).to.be.within(7, 9);
      // Each of the 64 characters comes at each place: none of the random bytes is used twice, none is left out.
      for (let place = 0; place < 21; place += 1) expect(new Set(ids.map((id) => id[place])), `place ${place}`).to.have.length(64);
    } finally {
      crypto.getRandomValues = getRandomValues;
    }
  });
});
