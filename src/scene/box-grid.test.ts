import { describe, it } from 'node:test';
import { expect } from 'chai';
import { BoxGrid } from './box-grid.js';

type Box = readonly [number, number, number, number];

function seeded(): { seed: number; random(): number } {
  const seed = (Date.now() % 100_000) + 1;
  console.log(`seed ${seed}`);
  let state = seed;
  return { seed, random: () => (state = (state * 48271) % 2147483647) / 2147483647 };
}

const touching = (a: Box, b: Box): boolean => a[0] <= b[2] && a[1] <= b[3] && a[2] >= b[0] && a[3] >= b[1];

describe('BoxGrid', () => {
  it('answers with every box that touches, after any number of moves, of any size and as far away as documents go', () => {
    const { seed, random } = seeded();
    const grid = new BoxGrid();
    const boxes = new Map<number, Box>();
    /** Points, nodes, wires across the plane; near zero, negative, a billion units away. */
    const anywhere = (): Box => {
      const far = [0, 0, 0, 1e6, -1e9][Math.floor(random() * 5)]!;
      const long = [0, 240, 700, 1e4, 1e6][Math.floor(random() * 5)]!;
      const [x, y] = [far + (random() - 0.5) * 8000, (random() - 0.5) * 8000];
      return [x, y, x + long * random(), y + long * random()];
    };
    let answers = 0;
    for (let step = 0; step < 6000; step += 1) {
      const number = Math.floor(random() * 500);
      if (random() < 0.2) {
        grid.take(number);
        boxes.delete(number);
      } else {
        const box = anywhere();
        grid.put(number, ...box);
        boxes.set(number, box);
      }
      if (step % 20 > 0) continue;
      const [x, y] = anywhere();
      const asked: Box = [x, y, x + random() * 300, y + random() * 300];
      const found = grid.near(...asked);
      const expected = [...boxes].filter(([, box]) => touching(box, asked)).map(([at]) => at);
      answers += expected.length;
      expect(found, `seed ${seed}`).to.deep.equal([...found].sort((a, b) => a - b));
      expect(found, `step ${step}, seed ${seed}`).to.include.members(expected);
      expect(new Set(found).size, 'each once').to.equal(found.length);
      for (const at of found) expect(boxes.has(at), 'none that was taken').to.equal(true);
    }
    expect(answers).to.be.above(500);
    grid.clear();
    expect(grid.near(-1e7, -1e7, 1e7, 1e7)).to.deep.equal([]);
  });

  it('looks at a handful of 50,000 boxes for a point', () => {
    const grid = new BoxGrid();
    for (let box = 0; box < 50_000; box += 1) {
      const [x, y] = [(box % 250) * 320, Math.floor(box / 250) * 330];
      grid.put(box, x, y, x + 240, y + 200);
    }
    let most = 0;
    for (let at = 0; at < 1000; at += 1) most = Math.max(most, grid.near(at * 71, at * 53, at * 71, at * 53).length);
    expect(most).to.be.within(1, 8);
    // The check can fail: a question about the whole plane is answered with all.
    expect(grid.near(0, 0, 1e6, 1e6).length).to.equal(50_000);
  });
});
