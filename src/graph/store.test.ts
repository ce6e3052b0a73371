import { describe, it } from 'node:test';
import { expect } from 'chai';
import * as Y from 'yjs';
import { GraphStore } from './store.js';
import { codeOf, testSchema } from './schema.fixture.js';
import type { GraphChange, GraphSchema } from './types.js';

function setup(options: { now?: () => number; undoLimit?: number } = {}) {
  const store = new GraphStore({ schema: testSchema, ...options });
  const changes: GraphChange[] = [];
  store.subscribe((change) => changes.push(change));
  return { store, changes };
}

/** prompt → draw → filter */
function chain(store: GraphStore) {
  const text = store.addNode({ type: 'text', x: 0, y: 0 });
  const draw = store.addNode({ type: 'draw', x: 300, y: 0 });
  const filter = store.addNode({ type: 'filter', x: 600, y: 0 });
  const a = store.addEdge([text, 'text'], [draw, 'prompt']);
  const b = store.addEdge([draw, 'image'], [filter, 'image']);
  return { text, draw, filter, a, b };
}

describe('GraphStore nodes', () => {
  it('numbers a document of its own below 2^30, and leaves the one it is given alone', () => {
    for (let round = 0; round < 50; round += 1) expect(new GraphStore().ydoc.clientID).to.be.within(0, 2 ** 30 - 1);
    const { ydoc } = new GraphStore();
    ydoc.clientID = 2 ** 31 + 5;
    expect(ydoc.clientID, 'another one, as Yjs draws where a peer has the same').to.equal(2 ** 31 + 5);
    const given = new Y.Doc();
    given.clientID = 2 ** 31 + 7;
    expect(new GraphStore({ ydoc: given }).ydoc.clientID).to.equal(2 ** 31 + 7);
  });

  it('adds a node with the defaults of its type and tells it once', () => {
    const { store, changes } = setup();
    const id = store.addNode({ type: 'draw', x: 1, y: 2 });
    expect(store.nodes.get(id)).to.deep.equal({ id, type: 'draw', x: 1, y: 2, params: { steps: 4 }, title: '', mode: 'active' });
    expect(changes).to.have.length(1);
    expect(changes[0]).to.include({ label: 'Add DRAW', origin: 'local', metaChanged: false });
    expect(changes[0]!.nodesAdded).to.deep.equal([id]);
    expect(Object.isFrozen(store.nodes.get(id))).to.equal(true);
  });

  it('keeps nodes of unknown types with any parameters', () => {
    const { store } = setup();
    const id = store.addNode({ type: 'from-the-future', x: 0, y: 0, params: { a: [1, { b: null }] } });
    expect(store.nodes.get(id)!.params).to.deep.equal({ a: [1, { b: null }] });
  });

  it('refuses a used id, NaN, and parameters out of range, and changes nothing', () => {
    const { store, changes } = setup();
    store.addNode({ type: 'text', x: 0, y: 0, id: 'a' });
    expect(codeOf(() => store.addNode({ type: 'text', x: 0, y: 0, id: 'a' }))).to.equal('GDS_NODE_ID');
    expect(codeOf(() => store.addNode({ type: 'text', x: NaN, y: 0 }))).to.equal('GDS_GRAPH_FIELD');
    expect(codeOf(() => store.addNode({ type: 'draw', x: 0, y: 0, params: { steps: 99 } }))).to.equal('GDS_PARAM_RANGE');
    expect(codeOf(() => store.moveNodes(['a'], Infinity, 0))).to.equal('GDS_GRAPH_FIELD');
    expect(codeOf(() => store.setParam('a', '__proto__', 1))).to.equal('GDS_GRAPH_FIELD');
    expect(codeOf(() => store.setParam('none', 'x', 1))).to.equal('GDS_NODE_MISSING');
    expect(codeOf(() => store.setParam('a', 'x', (() => 1) as never))).to.equal('GDS_GRAPH_FIELD');
    expect(changes).to.have.length(1);
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });

  it('moves many nodes in one transaction, one event and one step', () => {
    const { store, changes } = setup();
    const ids = Array.from({ length: 50 }, (_, i) => store.addNode({ type: 'text', x: i, y: 0 }));
    changes.length = 0;
    let updates = 0;
    store.ydoc.on('update', () => updates++);
    store.moveNodes(ids, 10, 5);
    expect(updates).to.equal(1);
    expect(changes.map((change) => [change.label, change.nodesMoved.length, change.nodesUpdated.length])).to.deep.equal([
      ['Move 50 nodes', 50, 0],
    ]);
    store.undo();
    expect(store.nodes.get(ids[7]!)).to.include({ x: 7, y: 0 });
    expect(changes[1]).to.include({ origin: 'undo', label: 'Move 50 nodes' });
  });

  it('deletes edges with their nodes; undo brings both back, redo takes both', () => {
    const { store, changes } = setup();
    const { draw, a, b } = chain(store);
    const before = store.toJSON();
    store.deleteNodes([draw]);
    expect([...store.edges.keys()]).to.deep.equal([]);
    expect([...changes.at(-1)!.edgesRemoved].sort()).to.deep.equal([a, b].sort());
    store.undo();
    expect(store.toJSON().edges).to.have.deep.members(before.edges);
    expect(store.nodes.get(draw)).to.deep.include({ x: 300, type: 'draw' });
    store.redo();
    expect(store.nodes.has(draw)).to.equal(false);
    expect(store.edges.size).to.equal(0);
  });

  it('says nothing when nothing changes', () => {
    const { store, changes } = setup();
    const id = store.addNode({ type: 'draw', x: 0, y: 0 });
    store.setParam(id, 'steps', 4);
    store.setTitle(id, '');
    store.setMode(id, 'active');
    store.moveNodes([id], 0, 0);
    store.deleteNodes(['none']);
    store.deleteEdges(['none']);
    expect(changes).to.have.length(1);
    expect(store.history().done).to.have.length(1);
  });
});

describe('GraphStore edges', () => {
  it('names what is wrong with a connection', () => {
    const { store } = setup();
    const { text, draw, filter } = chain(store);
    const other = store.addNode({ type: 'filter', x: 0, y: 0 });
    store.addEdge([filter, 'image'], [other, 'image']);
    expect(codeOf(() => store.addEdge([text, 'nope'], [draw, 'prompt']))).to.equal('GDS_EDGE_PORT');
    expect(codeOf(() => store.addEdge([text, 'text'], [draw, 'image']))).to.equal('GDS_EDGE_PORT');
    expect(codeOf(() => store.addEdge(['none', 'text'], [draw, 'prompt']))).to.equal('GDS_EDGE_PORT');
    expect(codeOf(() => store.addEdge([filter, 'image'], [filter, 'image']))).to.equal('GDS_EDGE_SELF');
    expect(codeOf(() => store.addEdge([text, 'text'], [filter, 'image']))).to.equal('GDS_EDGE_TYPE');
    expect(codeOf(() => store.addEdge([other, 'image'], [filter, 'image']))).to.equal('GDS_EDGE_CYCLE');
    expect(store.edges.size).to.equal(3);
  });

  it('lets any join with everything and unknown types with anything', () => {
    const { store } = setup();
    const { text, filter } = chain(store);
    const any = store.addNode({ type: 'any', x: 0, y: 0 });
    const unknown = store.addNode({ type: 'later', x: 0, y: 0 });
    store.addEdge([text, 'text'], [any, 'value']);
    store.addEdge([any, 'value'], [unknown, 'whatever']);
    store.addEdge([filter, 'image'], [unknown, 'more']);
    expect(store.edges.size).to.equal(5);
  });

  it('replaces the edge at an input and returns an edge that is there already', () => {
    const { store, changes } = setup();
    const { text, draw, a } = chain(store);
    expect(store.addEdge([text, 'text'], [draw, 'prompt'])).to.equal(a);
    const second = store.addNode({ type: 'text', x: 0, y: 200 });
    const replacement = store.addEdge([second, 'text'], [draw, 'prompt']);
    expect(store.edgeAt(draw, 'prompt')!.id).to.equal(replacement);
    expect(changes.at(-1)).to.deep.include({ edgesAdded: [replacement], edgesRemoved: [a] });
    store.undo();
    expect(store.edgeAt(draw, 'prompt')!.id).to.equal(a);
  });
});

describe('GraphStore parameters', () => {
  it('that the type refuses, whoever wrote them, read as the type has them, and are told', () => {
    const { store } = setup();
    const id = store.addNode({ type: 'draw', x: 0, y: 0, params: { steps: 3, other: 'kept' } });
    const params = (store.ydoc.getMap('nodes').get(id) as Y.Map<unknown>).get('params') as Y.Map<unknown>;
    params.set('steps', 'many');
    expect(store.nodes.get(id)!.params).to.deep.equal({ steps: 4, other: 'kept' });
    expect(store.problems.map((problem) => problem.id)).to.deep.equal([id]);
    const copy = new GraphStore({ schema: testSchema });
    copy.load(store.toJSON());
    store.setParam(id, 'steps', 8);
    expect(store.problems).to.deep.equal([]);
  });
});

describe('GraphStore cost', () => {
  it('asks nothing of the rest of the graph for a command', () => {
    let asked = 0;
    const counting: GraphSchema = {
      ...testSchema,
      knows: (type) => (asked++, testSchema.knows(type)),
      portType: (...args) => (asked++, testSchema.portType(...args)),
      compatible: (...args) => (asked++, testSchema.compatible(...args)),
    };
    const store = new GraphStore({ schema: counting });
    const ids = store.transact('Many', () => {
      const made = Array.from({ length: 500 }, (_, x) => store.addNode({ type: 'filter', x, y: 0 }));
      for (let i = 1; i < made.length; i++) store.addEdge([made[i - 1]!, 'image'], [made[i]!, 'image']);
      return made;
    });
    const sub = store.addNode({ type: 'subgraph', x: 0, y: 0 });
    const lost = new Y.Map<unknown>(Object.entries({ from: ['none', 'image'], to: [ids[9], 'image'] }));
    const commands: (() => unknown)[] = [
      () => store.moveItems([ids[7]!], 1, 1),
      () => store.setTitle(ids[7]!, `Number ${++asked}`),
      () => store.addNode({ type: 'filter', x: 0, y: 0, parent: sub }),
      () => store.deleteItems([ids[499]!]),
      () => store.setParent([ids[498]!], sub),
      () => store.addEdge([ids[3]!, 'image'], [store.addNode({ type: 'filter', x: 0, y: 0 }), 'image']),
    ];
    const expectCheap = (command: () => unknown): void => {
      asked = 0;
      command();
      expect(asked, String(command)).to.be.below(40);
    };
    commands.forEach(expectCheap);
    store.ydoc.getMap('edges').set('lost', lost);
    expect(store.problems).to.have.length(1);
    commands.slice(0, 3).forEach(expectCheap);
  });
});

describe('GraphStore undo', () => {
  it('merges a burst of edits of one parameter, and only that', () => {
    let now = 1000;
    const { store } = setup({ now: () => now });
    const a = store.addNode({ type: 'text', x: 0, y: 0 });
    const b = store.addNode({ type: 'text', x: 0, y: 0 });
    for (const text of ['r', 're', 'red']) {
      store.setParam(a, 'text', text);
      now += 400;
    }
    store.setParam(b, 'text', 'x');
    store.setParam(a, 'text', 'red a');
    now += 1500;
    store.setParam(a, 'text', 'red apple');
    expect(store.history().done).to.have.length(6);
    const texts = [];
    while (store.history().done.length > 2) {
      store.undo();
      texts.push(store.nodes.get(a)!.params['text']);
    }
    expect(texts).to.deep.equal(['red a', 'red', 'red', '']);
    store.redo();
    expect(store.nodes.get(a)!.params['text']).to.equal('red');
  });

  it('does not merge into a step across an undo', () => {
    const { store } = setup({ now: () => 1 });
    const a = store.addNode({ type: 'text', x: 0, y: 0 });
    store.setParam(a, 'text', 'one');
    store.undo();
    store.setParam(a, 'text', 'two');
    store.undo();
    expect(store.nodes.get(a)!.params['text']).to.equal('');
  });

  it('keeps as many steps as it was told', () => {
    const { store } = setup({ undoLimit: 5 });
    const id = store.addNode({ type: 'text', x: 0, y: 0 });
    for (let i = 0; i < 20; i++) store.moveNodes([id], 1, 0);
    let steps = 0;
    while (store.undo()) steps++;
    expect(steps).to.equal(5);
    expect(store.nodes.get(id)!.x).to.equal(15);
  });

  it('joins a transaction into one step and one event, and takes it back when it throws', () => {
    const { store, changes } = setup();
    const id = store.transact('Two nodes', () => {
      const text = store.addNode({ type: 'text', x: 0, y: 0 });
      const draw = store.addNode({ type: 'draw', x: 0, y: 0 });
      store.addEdge([text, 'text'], [draw, 'prompt']);
      return draw;
    });
    expect(changes).to.have.length(1);
    expect(store.history().done).to.deep.equal(['Two nodes']);
    expect(() =>
      store.transact('Broken', () => {
        store.moveNodes([id], 10, 10);
        throw new Error('no');
      }),
    ).to.throw('no');
    expect(store.nodes.get(id)).to.include({ x: 0, y: 0 });
    expect(store.history()).to.deep.equal({ done: ['Two nodes'], undone: [] });
    store.undo();
    expect(store.nodes.size + store.edges.size).to.equal(0);
  });

  it('leaves changes that are not undoable and those of peers alone', () => {
    const { store, changes } = setup();
    const id = store.addNode({ type: 'draw', x: 0, y: 0 });
    const peer = new GraphStore({ schema: testSchema });
    peer.applyUpdate(Y.encodeStateAsUpdate(store.ydoc));
    peer.setTitle(id, 'Theirs');
    store.applyUpdate(Y.encodeStateAsUpdate(peer.ydoc), 'peer');
    expect(changes.at(-1)).to.include({ origin: 'remote', label: '' });
    store.transact('Seed', () => store.setParam(id, 'steps', 5), { undoable: false });
    expect(store.history().done).to.deep.equal(['Add DRAW']);
    store.moveNodes([id], 5, 5);
    store.undo();
    expect(store.nodes.get(id)).to.deep.include({ x: 0, title: 'Theirs', params: { steps: 5 } });
  });

  it('tells listeners after the step is there, and a listener may give commands', () => {
    const { store } = setup();
    const seen: boolean[] = [];
    store.subscribe((change) => {
      seen.push(store.canUndo);
      if (change.nodesAdded.length === 1 && store.nodes.size === 1) store.addNode({ type: 'text', x: 9, y: 9 });
    });
    store.addNode({ type: 'text', x: 0, y: 0 });
    expect(store.nodes.size).to.equal(2);
    expect(seen).to.deep.equal([true, true]);
    expect(store.history().done).to.have.length(2);
  });

  it('goes on when a listener throws', () => {
    const { store, changes } = setup();
    const report = console.error;
    const reported: unknown[] = [];
    console.error = (error) => reported.push(error);
    store.subscribe(() => {
      throw new Error('listener');
    });
    try {
      store.addNode({ type: 'text', x: 0, y: 0 });
    } finally {
      console.error = report;
    }
    expect(changes).to.have.length(1);
    expect(reported).to.have.length(1);
  });
});

describe('GraphStore read-only', () => {
  it('refuses every command and still takes in what peers send', () => {
    const { store } = setup();
    const { text, draw, a } = chain(store);
    store.readonly = true;
    const before = JSON.stringify(store.toJSON());
    const commands = [
      () => store.addNode({ type: 'text', x: 0, y: 0 }),
      () => store.moveNodes([text], 1, 1),
      () => store.deleteNodes([text]),
      () => store.setParam(draw, 'steps', 2),
      () => store.setTitle(draw, 'x'),
      () => store.setMode(draw, 'muted'),
      () => store.addEdge([text, 'text'], [draw, 'negative']),
      () => store.deleteEdges([a]),
      () => store.setMeta('title', 'x'),
      () => store.undo(),
      () => store.redo(),
      () => store.load(store.toJSON()),
      () => store.transact('x', () => undefined),
    ];
    expect(commands.map(codeOf)).to.deep.equal(commands.map(() => 'GDS_READONLY'));
    expect(JSON.stringify(store.toJSON())).to.equal(before);
    const peer = new GraphStore();
    peer.applyUpdate(Y.encodeStateAsUpdate(store.ydoc));
    peer.setTitle(draw, 'Theirs');
    store.applyUpdate(Y.encodeStateAsUpdate(peer.ydoc));
    expect(store.nodes.get(draw)!.title).to.equal('Theirs');
  });

  it('opens a document of a newer version read-only and says so', () => {
    const ydoc = new Y.Doc();
    ydoc.getMap('meta').set('schemaVersion', 99);
    const store = new GraphStore({ ydoc });
    expect(store.readonly).to.equal(true);
    expect(store.problems[0]!.id).to.equal('document');
    expect(codeOf(() => store.addNode({ type: 'a', x: 0, y: 0 }))).to.equal('GDS_READONLY');
  });
});

describe('GraphStore meta and disposal', () => {
  it('keeps named values, without its own version among them', () => {
    const { store, changes } = setup();
    store.setMeta('title', 'Frog');
    expect(store.meta).to.deep.equal({ title: 'Frog' });
    expect(changes.at(-1)!.metaChanged).to.equal(true);
    store.setMeta('title', undefined);
    expect(store.meta).to.deep.equal({});
    expect(codeOf(() => store.setMeta('schemaVersion', 3))).to.equal('GDS_GRAPH_FIELD');
  });

  it('is silent after dispose and leaves the Y.Doc usable', () => {
    const { store, changes } = setup();
    store.dispose();
    store.ydoc.getMap('nodes').set('x', new Y.Map([['type', 'text']]));
    expect(changes).to.have.length(0);
  });

  it('refuses an update that is none', () => {
    const { store } = setup();
    expect(codeOf(() => store.applyUpdate(new Uint8Array([255, 255, 255, 255, 255, 255, 1])))).to.equal('GDS_GRAPH_UPDATE');
    store.addNode({ type: 'text', x: 0, y: 0 });
    expect(store.nodes.size).to.equal(1);
  });
});
