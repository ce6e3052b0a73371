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

  it('keep a new node out until its place is known, wherever that comes from', () => {
    const a = writer();
    const b = writer();
    const id = a.store.addNode({ type: 'any', x: 5, y: 6 });
    b.store.applyUpdate(Y.encodeStateAsUpdate(a.store.ydoc));
    b.updates.length = 0;
    b.store.setMeta('title', 'Lost');
    b.store.moveItems([id], 100, 100);
    const reader = new GraphStore();
    reader.applyUpdate(b.updates[1]!);
    reader.applyUpdate(a.updates[0]!);
    expect(reader.nodes.has(id)).to.equal(false);
    reader.applyUpdate(b.updates[0]!);
    expect(reader.nodes.get(id)).to.include({ x: 105, y: 106 });
  });
});
