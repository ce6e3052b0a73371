import { describe, it } from 'node:test';
import { expect } from 'chai';
import * as Y from 'yjs';
import { GdsError } from '../errors.js';
import { migrateFile, type FileMigrations } from './migrations.js';
import { SCHEMA_VERSION, VERSION_KEY, documentMaps } from './schema.js';
import { codeOf, testSchema } from './schema.fixture.js';
import { GraphStore } from './store.js';

describe('file migrations', () => {
  /** What the file looked like in versions that never were. */
  const steps: FileMigrations = {
    1: ({ boxes, ...file }) => ({ ...file, version: 2, nodes: boxes }),
    2: (file) => ({
      ...file,
      version: 3,
      nodes: (file['nodes'] as { at: number[] }[]).map(({ at, ...node }) => ({ ...node, x: at[0], y: at[1] })),
    }),
  };

  it('bring an older file to the present step by step, and leave it as it is', () => {
    const file = { format: 'gds-graph', version: 1, boxes: [{ id: 'a', at: [1, 2] }] };
    const copy = structuredClone(file);
    expect(migrateFile(file, steps, 3)).to.deep.equal({ format: 'gds-graph', version: 3, nodes: [{ id: 'a', x: 1, y: 2 }] });
    expect(file).to.deep.equal(copy);
    const second = { format: 'gds-graph', version: 2, nodes: [{ id: 'a', at: [1, 2] }] };
    expect(migrateFile(second, steps, 3)['nodes']).to.deep.equal([{ id: 'a', x: 1, y: 2 }]);
    const present = { format: 'gds-graph', version: 3, nodes: [] };
    expect(migrateFile(present, steps, 3)).to.equal(present);
  });

  it('refuse versions that never were, and newer ones, saying so', () => {
    for (const version of [0, -1, 1.5, '1', null, undefined, NaN, {}, 4, 1e9, Infinity]) {
      expect(
        codeOf(() => migrateFile({ format: 'gds-graph', version }, steps, 3)),
        String(version),
      ).to.equal('GDS_GRAPH_VERSION');
    }
    expect(() => new GraphStore().load({ format: 'gds-graph', version: 2, nodes: [], edges: [] })).to.throw(GdsError, 'A newer release');
  });

  it('refuse a damaged older file with an error of ours', () => {
    const error = codeOf(() => migrateFile({ format: 'gds-graph', version: 1, boxes: [null] }, steps, 3));
    expect(error).to.equal('GDS_GRAPH_FORMAT');
  });
});

/** A document as the first release wrote it: what a loaded file had as groups and notes lay there key by key. */
function firstRelease(): Y.Doc {
  const ydoc = new Y.Doc();
  const { nodes, pos, groups, notes, meta } = documentMaps(ydoc);
  ydoc.transact(() => {
    nodes.set(
      'a',
      new Y.Map<unknown>([
        ['type', 'text'],
        ['title', ''],
        ['mode', 'active'],
        ['params', new Y.Map()],
      ] as [string, unknown][]),
    );
    pos.set('a', [1, 2]);
    groups.set('g', new Y.Map<unknown>(Object.entries({ title: 'Frame', x: 1, y: 2, width: 30, height: 40, author: 'me' })));
    groups.set('odd', new Y.Map<unknown>(Object.entries({ title: 'No size', x: 1 })));
    notes.set('n', new Y.Map<unknown>(Object.entries({ text: 'Hello', x: 5, y: 6, width: 70, height: 80 })));
    meta.set(VERSION_KEY, 1);
  });
  return ydoc;
}

const copyOf = (ydoc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(ydoc), 'copy');
  return copy;
};

describe('documents of other versions', () => {
  it('of the first release are read as they are, and nothing is written', () => {
    const ydoc = firstRelease();
    const before = Y.encodeStateAsUpdate(ydoc);
    const store = new GraphStore({ ydoc, schema: testSchema });
    expect(store.groups.get('g')).to.deep.equal({ id: 'g', title: 'Frame', x: 1, y: 2, width: 30, height: 40, color: '' });
    expect(store.notes.get('n')).to.include({ text: 'Hello', x: 5, y: 6, width: 70, height: 80 });
    expect(store.problems.map(({ id }) => id)).to.deep.equal(['odd']);
    expect(store.toJSON().groups[0]).to.deep.equal({ author: 'me', ...store.groups.get('g') });
    const later = new GraphStore({ schema: testSchema });
    later.applyUpdate(Y.encodeStateAsUpdate(ydoc));
    expect(later.toJSON()).to.deep.equal(store.toJSON());
    expect(Y.encodeStateAsUpdate(ydoc)).to.deep.equal(before);
  });

  it('are of the present one once something was changed, for older releases to see', () => {
    const store = new GraphStore({ ydoc: firstRelease(), schema: testSchema });
    store.moveItems(['g'], 1, 1);
    expect(store.ydoc.getMap('meta').get(VERSION_KEY)).to.equal(SCHEMA_VERSION);
    expect(new GraphStore({ ydoc: copyOf(store.ydoc), schema: testSchema }).groups.get('g')).to.include({ x: 2, y: 3, width: 30 });
  });

  it('take in what two people do in them at the same time', () => {
    const old = firstRelease();
    const [a, b] = [new GraphStore({ ydoc: copyOf(old), schema: testSchema }), new GraphStore({ ydoc: copyOf(old), schema: testSchema })];
    a.setGroup('g', { title: 'Renamed' });
    b.moveItems(['n', 'g'], 1, 1);
    a.applyUpdate(Y.encodeStateAsUpdate(b.ydoc));
    b.applyUpdate(Y.encodeStateAsUpdate(a.ydoc));
    for (const store of [a, b]) {
      expect(store.groups.get('g')).to.include({ title: 'Renamed', x: 2, y: 3, width: 30 });
      expect(store.notes.get('n')).to.include({ x: 6, y: 7, width: 70 });
    }
  });

  it('newer ones open read-only, say so, and stay as they are', () => {
    const ydoc = firstRelease();
    ydoc.getMap('meta').set(VERSION_KEY, SCHEMA_VERSION + 1);
    const before = Y.encodeStateAsUpdate(ydoc);
    const store = new GraphStore({ ydoc, schema: testSchema });
    expect(store.readonly).to.equal(true);
    store.readonly = false;
    expect(store.readonly).to.equal(true);
    expect(store.problems[0]).to.include({ id: 'document' });
    expect(store.nodes.has('a')).to.equal(true);
    const commands = [
      () => store.moveItems(['a'], 1, 1),
      () => store.addNode({ type: 'text', x: 0, y: 0 }),
      () => store.load(store.toJSON()),
    ];
    expect(commands.map(codeOf)).to.deep.equal(commands.map(() => 'GDS_READONLY'));
    expect(store.compact()).to.equal(0);
    expect(Y.encodeStateAsUpdate(ydoc)).to.deep.equal(before);
  });

  it('become read-only when a peer with a newer release joins', () => {
    const store = new GraphStore({ ydoc: firstRelease(), schema: testSchema });
    const peer = copyOf(store.ydoc);
    peer.getMap('meta').set(VERSION_KEY, SCHEMA_VERSION + 1);
    store.applyUpdate(Y.encodeStateAsUpdate(peer));
    expect(store.readonly).to.equal(true);
    expect(codeOf(() => store.moveItems(['a'], 1, 1))).to.equal('GDS_READONLY');
  });
});
