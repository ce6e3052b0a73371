/** Putting nodes into wires and taking them off. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { flow, newStore, oneStep, refused, smallGraph } from '../../../test/support/graph-commands.js';
import { detachNodes } from './detach.js';
import { insertNode, insertionFit } from './insert.js';

describe('inserting', () => {
  it('leads the wire through the node, by ports of the same type where there are some', () => {
    const store = smallGraph();
    store.addNode({ type: 'model', x: 0, y: 0, id: 'model' });
    const edge = store.edgeAt('output', 'image')!;
    oneStep(store, () => insertNode(store, 'model', edge.id));
    expect(store.edgeAt('model', 'image')!.from).to.deep.equal(['turbo', 'image']);
    expect(store.edgeAt('output', 'image')!.from[0]).to.equal('model');
  });

  it('refuses a node that does not fit, and an end of the wire itself; nothing changes then', () => {
    const store = smallGraph();
    const edge = store.edgeAt('turbo', 'prompt')!;
    expect(insertionFit(store, 'image', edge), 'no input for text').to.equal(undefined);
    expect(insertionFit(store, 'turbo', edge)).to.equal(undefined);
    refused(store, 'GDS_EDGE_TYPE', () => insertNode(store, 'image', edge.id));
    refused(store, 'GDS_EDGE_MISSING', () => insertNode(store, 'image', 'nowhere'));
  });
});

describe('detaching', () => {
  it('takes a node out of a chain and joins what it leaves open', () => {
    const store = smallGraph();
    store.addNode({ type: 'model', x: 0, y: 0, id: 'model' });
    insertNode(store, 'model', store.edgeAt('output', 'image')!.id);
    const before = flow(store);
    oneStep(store, () => detachNodes(store, new Set(['model'])));
    expect(store.edgesOf('model')).to.deep.equal([]);
    expect(store.edgeAt('output', 'image')!.from).to.deep.equal(['turbo', 'image']);
    expect(before).to.not.deep.equal(flow(store));
  });

  it('leaves a gap where no type fits, keeps wires within what is taken, and does nothing without wires', () => {
    const store = smallGraph();
    oneStep(store, () => detachNodes(store, new Set(['turbo'])));
    expect(store.edges.size).to.equal(0);
    const pair = smallGraph();
    oneStep(pair, () => detachNodes(pair, new Set(['turbo', 'output'])));
    expect([...pair.edges.values()].map(({ to }) => to[0])).to.deep.equal(['output']);
    const loose = newStore();
    loose.addNode({ type: 'prompt', x: 0, y: 0, id: 'p' });
    const steps = loose.history().done.length;
    detachNodes(loose, new Set(['p', 'gone']));
    expect(loose.history().done.length).to.equal(steps);
  });
});
