import { describe, it } from 'node:test';
import { expect } from 'chai';
import { AtlasPage, type Room } from './atlas-page.js';

function randomBy(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) & 0x7fffffff) / 0x7fffffff;
}

describe('AtlasPage', () => {
  it('never gives the same room twice, however much is given back in between', () => {
    const seed = 20_261_124;
    const random = randomBy(seed);
    const page = new AtlasPage(128, 512, 1);
    const taken = new Uint8Array(128 * 512);
    const live: Room[] = [];
    const fill = (room: Room, from: number, to: number, message: string): void => {
      for (let y = room.y; y < room.y + room.height; y += 1)
        for (let x = room.x; x < room.x + room.width; x += 1) {
          expect(x < 128 && y < page.height && taken[y * 128 + x] === from, message).to.equal(true);
          taken[y * 128 + x] = to;
        }
    };
    let placed = 0;
    for (let index = 0; index < 4000; index += 1) {
      const message = `seed ${seed}, step ${index}`;
      if (live.length > 0 && random() < 0.45) {
        const [room] = live.splice(Math.floor(random() * live.length), 1);
        fill(room!, 1, 0, message);
        page.release(room!);
        continue;
      }
      const room = page.place(3 + Math.floor(random() * 20), 3 + Math.floor(random() * 20));
      if (!room) continue;
      placed += 1;
      fill(room, 0, 1, message);
      live.push(room);
    }
    expect(placed).to.be.greaterThan(1000);
    for (const room of live) page.release(room);
    expect(page.place(128, 512), 'one free piece again').to.deep.equal({ x: 0, y: 0, width: 128, height: 512 });
  });

  it('grows to its limit and says then that it is full', () => {
    const page = new AtlasPage(16, 512, 1);
    expect(page.height).to.equal(256);
    expect(page.place(16, 256)).to.deep.include({ x: 0, y: 0 });
    const room = page.place(4, 4)!;
    expect(room).to.deep.include({ x: 0, y: 256 });
    expect(page.height).to.equal(512);
    expect(page.data.length).to.equal(16 * 512);
    expect(page.place(16, 256)).to.equal(null);
    expect(page.place(17, 1)).to.equal(null);
    page.clear();
    expect(page.place(16, 512)).to.deep.include({ x: 0, y: 0 });
  });

  it('grows no further than a device can hold', () => {
    const page = new AtlasPage(16, 2048, 1);
    page.limit(512);
    expect(page.place(16, 516)).to.equal(null);
    expect(page.place(16, 512)).to.not.equal(null);
  });

  it('leaves nothing behind where a piece was', () => {
    const page = new AtlasPage(16, 256, 1);
    const room = page.place(3, 2)!;
    page.write(room, Uint8Array.of(1, 2, 3, 4, 5, 6));
    expect([...page.data.subarray(0, 3), ...page.data.subarray(16, 19)]).to.deep.equal([1, 2, 3, 4, 5, 6]);
    page.release(room);
    expect(page.data.every((texel) => texel === 0)).to.equal(true);
  });

  it('reports the rows that changed once, those far apart separately', () => {
    const page = new AtlasPage(16, 256, 1);
    const first = page.place(16, 4)!;
    page.place(16, 128);
    const far = page.place(16, 4)!;
    page.takeDirty();
    page.write(first, new Uint8Array(64));
    page.write(far, new Uint8Array(64));
    expect(page.takeDirty()).to.deep.equal([
      { from: 0, to: 4 },
      { from: 132, to: 136 },
    ]);
    expect(page.takeDirty()).to.deep.equal([]);
  });
});
