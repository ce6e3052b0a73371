/**
 * The page's end of one worker's life: starts it, matches answers to requests, and notices its end.
 *
 * A worker that is ended from outside or that the browser kills gives no event, so the link waits for a lock that the worker holds while
 * it lives. Where there are no locks (insecure pages) silence for `stallTimeoutMs` tells.
 */
import { GdsError } from '../../src/errors.js';
import type { FromWorker, Provider, ToWorker } from './protocol.js';

export interface LinkOptions {
  readonly createWorker: () => Worker;
  readonly assetBase: string;
  readonly provider: Provider;
  readonly threads: number;
  /** Milliseconds without any message during a request after which the worker counts as hung. */
  readonly stallTimeoutMs: number;
  readonly onReady: (backend: string, detail: string) => void;
  readonly onModelProgress: (model: string, loaded: number, total: number) => void;
  /** The worker is gone; called once. */
  readonly onLost: (error: GdsError) => void;
}

export type Reply = Exclude<FromWorker, { type: 'worker-ready' | 'worker-error' | 'model-progress' }>;
type Listener = (reply: Reply | { readonly type: 'lost'; readonly error: GdsError }) => void;

const LOST = 'The inference worker ended unexpectedly, perhaps for want of memory. Run again: a new one starts by itself.';

let links = 0;

export class WorkerLink {
  private readonly worker: Worker;
  private readonly listeners = new Map<number, Listener>();
  private readonly lifetime = new AbortController();
  private stall: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: LinkOptions) {
    const lifeLock = `gds-canvas-onnx-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}-${links++}`;
    this.worker = options.createWorker();
    this.worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.receive(data, lifeLock));
    this.worker.addEventListener('error', (event) =>
      this.lose(new GdsError('GDS_WORKER_LOST', LOST, { cause: event.message || 'The worker could not be loaded.' })),
    );
    this.worker.addEventListener('messageerror', () => this.lose(new GdsError('GDS_WORKER_LOST', LOST)));
    this.send({ type: 'init', assetBase: options.assetBase, provider: options.provider, threads: options.threads, lifeLock });
  }

  get lost(): boolean {
    return this.lifetime.signal.aborted;
  }

  /** Sends a request; `listener` gets all its replies, the last one being its answer or `lost`. */
  request(message: Extract<ToWorker, { type: 'load-model' | 'run-inference' }>, listener: Listener): void {
    this.listeners.set(message.id, listener);
    this.watch();
    this.send(message);
  }

  cancel(id: number): void {
    this.send({ type: 'cancel', id });
  }

  /** Ends the worker. Open requests get `lost` with `error`. */
  end(error = new GdsError('GDS_WORKER_LOST', LOST)): void {
    this.lose(error);
  }

  private send(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  private receive(message: FromWorker, lifeLock: string): void {
    if (this.lost) return;
    this.watch();
    switch (message.type) {
      case 'worker-ready':
        if (message.holdsLock) this.waitForEnd(lifeLock);
        this.options.onReady(message.backend, message.detail);
        break;
      case 'worker-error':
        this.lose(GdsError.fromJSON(message.error));
        break;
      case 'model-progress':
        this.options.onModelProgress(message.model, message.loaded, message.total);
        break;
      default: {
        const listener = this.listeners.get(message.id);
        if (message.type !== 'inference-progress') this.listeners.delete(message.id);
        this.watch();
        listener?.(message);
      }
    }
  }

  private waitForEnd(lifeLock: string): void {
    navigator.locks
      .request(lifeLock, { signal: this.lifetime.signal }, () => this.lose(new GdsError('GDS_WORKER_LOST', LOST)))
      .catch(() => undefined);
  }

  private watch(): void {
    clearTimeout(this.stall);
    if (this.listeners.size === 0) return;
    const seconds = Math.round(this.options.stallTimeoutMs / 1000);
    const hung = new GdsError(
      'GDS_WORKER_LOST',
      `The inference worker has not answered for ${seconds} s and was ended. Run again: a new one starts by itself.`,
    );
    this.stall = setTimeout(() => this.lose(hung), this.options.stallTimeoutMs);
  }

  private lose(error: GdsError): void {
    if (this.lost) return;
    this.lifetime.abort();
    clearTimeout(this.stall);
    this.worker.terminate();
    const listeners = [...this.listeners.values()];
    this.listeners.clear();
    this.options.onLost(error);
    for (const listener of listeners) listener({ type: 'lost', error });
  }
}
