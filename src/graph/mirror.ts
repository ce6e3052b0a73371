/**
 * The graph as plain frozen records, kept in step with the Y.Doc.
 *
 * A command's own writes are mirrored at once, so that later steps of the same transaction see them; everything else arrives by Yjs
 * events. `settle` ends a transaction: levels and edges are resolved again where others had a hand in it.
 */
import * as Y from 'yjs';
import { ChangeCollector, type GraphView } from './changes.js';
import { EdgeIndex, sameEnds } from './edge-index.js';
import { equalJson } from './json.js';
import { LevelIndex, REROUTE, SUBGRAPH, isBoundary, resolveParents } from './levels.js';
import { resolveEdges, type GraphProblem } from './normalise.js';
import { isQuiet, type PortContext } from './ports.js';
import { readEdge, readGroup, readNode, readNote, readNumbers, type Read } from './read.js';
import { SCHEMA_VERSION, VERSION_KEY, liveMap, type DocumentMaps } from './schema.js';
import type { EdgeRecord, GraphSchema, GroupRecord, NodeRecord, NoteRecord } from './types.js';

type Events = Y.YEvent<Y.AbstractType<unknown>>[];

export class GraphMirror implements GraphView, PortContext {
  readonly nodes = new Map<string, NodeRecord>();
  readonly edges = new Map<string, EdgeRecord>();
  readonly groups = new Map<string, GroupRecord>();
  readonly notes = new Map<string, NoteRecord>();
  readonly index = new EdgeIndex();
  /** What lies on which level. */
  readonly levels = { nodes: new LevelIndex(), groups: new LevelIndex(), notes: new LevelIndex() };
  readonly changes = new ChangeCollector();
  /** Edges set aside although both their ends exist. */
  rejected: ReadonlyMap<string, EdgeRecord> = new Map();
  readonly #maps: DocumentMaps;
  /** The parent that a node, group or note names, whether it holds or not. */
  readonly #named = { nodes: new Map<string, string>(), groups: new Map<string, string>(), notes: new Map<string, string>() };
  readonly #readProblems = { nodes: new Map<string, string>(), groups: new Map<string, string>(), notes: new Map<string, string>() };
  #levelProblems: ReadonlyMap<string, string> = new Map();
  #edgeProblems: ReadonlyMap<string, string> = new Map();
  #awaited: ReadonlySet<string> = new Set();
  #problems: readonly GraphProblem[] | undefined;
  #levelsOpen = false;
  #edgesOpen = false;
  /** Even after a command: what was set aside before may fit now, or lie elsewhere. */
  #edgesReturn = false;
  #portsChanged = false;
  /** All that it changed was read again while it went on. */
  #mirrored: Y.Transaction | undefined;
  readonly #stop: () => void;

  constructor(
    maps: DocumentMaps,
    readonly schema: GraphSchema | undefined,
  ) {
    this.#maps = maps;
    const observers: [Y.Map<unknown>, (events: Events) => void][] = [
      [maps.nodes, (events) => touched(events).forEach((id) => this.syncNode(id))],
      [maps.pos, (events) => touched(events).forEach((id) => this.syncPosition(id))],
      [maps.edges, (events) => touched(events).forEach((id) => this.syncEdge(id))],
      [maps.groups, (events) => touched(events).forEach((id) => this.syncGroup(id))],
      [maps.notes, (events) => touched(events).forEach((id) => this.syncNote(id))],
      [maps.meta, (events) => this.#onMeta(events)],
    ];
    const heard = observers.map(([map, observer]) => {
      const listener = (events: Events, transaction: Y.Transaction): void => {
        if (transaction !== this.#mirrored || map === maps.meta) observer(events);
      };
      map.observeDeep(listener);
      return () => map.unobserveDeep(listener);
    });
    this.#stop = () => {
      for (const stop of heard) stop();
    };
    for (const id of maps.nodes.keys()) this.syncNode(id);
    for (const id of maps.groups.keys()) this.syncGroup(id);
    for (const id of maps.notes.keys()) this.syncNote(id);
    this.resolve();
  }

  edgeAt(nodeId: string, portId: string): EdgeRecord | undefined {
    return this.index.at(nodeId, portId);
  }

  /** All nodes, edges and items that the transaction changes have been read again: its events say nothing new of them. */
  mirrors(transaction: Y.Transaction): void {
    this.#mirrored = transaction;
  }

  /** Reads one node again. */
  syncNode(id: string): void {
    const before = this.nodes.get(id);
    const read = readNode(this.#maps, id, this.#place, this.schema);
    this.#note('nodes', id, read);
    this.#setNode(id, read.record);
    if (!before !== !read.record || before?.parent !== read.record?.parent) {
      this.#edgesOpen = true;
      this.#edgesReturn ||= this.#awaited.has(id) || (this.#awaited.size > 0 && isBoundary((before ?? read.record)?.type));
    }
    if (isSubgraph(before) !== isSubgraph(read.record)) this.#levelsOpen = true;
    if (before && read.record && portsDiffer(before, read.record)) {
      this.#portsChanged = true;
      this.changes.ports.add(id);
    }
  }

  /** Reads a node's position again, and nothing else: moving many is the most frequent thing there is. */
  syncPosition(id: string): void {
    const before = this.nodes.get(id);
    const position = readNumbers(this.#maps.pos.get(id), 2);
    if (!before || !position || this.#readProblems.nodes.has(id)) return this.syncNode(id);
    const [x, y] = position as [number, number];
    if (before.x !== x || before.y !== y) this.#setNode(id, Object.freeze({ ...before, x, y }));
  }

  syncGroup(id: string): void {
    const read = readGroup(this.#maps, id, this.#placeItem);
    this.#note('groups', id, read);
    this.#setItem('groups', id, read.record);
  }

  syncNote(id: string): void {
    const read = readNote(this.#maps, id, this.#placeItem);
    this.#note('notes', id, read);
    this.#setItem('notes', id, read.record);
  }

  /** Reads one edge again; whether it conflicts with others is decided in {@link settle}. */
  syncEdge(id: string): void {
    const raw = this.#maps.edges.get(id);
    const map = liveMap(this.#maps.edges, id);
    const record = map && readEdge(map, id);
    const isDeleted = raw instanceof Y.Map && !map;
    const isKnown = this.edges.has(id) || this.#edgeProblems.has(id);
    this.#edgesOpen ||= isKnown || (raw !== undefined && !isDeleted);
    this.#edgesReturn ||= isKnown && this.#edgeProblems.size > 0;
    this.#setEdge(id, record && this.nodes.has(record.from[0]) && this.nodes.has(record.to[0]) ? record : undefined);
  }

  /**
   * Ends a transaction. Commands check every edge and parent they set and remove what hangs on the nodes they delete, so their outcome
   * holds as it is (`trusted`) unless it touches what was set aside before.
   */
  settle(trusted: boolean): void {
    this.#mirrored = undefined;
    if (this.#levelsOpen && (!trusted || this.#levelProblems.size > 0)) this.#resolveLevels();
    if ((trusted ? this.#edgesReturn : this.#edgesOpen) || this.#portsChanged) this.#resolveEdges();
    this.#levelsOpen = this.#edgesOpen = this.#edgesReturn = this.#portsChanged = false;
    // A reroute's type comes from before it.
    for (const id of this.changes.ports) {
      for (const { to } of this.index.from(id)) if (this.nodes.get(to[0])?.type === REROUTE) this.changes.ports.add(to[0]);
    }
  }

  /** Node types came, changed or went: what they say of parameters and ports holds for all nodes of them. */
  refresh(): void {
    for (const id of this.nodes.keys()) this.syncNode(id);
    this.resolve();
  }

  /** Decides for the whole document what lies where and which edges are part of the graph. */
  resolve(): void {
    this.#resolveLevels();
    this.#resolveEdges();
    this.#levelsOpen = this.#edgesOpen = this.#edgesReturn = this.#portsChanged = false;
  }

  get problems(): readonly GraphProblem[] {
    if (!this.#problems) {
      const { nodes, groups, notes } = this.#readProblems;
      const all = [...nodes, ...groups, ...notes, ...this.#levelProblems, ...this.#edgeProblems];
      const list = all.map(([id, message]) => Object.freeze({ id, message }));
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

  #onMeta(events: Events): void {
    this.#problems = undefined;
    const stamped = events.every(({ changes }) => changes.keys.size === 1 && changes.keys.has(VERSION_KEY));
    if (!stamped) this.changes.metaChanged = true;
  }

  readonly #placeItem = (_id: string, parent: string): string | undefined => (isSubgraph(this.nodes.get(parent)) ? parent : undefined);

  /** Where a node lies as far as is known now: never inside itself, whatever is still to come. */
  readonly #place = (id: string, parent: string): string | undefined => {
    if (!isSubgraph(this.nodes.get(parent))) return undefined;
    for (let above: string | undefined = parent; above !== undefined; above = this.nodes.get(above)?.parent) {
      if (above === id) return undefined;
    }
    return parent;
  };

  #resolveLevels(): void {
    const subgraph = (id: string): boolean => isSubgraph(this.nodes.get(id));
    const live = resolveParents(this.#named.nodes, subgraph);
    const problems = new Map(live.problems);
    for (const id of this.#named.nodes.keys()) {
      const node = this.nodes.get(id)!;
      const parent = live.parents.get(id);
      if (node.parent === parent) continue;
      this.#setNode(id, withParent(node, parent));
      this.#edgesOpen = this.#edgesReturn = true;
    }
    for (const kind of ['groups', 'notes'] as const) {
      for (const [id, named] of this.#named[kind]) {
        const item = this[kind].get(id)!;
        const parent = subgraph(named) ? named : undefined;
        if (parent === undefined) problems.set(id, 'It names a subgraph that does not exist; it is shown at the top level.');
        if (item.parent !== parent) this.#setItem(kind, id, withParent(item, parent));
      }
    }
    this.#levelProblems = problems;
    this.#problems = undefined;
  }

  #resolveEdges(): void {
    const resolved = resolveEdges(this.#maps, this.nodes, this.schema);
    for (const id of [...this.edges.keys()]) if (!resolved.edges.has(id)) this.#setEdge(id, undefined);
    for (const [id, edge] of resolved.edges) this.#setEdge(id, edge);
    this.#edgeProblems = resolved.problems;
    this.rejected = resolved.rejected;
    this.#awaited = resolved.awaited;
    this.#problems = undefined;
  }

  #note(kind: 'nodes' | 'groups' | 'notes', id: string, { record, parent, problem }: Read<unknown>): void {
    const named = record ? parent : undefined;
    if (named !== this.#named[kind].get(id)) this.#levelsOpen = true;
    set(this.#named[kind], id, named);
    set(this.#readProblems[kind], id, problem);
    this.#problems = undefined;
  }

  #setNode(id: string, node: NodeRecord | undefined): void {
    const before = this.nodes.get(id);
    this.changes.nodes.note(id, before);
    if (before && (!node || before.parent !== node.parent)) this.levels.nodes.remove(id, before.parent ?? '');
    if (node && (!before || before.parent !== node.parent)) this.levels.nodes.add(id, node.parent ?? '');
    this.#touchSubgraph(before);
    this.#touchSubgraph(node);
    set(this.nodes, id, node);
  }

  #touchSubgraph(node: NodeRecord | undefined): void {
    if (node?.parent !== undefined && isBoundary(node.type)) this.changes.ports.add(node.parent);
  }

  #setItem(kind: 'groups' | 'notes', id: string, item: GroupRecord | NoteRecord | undefined): void {
    const items: Map<string, GroupRecord | NoteRecord> = this[kind];
    const before = items.get(id);
    (this.changes[kind] as { note(id: string, before: unknown): void }).note(id, before);
    if (before) this.levels[kind].remove(id, before.parent ?? '');
    if (item) this.levels[kind].add(id, item.parent ?? '');
    set(items, id, item);
  }

  #setEdge(id: string, edge: EdgeRecord | undefined): void {
    const before = this.edges.get(id);
    if (sameEnds(before, edge)) return;
    this.changes.edges.note(id, before);
    if (before) this.index.remove(before);
    if (edge) this.index.add(edge);
    set(this.edges, id, edge);
    for (const end of [before?.to, edge?.to]) {
      const node = end && this.nodes.get(end[0]);
      if (node && (node.type === REROUTE || isQuiet(this, node, end[1]))) this.changes.ports.add(node.id);
    }
  }
}

/** Whether edges at the node, or at the subgraph whose boundary it is, may fit no longer. */
function portsDiffer(a: NodeRecord, b: NodeRecord): boolean {
  return a.type !== b.type || !equalJson(a.ports, b.ports) || (isBoundary(b.type) && a.params['type'] !== b.params['type']);
}

function isSubgraph(node: NodeRecord | undefined): boolean {
  return node?.type === SUBGRAPH;
}

function withParent<T extends { readonly parent?: string }>(record: T, parent: string | undefined): T {
  const { parent: _, ...rest } = record;
  return Object.freeze(parent === undefined ? rest : { ...rest, parent }) as T;
}

function set<T>(map: Map<string, T>, id: string, value: T | undefined): void {
  if (value === undefined) map.delete(id);
  else map.set(id, value);
}

/** Top-level keys that a batch of deep events touched. */
function touched(events: Events): Set<string> {
  const ids = new Set<string>();
  for (const event of events) {
    const first = event.path[0];
    if (first !== undefined) ids.add(String(first));
    else if (event instanceof Y.YMapEvent) for (const key of event.keysChanged as Set<string>) ids.add(key);
  }
  return ids;
}
