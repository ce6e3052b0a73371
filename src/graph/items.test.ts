/** Frames, notes, sizes and locks. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import * as Y from 'yjs';
import { codeOf, testSchema } from './schema.fixture.js';
import { GraphStore } from './store.js';
import type { GraphChange } from './types.js';

function setup() {
  let now = 0;
  const store = new GraphStore({ schema: testSchema, now: () => (now += 100) });
  const node = store.addNode({ type: 'draw', x: 10, y: 10, width: 200 });
  const group = store.addGroup({ x: 0, y: 0, width: 300, height: 200, title: 'Frame', color: 'blue' });
  const note = store.addNote({ x: 50, y: 50, width: 100, height: 60, text: 'Hi' });
  const changes: GraphChange[] = [];
  store.subscribe((change) => changes.push(change));
  return { store, node, group, note, changes };
}

describe('frames and notes', () => {
  it('are records of their own, in the document and in the file', () => {
    const { store, group, note } = setup();
    expect(store.groups.get(group)).to.deep.equal({ id: group, x: 0, y: 0, width: 300, height: 200, title: 'Frame', color: 'blue' });
    expect(store.notes.get(note)).to.deep.equal({ id: note, x: 50, y: 50, width: 100, height: 60, text: 'Hi', color: '' });
    expect(Object.isFrozen(store.notes.get(note))).to.equal(true);
    const copy = new GraphStore({ schema: testSchema });
    copy.load(JSON.parse(JSON.stringify(store.toJSON())));
    expect(copy.toJSON()).to.deep.equal(store.toJSON());
    expect([...copy.groups.values()]).to.deep.equal([...store.groups.values()]);
  });

  it('move with nodes in one step, one event and one write', () => {
    const { store, node, group, note, changes } = setup();
    let updates = 0;
    store.ydoc.on('update', () => updates++);
    store.moveItems([node, group, note, 'none'], 5, -5);
    expect(updates).to.equal(1);
    expect(changes).to.have.length(1);
    expect(changes[0]).to.deep.include({ label: 'Move 3 items', nodesMoved: [node], groupsChanged: [group], notesChanged: [note] });
    expect(store.notes.get(note)).to.include({ x: 55, y: 45, width: 100, height: 60 });
    store.undo();
    expect(store.groups.get(group)).to.include({ x: 0, y: 0 });
    expect(changes[1]).to.deep.include({ origin: 'undo', groupsChanged: [group] });
  });

  it('are renamed and written in bursts that are one step', () => {
    const { store, group, note } = setup();
    for (const text of ['Hi t', 'Hi th', 'Hi there']) store.setNote(note, { text });
    for (const title of ['A', 'AB']) store.setGroup(group, { title });
    store.setGroup(group, { color: 'red' });
    expect(store.history().done.slice(3)).to.deep.equal(['Change note', 'Change Frame', 'Change AB']);
    store.undo();
    store.undo();
    store.undo();
    expect(store.notes.get(note)!.text).to.equal('Hi');
    expect(store.groups.get(group)).to.include({ title: 'Frame', color: 'blue' });
  });

  it('are deleted together with nodes and edges; undo brings all back', () => {
    const { store, node, group, note, changes } = setup();
    const text = store.addNode({ type: 'text', x: 0, y: 0 });
    const edge = store.addEdge([text, 'text'], [node, 'prompt']);
    store.deleteItems([group, note, edge]);
    expect([store.groups.size, store.notes.size, store.edges.size]).to.deep.equal([0, 0, 0]);
    expect(changes.at(-1)).to.deep.include({ groupsChanged: [group], notesChanged: [note], edgesRemoved: [edge] });
    store.undo();
    expect([store.groups.size, store.notes.size, store.edges.size]).to.deep.equal([1, 1, 1]);
    store.deleteItems([edge]);
    expect(store.history().done.at(-1)).to.equal('Disconnect');
  });

  it('say nothing when nothing changes', () => {
    const { store, node, group, note, changes } = setup();
    store.setGroup(group, { title: 'Frame' });
    store.setNote(note, {});
    store.setRect(group, { x: 0, y: 0, width: 300, height: 200 });
    store.setLocked([node, group], false);
    store.setParent([node, note], '');
    store.deleteItems(['none']);
    expect(changes).to.deep.equal([]);
  });

  it('refuse what cannot be, and change nothing', () => {
    const { store, node, group, note, changes } = setup();
    const rect = { x: 0, y: 0, width: 10, height: 10 };
    const refused: [() => unknown, string][] = [
      [() => store.addGroup({ ...rect, width: 0 }), 'GDS_GRAPH_FIELD'],
      [() => store.addGroup({ ...rect, id: node }), 'GDS_NODE_ID'],
      [() => store.addNode({ type: 'text', x: 0, y: 0, id: note }), 'GDS_NODE_ID'],
      [() => store.addNote({ ...rect, text: 5 as never }), 'GDS_GRAPH_FIELD'],
      [() => store.setGroup(group, { color: 'url(x)' }), 'GDS_GRAPH_FIELD'],
      [() => store.setGroup(note, { title: 'x' }), 'GDS_NODE_MISSING'],
      [() => store.setNote('none', { text: 'x' }), 'GDS_NODE_MISSING'],
      [() => store.setRect(note, { ...rect, height: NaN }), 'GDS_GRAPH_FIELD'],
      [() => store.setRect('none', rect), 'GDS_NODE_MISSING'],
      [() => store.moveItems([group], Infinity, 0), 'GDS_GRAPH_FIELD'],
    ];
    expect(refused.map(([command]) => codeOf(command))).to.deep.equal(refused.map(([, code]) => code));
    expect(changes).to.deep.equal([]);
  });
});

describe('sizes and locks', () => {
  it('resize a node, a frame or a note in one step', () => {
    const { store, node, note, changes } = setup();
    expect(store.nodes.get(node)!.width).to.equal(200);
    store.setRect(node, { x: 0, y: 10, width: 250, height: 90 });
    expect(store.nodes.get(node)).to.include({ x: 0, y: 10, width: 250, height: 90 });
    expect(changes[0]).to.deep.include({ label: 'Resize DRAW', nodesMoved: [node], nodesUpdated: [node] });
    store.setRect(note, { x: 1, y: 2, width: 3, height: 4 });
    expect(store.notes.get(note)).to.include({ x: 1, y: 2, width: 3, height: 4 });
    store.undo();
    store.undo();
    expect(store.nodes.get(node)).to.include({ x: 10, width: 200 });
    expect('height' in store.nodes.get(node)!).to.equal(false);
  });

  it('keep what is locked from being moved, resized, changed and deleted, until it is unlocked', () => {
    const { store, node, group, note } = setup();
    const text = store.addNode({ type: 'text', x: 0, y: 0 });
    const sub = store.addNode({ type: 'subgraph', x: 0, y: 0 });
    store.addNode({ type: 'text', x: 0, y: 0, parent: sub, locked: true });
    store.setLocked([node, group, note], true);
    const rect = { x: 0, y: 0, width: 10, height: 10 };
    const before = store.toJSON();
    const commands = [
      () => store.moveItems([text, node], 1, 1),
      () => store.deleteItems([text, group]),
      () => store.deleteItems([sub]),
      () => store.setRect(note, rect),
      () => store.setParam(node, 'steps', 2),
      () => store.setTitle(node, 'x'),
      () => store.setMode(node, 'muted'),
      () => store.setGroup(group, { title: 'x' }),
      () => store.setNote(note, { text: 'x' }),
      () => store.setParent([node], sub),
    ];
    expect(commands.map(codeOf)).to.deep.equal(commands.map(() => 'GDS_LOCKED'));
    expect(store.toJSON()).to.deep.equal(before);
    store.addEdge([text, 'text'], [node, 'prompt']);
    store.setLocked([node], false);
    store.moveItems([node], 1, 1);
    store.undo();
    store.undo();
    expect(store.nodes.get(node)!.locked).to.equal(true);
  });

  it('obey read-only', () => {
    const { store, node, group, note } = setup();
    store.readonly = true;
    const rect = { x: 0, y: 0, width: 10, height: 10 };
    const commands = [
      () => store.addGroup(rect),
      () => store.addNote({ ...rect, text: '' }),
      () => store.setGroup(group, { title: 'x' }),
      () => store.setNote(note, { text: 'x' }),
      () => store.moveItems([group], 1, 1),
      () => store.setRect(node, rect),
      () => store.deleteItems([note]),
      () => store.setLocked([node], true),
    ];
    expect(commands.map(codeOf)).to.deep.equal(commands.map(() => 'GDS_READONLY'));
  });
});

describe('frames and notes that others wrote', () => {
  it('are repaired in reading where they are damaged, and told', () => {
    const { store } = setup();
    const groups = store.ydoc.getMap('groups');
    groups.set('bad', new Y.Map<unknown>([['rect', [0, NaN, 1, 1]]]));
    groups.set('flat', new Y.Map<unknown>([['rect', [0, 0, -1, 1]]]));
    groups.set('worse', 'text');
    store.ydoc.getMap('notes').set(
      'odd',
      new Y.Map<unknown>([
        ['rect', [1, 2, 3, 4]],
        ['text', 7],
        ['color', 'beige'],
      ] as [string, unknown][]),
    );
    expect(store.groups.get('bad')).to.deep.equal({ id: 'bad', title: '', x: 0, y: 0, width: 400, height: 300, color: '' });
    expect(store.groups.has('worse')).to.equal(false);
    expect(store.notes.get('odd')).to.deep.equal({ id: 'odd', text: '', x: 1, y: 2, width: 3, height: 4, color: '' });
    expect(store.problems.map(({ id }) => id)).to.have.members(['bad', 'flat', 'worse']);
    const copy = new GraphStore({ schema: testSchema });
    copy.load(store.toJSON());
    expect(copy.groups.size).to.equal(3);
  });
});
