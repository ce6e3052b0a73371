/**
 * Which job runs next. Higher priority goes first, equal ones in order of arrival; as many run as there are workers.
 *
 * Bounded: a job that finds the queue full is refused with the time after which it is worth trying again. Knows nothing of pictures,
 * models or HTTP: what a job does is handed in.
 */
import { randomUUID } from 'node:crypto';
import { GdsError } from '../../src/errors.js';
import { Problem } from '../problem.js';
import type { Log } from '../routes/contract.js';
import { Job, RESTARTED, type JobError, type JobResult, type JobType } from './job.js';
import type { Journal } from './journal.js';

export interface Work {
  readonly type: JobType;
  readonly priority?: number;
  /** The same key, while its job waits, runs or has succeeded, is the same job. */
  readonly key?: string;
  /** Rejects with the signal's reason once aborted. A GdsError's message is shown to the client, of any other error a fixed text. */
  run(job: Job, signal: AbortSignal): Promise<JobResult>;
  /** Called once, however the job ended: its input can go. */
  release(): Promise<void>;
}

export interface QueueOptions {
  readonly workers: number;
  /** Jobs that may wait. */
  readonly capacity: number;
  /** Milliseconds that an ended job is kept. */
  readonly keep: number;
  readonly journal: Journal;
  readonly log: Log;
}

interface Entry {
  readonly job: Job;
  readonly work: Work;
  readonly abort: AbortController;
}

/** Seconds. */
const RETRY_AFTER = { least: 1, most: 60 };
/** Runs whose durations are averaged. */
const RECENT = 8;
/** Before the first job has ended, one is taken to last so long, milliseconds. */
const FIRST_GUESS = 5000;
const SWEEP_EVERY = 60_000;
/** Jobs that have ended; the oldest go first, whatever their age. */
const KEPT_AT_MOST = 10_000;
const CLOSING = Symbol('closing');

export class JobQueue {
  private readonly jobs = new Map<string, Job>();
  private readonly keys = new Map<string, Job>();
  private readonly waiting: Entry[] = [];
  private readonly running = new Map<string, Entry>();
  private readonly durations: number[] = [];
  private readonly endings = new Set<Promise<void>>();
  private readonly sweeper: ReturnType<typeof setInterval>;
  private closing = false;

  constructor(
    private readonly options: QueueOptions,
    earlier: readonly Job[] = [],
  ) {
    for (const job of earlier) this.jobs.set(job.id, job);
    this.sweeper = setInterval(() => this.sweep(), Math.min(SWEEP_EVERY, options.keep)).unref();
  }

  /**
   * Resolves once the job is written down, so that it is not forgotten. The work is released whatever happens.
   * @throws GdsError `GDS_QUEUE_FULL` with `retryAfter`, `GDS_NOT_READY` once the queue is closing.
   */
  async submit(work: Work): Promise<Job> {
    const known = this.find(work.key);
    if (known || this.closing || this.isFull()) {
      await work.release();
      if (known) return known;
      throw this.refusal();
    }
    const job = new Job(randomUUID(), work.type, work.priority);
    const entry: Entry = { job, work, abort: new AbortController() };
    this.jobs.set(job.id, job);
    if (work.key !== undefined) this.keys.set(work.key, job);
    const after = this.waiting.findIndex((other) => other.job.priority < job.priority);
    this.waiting.splice(after < 0 ? this.waiting.length : after, 0, entry);
    await this.options.journal.save(job).catch((error: unknown) => this.options.log.error({ job: job.id, err: error }, 'job not written'));
    // Not yet: a client is told `queued` of a new job, however idle the server is.
    setImmediate(() => this.startNext());
    return job;
  }

  /** The job that holds a key: one that failed or was cancelled has let go of it. */
  find(key: string | undefined): Job | undefined {
    const job = key === undefined ? undefined : this.keys.get(key);
    return job && job.status !== 'failed' && job.status !== 'cancelled' ? job : undefined;
  }

  /** @throws as `submit` would, before a body is read for nothing. */
  check(): void {
    if (this.closing || this.isFull()) throw this.refusal();
  }

  get(id: string): Job | undefined {
    return this.jobs.get(id);
  }

  /** What waits is cancelled at once, what runs between two steps; what has ended stays as it is. */
  cancel(job: Job): void {
    const at = this.waiting.findIndex((entry) => entry.job === job);
    if (at >= 0) {
      const [entry] = this.waiting.splice(at, 1);
      job.cancel();
      this.track(this.release(entry!));
      this.save(job);
    }
    this.running.get(job.id)?.abort.abort();
  }

  counts(): { waiting: number; running: number; readers: number } {
    let readers = 0;
    for (const job of this.jobs.values()) readers += job.readerCount;
    return { waiting: this.waiting.length, running: this.running.size, readers };
  }

  /** Takes nothing more, gives what runs `deadline` milliseconds, and fails the rest with {@link RESTARTED}. */
  async close(deadline: number): Promise<void> {
    this.closing = true;
    clearInterval(this.sweeper);
    for (const entry of this.waiting.splice(0)) {
      entry.job.fail(RESTARTED);
      this.track(this.release(entry));
      this.save(entry.job);
    }
    const late = setTimeout(() => {
      for (const { abort } of this.running.values()) abort.abort(CLOSING);
    }, deadline);
    while (this.endings.size) await Promise.allSettled(this.endings);
    clearTimeout(late);
    await this.options.journal.flush();
  }

  private isFull(): boolean {
    const idle = this.options.workers - this.running.size;
    return this.waiting.length >= this.options.capacity + idle;
  }

  private refusal(): GdsError {
    if (this.closing)
      return new GdsError('GDS_NOT_READY', 'The server is shutting down. Try again shortly.', { retryable: true, retryAfter: 1000 });
    const mean = this.durations.reduce((sum, each) => sum + each, 0) / this.durations.length || FIRST_GUESS;
    const turns = Math.ceil(mean / 1000 / this.options.workers);
    const wait = Math.min(RETRY_AFTER.most, Math.max(RETRY_AFTER.least, turns));
    return new GdsError('GDS_QUEUE_FULL', 'Queue is full. Try again later.', { retryable: true, retryAfter: wait * 1000 });
  }

  private startNext(): void {
    while (this.running.size < this.options.workers) {
      const entry = this.waiting.shift();
      if (!entry) return;
      this.running.set(entry.job.id, entry);
      this.track(this.run(entry));
    }
  }

  private async run(entry: Entry): Promise<void> {
    const { job } = entry;
    job.start();
    const end = await this.outcome(entry);
    // Before the end is told: whoever hears of it finds nothing lying about.
    await this.release(entry);
    end();
    this.running.delete(job.id);
    this.save(job);
    if (this.jobs.size > KEPT_AT_MOST) this.sweep();
    if (!this.closing) this.startNext();
  }

  /** Does the work, and gives what ends the job. */
  private async outcome({ job, work, abort }: Entry): Promise<() => void> {
    const began = performance.now();
    try {
      const result = await work.run(job, abort.signal);
      this.durations.push(performance.now() - began);
      if (this.durations.length > RECENT) this.durations.shift();
      return () => job.succeed(result);
    } catch (error) {
      if (abort.signal.aborted) return () => (abort.signal.reason === CLOSING ? job.fail(RESTARTED) : job.cancel());
      const described = this.describe(job, error);
      return () => job.fail(described);
    }
  }

  private describe(job: Job, error: unknown): JobError {
    const cause = error instanceof Error ? error.cause : undefined;
    this.options.log.warn({ job: job.id, type: job.type, err: error, cause }, 'job failed');
    if (error instanceof Problem) return { message: error.message, code: error.code };
    if (!(error instanceof GdsError))
      return { message: 'The server failed at this job. Its log says why.', code: 'GDS_INFERENCE', retryable: true };
    return { message: error.message, code: error.code, ...(error.retryable ? { retryable: true } : {}) };
  }

  private release({ job, work }: Entry): Promise<void> {
    return work.release().catch((error: unknown) => this.options.log.error({ job: job.id, err: error }, 'input of a job not deleted'));
  }

  private save(job: Job): void {
    const written = this.options.journal.save(job);
    this.track(written.catch((error: unknown) => this.options.log.error({ job: job.id, err: error }, 'job not written')));
  }

  private track(ending: Promise<void>): void {
    this.endings.add(ending);
    void ending.finally(() => this.endings.delete(ending));
  }

  private sweep(): void {
    const before = Date.now() - this.options.keep;
    let spare = this.jobs.size - KEPT_AT_MOST;
    // In the order in which they came.
    for (const job of this.jobs.values()) {
      if (job.endedAt === null || (job.endedAt * 1000 > before && spare <= 0)) continue;
      spare -= 1;
      this.jobs.delete(job.id);
      void this.options.journal.remove(job.id).catch(() => undefined);
    }
    for (const [key, job] of this.keys) if (!this.jobs.has(job.id)) this.keys.delete(key);
  }
}
