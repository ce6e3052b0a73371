/** Lets each adapter carry out as many tasks at a time as it says; the others wait, by priority and then in order of arrival. */
import { GdsError } from '../errors.js';
import type { Progress } from '../registry/tasks.js';
import type { InferenceAdapter, RunControls } from './types.js';

export interface TaskQueueOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Higher goes first. */
  readonly priority: number;
}

interface Job extends TaskQueueOptions {
  readonly adapter: InferenceAdapter;
  start(controls: RunControls): Promise<void>;
}

/** An adapter that has not answered this long after an abort (ms) no longer counts as busy. */
const ABORT_GRACE_MS = 10_000;

export class TaskQueue {
  readonly #busy = new Map<InferenceAdapter, number>();
  readonly #waiting: Job[] = [];

  /** `began` is told of every adapter that starts to work. */
  constructor(private readonly began: (adapter: InferenceAdapter) => void) {}

  /** Calls `work` in its turn. Rejects with the signal's reason at once when it aborts, whether the work waits or runs. */
  run<R>(adapter: InferenceAdapter, options: TaskQueueOptions, work: (controls: RunControls) => Promise<R>): Promise<R> {
    const { signal, onProgress } = options;
    return new Promise<R>((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const onAbort = (): void => {
        reject(signal.reason as Error);
        const at = this.#waiting.indexOf(job);
        if (at >= 0) this.#waiting.splice(at, 1);
      };
      const job: Job = {
        ...options,
        adapter,
        start: async (controls) => {
          try {
            controls.signal.throwIfAborted();
            resolve(await work(controls));
          } catch (error) {
            reject(error as Error);
          } finally {
            signal.removeEventListener('abort', onAbort);
          }
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      const behind = this.#waiting.findIndex((other) => other.priority < job.priority);
      this.#waiting.splice(behind < 0 ? this.#waiting.length : behind, 0, job);
      this.#pump();
      if (this.#waiting.includes(job)) onProgress({ stage: 'queue', label: 'Waiting' });
    });
  }

  /** The adapter was taken away: what waits for it rejects with `GDS_TASK_UNSUPPORTED`, what runs goes on. */
  drop(adapter: InferenceAdapter): void {
    const gone = new GdsError('GDS_TASK_UNSUPPORTED', 'What was to carry this out was taken away. Run again.');
    for (const job of this.#waiting.filter((waiting) => waiting.adapter === adapter)) {
      this.#waiting.splice(this.#waiting.indexOf(job), 1);
      void job.start({ signal: AbortSignal.abort(gone), onProgress: () => undefined });
    }
  }

  /** Starts what can start. */
  #pump(): void {
    for (const job of [...this.#waiting]) {
      const { adapter } = job;
      const busy = this.#busy.get(adapter) ?? 0;
      if (busy >= Math.max(1, adapter.concurrency)) continue;
      this.#waiting.splice(this.#waiting.indexOf(job), 1);
      this.#busy.set(adapter, busy + 1);
      this.began(adapter);
      this.#start(job);
    }
  }

  #start(job: Job): void {
    const { signal } = job;
    let released = false;
    const release = (): void => {
      if (released) return;
      released = true;
      const left = this.#busy.get(job.adapter)! - 1;
      if (left > 0) this.#busy.set(job.adapter, left);
      else this.#busy.delete(job.adapter);
      this.#pump();
    };
    let grace: ReturnType<typeof setTimeout> | undefined;
    const onAbort = (): void => void (grace = setTimeout(release, ABORT_GRACE_MS));
    signal.addEventListener('abort', onAbort, { once: true });
    const onProgress = (progress: Progress): void => {
      if (!released && !signal.aborted) job.onProgress(progress);
    };
    void job.start({ signal, onProgress }).then(() => {
      clearTimeout(grace);
      signal.removeEventListener('abort', onAbort);
      release();
    });
  }
}
