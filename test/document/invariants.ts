/** What must hold for every state of a document, whoever wrote it and in whatever order it arrived. */
import { isDeepStrictEqual } from 'node:util';
import * as Y from 'yjs';
import { hasCycle } from '../../src/graph/edge-index.js';
import { equalJson } from '../../src/graph/json.js';
import { GraphStore } from '../../src/graph/store.js';
import type { GraphChange, GraphJSON } from '../../src/graph/types.js';

/** @throws Error saying which one does not hold. */
export function checkInvariants(store: GraphStore): void {
  const { nodes, edges, groups, notes } = store;
  must(!store.problems.some(({ message }) => message.includes('origin')), () => 'everything has a place of its own');
  for (const [id, node] of nodes) {
    must(node.id === id && node.type !== '', () => `node ${id} is whole`);
    must(Object.isFrozen(node) && Object.isFrozen(node.params), () => `node ${id} is frozen`);
    must(Number.isFinite(node.x) && Number.isFinite(node.y), () => `node ${id} has a place`);
    must(store.childrenOf(node.parent ?? '').has(id), () => `node ${id} is on its level`);
    checkParent(store, id, node.parent);
    checkWhole(store, id);
  }
  for (const [kind, items] of Object.entries({ groups, notes })) {
    for (const [id, item] of items) {
      must(Object.isFrozen(item) && item.id === id, () => `${kind} ${id} is frozen`);
      must([item.x, item.y, item.width, item.height].every(Number.isFinite), () => `${kind} ${id} has a rectangle`);
      must(item.width > 0 && item.height > 0, () => `${kind} ${id} has a size`);
      must(item.parent === undefined || nodes.get(item.parent)?.type === 'subgraph', () => `${kind} ${id} is inside a subgraph`);
    }
  }
  const inputs = new Set<string>();
  for (const [id, { from, to }] of edges) {
    const [source, target] = [nodes.get(from[0]), nodes.get(to[0])];
    must(source !== undefined && target !== undefined, () => `both ends of edge ${id} exist`);
    must(source!.parent === target!.parent, () => `edge ${id} is on one level`);
    must(hasPort(store, from[0], 'outputs', from[1]) && hasPort(store, to[0], 'inputs', to[1]), () => `edge ${id} has both its ports`);
    const input = JSON.stringify(to);
    must(!inputs.has(input), () => `input ${input} has one edge`);
    must(store.edgeAt(...to)?.id === id, () => `edge ${id} is found at its input`);
    inputs.add(input);
  }
  must(!hasCycle(edges.values()), () => 'there is no cycle');
}

/** The store shows what another one that reads the same document for the first time shows. */
export function checkMirror(store: GraphStore): void {
  const fresh = new GraphStore({ ydoc: store.ydoc, ...(store.schema ? { schema: store.schema } : {}) });
  for (const kind of ['nodes', 'edges', 'groups', 'notes'] as const) {
    if (!isDeepStrictEqual(store[kind], fresh[kind])) mustEqual(text(store), text(fresh), 'the mirror equals the document');
  }
  const problems = [store, fresh].map(({ problems }) =>
    problems
      .map(({ id, message }) => `${id}: ${message}`)
      .sort()
      .join('\n'),
  );
  fresh.dispose();
  mustEqual(problems[0]!, problems[1]!, 'the problems are those of the document');
}

/** What a store shows can be opened as a file, and is the same then. */
export function checkReload(store: GraphStore): void {
  const other = new GraphStore(store.schema ? { schema: store.schema } : {});
  other.load(store.toJSON());
  const reloaded = text(other);
  other.dispose();
  mustEqual(reloaded, text(store), 'the graph is the same when it is opened as a file');
}

/** Taking out what was deleted, with nobody else around, changes nothing that can be seen. */
export function checkCompaction(store: GraphStore): void {
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(store.ydoc), 'storage');
  const compacted = new GraphStore({ ydoc, ...(store.schema ? { schema: store.schema } : {}) });
  compacted.compact();
  checkInvariants(compacted);
  checkMirror(compacted);
  mustEqual(text(compacted), text(store), 'compaction changes nothing that can be seen');
  compacted.dispose();
}

/** The whole visible graph as one text, a line for each thing in it. */
export function text(store: GraphStore): string {
  const lines = Object.entries(canonical(store.toJSON()) as GraphJSON).flatMap(([name, value]) =>
    Array.isArray(value) ? value.map((item) => `${name} ${JSON.stringify(item)}`) : [`${name} ${JSON.stringify(value)}`],
  );
  return lines.join('\n');
}

/** The same graph gives the same value: the order in a document is that of arrival, which no two replicas share. */
function canonical(json: GraphJSON): unknown {
  const sorted = <T extends { id?: string }>(list: T[]): T[] => [...list].sort((a, b) => (a.id! < b.id! ? -1 : 1)).map(sortKeys);
  return sortKeys({
    ...json,
    nodes: sorted(json.nodes),
    edges: sorted(json.edges),
    groups: sorted(json.groups),
    notes: sorted(json.notes),
  });
}

function sortKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(sortKeys) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sortKeys(item)]),
  ) as T;
}

/** @throws Error with the lines that differ. */
export function mustEqual(got: string, wanted: string, what: string): void {
  if (got === wanted) return;
  const [a, b] = [got.split('\n'), wanted.split('\n')];
  const only = (lines: string[], others: string[], sign: string): string[] =>
    lines.filter((line) => !others.includes(line)).map((line) => `${sign}${line}`);
  throw new Error(`It does not hold that ${what}:\n${[...only(a, b, '+'), ...only(b, a, '-')].slice(0, 30).join('\n')}`);
}

/** Follows a store by its events alone. */
export class Follower {
  #error: unknown;
  readonly #nodes: Set<string>;
  readonly #edges: Set<string>;
  readonly #items: Map<string, unknown>;

  constructor(store: GraphStore) {
    this.#nodes = new Set(store.nodes.keys());
    this.#edges = new Set(store.edges.keys());
    this.#items = new Map<string, unknown>([...store.groups, ...store.notes]);
    store.subscribe((change) => {
      try {
        this.#follow(store, change);
      } catch (error) {
        this.#error ??= error;
      }
    });
  }

  #follow(store: GraphStore, change: GraphChange): void {
    for (const id of change.nodesRemoved) must(this.#nodes.delete(id), () => `removed node ${id} was there`);
    for (const id of change.nodesAdded) must(!this.#nodes.has(id) && Boolean(this.#nodes.add(id)), () => `added node ${id} is new`);
    for (const id of [...change.nodesMoved, ...change.nodesUpdated]) must(this.#nodes.has(id), () => `changed node ${id} is there`);
    for (const id of change.edgesRemoved) must(this.#edges.delete(id), () => `removed edge ${id} was there`);
    for (const id of change.edgesAdded) must(!this.#edges.has(id) && Boolean(this.#edges.add(id)), () => `added edge ${id} is new`);
    for (const id of [...change.groupsChanged, ...change.notesChanged]) {
      const item = store.groups.get(id) ?? store.notes.get(id);
      if (item) this.#items.set(id, item);
      else this.#items.delete(id);
    }
  }

  /** @throws Error where the events did not tell the whole truth. */
  check(store: GraphStore): void {
    if (this.#error) throw this.#error;
    must(same(this.#nodes, store.nodes), () => 'events told of every node');
    must(same(this.#edges, store.edges), () => 'events told of every edge');
    must(same(this.#items, new Map<string, unknown>([...store.groups, ...store.notes])), () => 'events told of every frame and note');
    for (const [id, item] of this.#items) {
      must(equalJson(item, store.groups.get(id) ?? store.notes.get(id)), () => `events told of the change of ${id}`);
    }
  }
}

function same(a: ReadonlySet<string> | ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  return a.size === b.size && [...b.keys()].every((id) => a.has(id));
}

function checkParent({ nodes }: GraphStore, id: string, parent: string | undefined): void {
  const above = new Set([id]);
  for (let at = parent; at !== undefined; at = nodes.get(at)?.parent) {
    must(nodes.get(at)?.type === 'subgraph', () => `node ${id} is inside a subgraph`);
    must(!above.has(at), () => `node ${id} is not inside itself`);
    above.add(at);
  }
}

/** No half node: what every node has when it is added is in the document as long as the node is. */
function checkWhole({ ydoc }: GraphStore, id: string): void {
  const map = ydoc.getMap('nodes').get(id) as Y.Map<unknown>;
  const lacking = ['type', 'title', 'mode', 'params'].filter((key) => !map.has(key));
  must(lacking.length === 0, () => `node ${id} has ${lacking.join(', ')} in the document`);
  must(Array.isArray(ydoc.getMap('pos').get(id)), () => `node ${id} has a position in the document`);
}

function hasPort(store: GraphStore, id: string, side: 'inputs' | 'outputs', port: string): boolean {
  return store.portsOf(id)[side].some((known) => known.id === port);
}

export function must(holds: boolean, what: () => string): void {
  if (!holds) throw new Error(`It does not hold that ${what()}.`);
}
