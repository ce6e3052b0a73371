/**
 * The graph as plain frozen records, kept in step with the Y.Doc.
 *
 * A command's own writes are mirrored at once, so that later steps of the same transaction see them; everything else arrives by Yjs
 * events. `settle` ends a transaction: edges are resolved again where others had a hand in it.
 */
import * as Y from 'yjs';
import { ChangeCollector } from './changes.js';
import { EdgeIndex } from './edge-index.js';
import { readEdge, readNode, resolveEdges, type GraphProblem } from './normalise.js';
import { SCHEMA_VERSION, VERSION_KEY, liveMap, type DocumentMaps } from './schema.js';
import type { EdgeRecord, GraphSchema, NodeRecord } from './types.js';

export class GraphMirror {
  readonly nodes = new Map<string, NodeRecord>();
  readonly edges = new Map<string, EdgeRecord>();
  readonly index = new EdgeIndex();
  readonly changes = new ChangeCollector();
  /** Edges set aside although both their ends exist. */
  rejected: ReadonlyMap<string, EdgeRecord> = new Map();
  readonly #maps: DocumentMaps;
  readonly #nodeProblems = new Map<string, string>();
  #edgeProblems: ReadonlyMap<string, string> = new Map();
  #problems: readonly GraphProblem[] | undefined;
  #unresolved = false;
  readonly #stop: () => void;

  constructor(
    maps: DocumentMaps,
    readonly schema: GraphSchema | undefined,
  ) {
    this.#maps = maps;
    const onNodes = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
      for (const id of touched(events)) this.syncNode(id);
    };
    const onEdges = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
      for (const id of touched(events)) this.syncEdge(id);
    };
    const onOther = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
      this.#problems = undefined;
      const stamped = events.every(
        (event) => event.target === maps.meta && event.changes.keys.size === 1 && event.changes.keys.has(VERSION_KEY),
      );
      if (!stamped) this.changes.metaChanged = true;
    };
    maps.nodes.observeDeep(onNodes);
    maps.pos.observeDeep(onNodes);
    maps.edges.observeDeep(onEdges);
    const others = [maps.groups, maps.notes, maps.meta];
    for (const map of others) map.observeDeep(onOther);
    this.#stop = () => {
      maps.nodes.unobserveDeep(onNodes);
      maps.pos.unobserveDeep(onNodes);
      maps.edges.unobserveDeep(onEdges);
      for (const map of others) map.unobserveDeep(onOther);
    };
    for (const id of maps.nodes.keys()) this.syncNode(id);
    this.resolve();
  }

  /** Reads one node again. */
  syncNode(id: string): void {
    const before = this.nodes.get(id);
    const { record, problem } = readNode(this.#maps, id);
    this.changes.node(id, before);
    if (record) this.nodes.set(id, record);
    else this.nodes.delete(id);
    if (problem) this.#nodeProblems.set(id, problem);
    else this.#nodeProblems.delete(id);
    this.#problems = undefined;
    if (!before !== !record) this.#unresolved = true;
  }

  /** Reads one edge again; whether it conflicts with others is decided in {@link settle}. */
  syncEdge(id: string): void {
    const before = this.edges.get(id);
    const map = liveMap(this.#maps.edges, id);
    const record = map && readEdge(map, id);
    this.#unresolved ||= !(before === undefined && record === undefined);
    this.#set(id, record && this.nodes.has(record.from[0]) && this.nodes.has(record.to[0]) ? record : undefined);
  }

  /**
   * Ends a transaction. Commands check every edge they add and remove those of the nodes they delete, so their outcome holds as it is
   * (`trusted`) unless the document has edges that were set aside before.
   */
  settle(trusted: boolean): void {
    if (this.#unresolved && (!trusted || this.#edgeProblems.size > 0)) this.resolve();
    this.#unresolved = false;
  }

  /** Decides for all edges in the document which are part of the graph. */
  resolve(): void {
    const resolved = resolveEdges(this.#maps, this.nodes, this.schema);
    for (const id of [...this.edges.keys()]) if (!resolved.edges.has(id)) this.#set(id, undefined);
    for (const [id, edge] of resolved.edges) this.#set(id, edge);
    this.#edgeProblems = resolved.problems;
    this.rejected = resolved.rejected;
    this.#problems = undefined;
    this.#unresolved = false;
  }

  get problems(): readonly GraphProblem[] {
    if (!this.#problems) {
      const list = [...this.#nodeProblems, ...this.#edgeProblems].map(([id, message]) => Object.freeze({ id, message }));
      if (this.isNewer)
        list.unshift(Object.freeze({ id: 'document', message: 'A newer release wrote this graph; it can be read but not changed here.' }));
      this.#problems = Object.freeze(list);
    }
    return this.#problems;
  }

  /** The document's layout is of a later version than this code knows. */
  get isNewer(): boolean {
    const version = this.#maps.meta.get(VERSION_KEY);
    return typeof version === 'number' && version > SCHEMA_VERSION;
  }

  dispose(): void {
    this.#stop();
  }

  #set(id: string, edge: EdgeRecord | undefined): void {
    const before = this.edges.get(id);
    this.changes.edge(id, before);
    if (before) this.index.remove(before);
    if (edge) {
      this.edges.set(id, edge);
      this.index.add(edge);
    } else this.edges.delete(id);
  }
}

/** Top-level keys that a batch of deep events touched. */
function touched(events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): Set<string> {
  const ids = new Set<string>();
  for (const event of events) {
    const first = event.path[0];
    if (first !== undefined) ids.add(String(first));
    else if (event instanceof Y.YMapEvent) for (const key of event.keysChanged as Set<string>) ids.add(key);
  }
  return ids;
}
