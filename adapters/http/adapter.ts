/**
 * Inference on a server: our own, or the Python backend that this studio grew from.
 *
 * Nothing is asked of the server before someone subscribes, loads or runs. What it offers is known from then on, and looked at again when it
 * comes back after an outage. What is promised is numbered in docs/rules/server.md.
 */
import { GdsError } from '../../src/errors.js';
import type { AdapterStatus, InferenceAdapter, ModelInfo, ModelStatus, RunControls } from '../../src/inference/types.js';
import type { TaskMap, TaskName } from '../../src/registry/tasks.js';
import { discover } from './capabilities.js';
import { HttpClient } from './client.js';
import { Connection } from './connection.js';
import { disposed } from './errors.js';
import { CHUNK_SIZE } from './forms.js';
import { HealthWatch } from './health.js';
import { StoredLedger, type JobLedger } from './ledger.js';
import { DEADLINES, type Deadlines, type HttpAdapterOptions } from './options.js';
import { RemoteJob } from './remote-job.js';
import { Results } from './results.js';
import type { ServerProfile, Work } from './types.js';
import { following } from './wait.js';

/** The original takes 11 jobs of a kind and hangs from the 12th on; others use it too. */
const MAX_PENDING = 8;
const HEALTH_INTERVAL = 30_000;

export class HttpAdapter implements InferenceAdapter {
  readonly id: string;
  readonly label: string;
  readonly place = 'remote';
  /** Jobs at the server at one time; its own queue orders them. */
  readonly concurrency: number;

  readonly #options: HttpAdapterOptions;
  readonly #client: HttpClient;
  readonly #results: Results;
  readonly #ledger: JobLedger;
  readonly #server: string;
  readonly #deadlines: Deadlines;
  readonly #health: HealthWatch;
  readonly #listeners = new Set<(status: AdapterStatus) => void>();
  readonly #modelStates = new Map<string, ModelStatus>();
  #life = new AbortController();
  #connection: Connection | undefined;
  #finding: Promise<Connection> | undefined;
  /** Runs and loads in progress: a server that is silent meanwhile may be busy with them. */
  #working = 0;
  #status: AdapterStatus = { status: 'starting', models: new Map() };

  constructor(options: HttpAdapterOptions) {
    this.#options = options;
    const { baseUrl, filesBaseUrl = baseUrl, headers, retry, random, fetch, maxPending = MAX_PENDING } = options;
    const base = new URL(baseUrl, globalThis.document?.baseURI);
    this.id = options.id ?? 'http';
    this.label = options.label ?? base.host;
    this.concurrency = Math.max(1, maxPending);
    this.#server = base.href.replace(/\/+$/, '');
    this.#deadlines = { ...DEADLINES, ...options.deadlines };
    this.#ledger = options.ledger ?? new StoredLedger();
    const client = (at: string): HttpClient => new HttpClient({ baseUrl: at, label: this.label, headers, retry, random, fetch });
    this.#client = client(this.#server);
    this.#results = new Results({
      adapter: this.id,
      client: this.#client,
      files: client(new URL(filesBaseUrl, base).href),
      server: base.origin,
      meshes: options.meshes ?? 'auto',
      deadline: this.#deadlines.submit,
    });
    this.#health = new HealthWatch({ interval: options.healthInterval ?? HEALTH_INTERVAL, look: (signal) => this.#look(signal) });
  }

  /** Empty until the server has answered once. */
  get models(): readonly ModelInfo[] {
    return this.#connection?.profile.models ?? [];
  }

  get status(): AdapterStatus {
    return this.#status;
  }

  /** While anyone listens the server's health is looked at from time to time. */
  subscribe(listener: (status: AdapterStatus) => void): () => void {
    const own = (status: AdapterStatus): void => listener(status);
    this.#listeners.add(own);
    this.#health.start();
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size === 0) this.#health.stop();
    };
  }

  /**
   * Finds out what the server offers, where that is not known yet.
   * @throws GDS_REMOTE_UNREACHABLE, GDS_REMOTE_TIMEOUT, GDS_REMOTE_AUTH, GDS_REMOTE_PROTOCOL.
   */
  async discover(signal: AbortSignal = this.#life.signal): Promise<readonly ModelInfo[]> {
    return (await this.#connect(signal)).profile.models;
  }

  /** Keys (`RunControls.key`) of work that was begun and whose end nobody has had, also before the page was loaded: run it again to have it. */
  async pendingKeys(): Promise<readonly string[]> {
    return this.#ledger.keys(this.#server).catch(() => []);
  }

  /**
   * Has the server load a model. A model of the original's that is there is loaded already, but for TripoSR.
   * @throws GDS_MODEL_UNKNOWN, GDS_REMOTE_….
   */
  load(model: string, { signal, onProgress }: RunControls): Promise<void> {
    return this.#during(signal, async (own) => {
      const { profile } = await this.#connect(own);
      const info = profile.models.find(({ id }) => id === model);
      if (!info)
        throw new GdsError(
          'GDS_MODEL_UNKNOWN',
          `${this.label} has no model "${model}". Choose one of ${this.models.map(({ id }) => id).join(', ')}.`,
        );
      if (this.#modelStates.get(model)?.status === 'loaded') return;
      onProgress({ stage: 'load', label: 'Preparing model' });
      const mesh = info.tasks.includes('image-to-mesh');
      const form = new FormData();
      form.append('model_path', model);
      const request = { method: 'POST', signal: own, deadline: this.#deadlines.silence, ...(mesh ? {} : { body: form }) };
      await this.#client.json(mesh ? `/api/triposr/load?chunk_size=${CHUNK_SIZE}` : '/api/model/load', request);
      this.#loaded(model);
    });
  }

  /**
   * @throws GDS_TASK_UNSUPPORTED, GDS_REMOTE_UNREACHABLE, GDS_REMOTE_BUSY, GDS_REMOTE_REFUSED, GDS_REMOTE_AUTH, GDS_REMOTE_FAILED,
   * GDS_REMOTE_TIMEOUT, GDS_REMOTE_PROTOCOL, GDS_REMOTE_LOST, GDS_DISPOSED, or the signal's reason.
   */
  run<T extends TaskName>(task: T, model: string, input: TaskMap[T]['input'], controls: RunControls): Promise<TaskMap[T]['output']> {
    if (this.#working >= this.concurrency) {
      const text = `${this.concurrency} jobs of this page are at ${this.label} already. Try again when one is done.`;
      return Promise.reject(new GdsError('GDS_REMOTE_BUSY', text, { retryable: true }));
    }
    return this.#during(controls.signal, async (signal) => {
      const connection = await this.#connect(signal);
      const able = connection.profile.models.find(({ id, tasks }) => id === model && tasks.includes(task));
      if (!able)
        throw new GdsError(
          'GDS_TASK_UNSUPPORTED',
          `${this.label} cannot do ${task.replaceAll('-', ' ')} with "${model}". Choose another model.`,
        );
      const work = { task, model, input } as Work;
      const context = {
        connection,
        results: this.#results,
        ledger: this.#ledger,
        server: this.#server,
        disposed: this.#life.signal,
      };
      const result = await new RemoteJob(context, work, { ...controls, signal }).run();
      this.#loaded(model);
      return result as TaskMap[T]['output'];
    });
  }

  /** Runs reject with `GDS_DISPOSED`; their jobs go on at the server and are taken up by the next run with the same key. */
  dispose(): void {
    this.#health.stop();
    this.#life.abort(disposed());
    this.#life = new AbortController();
    this.#connection = undefined;
    this.#finding = undefined;
    this.#modelStates.clear();
    this.#publish({ status: 'starting' });
  }

  async #during<R>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<R>): Promise<R> {
    this.#working++;
    try {
      const result = await following([signal, this.#life.signal], work);
      this.#up();
      return result;
    } catch (error) {
      if (!signal.aborted && error instanceof GdsError && error.code === 'GDS_REMOTE_UNREACHABLE') this.#down(error);
      throw error;
    } finally {
      this.#working--;
    }
  }

  #connect(signal: AbortSignal): Promise<Connection> {
    return this.#connection ? Promise.resolve(this.#connection) : this.#find(signal, true);
  }

  /** Asks what the server is, once or again where it does not answer; whoever asks meanwhile waits for the same answer. */
  #find(signal: AbortSignal, retry: boolean): Promise<Connection> {
    const life = this.#life.signal;
    const finding = (this.#finding ??= discover(this.#client, { signal: life, deadline: this.#deadlines.request, retry })
      .then((profile) => this.#found(profile, life))
      .catch((error: unknown) => {
        if (error instanceof GdsError && !life.aborted) this.#down(error);
        throw error;
      })
      .finally(() => life.aborted || (this.#finding = undefined)));
    // Those who asked may be gone by then.
    finding.catch(() => undefined);
    return following([signal], () => finding);
  }

  #found(profile: ServerProfile, life: AbortSignal): Connection {
    life.throwIfAborted();
    const known = this.#connection && sameServer(this.#connection.profile, profile) ? this.#connection : undefined;
    const connection = (this.#connection = known ?? new Connection(profile, this.#client, this.#deadlines, this.#options));
    this.#modelStates.clear();
    for (const { id } of profile.models) this.#modelStates.set(id, { status: profile.loaded.has(id) ? 'loaded' : 'idle' });
    this.#publish({ status: 'ready', ...(profile.backend ? { backend: profile.backend, detail: profile.backend } : {}) }, !known);
    return connection;
  }

  async #look(signal: AbortSignal): Promise<boolean> {
    try {
      // What comes back after an outage may be another: a new version, other models.
      if (!this.#connection || this.#status.status === 'error') await this.#find(signal, false);
      this.#up(await this.#client.json('/api/health', { signal, deadline: this.#deadlines.request, retry: false }));
      return true;
    } catch (error) {
      if (signal.aborted || !(error instanceof GdsError)) return false;
      const busy = error.code === 'GDS_REMOTE_TIMEOUT' && this.#working > 0;
      if (!busy) this.#down(error);
      return busy;
    }
  }

  #up(health: Readonly<Record<string, unknown>> = {}): void {
    const backend = this.#connection?.profile.backend;
    const { waiting } = (health['queue'] ?? {}) as { waiting?: unknown };
    const known = typeof waiting === 'number' ? { waiting } : {};
    this.#publish({ status: 'ready', ...(backend ? { backend, detail: backend } : {}), ...known });
  }

  #down(error: GdsError): void {
    const { backend } = this.#status;
    this.#publish({ status: 'error', error, ...(backend ? { backend } : {}) });
  }

  #loaded(model: string): void {
    if (this.#modelStates.get(model)?.status === 'loaded') return;
    this.#modelStates.set(model, { status: 'loaded' });
    this.#publish(this.#status);
  }

  /** Tells what has changed, and only then. */
  #publish(next: Omit<AdapterStatus, 'models'>, changed = false): void {
    const before = this.#status;
    const same = !changed && (['status', 'backend', 'detail', 'waiting'] as const).every((name) => before[name] === next[name]);
    const sameModels = [...this.#modelStates].every(([id, { status }]) => before.models.get(id)?.status === status);
    if (same && sameModels && before.models.size === this.#modelStates.size && before.error?.message === next.error?.message) return;
    this.#status = { ...next, models: new Map(this.#modelStates) };
    for (const listener of [...this.#listeners]) listener(this.#status);
  }
}

/** Nothing has changed but what is loaded. */
function sameServer(a: ServerProfile, b: ServerProfile): boolean {
  return JSON.stringify({ ...a, loaded: [] }) === JSON.stringify({ ...b, loaded: [] });
}
