/**
 * Inference in the browser: the Stable Diffusion pipelines on ONNX Runtime, in a worker that may be lost at any time.
 *
 * Nothing is loaded before the first `load` or `run`. ONNX Runtime's files, the worker and the models come from `assetBase`.
 */
import { GdsError } from '../../src/errors.js';
import type { AdapterStatus, InferenceAdapter, ModelInfo, ModelStatus, RunControls } from '../../src/inference/types.js';
import type { Progress, TaskMap, TaskName } from '../../src/registry/tasks.js';
import { expectedBackend } from './backend.js';
import { modelInfo, type ModelManifest } from './manifest.js';
import { DEFAULT_MANIFESTS } from './manifests.js';
import type { InferenceRequest, Provider, ToWorker } from './protocol.js';
import { WorkerLink, type Reply } from './worker-link.js';

export type { ModelFile, ModelManifest } from './manifest.js';
export type { Provider } from './protocol.js';
export { DEFAULT_MANIFESTS } from './manifests.js';

export interface OnnxAdapterOptions {
  /** Folder with `workers/`, `ort/` and `models/`; relative to the page. Left out: `gds-assets/`. */
  readonly assetBase?: string;
  /** The worker's own file, where it is not `${assetBase}workers/onnx.js`. */
  readonly workerUrl?: string | URL;
  /** Makes the worker, for hosts that must do it their own way. Wins over `workerUrl`. */
  readonly createWorker?: () => Worker;
  /** `auto` takes WebGPU on a real GPU, WASM elsewhere. */
  readonly provider?: Provider;
  /** WASM threads, 1 or more; more than 1 needs a cross-origin isolated page. Left out: the processor's, 4 at most. */
  readonly threads?: number;
  /** The models on offer. Left out: gds-tiny-turbo and gds-tiny-sd. */
  readonly models?: readonly ModelManifest[];
  /** Milliseconds a cancelled run may take to end its step before the worker is ended. */
  readonly cancelGraceMs?: number;
  /** Milliseconds of silence during a run after which the worker counts as hung. A step on WASM cannot report within itself. */
  readonly stallTimeoutMs?: number;
}

const CANCEL_GRACE_MS = 2000;
const STALL_TIMEOUT_MS = 300_000;
const MOST_THREADS = 4;
const LOADING_STAGES: ReadonlySet<string> = new Set(['download', 'load']);

type Request = Extract<ToWorker, { type: 'load-model' | 'run-inference' }>;

export class OnnxAdapter implements InferenceAdapter {
  readonly id = 'onnx';
  readonly label = 'This device';
  readonly concurrency = 1;
  readonly models: readonly ModelInfo[];

  private readonly manifests: ReadonlyMap<string, ModelManifest>;
  private readonly listeners = new Set<(status: AdapterStatus) => void>();
  private readonly modelStates = new Map<string, ModelStatus>();
  private current: AdapterStatus;
  private link: WorkerLink | undefined;
  /** WebGPU failed once: `auto` means WASM from then on. */
  private gpuFailed = false;
  private probed = false;
  private lastId = 0;

  constructor(private readonly options: OnnxAdapterOptions = {}) {
    const manifests = options.models ?? DEFAULT_MANIFESTS;
    this.models = manifests.map(modelInfo);
    this.manifests = new Map(manifests.map((manifest) => [manifest.id, manifest]));
    for (const { id } of manifests) this.modelStates.set(id, { status: 'idle' });
    this.current = { status: 'ready', models: this.modelStates };
  }

  get status(): AdapterStatus {
    return this.current;
  }

  subscribe(listener: (status: AdapterStatus) => void): () => void {
    if (!this.probed) void this.probe();
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Says where a run would compute before there is one. */
  private async probe(): Promise<void> {
    this.probed = true;
    const { provider = 'auto' } = this.options;
    const expected = await expectedBackend(provider, this.threads());
    if (!this.link && this.current.backend === undefined) this.update({ ...this.current, ...expected });
  }

  /** Loads the worker, ONNX Runtime and the model's files for its main task. */
  async load(model: string, controls: RunControls): Promise<void> {
    const { signal } = controls;
    const manifest = this.manifest(model);
    const onProgress = neverBack(controls.onProgress);
    const unsubscribe = this.subscribe(({ models }) => {
      const state = models.get(model);
      if (state?.status !== 'loading') return;
      const bytes = { loaded: state.loaded, total: state.total };
      onProgress({ stage: 'download', label: 'Loading model', bytes, fraction: bytes.total ? bytes.loaded / bytes.total : 0 });
    });
    try {
      await this.send({ type: 'load-model', id: this.nextId(), manifest }, signal, onProgress);
    } finally {
      unsubscribe();
    }
  }

  async run<T extends TaskName>(
    task: T,
    model: string,
    input: TaskMap[T]['input'],
    { signal, onProgress }: RunControls,
  ): Promise<TaskMap[T]['output']> {
    const manifest = this.manifest(model);
    if (!(manifest.tasks as readonly TaskName[]).includes(task)) {
      throw new GdsError('GDS_TASK_UNSUPPORTED', `${manifest.title} does not do "${task}". Choose a model that does.`);
    }
    const message: Request = { type: 'run-inference', id: this.nextId(), manifest, request: { task, input } as InferenceRequest };
    const reply = await this.send(message, signal, neverBack(onProgress));
    if (reply.type !== 'inference-complete')
      throw new GdsError('GDS_WORKER_LOST', `The worker answered a run with "${reply.type}". Reload the page.`);
    return reply.result as TaskMap[T]['output'];
  }

  dispose(): void {
    this.link?.end(new GdsError('GDS_DISPOSED', 'Inference on this device was stopped.'));
  }

  /** One request; a GPU that fails under `auto` is given up for WASM, and the request sent again. */
  private async send(message: Request, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<Reply> {
    signal.throwIfAborted();
    try {
      return await this.exchange(message, signal, onProgress);
    } catch (error) {
      const gpu = this.current.backend === 'webgpu' && (this.options.provider ?? 'auto') === 'auto' && !this.gpuFailed;
      const runtimeFailed = error instanceof GdsError && (error.code === 'GDS_INFERENCE' || error.code === 'GDS_WORKER_LOST');
      if (!gpu || !runtimeFailed || signal.aborted) throw error;
      this.gpuFailed = true;
      onProgress({ stage: 'load', label: 'WebGPU failed, going on without it' });
      return this.exchange(message, signal, onProgress);
    }
  }

  private exchange(message: Request, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<Reply> {
    const link = this.connect();
    const model = message.manifest.id;
    return new Promise((resolve, reject) => {
      let grace: ReturnType<typeof setTimeout> | undefined;
      const abort = () => {
        link.cancel(message.id);
        grace = setTimeout(() => link.end(), this.options.cancelGraceMs ?? CANCEL_GRACE_MS);
      };
      signal.addEventListener('abort', abort, { once: true });
      const settle = (finish: () => void) => {
        signal.removeEventListener('abort', abort);
        clearTimeout(grace);
        finish();
      };
      link.request(message, (reply) => {
        switch (reply.type) {
          case 'inference-progress':
            // Whatever comes after loading means that loading is done: no "Loading model" stays while it draws.
            if (!LOADING_STAGES.has(reply.progress.stage) && this.modelStates.get(model)?.status !== 'loaded')
              this.setModel(model, { status: 'loaded' });
            if (!signal.aborted) onProgress(reply.progress);
            break;
          case 'model-loaded':
          case 'inference-complete':
            this.setModel(model, { status: 'loaded' });
            settle(() => (signal.aborted ? reject(signal.reason as Error) : resolve(reply)));
            break;
          case 'inference-cancelled':
            if (this.modelStates.get(model)?.status === 'loading') this.setModel(model, { status: 'idle' });
            settle(() => reject(signal.reason as Error));
            break;
          case 'lost':
            settle(() => reject(signal.aborted ? (signal.reason as Error) : reply.error));
            break;
          default: {
            const error = GdsError.fromJSON(reply.error);
            if (reply.poisoned) link.end(error);
            if (error.code.startsWith('GDS_MODEL_')) this.setModel(model, { status: 'error', error });
            else if (this.modelStates.get(model)?.status === 'loading') this.setModel(model, { status: 'idle' });
            settle(() => reject(signal.aborted ? (signal.reason as Error) : error));
          }
        }
      });
    });
  }

  private connect(): WorkerLink {
    if (this.link) return this.link;
    const provider = this.options.provider ?? 'auto';
    this.update({ ...this.computing, status: 'starting', models: this.modelStates });
    const link = new WorkerLink({
      createWorker: () => this.createWorker(),
      assetBase: this.assetBase(),
      provider: provider === 'auto' && this.gpuFailed ? 'wasm' : provider,
      threads: this.threads(),
      stallTimeoutMs: this.options.stallTimeoutMs ?? STALL_TIMEOUT_MS,
      onReady: (backend, detail) =>
        this.update({ status: 'ready', backend, detail: this.gpuFailed ? `${detail} (WebGPU failed)` : detail, models: this.modelStates }),
      onModelProgress: (model, loaded, total) => this.setModel(model, { status: 'loading', loaded, total }),
      onLost: (error) => this.forget(link, error),
    });
    return (this.link = link);
  }

  private threads(): number {
    return this.options.threads ?? Math.min(navigator.hardwareConcurrency, MOST_THREADS);
  }

  private createWorker(): Worker {
    const { createWorker, workerUrl, assetBase } = this.options;
    if (createWorker) return createWorker();
    if (workerUrl) return new Worker(workerUrl, { type: 'module' });
    if (assetBase !== undefined) return new Worker(`${this.assetBase()}workers/onnx.js`, { type: 'module' });
    return new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  }

  /** Models go with the worker; the next request starts a new one. */
  private forget(link: WorkerLink, error: GdsError): void {
    if (this.link === link) this.link = undefined;
    for (const [id, state] of this.modelStates) if (state.status !== 'error') this.modelStates.set(id, { status: 'idle' });
    const stopped = error.code === 'GDS_DISPOSED' ? {} : { status: 'error' as const, error };
    this.update({ ...this.computing, status: 'ready', ...stopped, models: this.modelStates });
  }

  /** Where it computes, as far as it is known. */
  private get computing(): Pick<AdapterStatus, 'backend' | 'detail'> {
    const { backend, detail } = this.current;
    return { ...(backend ? { backend } : {}), ...(detail ? { detail } : {}) };
  }

  private assetBase(): string {
    const base = new URL(this.options.assetBase ?? 'gds-assets/', document.baseURI).href;
    return base.endsWith('/') ? base : `${base}/`;
  }

  private manifest(model: string): ModelManifest {
    const manifest = this.manifests.get(model);
    if (!manifest)
      throw new GdsError('GDS_MODEL_UNKNOWN', `There is no model "${model}". Choose one of ${[...this.manifests.keys()].join(', ')}.`);
    return manifest;
  }

  private setModel(model: string, status: ModelStatus): void {
    this.modelStates.set(model, status);
    this.update(this.current);
  }

  /** A fresh object and a fresh map each time, so that listeners may compare. */
  private update(status: AdapterStatus): void {
    this.current = { ...status, models: new Map(this.modelStates) };
    for (const listener of this.listeners) listener(this.current);
  }

  private nextId(): number {
    return ++this.lastId;
  }
}

/** A second attempt begins anew, but its bar stays where the first one was until it is further. */
function neverBack(onProgress: RunControls['onProgress']): RunControls['onProgress'] {
  let reached = 0;
  return (progress) => {
    reached = Math.max(reached, progress.fraction ?? 0);
    onProgress({ ...progress, fraction: reached });
  };
}
