/**
 * The document without its commands: one Y.Doc, read as plain records, changed in transactions that are undo steps and events.
 *
 * `GraphStore` adds the commands. Selection, camera, run state and drags in flight are not here.
 */
import * as Y from 'yjs';
import { GdsError } from '../errors.js';
import type { CommandContext } from './command-context.js';
import { findDeleted, removeDeleted } from './compaction.js';
import { edgeProblem } from './edge-rules.js';
import { UpdateInbox } from './inbox.js';
import { Listeners } from './listeners.js';
import { makeId } from './make-id.js';
import { GraphMirror } from './mirror.js';
import type { GraphProblem } from './normalise.js';
import { NO_PORTS, portType, portsOf } from './ports.js';
import { SCHEMA_VERSION, VERSION_KEY, documentMaps, isPresent, type DocumentMaps } from './schema.js';
import { readGraph, readMeta, writeGraph } from './serialise.js';
import { CommandOrigin, UndoSteps, type UndoContext } from './undo.js';
import { checkGraph } from './validate.js';
import type {
  EdgeRecord,
  GraphChange,
  GraphJSON,
  GraphSchema,
  GroupRecord,
  NodePorts,
  NodeRecord,
  NoteRecord,
  ParamValue,
  PortRef,
  ReadonlyGraph,
} from './types.js';

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

export interface TransactOptions {
  /** False keeps it out of undo: for changes that the program makes by itself. */
  readonly undoable?: boolean;
}

/** The original asked for 5. */
export const UNDO_LIMIT = 200;
/** Some 100 MB. */
const UNDO_VALUES = 400_000;

export class GraphDocument implements ReadonlyGraph {
  readonly ydoc: Y.Doc;
  readonly #maps: DocumentMaps;
  readonly #mirror: GraphMirror;
  /** What commands work with. */
  protected readonly context: CommandContext;
  readonly #undo: UndoSteps;
  readonly #inbox: UpdateInbox;
  readonly #listeners = new Listeners<GraphChange>();
  readonly #makeId: () => string;
  readonly #stops: (() => void)[] = [];
  #readonly = false;
  #open = false;

  constructor(options: GraphStoreOptions = {}) {
    this.ydoc = options.ydoc ?? ownDocument();
    this.#maps = documentMaps(this.ydoc);
    this.#mirror = new GraphMirror(this.#maps, options.schema ?? options.registry);
    this.#mirror.changes.take('', 'load', this.#mirror);
    this.#makeId = options.makeId ?? makeId;
    this.context = {
      maps: this.#maps,
      mirror: this.#mirror,
      makeId: this.#makeId,
      run: (label, change, burst) => this.#command(label, change, burst),
    };
    this.#inbox = new UpdateInbox(this.ydoc);
    const limits = { steps: options.undoLimit ?? UNDO_LIMIT, values: options.undoValues ?? UNDO_VALUES };
    this.#undo = new UndoSteps(this, this.#maps, this.#mirror, limits, options.now ?? (() => performance.now()));
    const onTransaction = (transaction: Y.Transaction): void => this.#settle(transaction.origin);
    this.ydoc.on('afterTransaction', onTransaction);
    this.#stops.push(() => this.ydoc.off('afterTransaction', onTransaction));
    const unsubscribe = this.schema?.subscribe?.(() => {
      this.#mirror.refresh();
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
  get groups(): ReadonlyMap<string, GroupRecord> {
    return this.#mirror.groups;
  }
  get notes(): ReadonlyMap<string, NoteRecord> {
    return this.#mirror.notes;
  }
  /** What the document holds but the graph cannot use, and what was repaired in reading. */
  get problems(): readonly GraphProblem[] {
    return this.#mirror.problems;
  }
  get schema(): GraphSchema | undefined {
    return this.#mirror.schema;
  }

  /** Live for a level that has nodes. */
  childrenOf(parentId: string): ReadonlySet<string> {
    return this.#mirror.levels.nodes.of(parentId);
  }

  /**
   * The node's ports, in the order a person sees them. A subgraph's are the boundary nodes inside it, a reroute's have the type of its
   * source, a foreign node's are those it carries. None where nothing is known of the node, or where there is none.
   * Inputs that feed a parameter are there once they are connected; `quiet` names them all.
   */
  portsOf(nodeId: string, quiet = false): NodePorts {
    const node = this.nodes.get(nodeId);
    return node ? portsOf(this.#mirror, node, this.childrenOf(nodeId), quiet) : NO_PORTS;
  }

  portType(nodeId: string, direction: 'in' | 'out', portId: string): string | undefined {
    const node = this.nodes.get(nodeId);
    return node && portType(this.#mirror, node, direction, portId);
  }

  /** Why `addEdge` would refuse to join the two, without doing anything; for the check while a wire is dragged. */
  edgeProblem(from: PortRef, to: PortRef): GdsError | undefined {
    return edgeProblem(from, to, this.#mirror, this.#mirror.index);
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

  /** An id for something new: nobody else makes the same. */
  makeId(): string {
    return this.#makeId();
  }

  /** Named values of the document itself: its title, its author, … Frozen. */
  get meta(): Readonly<Record<string, ParamValue>> {
    return Object.freeze(readMeta(this.#maps));
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

  /** Joins several commands into one, with one undo step and one event. If `fn` throws, all of them are taken back; inside another one it is part of that. */
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
    const write = (alone?: Y.Transaction): void => {
      writeGraph(this.#maps, this.#mirror, graph);
      if (alone) this.#mirror.mirrors(alone);
    };
    this.#command('Open graph', write, undefined, true, 'load');
  }

  /**
   * Takes in what a peer or a store sent, in any order: what comes too early waits. `origin` tells whoever listens to the Y.Doc where it
   * came from.
   * @throws GdsError `GDS_GRAPH_UPDATE` where it is not a Yjs update.
   */
  applyUpdate(update: Uint8Array, origin: unknown = 'remote'): void {
    try {
      this.#inbox.receive(update, origin ?? 'remote');
    } catch (error) {
      throw new GdsError('GDS_GRAPH_UPDATE', 'A change from outside could not be read; it was left out.', { cause: error });
    }
  }

  /** Whether updates wait for some that have not come; a peer that is sent the document's state vector can answer with those. */
  get waiting(): boolean {
    return this.#inbox.waiting;
  }

  /**
   * Takes out of the document for good what was deleted in it, so that it grows with what it holds and not with its past. To be called
   * while nobody else has the document open, best right after it was loaded and before a snapshot of it is stored: a peer who can
   * still undo a deletion would find nothing to bring back. Does nothing while there is anything to undo or redo here or updates
   * wait, or in a read-only document. Nothing that can be seen changes, so there is no event.
   *
   * @returns The number of things taken out.
   */
  compact(): number {
    if (this.readonly || this.#open || this.waiting || this.canUndo || this.canRedo) return 0;
    const found = findDeleted(this.#maps);
    const count = [...found.values()].reduce((sum, ids) => sum + ids.length, 0);
    if (count > 0) this.#command('', () => removeDeleted(found), undefined, false);
    return count;
  }

  /** Stops listening to the document. The Y.Doc itself is the host's if it was passed in; it is left alone. */
  dispose(): void {
    for (const stop of this.#stops) stop();
    this.#undo.dispose();
    this.#mirror.dispose();
    this.#listeners.clear();
  }

  /** `fn` gets the transaction where nothing but itself writes in it. */
  #command(label: string, fn: (alone?: Y.Transaction) => void, burst?: string, undoable = true, kind: 'local' | 'load' = 'local'): void {
    this.#assertWritable();
    if (this.#open) return fn();
    const origin = this.#undo.origin(label, kind, undoable, burst);
    this.#open = true;
    try {
      const write = (transaction: Y.Transaction): void => {
        if (!isPresent(this.#maps)) this.#maps.meta.set(VERSION_KEY, SCHEMA_VERSION);
        // Inside a transaction of the host's there is another origin.
        fn(transaction.origin === origin ? transaction : undefined);
      };
      this.ydoc.transact(write, origin);
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
    const change = this.#mirror.changes.take(own?.label ?? '', own?.kind ?? 'remote', this.#mirror);
    if (change) this.#listeners.emit(change);
  }

  #assertWritable(): void {
    if (this.readonly) throw new GdsError('GDS_READONLY', 'This canvas is read-only. Make a copy to change it.');
  }
}

/**
 * A document with a number of its own below 2^30, where Yjs draws up to 2^32. V8 keeps larger ones as an object each, and everything in a
 * document names its author: that is 1.8 MB with 10,000 nodes. Where a peer has the same, Yjs draws another one.
 *
 * An accessor, because a property that once held a large number gives small ones as such objects, too.
 */
function ownDocument(): Y.Doc {
  const ydoc = new Y.Doc();
  let client = ydoc.clientID >>> 2;
  Object.defineProperty(ydoc, 'clientID', {
    get: () => client,
    set: (drawn: number) => (client = drawn),
    enumerable: true,
    configurable: true,
  });
  return ydoc;
}
