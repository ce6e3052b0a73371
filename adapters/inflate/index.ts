/**
 * Image to mesh without a network: the embedded default of the `triposr` node until a host supplies the real one.
 *
 * Owns one worker, started on first use, replaced after a crash. It calls itself what it is: "Inflate (no model loaded)".
 */
import { GdsError } from '../../src/errors.js';
import type { AdapterStatus, InferenceAdapter, ModelInfo, ModelStatus, RunControls } from '../../src/inference/types.js';
import type { MeshResult, TaskMap, TaskName } from '../../src/registry/tasks.js';
import type { FromWorker, ToWorker } from './messages.js';

export interface InflateAdapterOptions {
  /** Base URL with `workers/inflate.js` under it, with a slash at the end. */
  readonly assetBase?: string;
  /** The worker's own URL; wins over `assetBase`. */
  readonly workerUrl?: string | URL;
  /** Makes the worker, for hosts that bundle it themselves. */
  readonly createWorker?: () => Worker;
}

const MODEL: ModelInfo = {
  id: 'inflate',
  title: 'Inflate (no model loaded)',
  tasks: ['image-to-mesh'],
  bytes: 0,
  licence: 'MIT',
  description: 'Cuts the subject out and inflates its outline into a round, closed solid. Works without a network.',
};

/** A worker that leaves this many pings in a row unanswered is lost: it was killed, which no event tells. */
const PINGS = 5;
const PING_MS = 2000;

interface Job {
  readonly resolve: (result: MeshResult) => void;
  readonly reject: (error: unknown) => void;
  readonly controls: RunControls;
  fraction: number;
}

export class InflateAdapter implements InferenceAdapter {
  readonly id = 'inflate';
  readonly label = 'This device';
  readonly concurrency = 1;
  readonly models: readonly ModelInfo[] = [MODEL];

  private readonly options: InflateAdapterOptions;
  private readonly listeners = new Set<(status: AdapterStatus) => void>();
  private readonly jobs = new Map<number, Job>();
  private worker: Worker | undefined;
  private pinger: ReturnType<typeof setInterval> | undefined;
  private unanswered = 0;
  private lastId = 0;
  private current: AdapterStatus = {
    status: 'ready',
    backend: 'cpu',
    detail: 'CPU worker',
    models: new Map<string, ModelStatus>([[MODEL.id, { status: 'loaded' }]]),
  };

  constructor(options: InflateAdapterOptions = {}) {
    this.options = options;
  }

  get status(): AdapterStatus {
    return this.current;
  }

  subscribe(listener: (status: AdapterStatus) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Starts the worker; there is nothing to download. */
  async load(_model: string, controls: RunControls): Promise<void> {
    controls.signal.throwIfAborted();
    this.start();
  }

  /**
   * @throws GDS_IMAGE_DECODE, GDS_MESH_NO_SUBJECT, GDS_MESH_FAILED, GDS_WORKER_LOST; GDS_TASK_UNSUPPORTED for other tasks.
   */
  run<T extends TaskName>(task: T, _model: string, input: TaskMap[T]['input'], controls: RunControls): Promise<TaskMap[T]['output']>;
  async run(task: TaskName, _model: string, input: TaskMap[TaskName]['input'], controls: RunControls): Promise<MeshResult> {
    if (task !== 'image-to-mesh')
      throw new GdsError('GDS_TASK_UNSUPPORTED', `Inflate makes meshes from pictures and cannot do "${task}". Choose a model that can.`);
    controls.signal.throwIfAborted();
    const worker = this.start();
    const id = ++this.lastId;
    const onAbort = () => {
      this.jobs.get(id)?.reject(controls.signal.reason);
      this.forget(id);
      worker.postMessage({ type: 'cancel', id } satisfies ToWorker);
    };
    try {
      return await new Promise<MeshResult>((resolve, reject) => {
        this.jobs.set(id, { resolve, reject, controls, fraction: 0 });
        controls.signal.addEventListener('abort', onAbort, { once: true });
        this.listen();
        worker.postMessage({ type: 'run', id, input: input as TaskMap['image-to-mesh']['input'] } satisfies ToWorker);
      });
    } finally {
      controls.signal.removeEventListener('abort', onAbort);
      this.forget(id);
    }
  }

  dispose(): void {
    this.drop(new GdsError('GDS_WORKER_LOST', 'Image to mesh was shut down before it finished. Run again.'));
    this.publish({ ...this.current, status: 'ready' });
  }

  private start(): Worker {
    if (this.worker) return this.worker;
    const worker = this.create();
    worker.onmessage = (event: MessageEvent<FromWorker>) => this.receive(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.lose(worker, event.message);
    };
    worker.onmessageerror = () => this.lose(worker, 'a message could not be read');
    this.worker = worker;
    return worker;
  }

  private create(): Worker {
    const { createWorker, workerUrl, assetBase } = this.options;
    try {
      if (createWorker) return createWorker();
      if (workerUrl !== undefined) return new Worker(workerUrl, { type: 'module' });
      if (assetBase !== undefined) return new Worker(`${assetBase}workers/inflate.js`, { type: 'module' });
      return new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    } catch (cause) {
      throw new GdsError(
        'GDS_WORKER_LOST',
        'The worker that makes meshes could not be started. Check that its file is served from this site and that the page allows workers.',
        { cause },
      );
    }
  }

  private receive(message: FromWorker): void {
    this.unanswered = 0;
    if (this.current.status !== 'ready') this.publish({ ...withoutError(this.current), status: 'ready' });
    if (message.type === 'ready' || message.type === 'alive') return;
    const job = this.jobs.get(message.id);
    if (!job) return;
    if (message.type === 'progress') {
      job.fraction = Math.max(job.fraction, message.progress.fraction ?? 0);
      job.controls.onProgress({ ...message.progress, fraction: job.fraction });
    } else if (message.type === 'failed') job.reject(GdsError.fromJSON(message.error));
    else {
      const info = { adapter: this.id, model: MODEL.id, modelLabel: MODEL.title, backend: 'cpu', timings: message.timings };
      job.resolve({ blob: new Blob([message.glb], { type: 'model/gltf-binary' }), vertices: message.vertices, faces: message.faces, info });
    }
  }

  /** Asks after the worker while it has work. */
  private listen(): void {
    this.unanswered = 0;
    this.pinger ??= setInterval(() => {
      const worker = this.worker;
      if (!worker) return;
      if (++this.unanswered > PINGS) this.lose(worker, 'no answer');
      else worker.postMessage({ type: 'ping' } satisfies ToWorker);
    }, PING_MS);
  }

  private forget(id: number): void {
    this.jobs.delete(id);
    if (this.jobs.size > 0) return;
    clearInterval(this.pinger);
    this.pinger = undefined;
  }

  private lose(worker: Worker, why: string): void {
    if (worker !== this.worker) return;
    const error = new GdsError('GDS_WORKER_LOST', 'The worker that makes meshes stopped unexpectedly. Run again: a new one is started.', {
      cause: why,
    });
    this.drop(error);
    this.publish({ ...this.current, status: 'error', error });
  }

  private drop(error: GdsError): void {
    this.worker?.terminate();
    this.worker = undefined;
    for (const [id, job] of [...this.jobs]) {
      job.reject(error);
      this.forget(id);
    }
  }

  private publish(status: AdapterStatus): void {
    this.current = status;
    for (const listener of [...this.listeners]) listener(status);
  }
}

function withoutError({ error: _, ...rest }: AdapterStatus): AdapterStatus {
  return rest;
}
