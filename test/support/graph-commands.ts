/** What the tests of `src/graph/commands` share: graphs, and what every command promises. */
import { expect } from 'chai';
import { createDefaultRegistry } from '../../src/registry/registry.js';
import { GdsError } from '../../src/errors.js';
import { GraphStore } from '../../src/graph/store.js';
import type { GraphChange, GraphJSON, PortRef } from '../../src/graph/types.js';
import { rectOfItem, itemOf, type RectOf } from '../../src/graph/commands/items.js';

export const registry = createDefaultRegistry();

export function newStore(): GraphStore {
  return new GraphStore({ registry, undoLimit: 1000, now: () => 0 });
}

/** prompt → turbo → output, with `image` beside them. */
export function smallGraph() {
  const store = newStore();
  store.addNode({ type: 'prompt', x: 0, y: 0, id: 'prompt', params: { text: 'a fox' } });
  store.addNode({ type: 'sdxl-turbo', x: 300, y: 10, id: 'turbo', params: { steps: 2, seed: 7 }, title: 'Fast' });
  store.addNode({ type: 'output', x: 600, y: 20, id: 'output' });
  store.addNode({ type: 'image', x: 0, y: 400, id: 'image' });
  store.addEdge(['prompt', 'text'], ['turbo', 'prompt']);
  store.addEdge(['turbo', 'image'], ['output', 'image']);
  return store;
}

/** A canvas on which every node takes its usual room. */
export function rectsOf(store: GraphStore): RectOf {
  return (id) => {
    const item = itemOf(store, id);
    return item && rectOfItem(item, () => undefined);
  };
}

/** The document, whatever the order it is kept in: undo may bring things back in another one. */
export function content(store: GraphStore): GraphJSON {
  const json = store.toJSON();
  for (const list of [json.nodes, json.edges, json.groups, json.notes] as { id?: string }[][])
    list.sort((a, b) => (a.id! < b.id! ? -1 : 1));
  return json;
}

/** Runs a command and checks that it is one step and one event, that undo takes all of it back and that redo brings all of it again. */
export function oneStep<T>(store: GraphStore, command: () => T): T {
  const before = content(store);
  const steps = store.history().done.length;
  const changes: GraphChange[] = [];
  const stop = store.subscribe((change) => changes.push(change));
  const result = command();
  stop();
  checkStep(store, before, steps, changes);
  return result;
}

export async function oneStepAsync(store: GraphStore, command: () => Promise<void>): Promise<void> {
  const before = content(store);
  const steps = store.history().done.length;
  const changes: GraphChange[] = [];
  const stop = store.subscribe((change) => changes.push(change));
  await command();
  stop();
  checkStep(store, before, steps, changes);
}

function checkStep(store: GraphStore, before: GraphJSON, steps: number, changes: readonly GraphChange[]): void {
  const after = content(store);
  const labels = store.history().done;
  expect(labels.length, 'one undo step').to.equal(steps + 1);
  expect(labels.at(-1), 'it has a name').to.match(/^[A-Z]\w+/);
  expect(changes.length, 'one event').to.equal(1);
  expect(after, 'it changes something').to.not.deep.equal(before);
  expect(store.problems, 'nothing set aside').to.deep.equal([]);
  store.undo();
  expect(content(store), 'undo').to.deep.equal(before);
  store.redo();
  expect(content(store), 'redo').to.deep.equal(after);
}

/** Checks that a command is refused with this code, in words, and that nothing has changed then. */
export function refused(store: GraphStore, code: string, command: () => unknown): GdsError {
  const before = content(store);
  const history = store.history();
  let error: unknown;
  try {
    command();
  } catch (thrown) {
    error = thrown;
  }
  expect(error, code).to.be.instanceOf(GdsError);
  expect((error as GdsError).code).to.equal(code);
  expect((error as GdsError).message).to.match(/^.{10,}\.$/);
  expect(content(store)).to.deep.equal(before);
  expect(store.history()).to.deep.equal(history);
  return error as GdsError;
}

const SEEN_THROUGH = new Set(['subgraph', 'subgraph-input', 'subgraph-output', 'reroute']);

/** Which value each input of a real node gets: `node.port ← node.port`, looking through subgraphs and reroutes. */
export function flow(store: GraphStore): string[] {
  const lines: string[] = [];
  for (const { from, to } of store.edges.values()) {
    if (SEEN_THROUGH.has(store.nodes.get(to[0])!.type)) continue;
    const source = sourceOf(store, from);
    if (source) lines.push(`${to.join('.')} ← ${source.join('.')}`);
  }
  return lines.sort();
}

function sourceOf(store: GraphStore, from: PortRef): PortRef | undefined {
  const [id, port] = from;
  const node = store.nodes.get(id)!;
  if (!SEEN_THROUGH.has(node.type)) return from;
  const before =
    node.type === 'reroute'
      ? store.edgeAt(id, 'in')
      : node.type === 'subgraph'
        ? store.edgeAt(port, 'value')
        : store.edgeAt(node.parent!, id);
  return before && sourceOf(store, before.from);
}

/** What a graph is but for edge ids and places. */
export function structure(store: GraphStore): unknown {
  const { nodes, edges, groups, notes } = content(store);
  return {
    nodes: nodes.map(({ x: _x, y: _y, ...node }) => node),
    edges: edges.map(({ from, to }) => JSON.stringify([from, to])).sort(),
    groups: groups.map(({ x: _x, y: _y, ...group }) => group),
    notes: notes.map(({ x: _x, y: _y, ...note }) => note),
  };
}

const TYPES = ['prompt', 'image', 'sdxl-turbo', 'model', 'triposr', 'output', 'mesh-output', 'reroute', 'reroute', 'Foreign', 'Open'];
const FOREIGN = { inputs: [{ id: 'in1', type: 'image', title: 'First' }], outputs: [{ id: 'out1', type: 'image' }] };

/** A random graph on the top level: built-in nodes, reroutes, foreign nodes with and without ports, frames and notes. */
export function randomGraph(random: () => number, size = 14): GraphStore {
  const store = newStore();
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const whole = (limit: number): number => Math.floor(random() * limit);
  for (let i = 0; i < size; i++) {
    const type = pick(TYPES);
    store.addNode({ type, x: whole(2000), y: whole(1000), id: `node-${i}`, ...(type === 'Foreign' ? { ports: FOREIGN } : {}) });
  }
  for (let i = 0; i < 3; i++) {
    store.addGroup({ x: whole(1000), y: whole(600), width: 400 + whole(900), height: 300 + whole(500), id: `frame-${i}`, title: `F ${i}` });
    store.addNote({ x: whole(2000), y: whole(1000), width: 120, height: 80, text: `Note ${i}`, id: `note-${i}` });
  }
  const ids = [...store.nodes.keys()];
  for (let i = 0; i < size * 12; i++) connect(store, pick(ids), pick(ids), random);
  return store;
}

/** Joins random ports of two nodes, where they may be joined and the input is free. */
export function connect(store: GraphStore, a: string, b: string, random: () => number): void {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const open = (id: string): boolean => store.nodes.get(id)!.type === 'Open';
  const out = open(a) ? 'any-out' : pick(store.portsOf(a).outputs)?.id;
  const into = open(b) ? `any-in${Math.floor(random() * 2)}` : pick(store.portsOf(b).inputs)?.id;
  if (out === undefined || into === undefined || store.edgeAt(b, into) || store.edgeProblem([a, out], [b, into])) return;
  store.addEdge([a, out], [b, into]);
}
