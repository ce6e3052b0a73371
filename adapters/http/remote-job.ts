/**
 * One task at a server from its request to its result: given or taken up again, followed, cancelled where nobody waits for it any more.
 */
import { GdsError } from '../../src/errors.js';
import type { RunControls } from '../../src/inference/types.js';
import type { ImageResult, MeshResult } from '../../src/registry/tasks.js';
import type { Connection } from './connection.js';
import { jobFailure, timedOut } from './errors.js';
import { JobFollower } from './follow.js';
import { isLost } from './job-client.js';
import type { JobLedger, LedgerEntry } from './ledger.js';
import { pixelsOf } from './pictures.js';
import { JobProgress } from './progress.js';
import type { Results } from './results.js';
import type { JobEvent, Work } from './types.js';
import { following } from './wait.js';

export interface JobContext {
  readonly connection: Connection;
  readonly results: Results;
  readonly ledger: JobLedger;
  /** The server's address, by which the ledger knows it. */
  readonly server: string;
  /** Aborts when the adapter is disposed: jobs then go on at the server, and the ledger keeps them. */
  readonly disposed: AbortSignal;
}

export class RemoteJob {
  #jobId: string | undefined;
  readonly #progress: JobProgress;
  readonly #begun = performance.now();
  #sent = this.#begun;
  #started: number | undefined;
  #ended: number | undefined;

  constructor(
    private readonly context: JobContext,
    private readonly work: Work,
    private readonly controls: RunControls,
  ) {
    this.#progress = JobProgress.of(work);
  }

  /** Rejects at once with the signal's reason, or when the adapter is disposed. */
  run(): Promise<ImageResult | MeshResult> {
    const { connection, disposed } = this.context;
    const { client, deadlines } = connection;
    return following([this.controls.signal, disposed], async (signal, abort) => {
      const overdue = setTimeout(() => abort(timedOut(client.label, 'with this job')), deadlines.job);
      signal.addEventListener('abort', () => this.#give(disposed.aborted), { once: true });
      try {
        const result = await this.#carryOut(signal);
        void this.#forget();
        return result;
      } catch (error) {
        // What another attempt may reach is kept for it.
        if (!signal.aborted && (isLost(error) || !(error instanceof GdsError && error.retryable))) void this.#forget();
        throw error;
      } finally {
        clearTimeout(overdue);
      }
    });
  }

  /** Nobody waits any more. */
  #give(disposed: boolean): void {
    if (disposed) return;
    if (this.#jobId !== undefined && this.#ended === undefined) this.context.connection.jobs.cancel(this.#jobId);
    void this.#forget();
  }

  async #carryOut(signal: AbortSignal): Promise<ImageResult | MeshResult> {
    const { connection, results } = this.context;
    const jobId = (await this.#takeUp(signal)) ?? (await this.#submit(signal));
    const said =
      jobId === undefined
        ? await connection.direct.run(this.work, this.#progress, this.controls.onProgress, signal)
        : await this.#follow(jobId, signal);
    const ended = (this.#ended = performance.now());
    this.controls.onProgress(this.#progress.receiving());
    return results.of(this.work, said, connection.profile, signal, () => {
      const now = performance.now();
      return {
        queue: (this.#started ?? this.#sent) - this.#sent,
        transfer: this.#sent - this.#begun + (now - ended),
        total: now - this.#begun,
      };
    });
  }

  /** The id of a job that was begun earlier for the same work and is still to be had. */
  async #takeUp(signal: AbortSignal): Promise<string | undefined> {
    const { connection } = this.context;
    const jobId = (await this.#entry())?.jobId;
    if (jobId === undefined) return undefined;
    this.#jobId = jobId;
    try {
      const { status } = await connection.jobs.get(jobId, signal);
      if (status === 'queued' || status === 'running' || status === 'succeeded') return jobId;
    } catch (error) {
      if (!isLost(error)) throw error;
    }
    this.#jobId = undefined;
    await this.#forget();
    return undefined;
  }

  async #submit(signal: AbortSignal): Promise<string | undefined> {
    const { connection } = this.context;
    if (!connection.hasJobs) return undefined;
    this.controls.onProgress(this.#progress.sending());
    const { idempotency } = connection.profile;
    const idempotencyKey = (idempotency ? (await this.#entry())?.idempotencyKey : undefined) ?? crypto.randomUUID();
    // Known before the answer is: a page that closes in between asks for the same job again.
    if (idempotency) await this.#note({ idempotencyKey, at: Date.now() });
    const jobId = await connection.submit(this.work, idempotencyKey, signal, this.context.disposed);
    this.#sent = performance.now();
    // The run has ended meanwhile; the job is not to.
    if (signal.aborted && jobId !== undefined) connection.jobs.cancel(jobId);
    signal.throwIfAborted();
    if (jobId === undefined) connection.hasJobs = false;
    else await this.#note({ jobId, idempotencyKey, at: Date.now() });
    return jobId;
  }

  /** What the job says that it made. */
  async #follow(jobId: string, signal: AbortSignal): Promise<unknown> {
    this.#jobId = jobId;
    signal.throwIfAborted();
    const { client } = this.context.connection;
    const last = await new JobFollower(jobId, this.context.connection, (event) => this.#tell(event)).follow(signal);
    this.#ended = performance.now();
    if (last.name === 'failed') throw jobFailure(client.label, last.data['error']);
    if (last.name === 'cancelled') throw new GdsError('GDS_REMOTE_FAILED', `The job was cancelled at ${client.label}. Run again.`);
    return last.data['result'];
  }

  #tell(event: JobEvent): void {
    const { onProgress } = this.controls;
    if (event.name === 'preview') {
      void pixelsOf(event.data['image']).then((pixels) => {
        if (pixels && this.#ended === undefined) onProgress(this.#progress.preview(pixels));
      });
      return;
    }
    if (event.name === 'started') this.#started = performance.now();
    const progress = this.#progress.of(event);
    if (progress) onProgress(progress);
  }

  async #entry(): Promise<LedgerEntry | undefined> {
    const { ledger, server } = this.context;
    const { key } = this.controls;
    return key === undefined ? undefined : ledger.get(server, key).catch(() => undefined);
  }

  async #note(entry: LedgerEntry): Promise<void> {
    const { ledger, server } = this.context;
    if (this.controls.key !== undefined) await ledger.set(server, this.controls.key, entry).catch(() => undefined);
  }

  async #forget(): Promise<void> {
    const { ledger, server } = this.context;
    if (this.controls.key !== undefined) await ledger.delete(server, this.controls.key).catch(() => undefined);
  }
}
