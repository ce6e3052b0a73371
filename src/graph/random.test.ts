/** The store against random commands: invariants after every one, undo to the start, redo to the end, peers that agree. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import * as Y from 'yjs';
import { hasCycle } from './edge-index.js';
import { testSchema, seededRandom } from './schema.fixture.js';
import { GraphStore } from './store.js';
import type { GraphJSON } from './types.js';

const TYPES = ['text', 'draw', 'filter', 'any', 'unheard-of'];
const PORTS = ['text', 'image', 'value', 'prompt', 'negative'];

/** One random command; refused ones count as none. */
function command(store: GraphStore, random: () => number): void {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const ids = [...store.nodes.keys()];
  const what = random();
  try {
    if (what < 0.3 || ids.length < 3) store.addNode({ type: pick(TYPES), x: Math.floor(random() * 100), y: 0 });
    else if (what < 0.6) store.addEdge([pick(ids), pick(PORTS)], [pick(ids), pick(PORTS)]);
    else if (what < 0.7) store.moveNodes(ids.slice(0, 1 + Math.floor(random() * 3)), 1 + Math.floor(random() * 9), -1);
    else if (what < 0.78) store.deleteNodes([pick(ids), pick(ids)]);
    else if (what < 0.84) store.deleteEdges([...store.edges.keys()].slice(0, 2));
    else if (what < 0.92) store.setParam(pick(ids), pick(['steps', 'text', 'other']), 1 + Math.floor(random() * 8));
    else if (what < 0.96) store.setTitle(pick(ids), String(Math.floor(random() * 10)));
    else store.setMode(pick(ids), pick(['active', 'muted', 'bypassed']));
  } catch (error) {
    if (!/^GDS_(EDGE|PARAM)_/.test((error as { code?: string }).code ?? '')) throw error;
  }
}

/** Order does not count: undo may bring things back in another one. */
function content(json: GraphJSON): unknown {
  const sorted = (list: readonly { id?: string }[]): unknown[] => [...list].sort((a, b) => (a.id! < b.id! ? -1 : 1));
  return { ...json, nodes: sorted(json.nodes), edges: sorted(json.edges) };
}

function checkInvariants(store: GraphStore): void {
  const inputs = new Set<string>();
  for (const { from, to } of store.edges.values()) {
    expect(store.nodes.has(from[0]) && store.nodes.has(to[0]), 'both ends exist').to.equal(true);
    expect(inputs.has(JSON.stringify(to)), 'one edge per input').to.equal(false);
    inputs.add(JSON.stringify(to));
  }
  expect(hasCycle(store.edges.values()), 'no cycle').to.equal(false);
}

/** What a store that reads the same document from the start sees. */
function reread(store: GraphStore): unknown {
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(store.ydoc), 'copy');
  return content(new GraphStore({ ydoc, schema: testSchema }).toJSON());
}

describe('GraphStore under random commands', () => {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    it(`undoes to the start and redoes to the end (seed ${seed})`, () => {
      const random = seededRandom(seed);
      const store = new GraphStore({ schema: testSchema, undoLimit: 1000, now: () => 0 });
      const states = [content(store.toJSON())];
      for (let i = 0; i < 150; i++) {
        command(store, random);
        checkInvariants(store);
        const now = content(store.toJSON());
        if (store.history().done.length === states.length) states.push(now);
        else states[states.length - 1] = now;
      }
      expect(reread(store)).to.deep.equal(states.at(-1));
      for (let i = states.length - 2; i >= 0; i--) {
        expect(store.undo()).to.equal(true);
        expect(content(store.toJSON()), `undo to step ${i}`).to.deep.equal(states[i]);
        checkInvariants(store);
      }
      expect(store.canUndo).to.equal(false);
      for (let i = 1; i < states.length; i++) {
        expect(store.redo()).to.equal(true);
        expect(content(store.toJSON()), `redo to step ${i}`).to.deep.equal(states[i]);
      }
      expect(reread(store)).to.deep.equal(states.at(-1));
    });

    it(`agrees with its peers once all have heard all (seed ${seed})`, () => {
      const random = seededRandom(seed * 1000);
      const stores = [0, 1, 2].map(() => new GraphStore({ schema: testSchema }));
      const exchange = (): void => {
        for (const a of stores)
          for (const b of stores) if (a !== b) b.applyUpdate(Y.encodeStateAsUpdate(a.ydoc, Y.encodeStateVector(b.ydoc)), a);
      };
      for (let round = 0; round < 12; round++) {
        for (const store of stores) {
          for (let i = 0; i < 6; i++) {
            if (random() < 0.15) store.undo();
            else if (random() < 0.1) store.redo();
            else command(store, random);
            checkInvariants(store);
          }
        }
        exchange();
        const [first, ...others] = stores.map((store) => content(store.toJSON()));
        for (const other of others) expect(other).to.deep.equal(first);
        for (const store of stores) checkInvariants(store);
      }
      expect(reread(stores[0]!)).to.deep.equal(content(stores[0]!.toJSON()));
    });
  }
});

describe('GraphStore reading what others wrote', () => {
  it('sets aside what it cannot use, repairs what it can, and never throws', () => {
    const ydoc = new Y.Doc();
    const store = new GraphStore({ ydoc, schema: testSchema });
    const good = store.addNode({ type: 'text', x: 0, y: 0 });
    ydoc.transact(() => {
      const nodes = ydoc.getMap<unknown>('nodes');
      nodes.set('plain', { type: 'text' });
      nodes.set('typeless', new Y.Map([['title', 'x']]));
      nodes.set(
        'nan',
        new Y.Map<unknown>([
          ['type', 'text'],
          ['title', 7],
          ['mode', 'odd'],
          ['params', 'none'],
          ['future', 1],
        ]),
      );
      ydoc.getMap<unknown>('pos').set('nan', [NaN, 'x']);
      nodes.set(
        'bytes',
        new Y.Map<unknown>([
          ['type', 'text'],
          [
            'params',
            new Y.Map<unknown>([
              ['raw', new Uint8Array(3)],
              ['ok', 1],
            ]),
          ],
        ]),
      );
      ydoc.getMap<unknown>('pos').set('bytes', [1, 2]);
      const edges = ydoc.getMap<unknown>('edges');
      edges.set(
        'dangling',
        new Y.Map<unknown>([
          ['from', ['gone', 'a']],
          ['to', [good, 'b']],
        ]),
      );
      edges.set('endless', new Y.Map<unknown>([['from', 7]]));
      edges.set('number', 7);
      edges.set(
        'self',
        new Y.Map<unknown>([
          ['from', ['nan', 'text']],
          ['to', ['nan', 'text']],
        ]),
      );
    }, 'peer');
    expect([...store.nodes.keys()].sort()).to.deep.equal([good, 'bytes', 'nan'].sort());
    expect(store.nodes.get('nan')).to.deep.equal({ id: 'nan', type: 'text', x: 0, y: 0, params: {}, title: '', mode: 'active' });
    expect(store.nodes.get('bytes')!.params).to.deep.equal({ ok: 1 });
    expect(store.edges.size).to.equal(0);
    expect(store.problems.map((problem) => problem.id).sort()).to.deep.equal([
      'bytes',
      'dangling',
      'endless',
      'nan',
      'number',
      'plain',
      'self',
      'typeless',
    ]);
    expect(store.toJSON().nodes.find((node) => node.id === 'nan')).to.include({ future: 1 });
    store.setParam('nan', 'text', 'repaired');
    expect(store.nodes.get('nan')!.params).to.deep.equal({ text: 'repaired' });
  });

  it('decides between two edges at one input alike for all, and lets a new one win', () => {
    const a = new GraphStore({ schema: testSchema });
    const [one, two, draw] = ['text', 'text', 'draw'].map((type) => a.addNode({ type, x: 0, y: 0 })) as [string, string, string];
    const b = new GraphStore({ schema: testSchema });
    b.applyUpdate(Y.encodeStateAsUpdate(a.ydoc));
    a.addEdge([one, 'text'], [draw, 'prompt']);
    b.addEdge([two, 'text'], [draw, 'prompt']);
    a.applyUpdate(Y.encodeStateAsUpdate(b.ydoc));
    b.applyUpdate(Y.encodeStateAsUpdate(a.ydoc));
    expect([...a.edges.keys()]).to.deep.equal([...b.edges.keys()]);
    expect(a.problems).to.have.length(1);
    const other = a.addNode({ type: 'text', x: 0, y: 0 });
    const drawn = a.addEdge([other, 'text'], [draw, 'prompt']);
    expect([...a.edges.keys()]).to.deep.equal([drawn]);
    expect(a.problems).to.deep.equal([]);
  });
});
