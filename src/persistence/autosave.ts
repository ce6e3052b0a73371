/**
 * Keeps a project: loads it into the graph, then stores every edit as it is made, the results of runs and the view.
 *
 * `state` tells the truth: `saving` from the moment of an edit, `saved` only once it is on disk, `error` while storage refuses (edits
 * stay in memory, are tried again and shown to other tabs), `memory` where storage was refused at the start. No failure of storage
 * ever reaches the code that edits.
 */
import * as Y from 'yjs';
import type { GdsError } from '../errors.js';
import type { ExecutorEvent, StoredResult } from '../execution/types.js';
import { storageError } from './errors.js';
import { Following } from './following.js';
import { Listeners } from './listeners.js';
import { isBlank, LOADED, loadInto, unstored } from './loading.js';
import { Tabs, STORED_ELSEWHERE } from './tabs.js';
import type { AssetStore, ProjectStore, SaveState, StorageAdapter, StoredView } from './types.js';
import { WriteQueue, type QueueTarget } from './write-queue.js';

/** The part of a GraphStore that is needed. */
export interface SavedGraph {
  readonly ydoc: Y.Doc;
  readonly nodes: ReadonlyMap<string, unknown>;
  /** `title` names the project in the list of canvases. */
  readonly meta?: Readonly<Record<string, unknown>>;
  /** Whether it holds updates back because earlier ones are missing. */
  readonly waiting?: boolean;
  /** Takes out for good what was deleted, where that is safe here. */
  compact?(): number;
  applyUpdate(update: Uint8Array, origin: unknown): void;
}

/** The part of an Executor that is needed. */
export interface SavedExecutor {
  restore(results: StoredResult[], assets: AssetStore): Promise<void>;
  exportResult(nodeId: string): StoredResult | undefined;
  subscribe(listener: (event: ExecutorEvent) => void): () => void;
}

export interface AutosaveOptions {
  readonly graph: SavedGraph;
  readonly storage: StorageAdapter;
  /** The project's id in the storage. */
  readonly project: string;
  readonly executor?: SavedExecutor | undefined;
  /** Used where `storage` is refused at the start. Left out: the document alone holds the work then. */
  readonly fallback?: StorageAdapter | undefined;
  /**
   * True where the document lives nowhere but in this storage, so with no provider: what was deleted in it is then taken out for good
   * after the start, unless another tab has it open. Its undo could find nothing to bring back.
   */
  readonly compact?: boolean;
}

export interface AutosaveStart {
  /** Where the person was. */
  readonly view?: StoredView;
  /** Nothing was stored under this project. */
  readonly empty: boolean;
  /** Stored records that could not be read and were set aside. */
  readonly damaged: number;
  /** Of those, the ones that were edits of which no copy was left. */
  readonly lost: number;
}

/** Where no storage is left, the document itself holds the work; other tabs still hear of it. */
const nothing = () => Promise.resolve();
const NOWHERE: QueueTarget = { append: nothing, saveView: nothing, saveResult: nothing, describe: nothing };

export class Autosave {
  private readonly listeners = new Listeners<SaveState>();
  private current: SaveState = { status: 'off' };
  private active: StorageAdapter;
  private store: ProjectStore | undefined;
  private queue: WriteQueue | undefined;
  private tabs: Tabs | undefined;
  private following: Following | undefined;
  private refused: GdsError | undefined;
  private starting: Promise<AutosaveStart> | undefined;
  private described = '';

  constructor(private readonly options: AutosaveOptions) {
    this.active = options.storage;
  }

  get state(): SaveState {
    return this.current;
  }

  /** The storage in use: the given one, or the fallback. */
  get storage(): StorageAdapter {
    return this.active;
  }

  /** Called with each new state. Returns the function that ends the subscription. */
  subscribe(listener: (state: SaveState) => void): () => void {
    return this.listeners.add(listener);
  }

  /** Loads the project into the graph, restores results, then follows. Never rejects because of storage: see {@link state}. */
  start(): Promise<AutosaveStart> {
    this.starting ??= this.begin();
    return this.starting;
  }

  /** Stores the view once it has rested for a second, or the page is left. */
  saveView(view: StoredView): void {
    this.following?.viewMoved(view);
  }

  /**
   * Tries again at once, after an error or after the project was deleted elsewhere: then it is written anew. In the state `memory`
   * nothing changes: what storage may hold is another history of the project, so the page has to be loaded again.
   */
  async retry(): Promise<void> {
    if (this.queue?.error?.code === 'GDS_STORAGE_DELETED') await this.writeAnew().catch(() => undefined);
    await this.flush().catch(() => undefined);
  }

  /** Resolves once everything up to now is durable; rejects with a GdsError where storage refuses. */
  async flush(): Promise<void> {
    await this.starting;
    this.following?.viewNow();
    await this.queue?.flush();
  }

  /** Stores what is left, then lets go of graph, executor, page and storage. What could not be stored keeps the state at `error`. */
  async stop(): Promise<void> {
    await this.starting?.catch(() => undefined);
    await this.flush().catch(() => undefined);
    this.following?.stop();
    this.queue?.stop();
    this.tabs?.close();
    this.store?.close();
    const unsaved = this.queue?.dirty ?? false;
    this.queue = this.tabs = this.store = this.following = this.starting = undefined;
    if (!unsaved) this.set({ status: 'off' });
  }

  private async begin(): Promise<AutosaveStart> {
    const { graph, executor, project, storage } = this.options;
    this.refused = undefined;
    this.active = storage;
    this.set({ status: 'loading' });
    // Listening comes before loading: what another tab or the page adds meanwhile must not fall between the two.
    this.tabs = openTabs(graph, storage, project);
    const queue = new WriteQueue();
    this.queue = queue;
    queue.stored.add((update) => this.tabs?.send(update, this.refused === undefined));
    queue.refused.add(({ error, update }) => this.writeRefused(error, update));
    queue.changes.add(() => this.follow());
    this.following = new Following({
      graph,
      queue,
      executor,
      isStored: (origin) => origin === LOADED || origin === STORED_ELSEWHERE,
      wake: () => this.tabs?.hello(),
      describe: () => this.describe(),
    });

    const loaded = await this.open().catch((error: unknown) => this.fallBack(storageError(error)));
    const blank = isBlank(graph.ydoc);
    const { lost } = loaded ? await loadInto(graph, loaded, this.tabs) : { lost: 0 };
    const extra = blank ? undefined : unstored(graph.ydoc, loaded?.updates ?? []);
    if (extra) queue.pushUpdate(extra);
    this.tabs?.begin();
    if (executor && loaded && loaded.results.length > 0) {
      this.following.resultsLoaded(loaded.results);
      // A result that cannot be restored is made again by the next run.
      await executor
        .restore([...loaded.results], this.active.assets)
        .catch((error: unknown) => console.warn('Results were not restored.', error));
    }
    this.described = this.store ? this.description().key : '';
    queue.open(this.store ?? NOWHERE);
    this.follow(true);
    if (this.options.compact) void this.compact(this.tabs);
    return {
      empty: !loaded || loaded.updates.length === 0,
      damaged: Math.max(loaded?.damaged ?? 0, lost),
      lost: Math.max(loaded?.lost ?? 0, lost),
      ...(loaded?.view ? { view: loaded.view } : {}),
    };
  }

  private async compact(tabs: Tabs | undefined): Promise<void> {
    // Where nobody can tell who else has it open, what was deleted stays.
    if (tabs && (await tabs.alone()) && this.tabs === tabs) this.options.graph.compact?.();
  }

  private async open() {
    this.store = await this.active.openProject(this.options.project);
    return this.store.load();
  }

  /** Storage was refused. The fallback is memory: if even that fails, the document holds the work alone. */
  private async fallBack(error: GdsError) {
    this.refused = error;
    this.store?.close();
    this.store = undefined;
    if (!this.options.fallback) return undefined;
    this.active = this.options.fallback;
    return this.open().catch(() => undefined);
  }

  private writeRefused(error: GdsError, update: Uint8Array): void {
    this.tabs?.send(update, false);
    if (error.code === 'GDS_STORAGE_RESET') void this.writeAnew().catch(() => undefined);
  }

  /** The stored copy is gone: opens the project as a new one and queues everything. */
  private async writeAnew(): Promise<void> {
    const { graph, executor, project } = this.options;
    const store = await this.active.openProject(project);
    this.store?.close();
    this.store = store;
    this.queue?.pushUpdate(Y.encodeStateAsUpdate(graph.ydoc));
    this.queue?.open(store);
    this.described = '';
    this.describe();
    for (const id of graph.nodes.keys()) {
      const result = executor?.exportResult(id);
      if (result) this.queue?.pushResult(result);
    }
  }

  private description() {
    const { nodes, meta } = this.options.graph;
    const title = typeof meta?.['title'] === 'string' ? meta['title'] : undefined;
    return { record: { nodes: nodes.size, ...(title === undefined ? {} : { title }) }, key: `${nodes.size} ${title ?? ''}` };
  }

  /** The list of canvases changes only where there is something new to say. */
  private describe(): void {
    const { record, key } = this.description();
    if (key === this.described) return;
    this.described = key;
    this.queue?.pushDescription(record);
  }

  private follow(ready = this.current.status !== 'loading'): void {
    const { queue, refused } = this;
    if (!ready || !queue) return;
    if (refused) this.set({ status: 'memory', error: refused });
    else if (queue.error) this.set({ status: 'error', error: queue.error });
    else if (queue.dirty) this.set({ status: 'saving' });
    else if (this.current.status !== 'saved') this.set({ status: 'saved', at: Date.now() });
  }

  private set(state: SaveState): void {
    if (state.status === this.current.status && (state.status !== 'error' || state.error === (this.current as { error?: GdsError }).error))
      return;
    this.current = state;
    this.listeners.emit(state);
  }
}

function openTabs(graph: SavedGraph, storage: StorageAdapter, project: string): Tabs | undefined {
  if (storage.channel === undefined || typeof BroadcastChannel === 'undefined') return undefined;
  try {
    return new Tabs(graph, `${storage.channel}/${project}`);
  } catch {
    // A page without an origin has no other tabs.
    return undefined;
  }
}
