/** Subgraphs, their ports and reroutes, as the document sees them. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import * as Y from 'yjs';
import { codeOf, testSchema } from './schema.fixture.js';
import { GraphStore } from './store.js';
import type { GraphChange } from './types.js';

/** text → subgraph [ input → draw → output ] → filter; the subgraph's ports are its boundary nodes. */
function setup() {
  const store = new GraphStore({ schema: testSchema, now: () => 0 });
  const text = store.addNode({ type: 'text', x: 0, y: 0, id: 'text' });
  const sub = store.addNode({ type: 'subgraph', x: 300, y: 0, id: 'sub' });
  const filter = store.addNode({ type: 'filter', x: 600, y: 0, id: 'filter' });
  store.addNode({ type: 'subgraph-input', x: 0, y: 0, id: 'in', parent: sub, params: { name: 'Words', type: 'string' } });
  store.addNode({ type: 'draw', x: 100, y: 0, id: 'draw', parent: sub });
  store.addNode({ type: 'subgraph-output', x: 200, y: 0, id: 'out', parent: sub, params: { name: 'Picture', type: 'image' } });
  store.addEdge(['in', 'value'], ['draw', 'prompt']);
  store.addEdge(['draw', 'image'], ['out', 'value']);
  const a = store.addEdge([text, 'text'], [sub, 'in']);
  const b = store.addEdge([sub, 'out'], [filter, 'image']);
  const changes: GraphChange[] = [];
  store.subscribe((change) => changes.push(change));
  return { store, sub, a, b, changes };
}

/** What a store sees that reads the document afresh must be what this one came to by steps. */
function expectSettled(store: GraphStore): void {
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(store.ydoc), 'copy');
  const fresh = new GraphStore({ ydoc, schema: testSchema });
  expect(new Map(store.nodes)).to.deep.equal(new Map(fresh.nodes));
  expect(new Map(store.edges)).to.deep.equal(new Map(fresh.edges));
  expect(store.problems).to.have.deep.members([...fresh.problems]);
}

describe('levels', () => {
  it('hold the nodes inside a subgraph apart from those beside it', () => {
    const { store, sub } = setup();
    expect([...store.childrenOf(sub)]).to.have.members(['in', 'draw', 'out']);
    expect([...store.childrenOf('')]).to.have.members(['text', 'sub', 'filter']);
    expect([...store.childrenOf('nothing')]).to.deep.equal([]);
    expect(store.nodes.get('draw')!.parent).to.equal(sub);
    expect('parent' in store.nodes.get('text')!).to.equal(false);
  });

  it('join nodes of one level only', () => {
    const { store } = setup();
    expect(codeOf(() => store.addEdge(['text', 'text'], ['draw', 'negative']))).to.equal('GDS_EDGE_LEVEL');
    expect(store.edgeProblem(['draw', 'image'], ['filter', 'image'])?.code).to.equal('GDS_EDGE_LEVEL');
  });

  it('refuse a parent that is no subgraph, or that would lie inside itself', () => {
    const { store, sub } = setup();
    const inner = store.addNode({ type: 'subgraph', x: 0, y: 0, parent: sub });
    expect(codeOf(() => store.addNode({ type: 'text', x: 0, y: 0, parent: 'text' }))).to.equal('GDS_NODE_PARENT');
    expect(codeOf(() => store.addNote({ text: '', x: 0, y: 0, width: 1, height: 1, parent: 'none' }))).to.equal('GDS_NODE_PARENT');
    expect(codeOf(() => store.setParent(['text'], 'filter'))).to.equal('GDS_NODE_PARENT');
    expect(codeOf(() => store.setParent([sub], inner))).to.equal('GDS_NODE_PARENT');
    expect(codeOf(() => store.setParent([sub], sub))).to.equal('GDS_NODE_PARENT');
  });

  it('lose the edges that would join two of them when nodes move between levels, and keep the others', () => {
    const { store, sub } = setup();
    const other = store.addNode({ type: 'text', x: 0, y: 0 });
    const inside = store.addNode({ type: 'filter', x: 0, y: 0, parent: sub });
    const kept = store.addEdge(['draw', 'image'], [inside, 'image']);
    const before = store.toJSON();
    store.setParent(['draw', inside], '');
    expect(store.edges.has(kept)).to.equal(true);
    expect(store.edgesOf('draw')).to.have.length(1);
    store.addEdge([other, 'text'], ['draw', 'prompt']);
    expectSettled(store);
    store.undo();
    store.undo();
    expect(store.toJSON().nodes).to.have.deep.members(before.nodes);
    expect(store.toJSON().edges).to.have.deep.members(before.edges);
    expectSettled(store);
  });

  it('go with their subgraph, nested ones and what else lies there too, and come back with it', () => {
    const { store, sub } = setup();
    const inner = store.addNode({ type: 'subgraph', x: 0, y: 0, parent: sub });
    store.addNode({ type: 'text', x: 0, y: 0, parent: inner });
    store.addNote({ text: 'here', x: 0, y: 0, width: 10, height: 10, parent: inner });
    store.addGroup({ x: 0, y: 0, width: 10, height: 10, parent: sub });
    const before = store.toJSON();
    store.deleteItems([sub]);
    expect([...store.nodes.keys()]).to.have.members(['text', 'filter']);
    expect([store.edges.size, store.notes.size, store.groups.size]).to.deep.equal([0, 0, 0]);
    expect(store.problems).to.deep.equal([]);
    expectSettled(store);
    store.undo();
    const after = store.toJSON();
    for (const list of ['nodes', 'edges', 'groups', 'notes'] as const) expect(after[list]).to.have.deep.members(before[list] as never[]);
    expectSettled(store);
  });

  it('fall back to the top level where a peer deleted the subgraph meanwhile, and are told', () => {
    const { store, sub } = setup();
    const peer = new GraphStore({ schema: testSchema });
    peer.applyUpdate(Y.encodeStateAsUpdate(store.ydoc));
    peer.deleteItems([sub]);
    const late = store.addNode({ type: 'text', x: 0, y: 0, parent: sub });
    store.applyUpdate(Y.encodeStateAsUpdate(peer.ydoc));
    peer.applyUpdate(Y.encodeStateAsUpdate(store.ydoc));
    for (const one of [store, peer]) {
      expect(one.nodes.get(late)!.parent).to.equal(undefined);
      expect(one.problems.map(({ id }) => id)).to.deep.equal([late]);
      expectSettled(one);
    }
    peer.undo();
    expect(peer.nodes.get(late)!.parent).to.equal(sub);
    expect(peer.problems).to.deep.equal([]);
    expectSettled(peer);
  });

  it('that peers made into a ring read as the top level, and a command that opens the ring is followed', () => {
    const store = new GraphStore({ schema: testSchema });
    for (const id of ['a', 'b', 'c']) store.addNode({ type: 'subgraph', x: 0, y: 0, id });
    store.addNode({ type: 'text', x: 0, y: 0, id: 't', parent: 'a' });
    store.addNode({ type: 'subgraph-output', x: 0, y: 0, id: 'port', parent: 'c' });
    store.addNode({ type: 'filter', x: 0, y: 0, id: 'f' });
    const edge = store.addEdge(['c', 'port'], ['f', 'image']);
    const peer = new GraphStore({ schema: testSchema });
    peer.applyUpdate(Y.encodeStateAsUpdate(store.ydoc));
    store.setParent(['a'], 'b');
    peer.setParent(['b'], 'c');
    peer.setParent(['c'], 'a');
    store.applyUpdate(Y.encodeStateAsUpdate(peer.ydoc));
    expect(['a', 'b', 'c'].map((id) => store.nodes.get(id)!.parent)).to.deep.equal([undefined, undefined, undefined]);
    expect(store.nodes.get('t')!.parent).to.equal('a');
    expect(store.problems.map(({ id }) => id)).to.have.members(['a', 'b', 'c']);
    expectSettled(store);
    store.deleteItems(['b']);
    expectSettled(store);
    expect(store.nodes.get('c')!.parent).to.equal('a');
    expect(store.edges.has(edge)).to.equal(false);
  });
});

describe('ports of a subgraph', () => {
  it('are its boundary nodes, from top to bottom', () => {
    const { store, sub } = setup();
    store.addNode({ type: 'subgraph-input', x: 0, y: -50, id: 'first', parent: sub });
    expect(store.portsOf(sub)).to.deep.equal({
      inputs: [
        { id: 'first', type: 'any' },
        { id: 'in', type: 'string', title: 'Words' },
      ],
      outputs: [{ id: 'out', type: 'image', title: 'Picture' }],
    });
    expect(store.portType(sub, 'in', 'in')).to.equal('string');
    expect(store.portType(sub, 'out', 'in')).to.equal(undefined);
    expect(store.portsOf('in')).to.deep.equal({ inputs: [], outputs: [{ id: 'value', type: 'string' }] });
    expect(codeOf(() => store.addEdge(['filter', 'image'], [sub, 'draw']))).to.equal('GDS_EDGE_PORT');
    expect(codeOf(() => store.addEdge(['text', 'text'], [sub, 'out']))).to.equal('GDS_EDGE_PORT');
  });

  it('tell that the subgraph changed when they do', () => {
    const { store, sub, changes } = setup();
    store.moveItems(['in'], 0, 10);
    expect(changes.at(-1)).to.deep.include({ nodesMoved: ['in'], nodesUpdated: [sub] });
    store.moveItems(['draw'], 0, 10);
    expect(changes.at(-1)!.nodesUpdated).to.deep.equal([]);
    store.setParam('in', 'name', 'Prompt');
    expect(changes.at(-1)!.nodesUpdated).to.have.members(['in', sub]);
  });

  it('take the edges at them along when they are deleted or moved away, and undo brings them back', () => {
    const { store, a, b } = setup();
    store.deleteItems(['out']);
    expect(store.edges.has(b)).to.equal(false);
    expect(store.edges.has(a)).to.equal(true);
    expectSettled(store);
    store.undo();
    expect(store.edges.has(b)).to.equal(true);
    store.setParent(['out'], '');
    expect(store.edges.has(b)).to.equal(false);
    expectSettled(store);
  });

  it('set edges aside that no longer fit their type, until they do again', () => {
    const { store, a } = setup();
    store.setParam('in', 'type', 'image');
    expect(store.edges.has(a)).to.equal(false);
    expect(store.edgesOf('in')).to.deep.equal([]);
    expect(store.problems).to.have.length(2);
    expectSettled(store);
    store.undo();
    expect(store.edges.has(a)).to.equal(true);
    expect(store.problems).to.deep.equal([]);
    expectSettled(store);
  });
});

describe('reroutes', () => {
  function chain(length: number) {
    const store = new GraphStore({ schema: testSchema });
    const ids = Array.from({ length }, (_, i) => store.addNode({ type: 'reroute', x: i, y: 0, id: `r${i}` }));
    for (let i = 1; i < length; i++) store.addEdge([ids[i - 1]!, 'out'], [ids[i]!, 'in']);
    store.addNode({ type: 'text', x: 0, y: 0, id: 'text' });
    store.addNode({ type: 'draw', x: 0, y: 0, id: 'draw' });
    store.addNode({ type: 'filter', x: 0, y: 0, id: 'filter' });
    return { store, ids };
  }

  it('are of any type until they are joined, then of the type of their source', () => {
    const { store, ids } = chain(3);
    const changes: GraphChange[] = [];
    store.subscribe((change) => changes.push(change));
    expect(store.portsOf('r2')).to.deep.equal({ inputs: [{ id: 'in', type: 'any' }], outputs: [{ id: 'out', type: 'any' }] });
    const edge = store.addEdge(['text', 'text'], ['r0', 'in']);
    expect(ids.map((id) => store.portType(id, 'out', 'out'))).to.deep.equal(['string', 'string', 'string']);
    expect(changes.at(-1)!.nodesUpdated).to.have.members(ids);
    store.deleteEdges([edge]);
    expect(store.portType('r2', 'in', 'in')).to.equal('any');
    expect(store.portType('r2', 'in', 'nope')).to.equal(undefined);
  });

  it('refuse what does not suit their far end, from either side', () => {
    const { store } = chain(3);
    store.addEdge(['r2', 'out'], ['draw', 'prompt']);
    expect(codeOf(() => store.addEdge(['draw', 'image'], ['r1', 'in']))).to.equal('GDS_EDGE_TYPE');
    store.addEdge(['text', 'text'], ['r0', 'in']);
    expect(codeOf(() => store.addEdge(['r1', 'out'], ['filter', 'image']))).to.equal('GDS_EDGE_TYPE');
    expect(codeOf(() => store.addEdge(['draw', 'image'], ['r0', 'in']))).to.equal('GDS_EDGE_TYPE');
    expect(store.edges.size).to.equal(4);
  });

  it('keep to their source where two people joined both ends with different types', () => {
    const { store } = chain(2);
    const peer = new GraphStore({ schema: testSchema });
    peer.applyUpdate(Y.encodeStateAsUpdate(store.ydoc));
    store.addEdge(['filter', 'image'], ['r0', 'in']);
    const theirs = peer.addEdge(['r1', 'out'], ['draw', 'prompt']);
    store.applyUpdate(Y.encodeStateAsUpdate(peer.ydoc));
    expect(store.edges.has(theirs)).to.equal(false);
    expect(store.problems).to.deep.equal([{ id: theirs, message: 'The types of the two ports no longer fit.' }]);
    expectSettled(store);
  });
});

describe('foreign nodes', () => {
  it('have the ports they carry while their type is not registered', () => {
    const store = new GraphStore({ schema: testSchema });
    const ports = { inputs: [{ id: 'clip', type: 'CLIP', title: 'Clip' }], outputs: [{ id: '0', type: 'string' }] };
    store.addNode({ type: 'KSampler', x: 0, y: 0, id: 'foreign', ports });
    store.addNode({ type: 'draw', x: 0, y: 0, id: 'draw', ports });
    store.addNode({ type: 'filter', x: 0, y: 0, id: 'filter' });
    expect(store.portsOf('foreign')).to.deep.equal(ports);
    expect(store.portType('foreign', 'in', 'clip')).to.equal('CLIP');
    expect(store.portType('draw', 'in', 'prompt')).to.equal('string');
    store.addEdge(['foreign', '0'], ['draw', 'prompt']);
    expect(codeOf(() => store.addEdge(['foreign', '0'], ['filter', 'image']))).to.equal('GDS_EDGE_TYPE');
    expect(codeOf(() => store.addEdge(['foreign', '1'], ['draw', 'negative']))).to.equal('GDS_EDGE_PORT');
    expect(codeOf(() => store.addNode({ type: 'x', x: 0, y: 0, ports: { inputs: [{ id: '', type: 'a' }], outputs: [] } }))).to.equal(
      'GDS_GRAPH_FIELD',
    );
    const copy = new GraphStore({ schema: testSchema });
    copy.load(store.toJSON());
    expect(copy.toJSON()).to.deep.equal(store.toJSON());
  });
});
