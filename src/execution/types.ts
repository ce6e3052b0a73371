/** State of runs. Never in the document. */
import type { GdsError } from '../errors.js';
import type { ListAxis, NodeOutputs } from '../registry/types.js';
import type { GenerationInfo, Progress } from '../registry/tasks.js';

export type NodeStatus = 'idle' | 'queued' | 'running' | 'complete' | 'error' | 'cancelled';

/** One of the results of a node that ran once for every item of a list, or that gave the list. */
export interface ResultItem {
  readonly outputs: NodeOutputs;
  /** Which items of which lists it belongs to. */
  readonly axes: readonly ListAxis[];
  /** Cache key of this item alone. */
  readonly key: string;
  readonly ms?: number;
  readonly info?: GenerationInfo;
}

/** What a node gave. */
export interface NodeResult {
  /** Of several results, the first. */
  readonly outputs: NodeOutputs;
  /** All of them, in order; absent where no list was involved. */
  readonly items?: readonly ResultItem[];
  /** Milliseconds the node itself took. */
  readonly ms?: number;
  /** How the result came to be, from the task that made it. */
  readonly info?: GenerationInfo;
}

/** A subgraph's state sums up what is inside it: see `SubgraphStates`. */
export interface NodeRunState {
  readonly status: NodeStatus;
  readonly progress?: Progress;
  readonly error?: GdsError;
  /** It went well, but something beside it did not: its result could not be stored, for example. */
  readonly warning?: GdsError;
  /** The latest outputs, kept while a new run is on its way and after an error. Of several results, those of the first item. */
  readonly outputs?: NodeOutputs;
  /** All results, where the node ran for every item of a list or gave one. */
  readonly items?: readonly ResultItem[];
  /** Outputs came from the cache. */
  readonly cached?: boolean;
  /** Cache key that the outputs belong to. */
  readonly key?: string;
  /** False once an edit upstream has made `outputs` stale. A seed that moved after the run makes nothing stale. */
  readonly fresh?: boolean;
  /** Milliseconds the node itself took. */
  readonly ms?: number;
  /** How the result came to be, from the task that made it. */
  readonly info?: GenerationInfo;
}

export interface RunOptions {
  /** Only these nodes and what they need. A subgraph stands for all that is inside it. Left out: the whole graph. */
  readonly nodes?: Iterable<string>;
  readonly signal?: AbortSignal;
  /** While another run is under way: wait behind all others (`last`) or before them (`next`). Left out: refuse with `GDS_RUN_BUSY`. */
  readonly queue?: 'last' | 'next';
  /** What the queue calls it. Left out: `Run`, or `Run NODE`. */
  readonly label?: string;
  /** Milliseconds from its start after which the run ends with `GDS_RUN_DEADLINE`. Left out: the executor's `runDeadline`. */
  readonly deadline?: number;
}

export interface RunResult {
  readonly status: 'complete' | 'error' | 'cancelled';
  /** Node ids that ran, in order of finishing. */
  readonly ran: readonly string[];
  /** Node ids whose outputs came from the cache. */
  readonly cached: readonly string[];
  readonly failed: readonly { readonly id: string; readonly error: GdsError }[];
  /** What ended the run as a whole: `GDS_RUN_DEADLINE`. */
  readonly error?: GdsError;
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
  readonly items?: readonly StoredItem[];
  /** The seeds it was made with, by parameter: after a reload they tell an edit from a seed that moved after the run. */
  readonly seeds?: Readonly<Record<string, number>>;
  readonly ms?: number;
  readonly info?: GenerationInfo;
}
export type StoredItem = Omit<ResultItem, 'outputs'> & { readonly outputs: Readonly<Record<string, StoredValue>> };
export type StoredValue =
  | { readonly kind: 'plain'; readonly value: string | number }
  | { readonly kind: 'image'; readonly hash: string; readonly width: number; readonly height: number; readonly name?: string }
  | { readonly kind: 'mesh'; readonly hash: string; readonly vertices: number; readonly faces: number; readonly name?: string };
