/**
 * Hands inference tasks to adapters: chooses by the policy, queues what does not fit, passes progress and cancellation on, and lets the
 * next adapter take over where one is down, is busy or loses the work.
 *
 * Among equals the adapter registered last comes first, so that a host's own comes before the embedded ones.
 */
import { GdsError } from '../errors.js';
import { Listeners } from '../graph/listeners.js';
import type { GenerationInfo, TaskMap, TaskName } from '../registry/tasks.js';
import type { TaskOptions, TaskRunner } from '../registry/types.js';
import { claimant, Offers, tries } from './offers.js';
import { checkPolicy, placeOf, rank, type InferencePolicy, type Offer, type PolicyRequest } from './policy.js';
import { ProgressMeter } from './progress-meter.js';
import { downReason, firstSentence, lackReason, mayFallOver, nobody } from './reasons.js';
import { summarise, type InferenceStatus } from './status.js';
import { TaskQueue } from './task-queue.js';
import type { InferenceAdapter, ModelInfo, ModelStatus, RunControls } from './types.js';

export interface InferenceRunOptions extends TaskOptions {
  /** Higher goes first; equal ones in order of arrival. Left out: 0. */
  readonly priority?: number;
}

export interface ManagedModel {
  readonly info: ModelInfo;
  readonly status: ModelStatus;
  /** Id of the adapter that has it. */
  readonly adapter: string;
  /** The server that has it, as a person reads it; undefined on this device. */
  readonly server?: string;
}

interface Entry {
  readonly adapter: InferenceAdapter;
  readonly stop: () => void;
  /** What it offered when that was told last. */
  offered: string;
}

export class InferenceManager implements TaskRunner {
  readonly #entries = new Map<string, Entry>();
  readonly #offers = new Offers();
  readonly #queue = new TaskQueue((adapter) => (this.#lastUsed = adapter.id));
  readonly #listeners = new Listeners<InferenceStatus>();
  readonly #modelListeners = new Listeners<void>();
  #lastUsed: string | undefined;
  #policy: InferencePolicy;

  /** @throws GdsError `GDS_POLICY_UNKNOWN`. */
  constructor(options: { readonly policy?: InferencePolicy } = {}) {
    this.#policy = checkPolicy(options.policy ?? 'local-first');
  }

  /** Adapters in order of registration. */
  get adapters(): readonly InferenceAdapter[] {
    return [...this.#entries.values()].map((entry) => entry.adapter);
  }

  /** Where tasks go. Setting it throws `GDS_POLICY_UNKNOWN` for what is none; tasks that have begun go on as they are. */
  get policy(): InferencePolicy {
    return this.#policy;
  }
  set policy(policy: InferencePolicy) {
    if (policy === this.#policy) return;
    this.#policy = checkPolicy(policy);
    this.#modelListeners.emit();
    this.#listeners.emit(this.status);
  }

  /** What the status chip says. */
  get status(): InferenceStatus {
    return summarise(this.adapters, { lastUsed: this.#lastUsed, policy: this.#policy });
  }

  /** All models of all adapters with their state. */
  get models(): readonly ManagedModel[] {
    return this.adapters.flatMap((adapter) =>
      adapter.models.map((info) => ({
        info,
        status: adapter.status.models.get(info.id) ?? { status: 'idle' as const },
        adapter: adapter.id,
        ...(placeOf(adapter) === 'remote' ? { server: adapter.label } : {}),
      })),
    );
  }

  /** Adds an adapter; one of the same id is replaced (not disposed). */
  register(adapter: InferenceAdapter): void {
    this.unregister(adapter.id);
    const entry: Entry = { adapter, stop: adapter.subscribe(() => this.#follow(entry)), offered: this.#offered(adapter) };
    this.#entries.set(adapter.id, entry);
    this.#modelListeners.emit();
    this.#listeners.emit(this.status);
  }

  /** Takes an adapter away. Tasks it has begun go on; those that wait for it go to another, or fail with `GDS_TASK_UNSUPPORTED`. */
  unregister(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    entry.stop();
    this.#entries.delete(id);
    this.#queue.drop(entry.adapter);
    this.#modelListeners.emit();
    this.#listeners.emit(this.status);
  }

  subscribe(listener: (status: InferenceStatus) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Tells when other models are offered, or others than before would carry tasks out. */
  onModelsChange(listener: () => void): () => void {
    return this.#modelListeners.add(listener);
  }

  resolve(task: TaskName, model?: string): string | undefined {
    return nameOf(claimant(this.#ranked({ task, ...(model === undefined ? {} : { model }) })));
  }

  standIn(task: TaskName, model?: string): string | undefined {
    const ranked = this.#ranked({ task, ...(model === undefined ? {} : { model }) });
    const now = nameOf(tries(ranked)[0]);
    return now === nameOf(claimant(ranked)) ? undefined : now;
  }

  /**
   * Carries out a task. Rejects with the signal's reason at once when it aborts, whether the task waits or runs. Where an adapter is down
   * or rejects with a `retryable` error, the next one that the policy allows takes over, and the result's `info.fallback` says why.
   * @throws GdsError `GDS_TASK_UNSUPPORTED` where no adapter can do it, `GDS_POLICY_NONE` where the policy allows none of those that can,
   *   `GDS_POLICY_FAILED`, otherwise what the adapter throws: where several were tried, the first.
   */
  async run<T extends TaskName>(task: T, input: TaskMap[T]['input'], options: InferenceRunOptions): Promise<TaskMap[T]['output']> {
    const { model, onProgress = () => undefined } = options;
    const request: PolicyRequest = { task, input, ...(model === undefined ? {} : { model }) };
    const offers = this.#offers.for(task, this.#latestFirst());
    const ranked = rank(this.#policy, request, offers);
    if (ranked.length === 0) throw nobody(this.#policy, task, offers, this.adapters);
    const meter = new ProgressMeter(onProgress);
    const [wanted] = ranked as [Offer];
    const [first, ...others] = tries(ranked) as [Offer, ...Offer[]];
    let reason =
      first.adapter === wanted.adapter ? lackReason(this.#policy, task, model, first, offers, this.adapters) : downReason(wanted.adapter);
    const failures = new Map<InferenceAdapter, GdsError>();
    try {
      for (const offer of [first, ...others]) {
        if (failures.has(offer.adapter)) continue;
        if (failures.size > 0 || first.adapter !== wanted.adapter) {
          meter.restart(offer.adapter.label);
          meter.report({ stage: 'fallback', label: reason! });
        }
        try {
          const result = await this.#attempt(task, offer, input, options, meter);
          meter.finish();
          return told(result, offer, reason);
        } catch (error) {
          if (!mayFallOver(error)) throw error;
          failures.set(offer.adapter, error);
          reason = firstSentence(error);
        }
      }
    } finally {
      meter.stop();
    }
    throw [...failures.values()][0]!;
  }

  /**
   * Prepares a model so that its first run starts at once.
   * @throws GdsError `GDS_MODEL_UNKNOWN` where no adapter has it, otherwise what the adapter throws.
   */
  async load(model: string, options: Partial<InferenceRunOptions> & { readonly adapter?: string } = {}): Promise<void> {
    const candidates = this.adapters.filter((adapter) => options.adapter === undefined || adapter.id === options.adapter);
    const adapter = candidates.reverse().find((candidate) => candidate.models.some((info) => info.id === model));
    if (!adapter) throw new GdsError('GDS_MODEL_UNKNOWN', `There is no model "${model}" here. Choose one from the list of models.`);
    const { signal = new AbortController().signal, onProgress = () => undefined, priority = 0 } = options;
    return this.#queue.run(adapter, { signal, onProgress, priority }, (controls) => adapter.load(model, controls));
  }

  /** Keys of work that was begun before and outlived its page; see {@link InferenceAdapter.pendingKeys}. What cannot say is passed over. */
  async pendingKeys(): Promise<readonly string[]> {
    const lists = await Promise.allSettled(this.adapters.map(async (adapter) => (await adapter.pendingKeys?.()) ?? []));
    return [...new Set(lists.flatMap((list) => (list.status === 'fulfilled' ? list.value : [])))];
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

  #attempt<T extends TaskName>(
    task: T,
    { adapter, model }: Offer,
    input: TaskMap[T]['input'],
    { signal, priority = 0, key }: InferenceRunOptions,
    meter: ProgressMeter,
  ): Promise<TaskMap[T]['output']> {
    const work = (controls: RunControls): Promise<TaskMap[T]['output']> =>
      adapter.run(task, model, input, { ...controls, ...(key === undefined ? {} : { key }) });
    return this.#queue.run(adapter, { signal, priority, onProgress: meter.report }, work);
  }

  #latestFirst(): readonly InferenceAdapter[] {
    return [...this.adapters].reverse();
  }

  /** None where a policy of the host's fails: the run says so. */
  #ranked(request: PolicyRequest): readonly Offer[] {
    try {
      return rank(this.#policy, request, this.#offers.for(request.task, this.#latestFirst()));
    } catch {
      return [];
    }
  }

  #follow(entry: Entry): void {
    const offered = this.#offered(entry.adapter);
    if (offered !== entry.offered) {
      entry.offered = offered;
      this.#modelListeners.emit();
    }
    this.#listeners.emit(this.status);
  }

  /** What choices depend on, as a text to compare. */
  #offered(adapter: InferenceAdapter): string {
    const models = this.#offers.of(adapter).map(({ id, tasks }) => [id, tasks]);
    return JSON.stringify([adapter.status.status === 'error', models]);
  }
}

const nameOf = (offer: Offer | undefined): string | undefined => offer && `${offer.adapter.id}/${offer.model}`;

/** The result with what only the manager knows of its making. */
function told<R>(result: R, { adapter }: Offer, fallback: string | undefined): R {
  const { info } = result as { info?: GenerationInfo };
  if (!info) return result;
  return { ...result, info: { ...info, adapter: adapter.id, ...(fallback === undefined ? {} : { fallback }) } };
}
