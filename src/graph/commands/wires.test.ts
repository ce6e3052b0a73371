/** Reroutes, healing, reconnecting and disconnecting. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { seededRandom } from '../schema.fixture.js';
import { flow, newStore, oneStep, randomGraph, rectsOf, refused, smallGraph } from '../../../test/support/graph-commands.js';
import { deleteAndHeal } from './heal.js';
import { disconnect, reconnect } from './reconnect.js';
import { insertReroute } from './reroute.js';
import { collapse } from './subgraph/collapse.js';

describe('a reroute', () => {
  it('leads an edge through the point and keeps both its ends', () => {
    const store = smallGraph();
    const before = flow(store);
    const { id: edge } = store.edgeAt('output', 'image')!;
    const id = oneStep(store, () => insertReroute(store, edge, { x: 570, y: 60 }));
    expect(store.nodes.get(id)).to.include({ type: 'reroute', x: 558, y: 48 });
    expect(store.portType(id, 'out', 'out')).to.equal('image');
    expect(flow(store)).to.deep.equal(before);
    refused(store, 'GDS_EDGE_MISSING', () => insertReroute(store, edge, { x: 0, y: 0 }));
  });

  it('goes into any edge on any level, and out again (seeds 1 to 10)', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const store = randomGraph(seededRandom(seed));
      collapse(store, ['node-1'], rectsOf(store));
      const before = flow(store);
      const ids = [...store.edges.keys()].map((edge) => insertReroute(store, edge, { x: 0, y: 0 }));
      expect(flow(store), `seed ${seed}`).to.deep.equal(before);
      if (ids.length === 0) continue;
      oneStep(store, () => deleteAndHeal(store, ids));
      expect(flow(store), `seed ${seed}`).to.deep.equal(before);
      expect(ids.filter((id) => store.nodes.has(id))).to.deep.equal([]);
    }
  });
});

describe('healing', () => {
  /** image → first → second → output; first takes a prompt too. */
  function chain() {
    const store = smallGraph();
    for (const id of ['first', 'second']) store.addNode({ type: 'model', x: 0, y: 0, id });
    store.addEdge(['image', 'image'], ['first', 'image']);
    store.addEdge(['prompt', 'text'], ['first', 'prompt']);
    store.addEdge(['first', 'image'], ['second', 'image']);
    store.addEdge(['second', 'image'], ['output', 'image']);
    return store;
  }

  it('joins what a deleted node was given with what it gave to, where the types say what', () => {
    const store = chain();
    const [edge] = oneStep(store, () => deleteAndHeal(store, ['first']));
    expect(store.edges.get(edge!)).to.deep.include({ from: ['image', 'image'], to: ['second', 'image'] });
  });

  it('reaches over several nodes that go at once', () => {
    const store = chain();
    const edges = oneStep(store, () => deleteAndHeal(store, ['second', 'first']));
    expect(edges.map((id) => store.edges.get(id)!.to)).to.deep.equal([['output', 'image']]);
    expect(flow(store)).to.include('output.image ← image.image');
  });

  it('leaves open what is not clear', () => {
    const store = newStore();
    for (const id of ['a', 'b']) store.addNode({ type: 'prompt', x: 0, y: 0, id });
    store.addNode({ type: 'Open', x: 0, y: 0, id: 'join' });
    store.addNode({ type: 'sdxl-turbo', x: 0, y: 0, id: 'turbo' });
    store.addEdge(['a', 'text'], ['join', 'one']);
    store.addEdge(['b', 'text'], ['join', 'two']);
    store.addEdge(['join', 'out'], ['turbo', 'prompt']);
    expect(oneStep(store, () => deleteAndHeal(store, ['join']))).to.deep.equal([]);
    expect(store.edges.size).to.equal(0);
  });

  it('deletes notes and edges like any other, and nothing where something is locked', () => {
    const store = chain();
    const note = store.addNote({ text: '', x: 0, y: 0, width: 10, height: 10 });
    const edge = store.edgeAt('first', 'prompt')!.id;
    oneStep(store, () => deleteAndHeal(store, [note, edge, 'image', 'nothing']));
    expect([store.notes.size, store.edges.has(edge), store.nodes.has('image')]).to.deep.equal([0, false, false]);
    store.setLocked(['second'], true);
    refused(store, 'GDS_LOCKED', () => deleteAndHeal(store, ['first', 'second']));
  });
});

describe('reconnecting', () => {
  it('moves either end as one step', () => {
    const store = smallGraph();
    const edge = store.edgeAt('turbo', 'prompt')!.id;
    const moved = oneStep(store, () => reconnect(store, edge, 'to', ['turbo', 'negative_prompt']));
    expect(store.edgesOf('prompt').map(({ to }) => to)).to.deep.equal([['turbo', 'negative_prompt']]);
    store.addNode({ type: 'prompt', x: 0, y: 0, id: 'other' });
    const again = oneStep(store, () => reconnect(store, moved, 'from', ['other', 'text']));
    expect(store.edgesOf('prompt')).to.deep.equal([]);
    expect(reconnect(store, again, 'from', ['other', 'text']), 'nothing to do').to.equal(again);
  });

  it('that is refused keeps the edge and says why', () => {
    const store = smallGraph();
    const edge = store.edgeAt('output', 'image')!.id;
    expect(refused(store, 'GDS_EDGE_TYPE', () => reconnect(store, edge, 'from', ['prompt', 'text'])).message).to.contain('string');
    refused(store, 'GDS_EDGE_SELF', () => reconnect(store, edge, 'from', ['output', 'image']));
    refused(store, 'GDS_EDGE_PORT', () => reconnect(store, edge, 'to', ['output', 'none']));
    refused(store, 'GDS_EDGE_MISSING', () => reconnect(store, 'none', 'to', ['output', 'image']));
    store.addNode({ type: 'model', x: 0, y: 0, id: 'model' });
    store.addEdge(['output', 'image'], ['model', 'image']);
    refused(store, 'GDS_EDGE_CYCLE', () => reconnect(store, edge, 'from', ['model', 'image']));
  });

  it('asks the same as deleting the edge and drawing the new one (seeds 1 to 20)', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed);
      const store = randomGraph(random);
      const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
      for (let i = 0; i < 15 && store.edges.size > 1; i++) {
        const [edge, other] = [pick([...store.edges.values()]), pick([...store.edges.values()])];
        const end = random() < 0.5 ? 'from' : 'to';
        const [from, to] = end === 'from' ? [other.from, edge.to] : [edge.from, other.to];
        if (edge[end] === other[end]) continue;
        store.deleteEdges([edge.id]);
        const problem = store.edgeProblem(from, to)?.code;
        store.undo();
        if (problem) refused(store, problem, () => reconnect(store, edge.id, end, other[end]));
        else reconnect(store, edge.id, end, other[end]);
      }
    }
  });
});

describe('disconnecting', () => {
  it('deletes all edges at a node and no other', () => {
    const store = smallGraph();
    store.addEdge(['image', 'image'], [store.addNode({ type: 'output', x: 0, y: 0 }), 'image']);
    oneStep(store, () => disconnect(store, 'turbo'));
    expect(store.edges.size).to.equal(1);
    refused(store, 'GDS_NODE_MISSING', () => disconnect(store, 'none'));
  });
});
