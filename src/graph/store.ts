/**
 * The document: nodes, edges, groups, notes and meta in one Y.Doc, read as plain records and changed by named commands.
 *
 * Every change is one command in one transaction with one origin, so it is one undo step and one event. Selection, camera, run state
 * and drags in flight are not here. Knows nothing of node types beyond the {@link GraphSchema} it is given, nor of the DOM.
 */
import * as Y from 'yjs';
import { nanoid } from 'nanoid';
import { GdsError } from '../errors.js';
import { edgeProblem, titleOf } from './edge-rules.js';
import { copyJson, equalJson, isSafeKey, refuse, shorten } from './json.js';
import { Listeners } from './listeners.js';
import { GraphMirror } from './mirror.js';
import type { GraphProblem } from './normalise.js';
import {
  NODE_MODES,
  SCHEMA_VERSION,
  VERSION_KEY,
  documentMaps,
  liveMap,
  makeEdgeMap,
  makeNodeMap,
  paramsMap,
  type DocumentMaps,
} from './schema.js';
import { readGraph, writeGraph } from './serialise.js';
import { CommandOrigin, UndoSteps, type UndoContext } from './undo.js';
import { checkGraph, checkParams, coordinate, name as checkName, portRef, title as checkTitle } from './validate.js';
import type { EdgeRecord, GraphChange, GraphJSON, GraphSchema, NodeMode, NodeRecord, ParamValue, PortRef, ReadonlyGraph } from './types.js';

export interface GraphStoreOptions {
  /** A document that exists already, for example one that a provider keeps in step with others. */
  readonly ydoc?: Y.Doc;
  /** What is known of node types; a `NodeRegistry` fits. Without it any node may be joined with any. */
  readonly schema?: GraphSchema;
  /** The same as `schema`. */
  readonly registry?: GraphSchema;
  /** Undo steps kept. */
  readonly undoLimit?: number;
  /** Single values that all undo steps together may hold; the newest step is kept whatever its size. */
  readonly undoValues?: number;
  /** Ids of what is added without one. They must never be the same twice, not even made by two people at once; for tests. */
  readonly makeId?: () => string;
  /** Milliseconds since some fixed time; for tests. */
  readonly now?: () => number;
}

export interface NewNode {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly params?: Readonly<Record<string, ParamValue>>;
  /** Left out: a new one is made. */
  readonly id?: string;
  readonly title?: string;
  readonly mode?: NodeMode;
}

export interface TransactOptions {
  /** False keeps it out of undo: for changes that the program makes by itself. */
  readonly undoable?: boolean;
}

/** The original asked for 5. */
export const UNDO_LIMIT = 200;
/** Some 100 MB. */
export const UNDO_VALUES = 400_000;

export class GraphStore implements ReadonlyGraph {
  readonly ydoc: Y.Doc;
  readonly #maps: DocumentMaps;
  readonly #mirror: GraphMirror;
  readonly #undo: UndoSteps;
  readonly #listeners = new Listeners<GraphChange>();
  readonly #makeId: () => string;
  readonly #stops: (() => void)[] = [];
  #readonly = false;
  #open = false;

  constructor(options: GraphStoreOptions = {}) {
    this.ydoc = options.ydoc ?? new Y.Doc();
    this.#maps = documentMaps(this.ydoc);
    this.#mirror = new GraphMirror(this.#maps, options.schema ?? options.registry);
    this.#mirror.changes.take('', 'load', this.nodes, this.edges);
    this.#makeId = options.makeId ?? nanoid;
    const limits = { steps: options.undoLimit ?? UNDO_LIMIT, values: options.undoValues ?? UNDO_VALUES };
    this.#undo = new UndoSteps(this, this.#maps, this.#mirror, limits, options.now ?? (() => performance.now()));
    const onTransaction = (transaction: Y.Transaction): void => this.#settle(transaction.origin);
    this.ydoc.on('afterTransaction', onTransaction);
    this.#stops.push(() => this.ydoc.off('afterTransaction', onTransaction));
    const unsubscribe = this.schema?.subscribe?.(() => {
      this.#mirror.resolve();
      this.#settle(undefined);
    });
    if (unsubscribe) this.#stops.push(unsubscribe);
  }

  /** Live: the same map always shows the present. Records are frozen and replaced when they change. */
  get nodes(): ReadonlyMap<string, NodeRecord> {
    return this.#mirror.nodes;
  }
  get edges(): ReadonlyMap<string, EdgeRecord> {
    return this.#mirror.edges;
  }
  /** What the document holds but the graph cannot use, and what was repaired in reading. */
  get problems(): readonly GraphProblem[] {
    return this.#mirror.problems;
  }
  get schema(): GraphSchema | undefined {
    return this.#mirror.schema;
  }

  /** While true, or while the document is of a newer version, commands throw `GDS_READONLY`. */
  get readonly(): boolean {
    return this.#readonly || this.#mirror.isNewer;
  }
  set readonly(value: boolean) {
    this.#readonly = value;
  }

  subscribe(listener: (change: GraphChange) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Edges at a node, both directions. */
  edgesOf(nodeId: string): EdgeRecord[] {
    return [...this.#mirror.index.to(nodeId), ...this.#mirror.index.from(nodeId)];
  }

  /** The edge at an input port. */
  edgeAt(nodeId: string, portId: string): EdgeRecord | undefined {
    return this.#mirror.index.at(nodeId, portId);
  }

  // Nodes

  /** @throws GdsError `GDS_GRAPH_FIELD`, `GDS_PARAM_*`, `GDS_NODE_ID` where the id is in use. */
  addNode(node: NewNode): string {
    const type = checkName(node.type, 'type');
    const id = node.id === undefined ? this.#makeId() : checkName(node.id, 'id');
    const fields = {
      type,
      title: checkTitle(node.title, 'title'),
      mode: checkMode(node.mode ?? 'active'),
      params: checkParams(type, node.params, 'params', this.schema),
    };
    const position = [coordinate(node.x, 'x'), coordinate(node.y, 'y')];
    if (this.nodes.has(id))
      throw new GdsError('GDS_NODE_ID', `There is a node "${shorten(id)}" already. Leave the id out to get a new one.`, { path: 'id' });
    this.#command(`Add ${this.schema?.knows(type) ? this.schema.titleOf(type) : shorten(type)}`, () => {
      this.#maps.nodes.set(id, makeNodeMap(fields));
      this.#maps.pos.set(id, position);
      this.#mirror.syncNode(id);
    });
    return id;
  }

  /** Moves nodes by canvas units: one step, whatever their number. Ids that are not there are passed over. */
  moveNodes(ids: Iterable<string>, dx: number, dy: number): void {
    coordinate(dx, 'dx');
    coordinate(dy, 'dy');
    const nodes = this.#existing(ids);
    if (nodes.length === 0 || (dx === 0 && dy === 0)) return;
    for (const { x, y, id } of nodes)
      if (!Number.isFinite(x + dx) || !Number.isFinite(y + dy)) throw refuse(`nodes.${id}`, 'would be moved out of range');
    this.#command(`Move ${this.#describe(nodes)}`, () => {
      for (const { id, x, y } of nodes) {
        this.#maps.pos.set(id, [x + dx, y + dy]);
        this.#mirror.syncNode(id);
      }
    });
  }

  /** Deletes nodes and the edges at them. */
  deleteNodes(ids: Iterable<string>): void {
    const nodes = this.#existing(ids);
    if (nodes.length === 0) return;
    this.#command(`Delete ${this.#describe(nodes)}`, () => {
      for (const { id } of nodes) {
        for (const edge of this.edgesOf(id)) this.#removeEdge(edge.id);
        liveMap(this.#maps.nodes, id)?.set('deleted', true);
        this.#mirror.syncNode(id);
      }
    });
  }

  /**
   * Sets a parameter. Edits of the same one that follow each other within a second are one undo step.
   * @throws GdsError `GDS_NODE_MISSING`, `GDS_PARAM_*`, `GDS_GRAPH_FIELD`.
   */
  setParam(id: string, name: string, value: ParamValue): void {
    const node = this.#node(id);
    if (!isSafeKey(name)) throw refuse(`params.${shorten(String(name))}`, 'is not a name that can be kept');
    const copy = copyJson(value, `params.${name}`);
    const checked = this.schema?.knows(node.type) ? (this.schema.validateParam?.(node.type, name, copy) ?? copy) : copy;
    if (name in node.params && equalJson(node.params[name], checked)) return;
    const burst = JSON.stringify([id, name]);
    this.#command(`Change ${titleOf(node, this.schema)}`, () => this.#update(id, (map) => paramsMap(map).set(name, checked)), burst);
  }

  /** Names a node; '' gives it its type's title again. */
  setTitle(id: string, title: string): void {
    const node = this.#node(id);
    const text = checkTitle(title, 'title');
    if (node.title !== text) this.#command(`Rename ${titleOf(node, this.schema)}`, () => this.#update(id, (map) => map.set('title', text)));
  }

  setMode(id: string, mode: NodeMode): void {
    const node = this.#node(id);
    checkMode(mode);
    const verb = { active: 'Activate', muted: 'Mute', bypassed: 'Bypass' }[mode];
    if (node.mode !== mode) this.#command(`${verb} ${titleOf(node, this.schema)}`, () => this.#update(id, (map) => map.set('mode', mode)));
  }

  // Edges

  /**
   * Joins an output with an input. An input takes one edge: one that is there is replaced. An edge that exists already is returned.
   * @throws GdsError `GDS_EDGE_PORT`, `GDS_EDGE_SELF`, `GDS_EDGE_TYPE`, `GDS_EDGE_CYCLE`.
   */
  addEdge(from: PortRef, to: PortRef): string {
    const source = portRef(from, 'from');
    const target = portRef(to, 'to');
    const before = this.edgeAt(...target);
    if (before && equalJson(before.from, source)) return before.id;
    const problem = this.edgeProblem(source, target);
    if (problem) throw problem;
    const id = this.#makeId();
    this.#command('Connect', () => {
      if (before) this.#removeEdge(before.id);
      // Edges that lost to another one, when peers drew both, must not win over the one just drawn.
      for (const rejected of this.#mirror.rejected.keys()) liveMap(this.#maps.edges, rejected)?.set('deleted', true);
      this.#maps.edges.set(id, makeEdgeMap(source, target));
      this.#mirror.syncEdge(id);
    });
    return id;
  }

  /** What {@link addEdge} would throw, without doing anything; for the check while a wire is dragged. */
  edgeProblem(from: PortRef, to: PortRef): GdsError | undefined {
    return edgeProblem(from, to, this.nodes, this.#mirror.index, this.schema);
  }

  deleteEdges(ids: Iterable<string>): void {
    const edges = [...new Set(ids)].filter((id) => this.edges.has(id));
    if (edges.length === 0) return;
    this.#command(edges.length === 1 ? 'Disconnect' : `Delete ${edges.length} connections`, () =>
      edges.forEach((id) => this.#removeEdge(id)),
    );
  }

  // Meta

  /** Named values of the document itself: its title, its author, … Frozen. */
  get meta(): Readonly<Record<string, ParamValue>> {
    return Object.freeze(readGraph(this.#maps, this.#mirror).meta as Record<string, ParamValue>);
  }

  /** `undefined` removes the value. */
  setMeta(key: string, value: ParamValue | undefined): void {
    if (!isSafeKey(key) || key === VERSION_KEY) throw refuse(`meta.${shorten(String(key))}`, 'is not a name that can be kept');
    const copy = value === undefined ? undefined : copyJson(value, `meta.${key}`);
    if (copy === undefined ? !this.#maps.meta.has(key) : equalJson(this.#maps.meta.get(key), copy)) return;
    this.#command('Change details', () => {
      if (copy === undefined) this.#maps.meta.delete(key);
      else this.#maps.meta.set(key, copy);
    });
  }

  // Undo

  get canUndo(): boolean {
    return this.#undo.canUndo;
  }
  get canRedo(): boolean {
    return this.#undo.canRedo;
  }
  /** Labels of the steps that can be undone and redone, oldest first: the last of each is next. */
  history(): { done: string[]; undone: string[] } {
    return this.#undo.history();
  }
  /** What undo and redo bring back beside the document: the element keeps its selection by it. */
  get undoContext(): UndoContext | undefined {
    return this.#undo.context;
  }
  set undoContext(context: UndoContext | undefined) {
    this.#undo.context = context;
  }
  /** Takes the last own command back, as far as others have not changed the same since. False where there is none, and inside a command. */
  undo(): boolean {
    this.#assertWritable();
    return !this.#open && this.#undo.undo();
  }
  redo(): boolean {
    this.#assertWritable();
    return !this.#open && this.#undo.redo();
  }

  /** Joins several commands into one, with one undo step and one event. If `fn` throws, all of them are taken back. */
  transact<T>(label: string, fn: () => T, options: TransactOptions = {}): T {
    let result: T | undefined;
    this.#command(label, () => (result = fn()), undefined, options.undoable ?? true);
    return result as T;
  }

  // In and out

  toJSON(): GraphJSON {
    return readGraph(this.#maps, this.#mirror);
  }

  /**
   * Replaces the graph, as one step that can be undone. Everything is checked first: if this throws, nothing has changed.
   * @throws GdsError `GDS_GRAPH_FORMAT`, `GDS_GRAPH_VERSION`, `GDS_GRAPH_FIELD`, `GDS_EDGE_*`, `GDS_PARAM_*` with `path`.
   */
  load(json: unknown): void {
    this.#assertWritable();
    const graph = checkGraph(json, this.schema, this.#makeId);
    this.#command('Open graph', () => writeGraph(this.#maps, this.#mirror, graph), undefined, true, 'load');
  }

  /**
   * Takes in what a peer or a store sent. `origin` tells whoever listens to the Y.Doc where it came from.
   * @throws GdsError `GDS_GRAPH_UPDATE` where it is not a Yjs update.
   */
  applyUpdate(update: Uint8Array, origin: unknown = 'remote'): void {
    try {
      Y.applyUpdate(this.ydoc, update, origin ?? 'remote');
    } catch (error) {
      throw new GdsError('GDS_GRAPH_UPDATE', 'A change from outside could not be read; it was left out.', { cause: error });
    }
  }

  /** Stops listening to the document. The Y.Doc itself is the host's if it was passed in; it is left alone. */
  dispose(): void {
    for (const stop of this.#stops) stop();
    this.#undo.dispose();
    this.#mirror.dispose();
    this.#listeners.clear();
  }

  #command(label: string, fn: () => void, burst?: string, undoable = true, kind: 'local' | 'load' = 'local'): void {
    this.#assertWritable();
    if (this.#open) return fn();
    const origin = this.#undo.origin(label, kind, undoable, burst);
    this.#open = true;
    try {
      const transaction = (): void => {
        if (this.#maps.meta.get(VERSION_KEY) === undefined) this.#maps.meta.set(VERSION_KEY, SCHEMA_VERSION);
        fn();
      };
      this.ydoc.transact(transaction, origin);
    } catch (error) {
      this.#undo.revert(origin);
      throw error;
    } finally {
      this.#open = false;
    }
  }

  #settle(origin: unknown): void {
    const own = origin instanceof CommandOrigin && origin.store === this ? origin : undefined;
    // Listeners of a command may give commands of their own; those are commands in their own right.
    if (own) this.#open = false;
    this.#mirror.settle(own?.kind === 'local' || own?.kind === 'load');
    const change = this.#mirror.changes.take(own?.label ?? '', own?.kind ?? 'remote', this.nodes, this.edges);
    if (change) this.#listeners.emit(change);
  }

  #update(id: string, change: (map: Y.Map<unknown>) => void): void {
    const map = liveMap(this.#maps.nodes, id);
    if (map) change(map);
    this.#mirror.syncNode(id);
  }

  #removeEdge(id: string): void {
    liveMap(this.#maps.edges, id)?.set('deleted', true);
    this.#mirror.syncEdge(id);
  }

  #node(id: string): NodeRecord {
    const node = this.nodes.get(id);
    if (!node) throw new GdsError('GDS_NODE_MISSING', `There is no node "${shorten(String(id))}". It may have been deleted.`);
    return node;
  }

  #existing(ids: Iterable<string>): NodeRecord[] {
    return [...new Set(ids)].flatMap((id) => this.nodes.get(id) ?? []);
  }

  #describe(nodes: readonly NodeRecord[]): string {
    return nodes.length === 1 ? titleOf(nodes[0]!, this.schema) : `${nodes.length} nodes`;
  }

  #assertWritable(): void {
    if (this.readonly) throw new GdsError('GDS_READONLY', 'This canvas is read-only. Make a copy to change it.');
  }
}

function checkMode(mode: NodeMode): NodeMode {
  if (!NODE_MODES.includes(mode)) throw refuse('mode', `must be one of ${NODE_MODES.join(', ')}`);
  return mode;
}
