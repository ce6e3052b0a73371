/** Whatever is given to `load`, or written into the document by a peer: no error but ours, nothing changed, nothing half. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import * as Y from 'yjs';
import { GdsError } from '../errors.js';
import { hasCycle } from './edge-index.js';
import { mutate, richGraph } from './hostile.fixture.js';
import { REROUTE, SUBGRAPH } from './levels.js';
import { seededRandom, testSchema } from './schema.fixture.js';
import { GraphStore } from './store.js';

const FILES = 10_000;

describe('10,000 mutated files', () => {
  for (const [what, seed, json] of [
    ['as JSON', 20_260, true],
    ['as values of a program', 20_261, false],
  ] as const) {
    it(`${what}: are taken whole or refused with the path, and then nothing has changed (seed ${seed})`, () => {
      const random = seededRandom(seed);
      const outcomes = new Map<string, number>();
      let store = new GraphStore({ schema: testSchema });
      store.load(richGraph());
      let changes = 0;
      store.ydoc.on('update', () => changes++);
      let before = [JSON.stringify(store.toJSON()), Y.encodeStateVector(store.ydoc)];
      for (let i = 0; i < FILES / 2; i++) {
        const file = mutate(richGraph(), random, json);
        let code = 'taken';
        try {
          store.load(file);
        } catch (error) {
          if (!(error instanceof GdsError)) throw new Error(`File ${i} of seed ${seed} throws something else`, { cause: error });
          expect(error.path, `file ${i}: ${error.message}`).to.be.a('string');
          expect(error.message.length).to.be.below(500);
          code = error.code;
        }
        outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
        if (code === 'taken') {
          const taken = store.toJSON();
          const again = new GraphStore({ schema: testSchema });
          again.load(taken);
          expect(again.toJSON(), `file ${i}`).to.deep.equal(taken);
          expect(store.problems, `file ${i}`).to.deep.equal([]);
          store.dispose();
          store = new GraphStore({ schema: testSchema });
          store.load(richGraph());
          changes = 0;
          store.ydoc.on('update', () => changes++);
          before = [JSON.stringify(store.toJSON()), Y.encodeStateVector(store.ydoc)];
        } else {
          expect(changes, `file ${i}`).to.equal(0);
          expect([JSON.stringify(store.toJSON()), Y.encodeStateVector(store.ydoc)], `file ${i}`).to.deep.equal(before);
        }
        expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
      }
      for (const code of [
        'taken',
        'GDS_GRAPH_FORMAT',
        'GDS_GRAPH_FIELD',
        'GDS_EDGE_PORT',
        'GDS_EDGE_LEVEL',
        'GDS_EDGE_TYPE',
        'GDS_PARAM_RANGE',
      ])
        expect(outcomes.get(code) ?? 0, `files with outcome ${code} among ${JSON.stringify([...outcomes])}`).to.be.above(0);
    });
  }
});

describe('a document that peers write garbage into', () => {
  for (let seed = 1; seed <= 10; seed++) {
    it(`never throws and reads the same everywhere (seed ${seed})`, () => {
      const random = seededRandom(seed * 77);
      const stores = [0, 1].map(() => new GraphStore({ schema: testSchema, now: () => 0 }));
      stores[0]!.load(richGraph());
      const vandal = new Y.Doc();
      const docs = [...stores.map(({ ydoc }) => ydoc), vandal];
      const exchange = (): void => {
        for (const a of docs) for (const b of docs) if (a !== b) Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)), 'peer');
      };
      exchange();
      for (let round = 0; round < 12; round++) {
        vandal.transact(() => {
          for (let i = 0; i < 8; i++) vandalise(vandal, random);
        });
        for (const store of stores) {
          for (let i = 0; i < 4; i++) {
            edit(store, random);
            check(store);
          }
        }
        exchange();
        for (const store of stores) check(store);
        expect(content(stores[0]!)).to.deep.equal(content(stores[1]!));
      }
    });
  }

  it('is no matter where a peer took a map for a list or a text', () => {
    const store = new GraphStore({ schema: testSchema });
    store.load(richGraph());
    const before = store.toJSON();
    const peer = new Y.Doc();
    peer.getArray('nodes').push([1, 'two', new Y.Map()]);
    peer.getText('edges').insert(0, 'text');
    peer.getXmlFragment('pos').insert(0, [new Y.XmlText('x')]);
    store.applyUpdate(Y.encodeStateAsUpdate(peer));
    expect(store.toJSON()).to.deep.equal(before);
    store.moveItems(['a'], 1, 1);
    check(store);
  });
});

const MAPS = ['nodes', 'pos', 'edges', 'groups', 'notes', 'meta', 'extra'] as const;
const IDS = ['a', 'b', 'd', 'e', 'f', 'g', 'i', 'k', 'note', 'frame', 'r', 's', 'z1', 'z2', '__proto__', 'x'.repeat(300)];
const FIELDS = ['type', 'title', 'mode', 'params', 'deleted', 'parent', 'width', 'locked', 'ports', 'from', 'to', 'rect', 'text', 'color'];

function vandalise(ydoc: Y.Doc, random: () => number): void {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const map = ydoc.getMap(pick(MAPS)) as Y.Map<unknown>;
  const inner = map.get(pick(IDS));
  const what = random();
  if (what < 0.1) map.delete(pick(IDS));
  else if (what < 0.7 && inner instanceof Y.Map) inner.set(pick(FIELDS), garbage(random));
  else if (what < 0.75 && inner instanceof Y.Map) (inner as Y.Map<unknown>).delete(pick(FIELDS));
  else map.set(pick([...IDS, 'title', 'schemaVersion']), garbage(random));
}

function garbage(random: () => number): unknown {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  return pick<() => unknown>([
    () => pick([null, undefined, true, false, 0, -1, 1.5, NaN, Infinity, 1, 2, 'version']),
    () => pick([...IDS, 'text', 'draw', 'filter', SUBGRAPH, 'subgraph-input', REROUTE, 'muted', 'blue', '']),
    () => [pick(IDS), pick(['text', 'prompt', 'image', 'in', 'out', 'i', 'value'])],
    () => [random() * 100, pick([1, NaN, 'x', 20]), 10, 10].slice(0, pick([2, 4])),
    () => new Uint8Array(3),
    () => ({ inputs: [{ id: pick(IDS), type: 'image' }], outputs: pick<unknown>([[], 5, [{ id: 'o' }]]) }),
    () =>
      new Y.Map(FIELDS.filter(() => random() < 0.3).map((field) => [field, pick<unknown>(['draw', 's', 5, [1, 2], ['a', 'text'], true])])),
    () =>
      new Y.Map([
        ['type', pick([SUBGRAPH, REROUTE, 'draw', 'subgraph-output'])],
        ['parent', pick(IDS)],
        ['params', new Y.Map([['type', 'image']])],
      ] as [string, unknown][]),
    () =>
      new Y.Map([
        ['from', [pick(IDS), 'out']],
        ['to', [pick(IDS), 'in']],
      ]),
    () => Y.Array.from([1, 'two', null]),
    () => new Y.Text('text'),
    () => new Y.XmlElement('p'),
  ])();
}

/** One random command; refused ones count as none. */
function edit(store: GraphStore, random: () => number): void {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const ids = [...store.nodes.keys(), ...store.groups.keys(), ...store.notes.keys(), ...store.edges.keys()];
  const some = (): string[] => [pick(ids), pick(ids)];
  const subgraphs = ['', ...[...store.nodes.values()].filter(({ type }) => type === SUBGRAPH).map(({ id }) => id)];
  const port = (): [string, string] => [pick(ids), pick(['text', 'prompt', 'image', 'in', 'out', 'value', 'i'])];
  try {
    pick<() => unknown>([
      () =>
        store.addNode({ type: pick(['text', 'draw', 'filter', SUBGRAPH, REROUTE, 'subgraph-input']), x: 0, y: 0, parent: pick(subgraphs) }),
      () => store.addEdge(port(), port()),
      () => store.moveItems(some(), 1, 2),
      () => store.deleteItems([pick(ids)]),
      () => store.setParent(some(), pick(subgraphs)),
      () => store.setParam(pick(ids), pick(['steps', 'type', 'name']), pick<string | number>([3, 'image', 'string'])),
      () => store.setTitle(pick(ids), 'Named'),
      () => store.setRect(pick(ids), { x: 1, y: 2, width: 3, height: 4 }),
      () => store.setLocked(some(), random() < 0.3),
      () => store.addNote({ text: 'x', x: 0, y: 0, width: 9, height: 9, parent: pick(subgraphs) }),
      () => store.undo(),
      () => store.redo(),
    ])();
  } catch (error) {
    if (!(error instanceof GdsError)) throw error;
  }
}

/** The invariants of every document, whoever wrote it. */
function check(store: GraphStore): void {
  const inputs = new Set<string>();
  for (const { from, to } of store.edges.values()) {
    const [source, target] = [store.nodes.get(from[0]), store.nodes.get(to[0])];
    expect(source && target && source.parent === target.parent, 'both ends exist, on one level').to.equal(true);
    expect(inputs.has(JSON.stringify(to)), 'one edge per input').to.equal(false);
    inputs.add(JSON.stringify(to));
  }
  expect(hasCycle(store.edges.values()), 'no cycle').to.equal(false);
  for (const { parent } of [...store.nodes.values(), ...store.groups.values(), ...store.notes.values()]) {
    if (parent !== undefined) expect(store.nodes.get(parent)?.type, 'a parent is a subgraph').to.equal(SUBGRAPH);
  }
  for (const { id } of store.nodes.values()) {
    const above = new Set<string>();
    for (let level: string | undefined = id; level !== undefined; level = store.nodes.get(level)!.parent) {
      expect(above.has(level), 'no node lies inside itself').to.equal(false);
      above.add(level);
    }
  }
  for (const { id, parent } of store.nodes.values())
    expect(store.childrenOf(parent ?? '').has(id), 'is a child of its parent').to.equal(true);
  const fresh = new GraphStore({ ydoc: copyOf(store.ydoc), schema: testSchema });
  expect(content(store), 'reads the same afresh').to.deep.equal(content(fresh));
  expect([...store.problems].sort(byId), 'the same problems afresh').to.deep.equal([...fresh.problems].sort(byId));
  const loaded = new GraphStore({ schema: testSchema });
  loaded.load(store.toJSON());
  expect(loaded.nodes.size).to.equal(store.nodes.size);
}

function copyOf(ydoc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(ydoc), 'copy');
  return copy;
}

const byId = (a: { id?: string; message?: string }, b: { id?: string; message?: string }): number =>
  `${a.id}${a.message}` < `${b.id}${b.message}` ? -1 : 1;

/** Order does not count: it is that of arrival. */
function content(store: GraphStore): unknown {
  const { nodes, edges, groups, notes, ...rest } = store.toJSON();
  return { ...rest, nodes: nodes.sort(byId), edges: edges.sort(byId), groups: groups.sort(byId), notes: notes.sort(byId) };
}
