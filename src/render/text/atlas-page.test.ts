import { describe, it } from 'node:test';
import { expect } from 'chai';
import { AtlasPage } from './atlas-page.js';

describe('AtlasPage', () => {
  it('never gives the same room twice', () => {
    const seed = 20_261_124;
    let state = seed;
    const random = (): number => (state = (state * 1_103_515_245 + 12_345) & 0x7fffffff) / 0x7fffffff;
    const page = new AtlasPage(128, 1);
    const taken = new Uint8Array(128 * 128);
    let placed = 0;
    for (let index = 0; index < 300; index += 1) {
      const width = 3 + Math.floor(random() * 20);
      const height = 3 + Math.floor(random() * 20);
      const place = page.place(width, height);
      if (!place) continue;
      placed += 1;
      for (let y = place.y; y < place.y + height; y += 1) {
        for (let x = place.x; x < place.x + width; x += 1) {
          expect(x < 128 && y < 128 && taken[y * 128 + x] === 0, `seed ${seed}, rectangle ${index}`).to.equal(true);
          taken[y * 128 + x] = 1;
        }
      }
    }
    expect(placed).to.be.greaterThan(40);
  });

  it('says when it is full and has room again once cleared', () => {
    const page = new AtlasPage(16, 1);
    expect(page.place(16, 16)).to.deep.equal({ x: 0, y: 0 });
    expect(page.place(1, 1)).to.equal(null);
    expect(page.place(17, 1)).to.equal(null);
    page.clear();
    expect(page.place(16, 16)).to.deep.equal({ x: 0, y: 0 });
  });

  it('reports the rows that changed, once', () => {
    const page = new AtlasPage(16, 1);
    page.place(16, 4);
    const place = page.place(2, 3)!;
    page.write(place, 2, 3, [1, 2, 3, 4, 5, 6]);
    expect(page.takeDirty()).to.deep.equal({ from: 4, to: 7 });
    expect(page.takeDirty()).to.equal(null);
    expect([...page.data.subarray(5 * 16, 5 * 16 + 2)]).to.deep.equal([3, 4]);
  });
});
