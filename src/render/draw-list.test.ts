/** What a frame packs, looks at and uploads, counted over one scene of 10,000 nodes. It is long: each case changes that scene, and all read the same counters. */
import { describe, it, beforeEach } from 'node:test';
import { expect } from 'chai';
import { countCalls } from '../../test/support/counters.js';
import type { Camera } from '../scene/camera.js';
import { MOST_STANDING_OUT } from '../scene/scene-session.js';
import { Scene } from '../scene/scene.js';
import { approximateMeasure } from '../scene/text.js';
import { WireTable } from '../scene/wire-table.js';
import { change, FakeGraph, registry } from '../scene/testing/fixture.js';
import { DrawList } from './draw-list.js';
import type { PicturePlacer } from './picture-quads.js';
import { REST_MS } from './pixel-size.js';
import { QUAD_WORDS } from './quads.js';
import type { TextEngine } from './text/text-engine.js';
import { WIRE_WORDS } from './wire-ribbons.js';

const VIEWPORT = { width: 1280, height: 1280 };
const COLUMNS = 100;
const TYPES = ['prompt', 'sdxl-turbo', 'output', 'triposr', 'mesh-output'];

/** Lines of one letter each, always at hand: what is counted here is which cards are packed, not how text looks. */
const part = { kind: 'glyph', x: 0, y: 0, width: 1, height: 1, u0: 0, v0: 0, u1: 1, v1: 1 } as const;
const letter = { pieces: [{ x: 0, width: 1, shape: { parts: [part], live: true, seen: 0 } }], width: 1 };
let waiting = false;
let unlimited = false;
const text = {
  get unlimited() {
    return unlimited;
  },
  generation: 0,
  get waiting() {
    return waiting;
  },
  spent: false,
  measure: approximateMeasure,
  line: (words: string) => (words === '' ? { pieces: [], width: 0 } : letter),
  width: (words: string) => words.length / 2,
  icon: () => letter,
  begin: () => (waiting = false),
  postpone: () => (waiting = true),
  turn: () => undefined,
  keeps: ({ complete }: { complete: boolean }) => complete,
  track: (pack: () => void) => {
    const before = waiting;
    waiting = false;
    pack();
    const complete = !waiting;
    waiting ||= before;
    return { lines: [], complete, generation: 0, evictions: 0 };
  },
} as unknown as TextEngine;
const noPictures = { place: () => undefined } as unknown as PicturePlacer;

function gridOf(count: number): FakeGraph {
  const graph = new FakeGraph();
  for (let at = 0; at < count; at += 1) {
    graph.node(`n${at}`, TYPES[at % TYPES.length]!, (at % COLUMNS) * 320, Math.floor(at / COLUMNS) * 360);
    if (at % 5 === 1) graph.edge([`n${at - 1}`, 'text'], [`n${at}`, 'prompt']);
    if (at % 5 === 2) graph.edge([`n${at - 1}`, 'image'], [`n${at}`, 'image']);
    if (at % 5 === 3) graph.edge([`n${at - 1}`, 'image'], [`n${at}`, 'image']);
    if (at % 5 === 4) graph.edge([`n${at - 1}`, 'mesh'], [`n${at}`, 'mesh']);
  }
  return graph;
}

describe('DrawList, counted with 10,000 nodes and 8,000 wires', () => {
  let graph: FakeGraph;
  let scene: Scene;
  let list: DrawList;
  beforeEach(() => {
    unlimited = false;
    graph = gridOf(10_000);
    scene = new Scene(registry);
    scene.setGraph(graph);
    list = new DrawList(text, noPictures);
  });
  const NEAR: Camera = { x: 3000, y: 3000, zoom: 1 };
  const FAR: Camera = { x: -500, y: -500, zoom: 0.035 };
  /** What one more update packs and changes. */
  const next = (camera: Camera) => {
    const before = list.packed;
    const changes = list.update(scene, camera, VIEWPORT);
    return { packed: list.packed - before, ...changes };
  };
  const nothing = { packed: 0, groups: false, quads: { from: 0, to: 0 }, overlay: false, wires: { from: 0, to: 0 } };

  it('packs what is near, and nothing for a pan within the margin; what comes in behind it alone for a longer one', () => {
    const first = next(NEAR);
    expect(first.packed).to.be.within(12, 120);
    expect(next({ ...NEAR, x: NEAR.x + 200 })).to.deep.equal(nothing);
    const further = next({ ...NEAR, x: NEAR.x + 700 });
    expect(further.packed).to.be.within(1, first.packed - 1);
    expect(further.quads.to).to.equal(list.quads.count);
  });

  it('packs one card when one changes, over itself', () => {
    next(FAR);
    const { count } = list.quads;
    expect(count, 'all in view').to.equal(10_000);
    scene.setVisual('n5050', { status: 'complete' });
    const { packed, quads, wires } = next(FAR);
    expect([packed, quads.to - quads.from, wires.to]).to.deep.equal([1, 1, 0]);
    // A state that needs a ring as well moves those behind it along.
    scene.setVisual('n5050', { status: 'error', error: 'No' });
    const grown = next(FAR);
    expect(grown).to.deep.equal({ ...grown, packed: 1, quads: { from: quads.from, to: 10_001 } });
    // The check can fail: where many take more room, all is gathered anew from what was packed.
    for (let number = 5100; number < 5200; number += 1) scene.setVisual(`n${number}`, { status: 'error', error: 'No' });
    const many = next(FAR);
    expect(many.quads).to.deep.equal({ from: 0, to: 10_101 });
    expect(many.packed).to.equal(100);
  });

  it('drags everything without packing a quad or changing a wire', () => {
    next(FAR);
    const ids = new Set(graph.nodes.keys());
    for (let step = 1; step <= 5; step += 1) {
      scene.rows.takeDirty();
      scene.setDrag({ ids, dx: step, dy: step });
      const { reckoned } = list.ribbons;
      expect(next(FAR)).to.deep.equal(nothing);
      expect(list.ribbons.reckoned, 'wires reckoned with').to.equal(reckoned);
      const dirty = scene.rows.takeDirty()!;
      expect(dirty.to - dirty.from, 'rows to upload').to.equal(10_000);
    }
    // The checks can fail: the wires of a node that is dragged away from the others are reckoned with and drawn with more pieces,
    scene.setDrag(null);
    next(FAR);
    const { reckoned } = list.ribbons;
    scene.setDrag({ ids: new Set(['n952']), dx: 2000, dy: 9000 });
    expect(next(FAR).wires).to.deep.equal({ from: 0, to: 8000 });
    expect(list.ribbons.reckoned - reckoned, 'its two wires').to.equal(2);
    // and a node that is dragged into sight is packed.
    scene.setDrag(null);
    next(NEAR);
    scene.setDrag({ ids: new Set(['n0']), dx: 3200, dy: 3200 });
    const came = next(NEAR);
    expect(came.packed).to.equal(1);
    expect(came.quads.to).to.equal(list.quads.count);
  });

  it('packs what is dragged along as a card from afar, once, and as a flat box again; near it packs nothing', () => {
    next(FAR);
    const { count } = list.quads;
    const ids = new Set(['n4040', 'n4041', 'n4042']);
    scene.setDrag({ ids, dx: 1, dy: 1 });
    expect(next(FAR).packed).to.equal(3);
    expect(list.quads.count).to.be.greaterThan(count);
    scene.setDrag({ ids, dx: 2, dy: 2 });
    expect(next(FAR)).to.deep.equal(nothing);
    scene.setDrag(null);
    expect(next(FAR).packed).to.equal(3);
    expect(list.quads.count).to.equal(count);
    const near: Camera = { ...scene.rect('n4040')!, zoom: 1 };
    next(near);
    scene.setDrag({ ids, dx: 1, dy: 1 });
    expect(next(near), 'but for wires farther away').to.deep.include({ ...nothing, wires: { from: 0, to: list.ribbons.count } });
    scene.setDrag({ ids, dx: 2, dy: 2 });
    expect(next(near)).to.deep.equal(nothing);
  });

  it('looks at no wire while they are too small to be drawn, and catches up with what moved meanwhile', () => {
    next(FAR);
    const { reckoned } = list.ribbons;
    const tiny = { ...FAR, zoom: 0.025 };
    scene.setDrag({ ids: new Set(['n952']), dx: 2000, dy: 9000 });
    expect([next(tiny).wires.to, list.ribbons.reckoned]).to.deep.equal([0, reckoned]);
    expect(next(FAR).wires.to).to.equal(8000);
    expect(list.ribbons.reckoned).to.be.greaterThan(reckoned);
  });

  it('gives the wire under the pointer its look and the one before its own, and touches no other', () => {
    const [first, second] = [graph.edges.keys().next().value!, [...graph.edges.keys()][4000]!];
    for (const camera of [FAR, { ...FAR, zoom: 0.1 }]) {
      const before = list.detail;
      next(camera);
      const { reckoned } = list.ribbons;
      for (const edgeId of [first, second, undefined, first]) {
        scene.setHover(edgeId === undefined ? null : { edgeId });
        const { packed, wires } = next(camera);
        expect(packed).to.equal(0);
        expect(wires.to - wires.from, 'from one to the other at most').to.be.at.most(4001);
        const fresh = new DrawList(text, noPictures);
        fresh.detail = before;
        fresh.update(scene, camera, VIEWPORT);
        const { count, words } = list.ribbons;
        expect(words.slice(0, count * 4)).to.deep.equal(fresh.ribbons.words.slice(0, count * 4));
      }
      scene.setHover({ edgeId: second });
      next(camera);
      scene.setHover({ edgeId: first });
      expect(list.ribbons.reckoned, 'wires reckoned with').to.equal(reckoned);
    }
    scene.setHover(null);
    next(FAR);
    scene.setHover({ edgeId: second });
    const alone = next(FAR).wires;
    expect(alone.to - alone.from, 'one alone').to.equal(1);
    // The check can fail: a selected wire is gathered with all others.
    scene.setSelection(new Set([second]));
    expect(next(FAR).wires).to.deep.equal({ from: 0, to: 8000 });
  });

  it('gathers as little as the view needs when the detail changes', () => {
    const seenAt = (zoom: number) => scene.visible({ ...NEAR, width: VIEWPORT.width / zoom, height: VIEWPORT.height / zoom }).length;
    const rests = (zoom: number) => next({ ...NEAR, zoom }).packed + next({ ...NEAR, zoom }).packed;
    const fresh = new DrawList(text, noPictures);
    fresh.update(scene, { ...NEAR, zoom: 0.45 }, VIEWPORT);
    expect(fresh.packed, 'with room for a pan').to.be.above(seenAt(0.45) * 2.5);
    rests(0.3);
    // What is beyond the view by less than a port's title counts in.
    expect(rests(0.45), 'closer: nothing beyond the view').to.be.within(seenAt(0.45), seenAt(0.45) * 1.5);
    expect(rests(0.3), 'farther: the little that the zoom goes on to').to.be.within(seenAt(0.3), seenAt(0.3) * 1.8);
  });

  it('looks for the wires in sight of a drag once in a while, and has them all in each frame', () => {
    const drawn = (): Set<string> => {
      const found = new Set<string>();
      const { words, count } = list.ribbons;
      for (let wire = 0; wire < count; wire += 1) found.add(words.slice(wire * WIRE_WORDS, wire * WIRE_WORDS + 2).join());
      return found;
    };
    const inSight = (): string[] => {
      const view = { ...NEAR, width: VIEWPORT.width, height: VIEWPORT.height };
      const { edges } = scene.wireTable;
      return edges.filter((_, wire) => scene.wireTable.meets(wire, view)).map(({ fromRow, toRow }) => `${fromRow},${toRow}`);
    };
    /** A drag of `ids` in steps of 20 units; how often all wires were looked at. */
    const dragged = (ids: ReadonlySet<string>, steps: number): number => {
      const counted = countCalls(WireTable.prototype, 'touching');
      let looks = 0;
      for (let step = 1; step <= steps; step += 1) {
        scene.setDrag({ ids, dx: step * 20, dy: step * -12 });
        const before = counted.count;
        next(NEAR);
        looks += counted.count - before;
        const shown = drawn();
        const expected = inSight();
        expect(expected.length).to.be.above(5);
        expect(
          expected.filter((wire) => !shown.has(wire)),
          `step ${step}`,
        ).to.deep.equal([]);
      }
      counted.stop();
      return looks;
    };
    next(NEAR);
    expect(dragged(new Set(graph.nodes.keys()), 120)).to.be.within(2, 8);
    scene.setDrag(null);
    next(NEAR);
    expect(dragged(new Set(['n952', 'n1053', 'n1254']), 120), 'some of them').to.be.within(2, 8);
    // The control: what moves otherwise is looked for at once.
    const counted = countCalls(WireTable.prototype, 'touching');
    graph.nodes.set('n960', { ...graph.nodes.get('n960')!, x: 3100 });
    scene.applyChange(change({ nodesMoved: ['n960'] }));
    next(NEAR);
    expect(counted.count).to.equal(1);
    counted.stop();
  });

  /** Zooms in from one zoom to another, a fiftieth with each frame; what the frames packed at this detail. */
  const zoomedIn = (from: number, to: number, detail: number): number[] => {
    const packed: number[] = [];
    for (let zoom = from; zoom < to; zoom *= 1.02) {
      const frame = next({ ...NEAR, zoom });
      if (list.detail !== detail) continue;
      packed.push(frame.packed);
      expect(list.waiting, `at ${zoom}`).to.equal(true);
    }
    expect(packed.length).to.be.above(8);
    return packed;
  };
  /** Once the zoom rests all have their text, as a list has that jumps there. */
  const restsWhole = (zoom: number): void => {
    do next({ ...NEAR, zoom });
    while (list.waiting);
    const other = new DrawList(text, noPictures);
    other.detail = list.detail;
    other.update(scene, { ...NEAR, zoom }, VIEWPORT);
    expect(other.waiting).to.equal(false);
    const glyphs = (of: DrawList) => {
      const { x, y } = NEAR;
      const side = VIEWPORT.width / zoom;
      const rows = new Set(scene.visible({ x, y, width: side, height: side }).map(({ row }) => row));
      let count = 0;
      for (let at = 0; at < of.quads.count; at += 1) if (rows.has(of.quads.words[at * QUAD_WORDS + 8]!)) count += 1;
      return count;
    };
    expect(glyphs(list), 'text for all').to.equal(glyphs(other));
  };

  it('packs few cards with text in one frame of four while the view zooms, and all of them once it rests', () => {
    next({ ...NEAR, zoom: 0.36 });
    const packed = zoomedIn(0.39, 0.49, 1);
    expect(Math.max(...packed)).to.be.within(1, 20);
    const busy = packed.flatMap((count, frame) => (count > 0 ? [frame] : []));
    expect(busy, 'frames that pack').to.deep.equal(packed.flatMap((_, frame) => (frame % 4 === 0 ? [frame] : [])));
    restsWhole(0.48);
  });

  it('packs no text while the view zooms and hundreds are in sight, but what looks different; all of it once it rests or jumps', () => {
    expect(next({ ...NEAR, zoom: 0.15 }).packed).to.be.above(400);
    expect(zoomedIn(0.19, 0.26, 2)).to.satisfy((packed: number[]) => packed.every((count) => count === 0));
    scene.setHover({ nodeId: 'n1012' });
    expect(next({ ...NEAR, zoom: 0.262 }).packed, 'the one under the pointer').to.equal(1);
    restsWhole(0.262);
    // The control: a jump to the same view packs all that it needs at once.
    const other = new DrawList(text, noPictures);
    other.update(scene, { ...NEAR, zoom: 0.26 }, VIEWPORT);
    expect(other.packed).to.be.above(150);
    expect(other.waiting).to.equal(false);
  });

  it('takes a frame without another zoom for a part of it, and packs the text once it has rested for a while', () => {
    next({ ...NEAR, zoom: 0.15 });
    zoomedIn(0.19, 0.26, 2);
    for (let zoom = 0.261; zoom < 0.29; zoom *= 1.02) {
      const steps = [next({ ...NEAR, zoom }), next({ ...NEAR, zoom })];
      expect(
        steps.map(({ packed }) => packed),
        `at ${zoom}`,
      ).to.deep.equal([0, 0]);
      expect(list.waiting, 'and asks for more frames').to.equal(true);
    }
    const { packed } = list;
    const begun = performance.now();
    restsWhole(0.29);
    expect(performance.now() - begun).to.be.at.least(REST_MS - 1);
    expect(list.packed - packed).to.be.above(150);
    // The view rests: the next change is a jump, and whole at once.
    next({ ...NEAR, zoom: 0.25 });
    expect(list.waiting).to.equal(false);
  });

  it('packs the text that a zoom left out over several frames, so that none is long', () => {
    next({ ...NEAR, zoom: 0.15 });
    for (let zoom = 0.19; zoom < 0.22; zoom *= 1.02) next({ ...NEAR, zoom });
    const packed: number[] = [];
    do packed.push(next({ ...NEAR, zoom: 0.22 }).packed);
    while (list.waiting);
    const busy = packed.filter((count) => count > 0);
    expect(busy.length).to.be.above(1);
    expect(busy.slice(0, -1)).to.satisfy((counts: number[]) => counts.every((count) => count === 256));
    restsWhole(0.22);
  });

  it('has all text in a picture that is taken in the middle of a zoom', () => {
    next({ ...NEAR, zoom: 0.42 });
    for (let zoom = 0.42; zoom > 0.25; zoom /= 1.03) next({ ...NEAR, zoom });
    expect(list.waiting).to.equal(true);
    unlimited = true;
    expect(next({ ...NEAR, zoom: 0.249 }).packed).to.be.above(200);
    expect(list.waiting).to.equal(false);
  });

  it('reckons with no wire anew that comes into sight again', () => {
    const zooms = () => {
      for (let zoom = 0.06; zoom < 0.9; zoom *= 1.1) next({ ...NEAR, zoom });
      for (let zoom = 0.9; zoom > 0.06; zoom /= 1.1) next({ ...NEAR, zoom });
    };
    zooms();
    const { reckoned } = list.ribbons;
    expect(reckoned, 'the control').to.be.above(2000);
    zooms();
    expect(list.ribbons.reckoned).to.equal(reckoned);
  });

  it('shows what comes into sight of a zoom as from afar until it rests', () => {
    next({ ...NEAR, zoom: 0.42 });
    let before = list.packed;
    for (let zoom = 0.42; zoom > 0.25; zoom /= 1.03) next({ ...NEAR, zoom });
    expect(list.packed - before, 'new ones').to.be.above(200);
    expect(list.waiting).to.equal(true);
    before = list.packed;
    restsWhole(0.25);
    expect(list.packed - before).to.be.above(200);
  });

  it('looks at those alone that look different, and at all where a crowd no longer stands out or something is in the hand', () => {
    next(FAR);
    const looks = (change: () => void): number => {
      const counted = countCalls(Scene.prototype, 'standsOut');
      change();
      next(FAR);
      counted.stop();
      const fresh = new DrawList(text, noPictures);
      fresh.detail = list.detail;
      fresh.update(scene, FAR, VIEWPORT);
      expect(list.quads.words.slice(0, list.quads.count * QUAD_WORDS)).to.deep.equal(
        fresh.quads.words.slice(0, fresh.quads.count * QUAD_WORDS),
      );
      return counted.count;
    };
    expect(list.detail).to.equal(4);
    const ids = [...graph.nodes.keys()];
    expect(looks(() => scene.setHover({ nodeId: 'n5000' }))).to.be.within(1, 10);
    expect(looks(() => scene.setVisual('n70', { status: 'running' }))).to.be.within(1, 10);
    expect(
      looks(() => ids.slice(0, 300).forEach((id) => scene.setVisual(id, { status: 'error' }))),
      'too many to be remembered',
    ).to.be.at.least(10_000);
    expect(
      looks(() => scene.setDrag({ ids: new Set(['n60', 'n61']), dx: 5, dy: 5 })),
      'in the hand',
    ).to.be.at.least(10_000);
    scene.setDrag(null);
    // As many as stand out; then one more runs.
    scene.setSelection(new Set(ids.slice(0, MOST_STANDING_OUT)));
    next(FAR);
    expect(
      looks(() => scene.setVisual('n71', { status: 'running' })),
      'a crowd',
    ).to.be.at.least(10_000);
  });

  it('holds the same quads after many changes as a list made anew (seeded)', () => {
    const seed = (Date.now() % 100_000) + 1;
    console.log(`seed ${seed}`);
    let state = seed;
    const random = (below: number): number => {
      state = (state * 48271) % 2147483647;
      return state % below;
    };
    const cameras = [NEAR, FAR, { ...NEAR, zoom: 0.3 }, { ...NEAR, x: 3400, zoom: 0.15 }, { ...NEAR, zoom: 0.9 }];
    const equal = (camera: Camera, step: string): void => {
      const fresh = new DrawList(text, noPictures);
      fresh.detail = list.detail;
      fresh.update(scene, camera, VIEWPORT);
      const quadsOf = (of: DrawList, rows: Set<number>) => {
        const kept: string[] = [];
        for (let at = 0; at < of.quads.count; at += 1) {
          const words = of.quads.words.slice(at * QUAD_WORDS, (at + 1) * QUAD_WORDS);
          if (rows.has(words[8]!)) kept.push(words.join());
        }
        return kept;
      };
      // Beyond the view the two lists may hold other cards.
      const { x, y, zoom } = camera;
      const seen = scene.visible({ x, y, width: VIEWPORT.width / zoom, height: VIEWPORT.height / zoom });
      const rows = new Set(seen.map(({ row }) => row));
      expect(quadsOf(list, rows), `${step}, seed ${seed}`).to.deep.equal(quadsOf(fresh, rows));
    };
    for (let step = 0; step < 60; step += 1) {
      const id = `n${900 + random(400)}`;
      const what = random(6);
      if (what === 0) scene.setVisual(id, { status: random(2) ? 'error' : 'running', error: 'No', fraction: 0.5 });
      else if (what === 1) scene.setSelection(new Set([id, `n${900 + random(400)}`]));
      else if (what === 2) scene.setHover({ nodeId: id });
      else if (what === 3 && graph.nodes.delete(id)) scene.applyChange(change({ nodesRemoved: [id] }));
      else if (what === 4 && !graph.nodes.has(id)) {
        graph.node(id, 'prompt', 3000 + random(900), 3000 + random(500));
        scene.applyChange(change({ nodesAdded: [id] }));
      } else scene.setDrag({ ids: new Set([id]), dx: random(300), dy: random(300) });
      const camera = cameras[random(cameras.length)]!;
      do list.update(scene, camera, VIEWPORT);
      while (list.waiting);
      equal(camera, `step ${step}, change ${what}`);
    }
  });
});
