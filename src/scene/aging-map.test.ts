import { describe, it } from 'node:test';
import { expect } from 'chai';
import { AgingMap } from './aging-map.js';

describe('AgingMap', () => {
  it('stays bounded, keeps what is asked for and forgets the rest', () => {
    const map = new AgingMap<number>(10);
    map.set('kept', 1);
    for (let index = 0; index < 1000; index += 1) {
      map.set(`key ${index}`, index);
      expect(map.get('kept'), `after ${index}`).to.equal(1);
      expect(map.size).to.be.at.most(20);
    }
    expect(map.get('key 0')).to.equal(undefined);
    expect(map.get('key 999')).to.equal(999);
  });
});
