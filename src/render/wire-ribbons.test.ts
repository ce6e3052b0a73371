import { describe, it } from 'node:test';
import { expect } from 'chai';
import { Rows } from '../scene/rows.js';
import { handleFor } from '../scene/wire.js';
import { SEGMENTS, WIRE_WORDS, WireRibbons, type WireList } from './wire-ribbons.js';

/** Wires between pairs of nodes, one for each of `[dx, dy]` from the first's corner to the second's. */
function wires(spans: readonly (readonly [number, number])[]) {
  const rows = new Rows();
  const words = new Uint32Array(spans.length * WIRE_WORDS);
  spans.forEach(([dx, dy], index) => {
    const [from, to] = [rows.take(), rows.take()];
    rows.set(from, index * 7, index * 3, 240, 115);
    rows.set(to, index * 7 + dx, index * 3 + dy, 240, 115);
    words.set([from, to, 0, 0], index * WIRE_WORDS);
  });
  const count = spans.length;
  const list: WireList = { words, count, numbers: Uint32Array.from(spans.keys()), table: { count }, hasDraft: false };
  return { rows, list };
}

const update = (ribbons: WireRibbons, { rows, list }: ReturnType<typeof wires>, zoom: number, changed: boolean): void =>
  ribbons.update(list, rows, zoom, changed, false);

/** Pieces of each wire by its output's row. */
function piecesOf(ribbons: WireRibbons): Map<number, number> {
  const pieces = new Map<number, number>();
  for (const { first, count, segments } of ribbons.runs) {
    for (let at = first; at < first + count; at += 1) pieces.set(ribbons.words[at * WIRE_WORDS]!, segments);
  }
  return pieces;
}

describe('wire ribbons', () => {
  it('has the same pieces after zooming about as when made there, and reckons with no wire anew (seeded)', () => {
    const seed = (Date.now() % 100_000) + 1;
    console.log(`seed ${seed}`);
    let state = seed;
    const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
    const far = (): number => (random() < 0.5 ? -1 : 1) * 10 ** (random() * 4);
    const graph = wires(Array.from({ length: 400 }, () => [far(), far()] as const));
    const moving = new WireRibbons();
    update(moving, graph, 1, true);
    const { reckoned } = moving;
    const seen = new Set<number>();
    for (let step = 0; step < 40; step += 1) {
      const zoom = 0.04 * 100 ** random();
      update(moving, graph, zoom, false);
      const fresh = new WireRibbons();
      update(fresh, graph, zoom, true);
      expect(piecesOf(moving), `zoom ${zoom}, seed ${seed}`).to.deep.equal(piecesOf(fresh));
      for (const { segments } of fresh.runs) seen.add(segments);
    }
    expect(moving.reckoned, `seed ${seed}`).to.equal(reckoned);
    expect(
      [...seen].sort((a, b) => a - b),
      'all classes take part',
    ).to.deep.equal([...SEGMENTS]);
  });

  it('reckons once with a wire that comes into sight again, and anew where its ends moved meanwhile', () => {
    const { rows, list: all } = wires([
      [600, 40],
      [900, -700],
      [-500, 300],
    ]);
    /** The wires of these numbers, as a view shows them. */
    const inSight = (...numbers: number[]): WireList => {
      const words = new Uint32Array(all.words.length);
      numbers.forEach((number, index) => words.set(all.words.subarray(number * WIRE_WORDS, (number + 1) * WIRE_WORDS), index * WIRE_WORDS));
      return { ...all, words, count: numbers.length, numbers: Uint32Array.from(numbers) };
    };
    const ribbons = new WireRibbons();
    const shows = (...numbers: number[]): number => {
      const before = ribbons.reckoned;
      ribbons.update(inSight(...numbers), rows, 1, true, false);
      const fresh = new WireRibbons();
      fresh.update(inSight(...numbers), rows, 1, true, false);
      expect(piecesOf(ribbons), `wires ${numbers.join()}`).to.deep.equal(piecesOf(fresh));
      return ribbons.reckoned - before;
    };
    expect(shows(0, 1)).to.equal(2);
    expect(shows(2)).to.equal(1);
    expect(shows(0, 1, 2), 'all of them known').to.equal(0);
    shows(2);
    const moved = all.words[1 * WIRE_WORDS + 1]!;
    rows.set(moved, 5000, 4000, 240, 115);
    expect(shows(2), 'the one in sight has not moved').to.equal(0);
    expect(shows(1, 0), 'the one that has').to.equal(1);
    ribbons.update({ ...all, table: { count: 3 } }, rows, 1, true, false);
    expect(ribbons.reckoned, 'other wires by the same numbers').to.equal(3 + 1 + 3);
  });

  it('strays from no curve by more than a quarter of a pixel at zoom 1', () => {
    for (const span of [
      [300, 0],
      [400, 120],
      [900, 700],
      [2000, -30],
    ] as const) {
      const graph = wires([span]);
      const ribbons = new WireRibbons();
      update(ribbons, graph, 1, true);
      const { segments } = ribbons.runs[0]!;
      // Ports lie on the nodes' sides, at the same height for both.
      const dx = span[0] - 240;
      const dy = span[1];
      expect(straying(dx, dy, segments), `${span.join()}: ${segments} pieces`).to.be.at.most(0.25);
    }
    expect(straying(660, 700, 4), 'the control').to.be.above(0.25);
  });
});

/** How far straight pieces of a forward wire lie from its curve at most, each one measured in its middle. */
function straying(dx: number, dy: number, pieces: number): number {
  const handle = handleFor(Math.abs(dx), Math.abs(dy));
  const at = (t: number) => {
    const s = 1 - t;
    return { x: 3 * s * s * t * handle + 3 * s * t * t * (dx - handle) + t ** 3 * dx, y: (3 * s * t * t + t ** 3) * dy };
  };
  let most = 0;
  for (let piece = 0; piece < pieces; piece += 1) {
    const [a, m, b] = [at(piece / pieces), at((piece + 0.5) / pieces), at((piece + 1) / pieces)];
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (length > 0) most = Math.max(most, Math.abs((b.x - a.x) * (a.y - m.y) - (a.x - m.x) * (b.y - a.y)) / length);
  }
  return most;
}
