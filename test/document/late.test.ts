/** Changes that arrive before what they build on. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import * as Y from 'yjs';
import { GraphStore } from '../../src/graph/store.js';

/** A store, and its updates one by one. */
function writer(): { store: GraphStore; updates: Uint8Array[] } {
  const store = new GraphStore();
  const updates: Uint8Array[] = [];
  store.ydoc.on('update', (update: Uint8Array) => updates.push(update));
  return { store, updates };
}

describe('changes that arrive too early', () => {
  it('leave a node and a frame where they were until the missing ones come', () => {
    const { store, updates } = writer();
    const ids = [store.addNode({ type: 'any', x: 5, y: 6 }), store.addGroup({ x: 7, y: 8, width: 9, height: 10 })];
    const reader = new GraphStore();
    reader.applyUpdate(Y.encodeStateAsUpdate(store.ydoc));
    updates.length = 0;
    store.setMeta('title', 'Lost for now');
    store.moveItems(ids, 100, 100);
    reader.applyUpdate(updates[1]!);
    expect(reader.nodes.get(ids[0]!)).to.include({ x: 5, y: 6 });
    expect(reader.groups.get(ids[1]!)).to.include({ x: 7, y: 8, width: 9, height: 10 });
    expect(reader.problems).to.deep.equal([]);
    reader.applyUpdate(updates[0]!);
    expect(reader.nodes.get(ids[0]!)).to.include({ x: 105, y: 106 });
    expect(reader.groups.get(ids[1]!)).to.include({ x: 107, y: 108 });
  });

  it('show a new node where it was made, until the change of its place comes', () => {
    const a = writer();
    const b = writer();
    const id = a.store.addNode({ type: 'any', x: 5, y: 6 });
    b.store.applyUpdate(Y.encodeStateAsUpdate(a.store.ydoc));
    b.updates.length = 0;
    b.store.setMeta('title', 'Late');
    b.store.moveItems([id], 100, 100);
    const reader = writer();
    reader.store.setMeta('author', 'Ada');
    reader.store.applyUpdate(b.updates[1]!);
    reader.store.applyUpdate(a.updates[0]!);
    expect(reader.store.nodes.get(id)).to.include({ x: 5, y: 6 });
    expect(reader.store.waiting).to.equal(true);
    // What storage has by now is as whole as what is shown.
    const stored = new GraphStore();
    for (const update of reader.updates) stored.applyUpdate(update, 'storage');
    expect(stored.toJSON()).to.deep.equal(reader.store.toJSON());
    expect(stored.problems).to.deep.equal([]);
    reader.store.applyUpdate(b.updates[0]!);
    expect(reader.store.nodes.get(id)).to.include({ x: 105, y: 106 });
    expect(reader.store.waiting).to.equal(false);
  });

  it('delete in the end what they delete', () => {
    const { store, updates } = writer();
    store.setMeta('title', 'Gone soon');
    const reader = new GraphStore();
    reader.applyUpdate(Y.encodeStateAsUpdate(store.ydoc));
    updates.length = 0;
    store.setMeta('author', 'Ada');
    store.setMeta('title', undefined);
    store.setMeta('author', 'Bob');
    for (const late of [2, 1, 0]) reader.applyUpdate(updates[late]!);
    expect(reader.meta).to.deep.equal({ author: 'Bob' });
    expect(Y.equalSnapshots(Y.snapshot(reader.ydoc), Y.snapshot(store.ydoc))).to.equal(true);
  });

  it('do not fill the memory: a peer too far ahead is left to Yjs', () => {
    const { store, updates } = writer();
    const reader = new GraphStore();
    reader.setMeta('author', 'Ada');
    for (let i = 0; i < 1_100; i++) store.setMeta('count', i);
    for (const update of updates.slice(1)) reader.applyUpdate(update);
    expect(reader.meta).to.deep.equal({ author: 'Ada' });
    reader.applyUpdate(updates[0]!);
    expect(reader.meta).to.deep.equal({ author: 'Ada', count: 1_099 });
    expect(reader.waiting).to.equal(false);
  });

  it('change nothing where they are no updates', () => {
    const store = new GraphStore();
    store.addNode({ type: 'any', x: 0, y: 0 });
    const before = JSON.stringify(store.toJSON());
    expect(() => store.applyUpdate(Uint8Array.of(9, 9, 9)))
      .to.throw()
      .with.property('code', 'GDS_GRAPH_UPDATE');
    expect(JSON.stringify(store.toJSON())).to.equal(before);
  });
});
