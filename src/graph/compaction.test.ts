import { describe, it } from 'node:test';
import { expect } from 'chai';
import * as Y from 'yjs';
import { richGraph } from './hostile.fixture.js';
import { testSchema } from './schema.fixture.js';
import { GraphStore } from './store.js';

function reopened(store: GraphStore): GraphStore {
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(store.ydoc), 'storage');
  return new GraphStore({ ydoc, schema: testSchema });
}

const bytes = (store: GraphStore): number => Y.encodeStateAsUpdate(store.ydoc).length;

/** A graph in which much was deleted, opened again: there is nothing to undo. */
function worn(): GraphStore {
  const store = new GraphStore({ schema: testSchema });
  store.load(richGraph());
  const gone = Array.from({ length: 500 }, (_, i) => store.addNode({ type: 'draw', x: i, y: 0, title: `Number ${i}` }));
  const rect = { x: 0, y: 0, width: 10, height: 10 };
  gone.push(store.addGroup({ ...rect, title: 'Gone' }), store.addNote({ ...rect, text: 'Gone too' }));
  store.addEdge(['r', 'out'], [gone[0]!, 'prompt']);
  store.deleteItems(gone);
  return reopened(store);
}

describe('compaction', () => {
  it('takes out what was deleted, and leaves all that can be seen', () => {
    const store = worn();
    const before = [store.toJSON(), bytes(store)] as const;
    let changes = 0;
    store.subscribe(() => changes++);
    // 500 nodes with their positions, a frame, a note, an edge.
    expect(store.compact()).to.equal(1003);
    expect(store.toJSON()).to.deep.equal(before[0]);
    expect(changes).to.equal(0);
    expect(store.canUndo).to.equal(false);
    expect(store.ydoc.getMap('nodes').size).to.equal(store.nodes.size);
    // Yjs keeps the ids of what was in a map that is still there.
    expect(bytes(reopened(store))).to.be.below(before[1] / 2.5);
    expect(reopened(store).toJSON()).to.deep.equal(before[0]);
    expect(store.compact()).to.equal(0);
  });

  it('waits while something can be undone or redone, and leaves a read-only document alone', () => {
    const store = new GraphStore({ schema: testSchema });
    const id = store.addNode({ type: 'draw', x: 1, y: 2 });
    store.deleteItems([id]);
    expect(store.compact()).to.equal(0);
    store.undo();
    expect(store.nodes.get(id)).to.include({ x: 1, y: 2 });
    store.undo();
    expect(store.compact()).to.equal(0);
    const locked = worn();
    locked.readonly = true;
    expect(locked.compact()).to.equal(0);
  });

  it('ends alike for peers who compact, edit and undo at the same time', () => {
    const first = worn();
    const node = first.addNode({ type: 'filter', x: 0, y: 0 });
    const other = first.addNode({ type: 'filter', x: 0, y: 0 });
    const edge = first.addEdge([node, 'image'], [other, 'image']);
    const [second, third] = [reopened(first), reopened(first)];
    second.deleteItems([node]);
    const late = reopened(second);
    late.compact();
    second.undo();
    second.setTitle(node, 'Back for a moment');
    third.moveItems([node], 5, 5);
    third.compact();
    const stores = [first, second, third, late];
    for (const a of stores) for (const b of stores) if (a !== b) b.applyUpdate(Y.encodeStateAsUpdate(a.ydoc));
    for (const a of stores) for (const b of stores) if (a !== b) b.applyUpdate(Y.encodeStateAsUpdate(a.ydoc));
    for (const store of stores) {
      expect([store.nodes.has(node), store.nodes.has(other), store.edges.has(edge)]).to.deep.equal([false, true, false]);
      expect(store.toJSON().nodes).to.have.deep.members(first.toJSON().nodes);
      expect(reopened(store).toJSON().nodes).to.have.deep.members(first.toJSON().nodes);
    }
    while (second.canUndo) second.undo();
    expect(second.nodes.has(node)).to.equal(false);
  });

  it('keeps what somebody wrote anew under the id of a deleted thing', () => {
    const store = worn();
    store.deleteItems(['k']);
    const compacted = reopened(store);
    const peer = reopened(store);
    compacted.compact();
    peer.addNode({ type: 'text', x: 7, y: 8, id: 'k' });
    compacted.applyUpdate(Y.encodeStateAsUpdate(peer.ydoc));
    peer.applyUpdate(Y.encodeStateAsUpdate(compacted.ydoc));
    for (const one of [compacted, peer]) expect(one.nodes.get('k')).to.include({ type: 'text', x: 7, y: 8 });
  });
});
