/**
 * Work that a worker does where there is one, and the page itself elsewhere.
 *
 * The worker is started with the first request and ended when there has been nothing to do for a while. A request whose worker dies is
 * made once more to a new one. Where a worker cannot be started (policy, missing file) or cannot do the work, the page does it.
 */
import { GdsError } from '../errors.js';
import { WorkerLink, type LinkOptions } from './worker-link.js';

/** The same work on the page's thread. */
export interface OnPage<Request, Result> {
  work(request: Request): Promise<Result>;
  dispose?(): void;
}

export interface OffloadOptions<Request, Result> extends LinkOptions<Result> {
  /** Loads what does the work on the page. */
  onPage(): Promise<OnPage<Request, Result>>;
  /** Code of the error that means: no worker can do this here. */
  readonly unable?: string;
  /** Milliseconds without work after which the worker is ended. */
  readonly idleMs: number;
  /** For requests after {@link Offload.dispose}. */
  readonly disposed: () => GdsError;
}

export class Offload<Request, Result> {
  /** Where the last request was worked on; undefined before the first. */
  place: 'worker' | 'page' | undefined;

  private link: WorkerLink<Request, Result> | undefined;
  private page: Promise<OnPage<Request, Result>> | undefined;
  private idle: ReturnType<typeof setTimeout> | undefined;
  private workerless = false;
  private ended = false;

  constructor(private readonly options: OffloadOptions<Request, Result>) {}

  /** Rejects with what the work throws; GDS_WORKER_LOST when two workers died of it; `disposed` after {@link dispose}. */
  async work(request: Request): Promise<Result> {
    if (this.ended) throw this.options.disposed();
    const answer = await this.inWorker(request, true);
    if (answer) return answer.result;
    if (this.ended) throw this.options.disposed();
    this.place = 'page';
    return (await this.onPage()).work(request);
  }

  /** Ends the worker; requests still waiting are refused. */
  dispose(): void {
    this.ended = true;
    clearTimeout(this.idle);
    this.link?.end(this.options.disposed());
    this.link = undefined;
    this.page?.then(
      (page) => page.dispose?.(),
      () => undefined,
    );
  }

  private onPage(): Promise<OnPage<Request, Result>> {
    this.page ??= this.options.onPage().catch((error: unknown) => {
      // The next request asks for the file again.
      this.page = undefined;
      throw error;
    });
    return this.page;
  }

  /** Undefined where no worker can do it. */
  private async inWorker(request: Request, again: boolean): Promise<{ readonly result: Result } | undefined> {
    const link = this.start();
    if (!link) return undefined;
    try {
      const result = await link.work(request);
      this.place = 'worker';
      return { result };
    } catch (error) {
      const code = error instanceof GdsError ? error.code : '';
      if ((code !== '' && code === this.options.unable) || (code === 'GDS_WORKER_LOST' && !link.started)) {
        this.workerless = true;
        link.end();
        return undefined;
      }
      if (code === 'GDS_WORKER_LOST' && again && !this.ended) return await this.inWorker(request, false);
      throw error;
    } finally {
      this.restWhenIdle();
    }
  }

  private start(): WorkerLink<Request, Result> | undefined {
    if (this.workerless || typeof Worker === 'undefined') return undefined;
    if (!this.link || this.link.lost) {
      try {
        this.link = new WorkerLink(this.options);
      } catch {
        // A policy without `worker-src`.
        this.workerless = true;
        return undefined;
      }
    }
    return this.link;
  }

  private restWhenIdle(): void {
    clearTimeout(this.idle);
    if (this.ended) return;
    this.idle = setTimeout(() => {
      if (!this.link?.busy) this.link?.end();
    }, this.options.idleMs);
  }
}
