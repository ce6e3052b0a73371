/**
 * One job: its state, what has happened to it, and who follows that.
 *
 * Every event but previews is kept, with ids from 1 up. A reader holds a place in that list and is told when there is more, so nothing can
 * fall between what it is told of the past and of the present, and a slow reader holds back nothing but itself.
 */
import type { Pixels } from '../../src/registry/values.js';
import type { GdsErrorCode } from '../../src/errors.js';

export type JobType = 'img2img' | 'txt2img' | 'triposr';
export type JobStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

export interface JobProgress {
  readonly current: number;
  readonly total: number;
  /** 0 to 100. */
  readonly percent: number;
  readonly stage: string;
}

export interface JobError {
  readonly message: string;
  readonly code: GdsErrorCode;
  /** The same job may well succeed when it is sent again. */
  readonly retryable?: true;
}

/** What a job made. A picture's bytes are not in it: they lie in `data/output`, and are read from there when they are asked for. */
export type JobResult = Readonly<Record<string, unknown>>;

export interface JobEvent {
  readonly id: number;
  readonly event: 'queued' | 'started' | 'progress' | 'completed' | 'failed' | 'cancelled';
  /** `completed` carries the result as it is kept. */
  readonly data: object;
}

/** What outlives the process. */
export interface JobRecord {
  readonly job_id: string;
  readonly type: JobType;
  readonly status: JobStatus;
  readonly created_at: number;
  readonly started_at: number | null;
  readonly ended_at: number | null;
  readonly progress: JobProgress;
  readonly result: JobResult | null;
  readonly error: JobError | null;
}

export const RESTARTED: JobError = {
  message: 'The server was restarted before this job had ended. Run it again.',
  code: 'GDS_SERVER_RESTARTED',
  retryable: true,
};

/** The last event of a job of an earlier process: beyond every id that process can have given, so that whoever resumes gets it. */
const LAST_OF_EARLIER = 1_000_000_000;
const NOTHING_YET: JobProgress = { current: 0, total: 0, percent: 0, stage: '' };

export const seconds = (milliseconds = Date.now()): number => Math.floor(milliseconds / 1000);

export class Job {
  status: JobStatus = 'queued';
  createdAt = seconds();
  startedAt: number | null = null;
  endedAt: number | null = null;
  progress = NOTHING_YET;
  result: JobResult | null = null;
  error: JobError | null = null;
  readonly events: JobEvent[] = [];
  /** The newest picture of a run in progress, and its number. Kept only while it runs. */
  preview: { readonly number: number; readonly pixels: Pixels } | undefined;

  private readonly readers = new Set<() => void>();

  constructor(
    readonly id: string,
    readonly type: JobType,
    readonly priority = 0,
  ) {
    this.tell('queued', { status: 'queued' });
  }

  /** A job of an earlier process, which has ended whatever its record says. */
  static from(record: JobRecord): Job {
    const job = new Job(record.job_id, record.type);
    job.createdAt = record.created_at;
    if (record.started_at !== null) job.tell('started', { status: 'running' });
    const { startedAt, endedAt } = { startedAt: record.started_at, endedAt: record.ended_at };
    job.progress = record.progress;
    if (record.status === 'succeeded' && record.result) job.succeed(record.result, LAST_OF_EARLIER);
    else if (record.status === 'cancelled') job.cancel(LAST_OF_EARLIER);
    else job.fail(record.error ?? RESTARTED, LAST_OF_EARLIER);
    job.startedAt = startedAt;
    job.endedAt = endedAt ?? job.endedAt;
    return job;
  }

  get ended(): boolean {
    return this.endedAt !== null;
  }

  get lastEvent(): number {
    return this.events.at(-1)?.id ?? 0;
  }

  get readerCount(): number {
    return this.readers.size;
  }

  start(): void {
    this.status = 'running';
    this.startedAt = seconds();
    this.tell('started', { status: 'running' });
  }

  /** Equal progress is no event, and nothing is told after the end. */
  advance(progress: JobProgress): void {
    if (this.ended || (progress.current === this.progress.current && progress.stage === this.progress.stage)) return;
    this.progress = progress;
    this.tell('progress', progress);
  }

  show(pixels: Pixels): void {
    if (this.ended) return;
    this.preview = { number: (this.preview?.number ?? 0) + 1, pixels };
    this.wake();
  }

  succeed(result: JobResult, id?: number): void {
    this.result = result;
    this.end('succeeded', 'completed', { status: 'succeeded', result }, id);
  }

  fail(error: JobError, id?: number): void {
    this.error = error;
    this.end('failed', 'failed', { status: 'failed', error }, id);
  }

  cancel(id?: number): void {
    this.end('cancelled', 'cancelled', { status: 'cancelled' }, id);
  }

  /** Calls `more` whenever there is more to read; returns what ends that. */
  follow(more: () => void): () => void {
    this.readers.add(more);
    return () => this.readers.delete(more);
  }

  /** The events behind the one called `id`. */
  after(id: number): JobEvent | undefined {
    // Ids count up from 1 without a gap, but for the last of an earlier process.
    return id < this.events.length ? this.events[Math.max(0, id)] : this.lastEvent > id ? this.events.at(-1) : undefined;
  }

  record(): JobRecord {
    return {
      job_id: this.id,
      type: this.type,
      status: this.status,
      created_at: this.createdAt,
      started_at: this.startedAt,
      ended_at: this.endedAt,
      progress: this.progress,
      result: this.result,
      error: this.error,
    };
  }

  private end(status: JobStatus, event: JobEvent['event'], data: object, id?: number): void {
    if (this.ended) return;
    this.status = status;
    this.endedAt = seconds();
    this.preview = undefined;
    this.tell(event, data, id);
  }

  private tell(event: JobEvent['event'], data: object, id = this.lastEvent + 1): void {
    this.events.push({ id, event, data });
    this.wake();
  }

  private wake(): void {
    for (const more of [...this.readers]) more();
  }
}
