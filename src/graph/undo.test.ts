/** Undo and redo among others, with a selection, and within bounds. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import * as Y from 'yjs';
import { testSchema } from './schema.fixture.js';
import { GraphStore, UNDO_LIMIT, type GraphStoreOptions } from './store.js';
import type { GraphJSON } from './types.js';

/** Two people at one document. `meet` makes each hear of all that the other did. */
function pair(options: GraphStoreOptions = {}) {
  const make = (clientID: number): GraphStore => {
    const ydoc = new Y.Doc();
    ydoc.clientID = clientID;
    return new GraphStore({ schema: testSchema, ydoc, ...options });
  };
  const [a, b] = [make(1), make(2)];
  const meet = (): void => {
    a.applyUpdate(Y.encodeStateAsUpdate(b.ydoc, Y.encodeStateVector(a.ydoc)), 'b');
    b.applyUpdate(Y.encodeStateAsUpdate(a.ydoc, Y.encodeStateVector(b.ydoc)), 'a');
    expect(content(b)).to.deep.equal(content(a));
  };
  return { a, b, meet };
}

/** What the test starts from: no step of anyone's. */
function base<T>(store: GraphStore, fn: () => T): T {
  return store.transact('Base', fn, { undoable: false });
}

function content(store: GraphStore): GraphJSON {
  const sort = <T extends { id?: string }>(list: T[]): T[] => [...list].sort((one, two) => (one.id! < two.id! ? -1 : 1));
  const json = store.toJSON();
  return { ...json, nodes: sort(json.nodes), edges: sort(json.edges) };
}

function at(store: GraphStore, id: string): number[] {
  const { x, y } = store.nodes.get(id)!;
  return [x, y];
}

describe('undo among others', () => {
  it('leaves a position that somebody else set since', () => {
    const { a, b, meet } = pair();
    const id = a.addNode({ type: 'text', x: 0, y: 0 });
    a.setTitle(id, 'Mine');
    a.moveNodes([id], 1, 0);
    meet();
    b.moveNodes([id], 10, 0);
    meet();
    expect(a.undo()).to.equal(true);
    expect(at(a, id)).to.deep.equal([11, 0]);
    // The move had nothing left to take back, so the step before it went.
    expect(a.nodes.get(id)!.title).to.equal('');
  });

  it('leaves what somebody else did between two own steps', () => {
    const { a, b, meet } = pair();
    const id = a.addNode({ type: 'text', x: 0, y: 0 });
    a.moveNodes([id], 1, 0);
    meet();
    b.moveNodes([id], 10, 0);
    meet();
    a.moveNodes([id], 100, 0);
    a.undo();
    expect(at(a, id)).to.deep.equal([11, 0]);
    a.undo();
    meet();
    expect(b.nodes.has(id), 'the node went, not the move of the other').to.equal(false);
    a.redo();
    expect(at(a, id)).to.deep.equal([11, 0]);
  });

  it('never loses a value that two set at once, whoever undoes', () => {
    for (const winner of ['a', 'b'] as const) {
      const { a, b, meet } = pair();
      const id = base(a, () => a.addNode({ type: 'draw', x: 7, y: 0 }));
      meet();
      for (const [store, by] of [[a, 1] as const, [b, 2] as const]) {
        store.moveNodes([id], by, 0);
        store.setParam(id, 'steps', 4 + by);
      }
      meet();
      const store = winner === 'a' ? a : b;
      store.undo();
      store.undo();
      meet();
      for (const { nodes, problems } of [a, b]) {
        expect(problems).to.deep.equal([]);
        expect(nodes.get(id)!.x).to.be.oneOf([7, 8, 9]);
        expect(nodes.get(id)!.params['steps']).to.be.oneOf([4, 5, 6]);
      }
    }
  });

  it('keeps what others changed at a node that was added, undone and redone meanwhile', () => {
    const { a, b, meet } = pair();
    const id = a.addNode({ type: 'draw', x: 0, y: 0 });
    meet();
    a.undo();
    b.setTitle(id, 'Theirs');
    b.moveNodes([id], 5, 5);
    meet();
    expect(b.nodes.has(id)).to.equal(false);
    a.redo();
    meet();
    expect(b.nodes.get(id)).to.include({ title: 'Theirs', x: 5, y: 5 });
    expect(b.nodes.get(id)!.params).to.deep.equal({ steps: 4 });
  });

  it('never brings back half a node: one adds and undoes, the other deletes and undoes', () => {
    const { a, b, meet } = pair();
    const id = a.addNode({ type: 'draw', x: 3, y: 4, title: 'Whole' });
    meet();
    b.deleteNodes([id]);
    a.undo();
    meet();
    b.undo();
    meet();
    for (const store of [a, b]) {
      expect(store.nodes.get(id)).to.include({ x: 3, y: 4, title: 'Whole' });
      expect(store.problems).to.deep.equal([]);
    }
  });

  it('leaves the wire that somebody else drew to the same input since', () => {
    const { a, b, meet } = pair();
    base(a, () => {
      for (const id of ['one', 'two', 'three']) a.addNode({ id, type: 'text', x: 0, y: 0 });
      a.addNode({ id: 'draw', type: 'draw', x: 0, y: 0 });
      a.addEdge(['one', 'text'], ['draw', 'prompt']);
    });
    a.addEdge(['two', 'text'], ['draw', 'prompt']);
    meet();
    const theirs = b.addEdge(['three', 'text'], ['draw', 'prompt']);
    meet();
    a.undo();
    meet();
    expect([...a.edges.keys()]).to.deep.equal([theirs]);
    expect(a.problems).to.deep.equal([]);
  });

  it('does not close a cycle with what somebody else connected since', () => {
    const { a, b, meet } = pair();
    const [one, two] = base(a, () => [a.addNode({ type: 'any', x: 0, y: 0 }), a.addNode({ type: 'any', x: 0, y: 0 })] as const);
    const mine = base(a, () => a.addEdge([one, 'value'], [two, 'value']));
    a.deleteEdges([mine]);
    meet();
    const theirs = b.addEdge([two, 'value'], [one, 'value']);
    meet();
    a.undo();
    meet();
    expect([...b.edges.keys()]).to.deep.equal([theirs]);
    expect(b.problems).to.deep.equal([]);
  });

  it('goes back to the graph before a load, also to items of the same ids', () => {
    const { a, b, meet } = pair();
    const text = a.addNode({ id: 'text', type: 'text', x: 0, y: 0, params: { text: 'first' } });
    const draw = a.addNode({ id: 'draw', type: 'draw', x: 50, y: 0 });
    a.addEdge([text, 'text'], [draw, 'prompt']);
    a.setMeta('title', 'Before');
    meet();
    const before = content(a);
    const file = { ...before, nodes: before.nodes.map((node) => ({ ...node, x: 9, title: 'Loaded' })), meta: { author: 'Ada' } };
    a.load(file);
    const after = content(a);
    a.undo();
    meet();
    expect(content(b)).to.deep.equal(before);
    a.redo();
    meet();
    expect(content(b)).to.deep.equal(after);
    while (a.undo()) meet();
    expect(a.nodes.size + a.edges.size).to.equal(0);
    expect(content(b)).to.deep.equal(content(a));
  });

  it('goes back to the deleted node whose id was used again', () => {
    const { a } = pair();
    base(a, () => a.addNode({ id: 'same', type: 'draw', x: 1, y: 2, title: 'Old' }));
    const before = content(a);
    a.deleteNodes(['same']);
    a.addNode({ id: 'same', type: 'text', x: 3, y: 4 });
    const after = content(a);
    while (a.undo());
    expect(content(a)).to.deep.equal(before);
    while (a.redo());
    expect(content(a)).to.deep.equal(after);
  });

  it('leaves an item that somebody else locked since', () => {
    const { a, b, meet } = pair();
    const id = base(a, () => a.addNode({ type: 'text', x: 0, y: 0 }));
    a.moveNodes([id], 5, 0);
    meet();
    b.ydoc.transact(() => (b.ydoc.getMap('nodes').get(id) as Y.Map<unknown>).set('locked', true), 'b');
    meet();
    expect(a.undo()).to.equal(false);
    expect(at(a, id)).to.deep.equal([5, 0]);
  });
});

describe('undo of opening a file', () => {
  it('is redone over what was locked', () => {
    const { a } = pair();
    const id = a.addNode({ type: 'text', x: 0, y: 0 });
    a.setLocked([id], true);
    const before = content(a);
    a.load({ format: 'gds-graph', version: 1, nodes: [], edges: [], groups: [], notes: [], meta: {} });
    a.undo();
    expect(content(a)).to.deep.equal(before);
    a.redo();
    expect(a.nodes.size).to.equal(0);
  });

  it('leaves connections as old as they were', () => {
    let made = 0;
    const { a, b, meet } = pair({ makeId: () => `id-${made++}` });
    base(a, () => {
      for (const id of ['one', 'two']) a.addNode({ id, type: 'text', x: 0, y: 0 });
      a.addNode({ id: 'draw', type: 'draw', x: 0, y: 0 });
    });
    meet();
    // Both draw to one input: the smaller id counts, the other one waits.
    const first = base(a, () => a.addEdge(['one', 'text'], ['draw', 'prompt']));
    const second = base(b, () => b.addEdge(['two', 'text'], ['draw', 'prompt']));
    meet();
    expect([...a.edges.keys()]).to.deep.equal([first]);
    a.deleteEdges([first]);
    expect([...a.edges.keys()]).to.deep.equal([second]);
    a.load(a.toJSON());
    a.undo();
    a.undo();
    expect([...a.edges.keys()]).to.deep.equal([first]);
  });

  it('brings nodes back with a position, also while a peer compacts', () => {
    const { a, b, meet } = pair();
    const id = base(b, () => b.addNode({ type: 'text', x: 3, y: 4 }));
    meet();
    a.load({ ...a.toJSON(), meta: { loaded: true } });
    b.applyUpdate(Y.encodeStateAsUpdate(a.ydoc), 'a');
    base(b, () => b.deleteNodes([id]));
    b.compact();
    a.undo();
    meet();
    for (const { nodes, problems } of [a, b]) {
      expect(problems).to.deep.equal([]);
      expect(nodes.get(id)).to.include({ x: 3, y: 4 });
    }
  });
});

describe('undo of a command that fails', () => {
  it('takes back what it did, whether or not it can be undone, and keeps what could be redone', () => {
    const { a } = pair();
    const id = a.addNode({ type: 'text', x: 0, y: 0 });
    a.moveNodes([id], 1, 0);
    a.undo();
    const before = content(a);
    for (const undoable of [true, false]) {
      const fail = (): void => {
        a.moveNodes([id], 7, 7);
        a.addNode({ type: 'draw', x: 0, y: 0 });
        throw new Error('no');
      };
      expect(() => a.transact('Fail', fail, { undoable })).to.throw('no');
      expect(content(a)).to.deep.equal(before);
      expect(a.history()).to.deep.equal({ done: ['Add TEXT'], undone: ['Move TEXT'] });
    }
  });

  it('does nothing inside a command', () => {
    const { a } = pair();
    a.addNode({ type: 'text', x: 0, y: 0 });
    expect(a.transact('Inside', () => a.undo() || a.redo())).to.equal(false);
    expect(a.nodes.size).to.equal(1);
  });
});

describe('undo and the selection', () => {
  it('comes back to what was selected before the step, and with redo to what was selected after it', () => {
    const { a } = pair({ now: () => 0 });
    let selection: readonly string[] = [];
    a.undoContext = {
      capture: () => selection,
      restore: (context) => {
        selection = context as readonly string[];
      },
    };
    const one = a.addNode({ type: 'text', x: 0, y: 0 });
    selection = [one];
    const two = a.addNode({ type: 'text', x: 0, y: 0 });
    selection = [two];
    for (const text of ['r', 're', 'red']) {
      a.setParam(two, 'text', text);
      selection = [one, two];
    }
    const seen: (readonly string[])[] = [];
    for (const step of ['undo', 'undo', 'undo', 'redo', 'redo', 'redo'] as const) {
      expect(a[step]()).to.equal(true);
      seen.push(selection);
    }
    expect(seen).to.deep.equal([[two], [one], [], [one], [two], [one, two]]);
  });

  it('is told after the document changed', () => {
    const { a } = pair();
    const id = a.addNode({ type: 'text', x: 0, y: 0 });
    const there: boolean[] = [];
    a.undoContext = { capture: () => 'selected', restore: () => there.push(a.nodes.has(id)) };
    a.deleteNodes([id]);
    a.undo();
    a.redo();
    expect(there).to.deep.equal([true, false]);
  });
});

describe('memory of undo', () => {
  /** Deleted values that Yjs still holds. */
  function heldValues(ydoc: Y.Doc): number {
    const structs = [...ydoc.store.clients.values()].flat();
    return structs.filter((struct) => struct instanceof Y.Item && struct.deleted && !(struct.content instanceof Y.ContentDeleted)).length;
  }

  it(`keeps ${UNDO_LIMIT} steps of 10,000 commands, and no overwritten value in the document`, () => {
    const store = new GraphStore({ schema: testSchema, now: () => 0 });
    const ids = Array.from({ length: 10 }, () => store.addNode({ type: 'text', x: 0, y: 0 }));
    for (let i = 0; i < 10_000; i++) {
      const id = ids[i % ids.length]!;
      if (i % 3 === 0) store.moveNodes([id], 1, 0);
      else if (i % 3 === 1) store.setTitle(id, `Title ${i}`);
      else store.setParam(id, 'text', `Text ${i}`);
    }
    expect(store.history().done).to.have.length(UNDO_LIMIT);
    expect(heldValues(store.ydoc)).to.equal(0);
    const end = content(store);
    while (store.undo());
    expect(store.history().undone).to.have.length(UNDO_LIMIT);
    while (store.redo());
    expect(content(store)).to.deep.equal(end);
    expect(heldValues(store.ydoc)).to.equal(0);
  });

  it('forgets the oldest steps once all of them hold too many values, but never the newest', () => {
    const store = new GraphStore({ schema: testSchema, undoValues: 250 });
    const add = (): string[] => Array.from({ length: 100 }, () => store.addNode({ type: 'text', x: 0, y: 0 }));
    const ids = store.transact('Add', add);
    store.moveNodes(ids, 1, 0);
    // Adding holds two values a node, moving one.
    expect(store.history().done).to.deep.equal(['Move 100 nodes']);
    store.moveNodes(ids, 1, 0);
    expect(store.history().done).to.have.length(2);
    store.transact('Add', () => [...add(), ...add()]);
    expect(store.history().done).to.deep.equal(['Add']);
    expect(store.undo()).to.equal(true);
  });

  it('grows the document by one value per moved node, and one transaction a drag', () => {
    const store = new GraphStore({ schema: testSchema });
    const ids = Array.from({ length: 100 }, () => store.addNode({ type: 'text', x: 0, y: 0 }));
    const clock = (): number => Y.decodeStateVector(Y.encodeStateVector(store.ydoc)).get(store.ydoc.clientID)!;
    const before = clock();
    let updates = 0;
    store.ydoc.on('update', () => updates++);
    store.moveNodes(ids, 60, 0);
    expect([clock() - before, updates]).to.deep.equal([100, 1]);
  });
});
