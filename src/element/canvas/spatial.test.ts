import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { Rect } from '../../scene/types.js';
import { neighbour, OPPOSITE, type Direction } from './spatial.js';

const DIRECTIONS: readonly Direction[] = ['left', 'right', 'up', 'down'];
const at = (x: number, y: number, width = 240, height = 100): Rect => ({ x, y, width, height });
const named = (rects: readonly Rect[]): Map<string, Rect> => new Map(rects.map((rect, index) => [String(index), rect]));

/** Small, quick and good enough for layouts: mulberry32. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Items that arrows do not lead to from the first one, or not back from. */
function unreachable(rects: ReadonlyMap<string, Rect>, next: typeof neighbour): string[] {
  const ids = [...rects.keys()];
  const forward = new Map(ids.map((id) => [id, DIRECTIONS.flatMap((way) => next(rects, id, way) ?? [])]));
  const backward = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const [id, others] of forward) for (const other of others) backward.get(other)!.push(id);
  const reach = (links: ReadonlyMap<string, readonly string[]>): Set<string> => {
    const seen = new Set([ids[0]!]);
    for (const id of seen) for (const other of links.get(id)!) seen.add(other);
    return seen;
  };
  const [out, back] = [reach(forward), reach(backward)];
  return ids.filter((id) => !out.has(id) || !back.has(id));
}

const LAYOUTS: Readonly<Record<string, readonly Rect[]>> = {
  row: Array.from({ length: 6 }, (_, index) => at(index * 300, 0)),
  'column of one x': Array.from({ length: 6 }, (_, index) => at(0, index * 140)),
  grid: Array.from({ length: 25 }, (_, index) => at((index % 5) * 300, Math.floor(index / 5) * 300)),
  'grid of narrow rows': Array.from({ length: 25 }, (_, index) => at((index % 5) * 300, Math.floor(index / 5) * 150)),
  diagonal: Array.from({ length: 8 }, (_, index) => at(index * 100, index * 100)),
  'other diagonal': Array.from({ length: 8 }, (_, index) => at(index * 100, -index * 100)),
  ring: Array.from({ length: 16 }, (_, index) => at(1000 * Math.cos((index * Math.PI) / 8), 1000 * Math.sin((index * Math.PI) / 8))),
  'star far out': [at(0, 0), at(9000, 10), at(-9000, 20), at(15, 9000), at(25, -9000), at(9000, 9000)],
  'one frame around all': [at(-100, -100, 1400, 900), at(0, 0), at(400, 0), at(800, 500), at(0, 500)],
  'a heap at one place': [at(0, 0), at(0, 0), at(0, 0), at(0, 0), at(500, 0)],
  'wide over small': [at(0, 0, 2000, 60), at(0, 200, 100, 60), at(900, 200, 100, 60), at(1800, 200, 100, 60)],
};

describe('arrows', () => {
  it('lead to the neighbour straight ahead before one that is nearer but aside, and nowhere beyond the last', () => {
    const rects = new Map([
      ['c', at(700, 20)],
      ['a', at(0, 0)],
      ['d', at(0, 300)],
      ['b', at(350, -20)],
      ['aside', at(290, 140)],
    ]);
    expect(neighbour(rects, 'a', 'right')).to.equal('b');
    expect(neighbour(rects, 'b', 'left')).to.equal('a');
    expect(neighbour(rects, 'a', 'down')).to.equal('d');
    expect(neighbour(rects, 'c', 'right')).to.equal(undefined);
  });

  for (const [name, rects] of Object.entries(LAYOUTS)) {
    it(`lead from everything to everything: ${name}`, () => {
      expect(unreachable(named(rects), neighbour)).to.deep.equal([]);
    });
  }

  /** The layouts of a seed, with many on one line and some at one place, in which something cannot be reached. */
  function failures(seed: number): string[] {
    const next = random(seed);
    return Array.from({ length: 400 }, (_, round) => {
      const step = [1, 40, 300][round % 3]!;
      const spread = 2 + Math.floor(next() * 12);
      const place = (): number => Math.floor(next() * spread) * step;
      const rects = named(
        Array.from({ length: 2 + Math.floor(next() * 40) }, () => at(place(), place(), 240, 80 + Math.floor(next() * 3) * 2)),
      );
      return unreachable(rects, neighbour).map((id) => `round ${round}, item ${id}`);
    }).flat();
  }

  it('lead from everything to everything in random layouts', () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    expect(failures(seed), `seed ${seed}`).to.deep.equal([]);
  });

  it('do not lead around an item in circles where distances are equal (seed 824685891)', () => {
    expect(failures(824685891)).to.deep.equal([]);
  });

  it('lead back where they came from in a grid', () => {
    const rects = named(LAYOUTS['grid']!);
    for (const id of rects.keys())
      for (const way of DIRECTIONS) {
        const other = neighbour(rects, id, way);
        if (other !== undefined) expect(neighbour(rects, other, OPPOSITE[way]), `${id} ${way}`).to.equal(id);
      }
  });

  it('would be caught if they left something out: a plain cone of 30° does', () => {
    const narrow: typeof neighbour = (rects, id, direction) => {
      const found = neighbour(rects, id, direction);
      const [a, b] = [rects.get(id)!, found === undefined ? undefined : rects.get(found)];
      if (!b) return undefined;
      const [along, aside] = direction === 'left' || direction === 'right' ? [b.x - a.x, b.y - a.y] : [b.y - a.y, b.x - a.x];
      return Math.abs(aside) <= Math.abs(along) / 2 ? found : undefined;
    };
    expect(unreachable(named(LAYOUTS['diagonal']!), narrow)).not.to.deep.equal([]);
  });
});
