/** Automatic layout. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { GdsError } from '../../errors.js';
import { seededRandom } from '../schema.fixture.js';
import type { GraphStore } from '../store.js';
import { arrangeItems, arrangeLevel } from './arrange.js';
import { content, newStore, oneStepAsync, randomGraph, rectsOf, smallGraph } from '../../../test/support/graph-commands.js';
import { contentOf, groupItems } from './groups.js';
import { boundsOf, itemOf, rectOfItem } from './items.js';
import { MOST_CONNECTED } from './layout.js';
import { collapse } from './subgraph/collapse.js';

const rect = (store: GraphStore, id: string) => rectOfItem(itemOf(store, id)!, () => undefined);

function overlaps(store: GraphStore, ids: readonly string[]): string[] {
  const rects = ids.map((id) => ({ id, ...rect(store, id) }));
  return rects.flatMap((a, index) =>
    rects.slice(index + 1).flatMap((b) => {
      const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      return apart ? [] : [`${a.id} and ${b.id}`];
    }),
  );
}

async function codeOf(promise: Promise<void>): Promise<string> {
  return promise.then(
    () => 'nothing thrown',
    (error: unknown) => (error instanceof GdsError ? error.code : String(error)),
  );
}

describe('arranging', () => {
  it('puts sources left of what uses them, without overlap, and keeps the corner', async () => {
    const store = smallGraph();
    store.moveItems(['prompt', 'output'], 37, -3);
    const ids = ['prompt', 'turbo', 'output', 'image'];
    store.moveItems(ids, 1000, 500);
    const corner = boundsOf(ids.map((id) => rect(store, id)))!;
    await oneStepAsync(store, () => arrangeLevel(store, '', rectsOf(store)));
    expect(rect(store, 'turbo').x).to.be.greaterThan(rect(store, 'prompt').x + 240);
    expect(rect(store, 'output').x).to.be.greaterThan(rect(store, 'turbo').x + 240);
    expect(overlaps(store, ids)).to.deep.equal([]);
    expect(boundsOf(ids.map((id) => rect(store, id)))).to.deep.include({ x: corner.x, y: corner.y });
  });

  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    it(`gives the same places for the same graph, in whole numbers, whatever the order in the document (seed ${seed})`, async () => {
      const store = randomGraph(seededRandom(seed), 20);
      const other = newStore();
      const json = store.toJSON();
      for (const list of [json.nodes, json.edges, json.groups, json.notes] as unknown[][]) list.reverse();
      other.load(json);
      await oneStepAsync(store, () => arrangeLevel(store, '', rectsOf(store)));
      await arrangeLevel(other, '', rectsOf(other));
      expect(content(other)).to.deep.equal(content(store));
      const ids = [...store.nodes.keys(), ...store.notes.keys()];
      for (const id of ids) expect(Number.isInteger(rect(store, id).x) && Number.isInteger(rect(store, id).y)).to.equal(true);
      expect(overlaps(store, ids)).to.deep.equal([]);
      const position = (id: string) => rect(store, id).x;
      for (const { from, to } of store.edges.values()) expect(position(from[0])).to.be.lessThan(position(to[0]));
    });
  }

  it('draws frames around what they hold, anew, and apart from each other', async () => {
    const store = smallGraph();
    const inner = groupItems(store, ['turbo'], rectsOf(store));
    const outer = groupItems(store, [inner, 'output'], rectsOf(store));
    const apart = groupItems(store, ['image'], rectsOf(store));
    store.addNote({ text: '', x: 620, y: 30, width: 60, height: 60, id: 'note' });
    await oneStepAsync(store, () => arrangeLevel(store, '', rectsOf(store)));
    expect(contentOf(store, outer, rectsOf(store))).to.have.members([inner, 'turbo', 'output', 'note']);
    expect(contentOf(store, inner, rectsOf(store))).to.deep.equal(['turbo']);
    expect(contentOf(store, apart, rectsOf(store))).to.deep.equal(['image']);
    expect(overlaps(store, [outer, apart, 'prompt'])).to.deep.equal([]);
  });

  it('sets parts that do not hang together in rows, without overlap', async () => {
    const store = newStore();
    for (let i = 0; i < 30; i++) store.addNode({ type: 'prompt', x: i, y: i, id: `p${i}` });
    await oneStepAsync(store, () => arrangeLevel(store, '', rectsOf(store)));
    const ids = [...store.nodes.keys()];
    expect(overlaps(store, ids)).to.deep.equal([]);
    const { width, height } = boundsOf(ids.map((id) => rect(store, id)))!;
    expect(width / height).to.be.within(1, 2.5);
  });

  it('refuses what would freeze the page, and changes nothing', async () => {
    const store = newStore();
    store.transact('Fill', () => {
      for (let i = 0; i <= MOST_CONNECTED; i++) store.addNode({ type: 'Open', x: 0, y: 0, id: `n${i}` });
      for (let i = 1; i <= MOST_CONNECTED; i++) store.addEdge(['n0', 'out'], [`n${i}`, 'in']);
    });
    expect(await codeOf(arrangeLevel(store, '', rectsOf(store)))).to.equal('GDS_ARRANGE_SIZE');
    expect(store.history().done).to.deep.equal(['Fill']);
  });

  it('of a selection leaves the others; a frame stands for what it holds', async () => {
    const store = smallGraph();
    const frame = groupItems(store, ['turbo', 'output'], rectsOf(store));
    store.moveItems(['output'], -250, 0);
    const before = { prompt: rect(store, 'prompt'), image: rect(store, 'image') };
    await oneStepAsync(store, () => arrangeItems(store, [frame], rectsOf(store)));
    expect(rect(store, 'output').x).to.be.greaterThan(rect(store, 'turbo').x + 240);
    expect({ prompt: rect(store, 'prompt'), image: rect(store, 'image') }).to.deep.equal(before);
    expect(contentOf(store, frame, rectsOf(store))).to.include.members(['turbo', 'output']);
  });

  it('works inside a subgraph, with its ports outermost', async () => {
    const store = smallGraph();
    const sub = collapse(store, ['turbo'], rectsOf(store));
    const xs = () =>
      ['subgraph-input', 'sdxl-turbo', 'subgraph-output'].map(
        (kind) => [...store.childrenOf(sub)].map((id) => store.nodes.get(id)!).find(({ type }) => type === kind)!.x,
      );
    store.moveItems(store.childrenOf(sub), 0.5, 0.25);
    const outside = rect(store, 'prompt');
    await oneStepAsync(store, () => arrangeLevel(store, sub, rectsOf(store)));
    expect(xs()).to.deep.equal([...xs()].sort((a, b) => a - b));
    expect(rect(store, 'prompt')).to.deep.equal(outside);
  });

  it('leaves what is locked on a level where it is, and refuses it in a selection', async () => {
    const store = smallGraph();
    store.setLocked(['turbo'], true);
    const before = rect(store, 'turbo');
    await arrangeLevel(store, '', rectsOf(store));
    expect(rect(store, 'turbo')).to.deep.equal(before);
    expect(await codeOf(arrangeItems(store, ['turbo', 'output'], rectsOf(store)))).to.equal('GDS_LOCKED');
    collapse(store, ['output'], rectsOf(store));
    expect(await codeOf(arrangeItems(store, ['image', 'output'], rectsOf(store)))).to.equal('GDS_SELECTION_LEVEL');
    store.readonly = true;
    expect(await codeOf(arrangeLevel(store, '', rectsOf(store)))).to.equal('GDS_READONLY');
    await arrangeLevel(newStore(), '', () => undefined);
  });
});
