/**
 * Keeps the work: opens the storage (the host's, IndexedDB, or memory where that is refused), loads the project into the graph,
 * follows it with autosave, and stores the view once it rests.
 *
 * Assets always have a place, even where nothing is kept: then it is memory, gone with the page.
 */
import { GdsError } from '../../errors.js';
import type { Executor } from '../../execution/executor.js';
import type { GraphStore } from '../../graph/store.js';
import { Autosave } from '../../persistence/autosave.js';
import type { AssetStore, SaveState, StorageAdapter, StoredView } from '../../persistence/types.js';
import { durableStorage, memoryStorage } from './lazy-parts.js';

export interface KeeperHost {
  stateChanged(state: SaveState): void;
  /** Once per opening that fell back to memory. */
  refused(error: GdsError): void;
  /** Once per opening of a project of which stored edits could not be read. */
  damaged(error: GdsError): void;
}

export interface OpenProject {
  readonly graph: GraphStore;
  readonly executor: Executor;
  /** The document is the studio's own: no provider of the host's keeps it in step with others. */
  readonly own: boolean;
  /** '' keeps nothing. */
  readonly project: string;
  /** The host's own; undefined takes the default, null keeps nothing. */
  readonly storage: StorageAdapter | null | undefined;
}

export class Keeper {
  #storage: Promise<StorageAdapter> | undefined;
  #opened: StorageAdapter | undefined;
  #own = false;
  #autosave: Autosave | undefined;
  #unsubscribe: (() => void) | undefined;
  #state: SaveState = { status: 'off' };
  #refused: GdsError | undefined;

  constructor(private readonly host: KeeperHost) {}

  get state(): SaveState {
    return this.#state;
  }

  /** Edits would be lost if the page closed now. */
  get unsaved(): boolean {
    return this.#state.status === 'saving' || this.#state.status === 'error';
  }

  /** What is open now; null before the first opening has come that far. */
  get storage(): StorageAdapter | null {
    return this.#opened ?? null;
  }

  /** The asset store, as soon as there is one. Before the first opening it is memory. */
  async assets(): Promise<AssetStore> {
    this.#storage ??= this.#take(memoryStorage());
    return (await this.#storage).assets;
  }

  /** Opens storage and project; `empty` says that neither the project nor the graph holds anything. */
  async open(options: OpenProject): Promise<{ readonly view?: StoredView; readonly empty: boolean }> {
    await this.close();
    this.#refused = undefined;
    this.#set({ status: options.project === '' || options.storage === null ? 'off' : 'loading' });
    this.#storage = this.#take(this.#choose(options));
    const storage = await this.#storage;
    if (options.project === '' || options.storage === null) return { empty: options.graph.nodes.size === 0 };
    const autosave = new Autosave({
      graph: options.graph,
      storage,
      project: options.project,
      executor: options.executor,
      // A host's storage may be one that other machines share.
      compact: options.own && options.storage === undefined,
    });
    this.#autosave = autosave;
    this.#unsubscribe = autosave.subscribe(() => this.#follow(autosave.state));
    const opened = await autosave.start();
    this.#follow(autosave.state);
    if (this.#refused) this.host.refused(this.#refused);
    if (opened.lost > 0) this.host.damaged(damage(opened.lost));
    return opened;
  }

  saveView(view: StoredView): void {
    this.#autosave?.saveView(view);
  }

  /** Resolves once everything so far is stored; rejects with the reason where it cannot be. */
  async flush(): Promise<void> {
    await this.#autosave?.flush();
  }

  /** Stores what is left and lets go of the project; the storage stays open for its assets. */
  async close(): Promise<void> {
    const autosave = this.#autosave;
    this.#autosave = undefined;
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    await autosave?.stop();
  }

  /** Lets go of a storage of our own. */
  async dispose(): Promise<void> {
    await this.close();
    const storage = await this.#storage?.catch(() => undefined);
    if (this.#own) storage?.close();
    this.#storage = undefined;
    this.#opened = undefined;
  }

  async #choose({ project, storage }: OpenProject): Promise<StorageAdapter> {
    const before = this.#own ? await this.#storage?.catch(() => undefined) : undefined;
    if (storage) {
      this.#own = false;
      before?.close();
      return storage;
    }
    this.#own = true;
    if (project === '' || storage === null) return before ?? memoryStorage();
    if (before?.durable) return before;
    const opened = await durableStorage();
    this.#refused = opened.refused;
    before?.close();
    return opened.storage;
  }

  #take(storage: Promise<StorageAdapter>): Promise<StorageAdapter> {
    void storage.then((opened) => (this.#opened = opened)).catch(() => undefined);
    return storage;
  }

  #follow(state: SaveState): void {
    const memory = this.#refused && (state.status === 'saved' || state.status === 'memory');
    this.#set(memory && this.#refused ? { status: 'memory', error: this.#refused } : state);
  }

  #set(state: SaveState): void {
    this.#state = state;
    this.host.stateChanged(state);
  }
}

function damage(lost: number): GdsError {
  const edits = lost === 1 ? 'One stored edit' : `${lost} stored edits`;
  return new GdsError(
    'GDS_STORAGE_DAMAGED',
    `${edits} could not be read, and no copy was left. Everything else is here; look over the canvas and redo what is missing.`,
  );
}
