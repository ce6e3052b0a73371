/**
 * The page's end of one worker's life: starts it, matches answers to requests, and notices its end.
 *
 * A worker that the browser kills gives no event, so the link waits for a lock that the worker holds while it lives. Where there are no
 * locks (insecure pages), and for a worker that hangs, silence tells.
 */
import { GdsError } from '../errors.js';
import type { FromWorker, ToWorker } from './messages.js';

/** Milliseconds without an answer during work after which the worker counts as hung: a software GPU takes seconds for a large mesh. */
const SILENCE = 60_000;

interface Job<Result> {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: GdsError) => void;
}

export interface LinkOptions<Result> {
  /** Part of the name of the life lock: `gds-canvas-NAME-…`. */
  readonly name: string;
  create(): Worker;
  /** Frees a result that nobody waits for any more. */
  discard(result: Result): void;
}

let links = 0;

export class WorkerLink<Request, Result> {
  private readonly worker: Worker;
  private readonly jobs = new Map<number, Job<Result>>();
  private readonly life = new AbortController();
  private silence: ReturnType<typeof setTimeout> | undefined;
  private lastId = 0;
  /** It has said that it runs: its file is there and the page's policy lets it. */
  started = false;

  constructor(private readonly options: LinkOptions<Result>) {
    const lifeLock = `gds-canvas-${options.name}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}-${links++}`;
    this.worker = options.create();
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker<Result>>) => this.receive(data, lifeLock);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.lose(event.message);
    };
    this.worker.onmessageerror = () => this.lose('a message could not be read');
    this.send({ type: 'init', lifeLock });
  }

  get lost(): boolean {
    return this.life.signal.aborted;
  }

  get busy(): boolean {
    return this.jobs.size > 0;
  }

  /** Rejects with what the work throws, or GDS_WORKER_LOST. */
  work(request: Request): Promise<Result> {
    return new Promise((resolve, reject) => {
      const id = ++this.lastId;
      this.jobs.set(id, { resolve, reject });
      this.watch();
      this.send({ type: 'work', id, request });
    });
  }

  /** Ends it; its memory goes with it. Requests still waiting are refused with `error`. */
  end(error: GdsError = lostError('it was ended')): void {
    if (this.lost) return;
    this.life.abort();
    clearTimeout(this.silence);
    this.worker.terminate();
    for (const { reject } of this.jobs.values()) reject(error);
    this.jobs.clear();
  }

  private send(message: ToWorker<Request>): void {
    this.worker.postMessage(message);
  }

  private receive(message: FromWorker<Result>, lifeLock: string): void {
    if (this.lost) {
      if (message.type === 'done') this.options.discard(message.result);
      return;
    }
    if (message.type === 'ready') {
      this.started = true;
      if (message.holdsLock)
        navigator.locks.request(lifeLock, { signal: this.life.signal }, () => this.lose('it was killed')).catch(() => undefined);
      return this.watch();
    }
    const job = this.jobs.get(message.id);
    this.jobs.delete(message.id);
    this.watch();
    if (message.type === 'done') job?.resolve(message.result);
    else job?.reject(GdsError.fromJSON(message.error));
  }

  private watch(): void {
    clearTimeout(this.silence);
    if (this.busy) this.silence = setTimeout(() => this.lose('it does not answer'), SILENCE);
  }

  private lose(why: string): void {
    this.end(lostError(why));
  }
}

function lostError(why: string): GdsError {
  return new GdsError('GDS_WORKER_LOST', 'The worker that makes small pictures stopped unexpectedly. The next picture starts a new one.', {
    cause: why,
  });
}
