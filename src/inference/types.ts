/** The adapter contract: whoever can carry out inference tasks implements it. */
import type { GdsError } from '../errors.js';
import type { Progress, TaskMap, TaskName } from '../registry/tasks.js';

export interface ModelInfo {
  readonly id: string;
  /** What a person reads. */
  readonly title: string;
  readonly tasks: readonly TaskName[];
  /** Bytes to download; 0 where nothing is. */
  readonly bytes: number;
  /** Names its content, as `GenerationInfo.modelSha256`. */
  readonly sha256?: string;
  readonly licence?: string;
  readonly description?: string;
}

export type ModelStatus =
  | { readonly status: 'idle' }
  | { readonly status: 'loading'; readonly loaded: number; readonly total: number }
  | { readonly status: 'loaded' }
  | { readonly status: 'error'; readonly error: GdsError };

export interface AdapterStatus {
  /** `ready` says nothing of models: they load on first use. `error` is also a server that does not answer; another may take its work. */
  readonly status: 'starting' | 'ready' | 'error';
  /** `webgpu`, `wasm`, `cpu`, …; undefined until known. */
  readonly backend?: string;
  /** Detail a person may read, for example `WASM, 2 threads`. */
  readonly detail?: string;
  readonly error?: GdsError;
  /** Tasks, anyone's, that wait there before a new one would begin, where it is known. */
  readonly waiting?: number;
  readonly models: ReadonlyMap<string, ModelStatus>;
}

export interface RunControls {
  /**
   * Names the work: the same node with the same parameters and inputs has the same key, also after a reload. An adapter whose work outlives
   * the page takes it up again by this key instead of beginning anew.
   */
  readonly key?: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

export interface InferenceAdapter {
  readonly id: string;
  /** What a person reads in the status chip, for example `This device`. */
  readonly label: string;
  /** Where it computes, for the host's policy. Left out: `local`. */
  readonly place?: 'local' | 'remote';
  /** Tasks it may run at the same time, 1 or more. */
  readonly concurrency: number;
  /** What it offers now. Where that changes (a server came or went), it tells its subscribers. */
  readonly models: readonly ModelInfo[];
  readonly status: AdapterStatus;
  subscribe(listener: (status: AdapterStatus) => void): () => void;
  /** Prepares a model so that the next run starts at once. Optional work: `run` loads what is missing. */
  load(model: string, controls: RunControls): Promise<void>;
  /**
   * Carries out one task. Rejects with the signal's reason once aborted (between steps at the latest), with a GdsError
   * otherwise; after either the next call works. An error that is `retryable` (with `retryAfter` where the other side said how long to
   * wait) makes a run try again; all others are final.
   */
  run<T extends TaskName>(task: T, model: string, input: TaskMap[T]['input'], controls: RunControls): Promise<TaskMap[T]['output']>;
  /**
   * Keys ({@link RunControls.key}) of work that was begun before and outlived its page: a run with one of them takes it up. Left out: its
   * work ends with the page.
   */
  pendingKeys?(): Promise<readonly string[]>;
  /** Frees workers and memory. The adapter may be used again; it starts anew. */
  dispose(): void;
}
