/** The storage contract. A host may implement it; `adapters/indexeddb` and `adapters/memory` do. */
import type { GdsError } from '../errors.js';
import type { GenerationInfo } from '../registry/tasks.js';
import type { StoredResult } from '../execution/types.js';

/** A picture, mesh or other file, named by the SHA-256 (hex) of its bytes. */
export interface AssetRecord {
  readonly hash: string;
  readonly name: string;
  readonly mime: string;
  readonly bytes: number;
  readonly origin: 'imported' | 'generated';
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly width?: number;
  readonly height?: number;
  readonly vertices?: number;
  readonly faces?: number;
  readonly info?: GenerationInfo;
  /** A small PNG or WebP of it; meshes have one once they were shown. */
  readonly thumbnail?: Blob;
}
export type AssetDraft = Omit<AssetRecord, 'hash' | 'bytes' | 'createdAt' | 'mime'> & { readonly mime?: string };

export interface AssetStore {
  /** Stores bytes once, whatever they are called; an asset that is there already is returned as it is. */
  put(blob: Blob, draft: AssetDraft): Promise<AssetRecord>;
  get(hash: string): Promise<Blob | undefined>;
  info(hash: string): Promise<AssetRecord | undefined>;
  /** Newest first, without deleted ones. */
  list(): Promise<readonly AssetRecord[]>;
  rename(hash: string, name: string): Promise<void>;
  setThumbnail(hash: string, thumbnail: Blob): Promise<void>;
  /** Hides it from `list`; the bytes stay for graphs that use them. {@link AssetStore.restore} brings it back. */
  delete(hash: string): Promise<void>;
  restore(hash: string): Promise<void>;
  subscribe(listener: () => void): () => void;
}

export interface ProjectRecord {
  readonly id: string;
  readonly title: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly nodes: number;
}

/** What belongs to the view of one person and not to the document. */
export interface StoredView {
  readonly camera: { readonly x: number; readonly y: number; readonly zoom: number };
  /** The subgraph node whose inside was shown; absent or '' for the canvas itself. */
  readonly level?: string;
}

export interface LoadedProject {
  /** Yjs updates, oldest first; apply all of them. */
  readonly updates: readonly Uint8Array[];
  readonly view?: StoredView;
  readonly results: readonly StoredResult[];
  /** Records that could not be read and were set aside. */
  readonly damaged: number;
  /** Of those, appended updates of which no readable copy was left; each is reported once. */
  readonly lost?: number;
}

/**
 * An open project. Calls are durable once their promise resolves. Every call may reject with a {@link GdsError}:
 * `GDS_STORAGE_UNAVAILABLE` (refused or blocked), `GDS_STORAGE_QUOTA` (full), `GDS_STORAGE_DELETED` (the project was deleted after it
 * was opened), `GDS_STORAGE_RESET` (what was stored has vanished), `GDS_STORAGE_CLOSED` (after `close`), `GDS_STORAGE_FAILED` (anything else).
 */
export interface ProjectStore {
  load(): Promise<LoadedProject>;
  append(update: Uint8Array): Promise<void>;
  saveView(view: StoredView): Promise<void>;
  saveResult(result: StoredResult): Promise<void>;
  describe(record: { title?: string; nodes: number }): Promise<void>;
  close(): void;
}

export interface StorageAdapter {
  /** `indexeddb`, `memory`, … */
  readonly kind: string;
  /** True where content survives the page. */
  readonly durable: boolean;
  /** A name shared by all instances, in whatever tab, that reach the same content. Left out: nobody else reaches it. */
  readonly channel?: string;
  readonly assets: AssetStore;
  openProject(id: string): Promise<ProjectStore>;
  listProjects(): Promise<readonly ProjectRecord[]>;
  deleteProject(id: string): Promise<void>;
  getSetting(key: string): Promise<unknown>;
  setSetting(key: string, value: unknown): Promise<void>;
  close(): void;
}

export type SaveState =
  /** Nothing is kept: no project, no storage. */
  | { readonly status: 'off' }
  | { readonly status: 'loading' }
  | { readonly status: 'saving' }
  | { readonly status: 'saved'; readonly at: number }
  /** Kept in memory only, because storage was refused; lost with the page. */
  | { readonly status: 'memory'; readonly error: GdsError }
  | { readonly status: 'error'; readonly error: GdsError };
