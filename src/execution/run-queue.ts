/**
 * Runs that wait for their turn. One is carried out at a time; it takes its snapshot of the graph when it starts.
 */
import { GdsError } from '../errors.js';
import { Listeners } from '../graph/listeners.js';
import type { RunResult } from './types.js';

/** A run in the queue, as it is shown. */
export interface QueuedRun {
  readonly id: string;
  readonly label: string;
  /** The nodes it was asked for; undefined: the whole graph. */
  readonly nodes: readonly string[] | undefined;
  /** 0 is under way, 1 the next one. */
  readonly position: number;
  readonly status: 'running' | 'waiting';
}

export interface RunJob {
  readonly label: string;
  readonly nodes: readonly string[] | undefined;
  /** Takes the run out of the queue, or cancels it. */
  readonly signal: AbortSignal | undefined;
  /** Failures of nodes are in the result. */
  carryOut(signal: AbortSignal): Promise<RunResult>;
  /** After the run, before the next one starts. */
  ended(result: RunResult): void;
}

interface Entry {
  readonly id: string;
  readonly job: RunJob;
  readonly abort: AbortController;
  readonly settle: (result: RunResult) => void;
  unfollow(): void;
}

export class RunQueue {
  readonly #listeners = new Listeners<readonly QueuedRun[]>();
  #current: Entry | undefined;
  #waiting: Entry[] = [];
  #count = 0;

  get busy(): boolean {
    return this.#current !== undefined;
  }

  /** The run under way and those that wait, in order. */
  get list(): readonly QueuedRun[] {
    const entries = this.#current ? [this.#current, ...this.#waiting] : this.#waiting;
    return Object.freeze(
      entries.map(({ id, job }, position) =>
        Object.freeze({
          id,
          label: job.label,
          nodes: job.nodes,
          position,
          status: position === 0 ? ('running' as const) : ('waiting' as const),
        }),
      ),
    );
  }

  /** Hears of every change of {@link list}. */
  subscribe(listener: (list: readonly QueuedRun[]) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Starts a run, or lets it wait behind all others (`last`) or before them (`next`). */
  add(job: RunJob, place: 'last' | 'next' = 'last'): Promise<RunResult> {
    return new Promise((settle) => {
      const entry: Entry = { id: `run-${++this.#count}`, job, abort: new AbortController(), settle, unfollow: () => undefined };
      if (job.signal) {
        const onAbort = (): void => void this.cancel(entry.id, job.signal!.reason);
        job.signal.addEventListener('abort', onAbort, { once: true });
        entry.unfollow = () => job.signal!.removeEventListener('abort', onAbort);
        if (job.signal.aborted) entry.abort.abort(job.signal.reason);
      }
      if (!this.#current) void this.#start(entry);
      else {
        if (place === 'next') this.#waiting.unshift(entry);
        else this.#waiting.push(entry);
        if (entry.abort.signal.aborted) this.#take(entry);
        this.#tell();
      }
    });
  }

  /** Puts a waiting run before all others. False where it does not wait. */
  runNext(id: string): boolean {
    const entry = this.#waiting.find((each) => each.id === id);
    if (!entry) return false;
    this.#waiting = [entry, ...this.#waiting.filter((each) => each !== entry)];
    this.#tell();
    return true;
  }

  /** Cancels the run of this id, under way or waiting. False where there is none. */
  cancel(id: string, reason: unknown = cancelled()): boolean {
    if (this.#current?.id === id) {
      this.#current.abort.abort(reason);
      return true;
    }
    const entry = this.#waiting.find((each) => each.id === id);
    if (!entry) return false;
    this.#take(entry);
    this.#tell();
    return true;
  }

  /** Cancels the run under way; the next one starts. */
  cancelCurrent(): void {
    this.#current?.abort.abort(cancelled());
  }

  /** Cancels the run under way and empties the queue. */
  cancelAll(): void {
    const waiting = [...this.#waiting];
    for (const entry of waiting) this.#take(entry);
    if (waiting.length > 0) this.#tell();
    this.cancelCurrent();
  }

  clearListeners(): void {
    this.#listeners.clear();
  }

  async #start(entry: Entry): Promise<void> {
    this.#current = entry;
    this.#tell();
    const result = await entry.job.carryOut(entry.abort.signal).catch(broken);
    entry.unfollow();
    this.#current = undefined;
    entry.job.ended(result);
    entry.settle(result);
    // Whoever heard of the end may have started a run of its own.
    const next = this.#current ? undefined : this.#waiting.shift();
    if (next) void this.#start(next);
    else this.#tell();
  }

  /** Out of the queue, before it ever started. */
  #take(entry: Entry): void {
    this.#waiting = this.#waiting.filter((each) => each !== entry);
    entry.unfollow();
    entry.settle(Object.freeze({ status: 'cancelled', ran: [], cached: [], failed: [], ms: 0 }));
  }

  #tell(): void {
    this.#listeners.emit(this.list);
  }
}

function cancelled(): GdsError {
  return new GdsError('GDS_CANCELLED', 'Cancelled.');
}

/** The run itself failed: a fault of this package or of a host's part. The queue goes on. */
function broken(cause: unknown): RunResult {
  const error = GdsError.from(cause, 'GDS_RUN_FAILED');
  return Object.freeze({ status: 'error', ran: [], cached: [], failed: [], error, ms: 0 });
}
