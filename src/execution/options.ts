/** What an executor is made with, and the defaults. */
import type { GraphStore } from '../graph/store.js';
import type { NodeRegistry } from '../registry/registry.js';
import type { TaskRunner } from '../registry/types.js';
import type { ExecutorAssets } from './asset-saver.js';
import { AUTO_RUN, type AutoRunOptions } from './auto-run.js';
import { RETRY, type RetryPolicy } from './retry.js';

export interface ExecutorOptions {
  readonly graph: GraphStore;
  readonly registry: NodeRegistry;
  /** Carries out inference tasks; the inference manager. */
  readonly tasks: TaskRunner;
  /** Where pictures come from and results go. Without it results live as long as the page. */
  readonly assets?: ExecutorAssets;
  /** Whether a model's success creates its result node. Left out: true. */
  readonly createOutputs?: boolean;
  /** Bytes of results kept for edits that are undone; 256 MB where left out. */
  readonly cacheBytes?: number;
  /** Nodes, or items of lists, that are carried out at the same time, 1 or more; 4 where left out. An adapter may have a limit of its own. */
  readonly concurrency?: number;
  /** Items that one node runs for at most, where lists enter it; 256 where left out. Beyond: `GDS_RUN_TOO_MANY`. */
  readonly maxItems?: number;
  /** When to try again what failed with an error that says it may succeed later. */
  readonly retry?: Partial<RetryPolicy>;
  /** Milliseconds that one node, or one item of a list, may take, retries included: `GDS_NODE_DEADLINE`. Left out: no limit. */
  readonly nodeDeadline?: number;
  /** Milliseconds that a run may take from its start: `GDS_RUN_DEADLINE`. Left out: no limit. */
  readonly runDeadline?: number;
  /** Runs cheap graphs by itself after edits. Left out or false: never. */
  readonly autoRun?: boolean | Partial<AutoRunOptions>;
  /** For tests: 0 ≤ x < 1. */
  readonly random?: () => number;
}

const CONCURRENCY = 4;
const MAX_ITEMS = 256;

export interface ExecutorSettings {
  readonly concurrency: number;
  readonly maxItems: number;
  readonly retry: RetryPolicy;
  readonly nodeDeadline: number | undefined;
  readonly runDeadline: number | undefined;
  readonly createOutputs: boolean;
  readonly random: () => number;
}

export function settingsOf(options: ExecutorOptions): ExecutorSettings {
  return {
    concurrency: Math.max(1, Math.floor(options.concurrency ?? CONCURRENCY)),
    maxItems: Math.max(1, Math.floor(options.maxItems ?? MAX_ITEMS)),
    retry: { ...RETRY, ...options.retry },
    nodeDeadline: options.nodeDeadline,
    runDeadline: options.runDeadline,
    createOutputs: options.createOutputs ?? true,
    random: options.random ?? Math.random,
  };
}

export function autoRunOf(option: ExecutorOptions['autoRun']): AutoRunOptions | undefined {
  if (option === undefined || option === false) return undefined;
  return option === true ? AUTO_RUN : { ...AUTO_RUN, ...option };
}
