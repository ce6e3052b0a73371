import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { GdsError } from '../errors.js';
import { richGraph } from './hostile.fixture.js';
import { GraphReplica } from './replica.js';
import { GraphStore } from './store.js';

/** Two nodes and an edge that has no id. */
const PLAIN = {
  format: 'gds-graph',
  version: 1,
  nodes: [
    { id: 'a', type: 'one', x: 0, y: 0 },
    { id: 'b', type: 'two', x: 1, y: 0 },
  ],
  edges: [{ from: ['a', 'out'], to: ['b', 'in'] }],
};

describe('GraphReplica', () => {
  it('shows what the document shows, whatever the order of its updates', () => {
    const store = new GraphStore();
    const updates: Uint8Array[] = [];
    store.ydoc.on('update', (update: Uint8Array) => updates.push(update));
    store.load(richGraph());
    store.setMeta('title', 'Rich');
    store.deleteItems([[...store.nodes.keys()][0]!]);
    const replica = new GraphReplica();
    for (const update of updates.reverse()) expect(replica.apply(update)).to.equal(true);
    replica.apply(updates[0]!);
    expect(replica.toJSON()).to.deep.equal(store.toJSON());
    const second = new GraphReplica();
    second.apply(replica.state());
    expect(second.toJSON()).to.deep.equal(store.toJSON());
  });

  it('refuses what is no update and has not changed', () => {
    const replica = new GraphReplica();
    const before = replica.state();
    expect(replica.apply(Uint8Array.of(1, 2))).to.equal(false);
    expect(replica.apply(Uint8Array.of())).to.equal(false);
    expect(replica.state()).to.deep.equal(before);
  });

  it('makes of one file one history, whoever reads it', () => {
    const [a, b] = [new GraphReplica(), new GraphReplica()];
    const [first, second] = [a.replace(PLAIN, 77), b.replace(PLAIN, 77)];
    expect(first).to.deep.equal(second);
    a.apply(second);
    expect(a.toJSON().nodes).to.have.length(2);
    expect(a.toJSON().edges).to.have.length(1);
    const edited = { ...PLAIN, nodes: PLAIN.nodes.slice(0, 1), edges: [] };
    expect(a.replace(edited, 78)).to.deep.equal(b.replace(edited, 78));
    expect(a.toJSON().nodes.map(({ id }) => id)).to.deep.equal(['a']);
  });

  it('refuses a file that is no graph and has not changed', () => {
    const replica = new GraphReplica();
    replica.replace(PLAIN, 7);
    const before = replica.toJSON();
    expect(() => replica.replace({ name: 'x', nodes: [], edges: [] }, 8))
      .to.throw()
      .with.property('code', 'GDS_GRAPH_FORMAT' as GdsError['code']);
    expect(replica.toJSON()).to.deep.equal(before);
  });
});
