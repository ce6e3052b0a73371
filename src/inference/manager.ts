/**
 * Hands inference tasks to adapters: chooses one, queues what does not fit, passes progress and cancellation on.
 *
 * Choice: the adapter that has the model asked for, otherwise whoever can do the task, the latest registered first, so that a host's own
 * adapter comes before the embedded ones. An adapter that cannot start is taken only where no other can do it.
 */
import { GdsError } from '../errors.js';
import { Listeners } from '../graph/listeners.js';
import type { Progress, TaskMap, TaskName } from '../registry/tasks.js';
import type { TaskRunner } from '../registry/types.js';
import { summarise, type InferenceStatus } from './status.js';
import type { InferenceAdapter, ModelInfo, ModelStatus, RunControls } from './types.js';

export interface InferenceRunOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** The model preferred; another one that can do the task is taken where it is not there. */
  readonly model?: string;
  /** Higher goes first; equal ones in order of arrival. Left out: 0. */
  readonly priority?: number;
}

export interface ManagedModel {
  readonly info: ModelInfo;
  readonly status: ModelStatus;
  /** Id of the adapter that has it. */
  readonly adapter: string;
}

interface Job {
  readonly adapter: InferenceAdapter;
  readonly priority: number;
  readonly signal: AbortSignal;
  start(controls: RunControls): Promise<void>;
  readonly onProgress: (progress: Progress) => void;
}

/** An adapter that has not answered this long after an abort (ms) no longer counts as busy. */
const ABORT_GRACE_MS = 10_000;

export class InferenceManager implements TaskRunner {
  readonly #adapters = new Map<string, { adapter: InferenceAdapter; stop: () => void; busy: number }>();
  readonly #queue: Job[] = [];
  readonly #listeners = new Listeners<InferenceStatus>();
  readonly #modelListeners = new Listeners<void>();
  #lastUsed: string | undefined;

  /** Adapters in order of registration. */
  get adapters(): readonly InferenceAdapter[] {
    return [...this.#adapters.values()].map((entry) => entry.adapter);
  }

  /** What the status chip says. */
  get status(): InferenceStatus {
    return summarise(this.adapters, this.#lastUsed);
  }

  /** All models of all adapters with their state. */
  get models(): readonly ManagedModel[] {
    return this.adapters.flatMap((adapter) =>
      adapter.models.map((info) => ({
        info,
        status: adapter.status.models.get(info.id) ?? { status: 'idle' as const },
        adapter: adapter.id,
      })),
    );
  }

  /** Adds an adapter; one of the same id is replaced (not disposed). */
  register(adapter: InferenceAdapter): void {
    this.unregister(adapter.id);
    const stop = adapter.subscribe(() => this.#listeners.emit(this.status));
    this.#adapters.set(adapter.id, { adapter, stop, busy: 0 });
    this.#modelListeners.emit();
    this.#listeners.emit(this.status);
  }

  /** Takes an adapter away. Tasks it has begun go on; those that wait for it fail with `GDS_TASK_UNSUPPORTED`. */
  unregister(id: string): void {
    const entry = this.#adapters.get(id);
    if (!entry) return;
    entry.stop();
    this.#adapters.delete(id);
    for (const job of this.#queue.filter((waiting) => waiting.adapter === entry.adapter)) {
      this.#queue.splice(this.#queue.indexOf(job), 1);
      void job.start({
        signal: AbortSignal.abort(new GdsError('GDS_TASK_UNSUPPORTED', 'What was to carry this out was taken away. Run again.')),
        onProgress: () => undefined,
      });
    }
    this.#modelListeners.emit();
    this.#listeners.emit(this.status);
  }

  subscribe(listener: (status: InferenceStatus) => void): () => void {
    return this.#listeners.add(listener);
  }

  onModelsChange(listener: () => void): () => void {
    return this.#modelListeners.add(listener);
  }

  resolve(task: TaskName, model?: string): string | undefined {
    const choice = this.#choose(task, model);
    return choice && `${choice.adapter.id}/${choice.model}`;
  }

  /**
   * Carries out a task. Rejects with the signal's reason at once when it aborts, whether the task waits or runs.
   * @throws GdsError `GDS_TASK_UNSUPPORTED` where no adapter can do it, otherwise what the adapter throws.
   */
  run<T extends TaskName>(task: T, input: TaskMap[T]['input'], options: InferenceRunOptions): Promise<TaskMap[T]['output']> {
    const choice = this.#choose(task, options.model);
    if (!choice) {
      const what = task.replaceAll('-', ' ');
      return Promise.reject(
        new GdsError('GDS_TASK_UNSUPPORTED', `Nothing here can do ${what}. Load a model for it, or connect a server that has one.`),
      );
    }
    return this.#enqueue(choice.adapter, options, (controls) => choice.adapter.run(task, choice.model, input, controls));
  }

  /**
   * Prepares a model so that its first run starts at once.
   * @throws GdsError `GDS_MODEL_UNKNOWN` where no adapter has it, otherwise what the adapter throws.
   */
  load(model: string, options: Partial<InferenceRunOptions> & { readonly adapter?: string } = {}): Promise<void> {
    const candidates = this.adapters.filter((adapter) => options.adapter === undefined || adapter.id === options.adapter);
    const adapter = candidates.reverse().find((candidate) => candidate.models.some((info) => info.id === model));
    if (!adapter)
      return Promise.reject(new GdsError('GDS_MODEL_UNKNOWN', `There is no model "${model}" here. Choose one from the list of models.`));
    const signal = options.signal ?? new AbortController().signal;
    return this.#enqueue(adapter, { ...options, signal }, (controls) => adapter.load(model, controls));
  }

  /** Takes all adapters away and frees what they hold. */
  dispose(): void {
    for (const adapter of this.adapters) {
      this.unregister(adapter.id);
      adapter.dispose();
    }
    this.#listeners.clear();
    this.#modelListeners.clear();
  }

  #choose(task: TaskName, preferred: string | undefined): { adapter: InferenceAdapter; model: string } | undefined {
    const offers = [...this.adapters]
      .reverse()
      .flatMap((adapter) => adapter.models.filter((model) => model.tasks.includes(task)).map((model) => ({ adapter, model: model.id })));
    const usable = offers.filter(({ adapter }) => adapter.status.status !== 'error');
    const pool = usable.length > 0 ? usable : offers;
    return pool.find(({ model }) => model === preferred) ?? pool[0];
  }

  #enqueue<R>(adapter: InferenceAdapter, options: InferenceRunOptions, work: (controls: RunControls) => Promise<R>): Promise<R> {
    const { signal, onProgress = () => undefined } = options;
    return new Promise<R>((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const onAbort = (): void => {
        reject(signal.reason as Error);
        const waiting = this.#queue.indexOf(job);
        if (waiting >= 0) this.#queue.splice(waiting, 1);
      };
      const job: Job = {
        adapter,
        priority: options.priority ?? 0,
        signal,
        onProgress,
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
      const behind = this.#queue.findIndex((other) => other.priority < job.priority);
      this.#queue.splice(behind < 0 ? this.#queue.length : behind, 0, job);
      this.#pump();
      if (this.#queue.includes(job)) onProgress({ stage: 'queue', label: 'Waiting' });
    });
  }

  /** Starts what can start. */
  #pump(): void {
    for (const job of [...this.#queue]) {
      const entry = this.#adapters.get(job.adapter.id);
      if (!entry || entry.busy >= Math.max(1, job.adapter.concurrency)) continue;
      this.#queue.splice(this.#queue.indexOf(job), 1);
      entry.busy++;
      this.#lastUsed = job.adapter.id;
      let released = false;
      const release = (): void => {
        if (released) return;
        released = true;
        entry.busy--;
        this.#pump();
      };
      let grace: ReturnType<typeof setTimeout> | undefined;
      const onAbort = (): void => void (grace = setTimeout(release, ABORT_GRACE_MS));
      job.signal.addEventListener('abort', onAbort, { once: true });
      const controls = {
        signal: job.signal,
        onProgress: (progress: Progress) => !released && !job.signal.aborted && job.onProgress(progress),
      };
      void job.start(controls as RunControls).then(() => {
        clearTimeout(grace);
        job.signal.removeEventListener('abort', onAbort);
        release();
      });
    }
  }
}
