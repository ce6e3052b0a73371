/** Jobs as a server tells of them, and what the parts of the adapter know of the server. */
import type { ModelInfo } from '../../src/inference/types.js';
import type { TaskMap, TaskName } from '../../src/registry/tasks.js';

export type JobEventName = 'queued' | 'started' | 'progress' | 'preview' | 'completed' | 'failed' | 'cancelled';

export interface JobEvent {
  readonly name: JobEventName;
  readonly data: Readonly<Record<string, unknown>>;
  /** Counts the events of a job from 1; the original has none. */
  readonly id?: number;
}

const NAMES: ReadonlySet<string> = new Set<JobEventName>(['queued', 'started', 'progress', 'preview', 'completed', 'failed', 'cancelled']);
const LAST: ReadonlySet<JobEventName> = new Set(['completed', 'failed', 'cancelled']);

/** True for the event after which a job has no more. */
export const isLast = ({ name }: JobEvent): boolean => LAST.has(name);

/** The event, or undefined where the server says something that we do not know. */
export function jobEvent(name: unknown, data: unknown, id?: unknown): JobEvent | undefined {
  if (typeof name !== 'string' || !NAMES.has(name) || typeof data !== 'object' || data === null) return undefined;
  const number = typeof id === 'number' ? id : typeof id === 'string' && /^\d+$/.test(id) ? Number(id) : undefined;
  return { name: name as JobEventName, data: data as Record<string, unknown>, ...(number === undefined ? {} : { id: number }) };
}

/** What it is that answers, as `/api/capabilities` says it or, without that, as the original is known. */
export interface ServerProfile {
  /** A server without `/api/capabilities`: the Python backend that this studio grew from. */
  readonly original: boolean;
  readonly models: readonly ModelInfo[];
  /** Ids of models that need no loading. */
  readonly loaded: ReadonlySet<string>;
  readonly backend?: string;
  /** Path of the WebSocket that tells of jobs. */
  readonly socket?: string;
  /** Path of the uploads by content hash. */
  readonly uploads?: string;
  readonly idempotency: boolean;
}

/** One task with the model that is to do it. */
export type Work = { readonly [T in TaskName]: { readonly task: T; readonly model: string; readonly input: TaskMap[T]['input'] } }[
  'text-to-image' | 'image-to-image' | 'image-to-mesh'];

/** Says of a connection that events of a job come by. */
export interface Subscription {
  readonly jobId: string;
  /** Id of the last event known; 0 where none is. */
  readonly after: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: JobEvent) => void;
  /** Anything at all came through. */
  readonly onSign: () => void;
}

/**
 * Tells of a job until the connection ends or the signal aborts; then it resolves. `over` says that there are no more events.
 * Rejects with a GdsError where the connection did not come about or the server refused.
 */
export type Transport = (subscription: Subscription) => Promise<'cut' | 'over'>;
