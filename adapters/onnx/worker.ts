/**
 * The inference worker: one self-contained module, disposable at any time. All state it holds can be loaded again.
 *
 * Requests queue up here in the order they come; a cancelled one ends before its next step, or before it starts.
 */
import { GdsError } from '../../src/errors.js';
import { generate } from './generate.js';
import { decodeImage, encodePng } from './images.js';
import { Lock } from './lock.js';
import { modelCache } from './model-cache.js';
import { ModelHost, rolesFor } from './model-host.js';
import { modelParts } from './model-parts.js';
import { ModelStore } from './model-store.js';
import type { ModelManifest } from './manifest.js';
import type { Failure, FromWorker, ToWorker } from './protocol.js';
import { loadRuntime, type Runtime } from './runtime-web.js';

type Init = Extract<ToWorker, { type: 'init' }>;
type Request = Extract<ToWorker, { type: 'load-model' | 'run-inference' }>;
interface Ready {
  readonly runtime: Runtime;
  readonly host: ModelHost;
}

/** The part of a worker's global scope that is used; the project's types are those of a page. */
interface WorkerScope {
  postMessage(message: FromWorker, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
  addEventListener(type: 'unhandledrejection', listener: (event: PromiseRejectionEvent) => void): void;
}

const scope = globalThis as unknown as WorkerScope;
const queue = new Lock();
const running = new Map<number, AbortController>();
let ready: Promise<Ready> | undefined;

scope.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'init') ready ??= start(data);
  else if (data.type === 'cancel') running.get(data.id)?.abort();
  else {
    const controller = new AbortController();
    running.set(data.id, controller);
    void queue.run(() => answer(data, controller.signal)).finally(() => running.delete(data.id));
  }
});
scope.addEventListener('unhandledrejection', ({ reason }) =>
  send({ type: 'worker-error', error: GdsError.from(reason, 'GDS_WORKER_LOST').toJSON() }),
);

function send(message: FromWorker, transfer: Transferable[] = []): void {
  scope.postMessage(message, transfer);
}

async function start(init: Init): Promise<Ready> {
  try {
    const holdsLock = await holdLock(init.lifeLock);
    const runtime = await loadRuntime(init);
    const store = new ModelStore(init.assetBase, modelCache(), modelParts());
    const host = new ModelHost((manifest, file, controls) => store.read(manifest, file, controls), runtime.createSession);
    send({ type: 'worker-ready', backend: runtime.backend, detail: runtime.detail, holdsLock });
    return { runtime, host };
  } catch (error) {
    send({ type: 'worker-error', error: GdsError.from(error, 'GDS_ORT_MISSING').toJSON() });
    return new Promise(() => {});
  }
}

/** The browser frees the lock when the worker ends, however it ends: there is no event for that. */
function holdLock(name: string): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(false);
  return new Promise((resolve) => {
    navigator.locks
      .request(name, () => {
        resolve(true);
        return new Promise<never>(() => {});
      })
      .catch(() => resolve(false));
  });
}

async function answer(request: Request, signal: AbortSignal): Promise<void> {
  const { id, manifest } = request;
  try {
    signal.throwIfAborted();
    const parts = await ready!;
    if (request.type === 'load-model') await load(parts, manifest, signal, id);
    else await run(parts, request, signal);
  } catch (error) {
    if (signal.aborted) send({ type: 'inference-cancelled', id });
    else if (request.type === 'load-model') send({ type: 'model-load-error', id, model: manifest.id, ...failure(error) });
    else send({ type: 'inference-error', id, ...failure(error) });
  }
}

async function load({ host }: Ready, manifest: ModelManifest, signal: AbortSignal, id: number): Promise<void> {
  await host.prepare(manifest, rolesFor(manifest.tasks[0]!), {
    signal,
    onProgress: (loaded, total) => reportBytes(manifest, loaded, total),
  });
  send({ type: 'model-loaded', id, model: manifest.id });
}

async function run(
  { host, runtime }: Ready,
  { id, manifest, request }: Extract<ToWorker, { type: 'run-inference' }>,
  signal: AbortSignal,
): Promise<void> {
  const result = await generate(manifest, request, {
    host,
    backend: runtime.backend,
    signal,
    onBytes: (loaded, total) => reportBytes(manifest, loaded, total),
    onProgress: (progress) =>
      send({ type: 'inference-progress', id, progress }, progress.preview ? [progress.preview.data.buffer as ArrayBuffer] : []),
    decodeImage,
    encodeImage: encodePng,
  });
  send({ type: 'inference-complete', id, result });
}

function reportBytes(manifest: ModelManifest, loaded: number, total: number): void {
  send({ type: 'model-progress', model: manifest.id, loaded, total });
}

/** Errors of ours leave the runtime sound; anything else came out of it, and it may not survive a second call. */
function failure(error: unknown): Failure {
  if (error instanceof GdsError) return { error: error.toJSON(), poisoned: false };
  const detail = error instanceof Error ? error.message : String(error);
  const own = new GdsError(
    'GDS_INFERENCE',
    `The model could not be run on this device: ${detail}. Run again; if it stays so, choose a smaller size or another model.`,
    { cause: error },
  );
  return { error: own.toJSON(), poisoned: true };
}
