/** State of runs. Never in the document. */
import type { GdsError } from '../errors.js';
import type { NodeOutputs } from '../registry/types.js';
import type { GenerationInfo, Progress } from '../registry/tasks.js';

export type NodeStatus = 'idle' | 'queued' | 'running' | 'complete' | 'error' | 'cancelled';

export interface NodeRunState {
  readonly status: NodeStatus;
  readonly progress?: Progress;
  readonly error?: GdsError;
  /** It went well, but something beside it did not: its result could not be stored, for example. */
  readonly warning?: GdsError;
  /** The latest outputs, kept while a new run is on its way and after an error. */
  readonly outputs?: NodeOutputs;
  /** Outputs came from the cache. */
  readonly cached?: boolean;
  /** Cache key that the outputs belong to. */
  readonly key?: string;
  /** False once an edit upstream has made `outputs` stale. */
  readonly fresh?: boolean;
  /** Milliseconds the node itself took. */
  readonly ms?: number;
  /** How the result came to be, from the task that made it. */
  readonly info?: GenerationInfo;
}

export interface RunOptions {
  /** Only these nodes and what they need. Left out: the whole graph. */
  readonly nodes?: Iterable<string>;
  readonly signal?: AbortSignal;
}

export interface RunResult {
  readonly status: 'complete' | 'error' | 'cancelled';
  /** Node ids that ran, in order of finishing. */
  readonly ran: readonly string[];
  /** Node ids whose outputs came from the cache. */
  readonly cached: readonly string[];
  readonly failed: readonly { readonly id: string; readonly error: GdsError }[];
  readonly ms: number;
}

export type ExecutorEvent =
  | { readonly type: 'run-start'; readonly nodes: readonly string[] }
  | { readonly type: 'node'; readonly id: string; readonly state: NodeRunState }
  /** A run is over; results are stored and output nodes exist. */
  | { readonly type: 'run-end'; readonly result: RunResult };

/** A node's result as it is kept across reloads: values by port, binary ones by asset hash. */
export interface StoredResult {
  readonly nodeId: string;
  readonly key: string;
  readonly outputs: Readonly<Record<string, StoredValue>>;
  readonly ms?: number;
  readonly info?: GenerationInfo;
}
export type StoredValue =
  | { readonly kind: 'plain'; readonly value: string | number }
  | { readonly kind: 'image'; readonly hash: string; readonly width: number; readonly height: number; readonly name?: string }
  | { readonly kind: 'mesh'; readonly hash: string; readonly vertices: number; readonly faces: number; readonly name?: string };
