/**
 * What waits to be written, and the writing of it: one write at a time, in order, tried again with growing pauses until it is done.
 *
 * Nothing leaves the queue before its write is durable. While one is on its way, what arrives is merged, so the queue stays
 * small however fast edits come or however long storage refuses. It knows neither the document nor the adapter.
 */
import * as Y from 'yjs';
import type { GdsError } from '../errors.js';
import { Listeners } from './listeners.js';
import { storageError } from './errors.js';
import type { ProjectStore, StoredView } from './types.js';
import type { StoredResult } from '../execution/types.js';

/** Waiting updates beyond this many are merged into one. */
const MERGE_BEYOND_UPDATES = 64;
/** Milliseconds before the second attempt; doubled with each further one … */
const RETRY_FIRST_MS = 250;
/** … up to this. */
const RETRY_MOST_MS = 10_000;

export type QueueTarget = Pick<ProjectStore, 'append' | 'saveView' | 'saveResult' | 'describe'>;
export type Description = Parameters<ProjectStore['describe']>[0];

export class WriteQueue {
  /** Emitted on every change of {@link WriteQueue.dirty} or {@link WriteQueue.error}. */
  readonly changes = new Listeners<void>();
  /** An update is durable. */
  readonly stored = new Listeners<Uint8Array>();
  /** An update was refused; it stays in the queue. */
  readonly refused = new Listeners<{ readonly error: GdsError; readonly update: Uint8Array }>();

  private updates: Uint8Array[] = [];
  /** The update that is being appended. */
  private inFlight: Uint8Array | undefined;
  private readonly results = new Map<string, StoredResult>();
  private view: StoredView | undefined;
  private description: Description | undefined;
  private writing: Promise<void> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private attempts = 0;
  private failure: GdsError | undefined;
  private stopped = false;

  private target: QueueTarget | undefined;

  /** True while edits or results wait or are on their way. The view does not count: it is no work. */
  get dirty(): boolean {
    return this.updates.length > 0 || this.inFlight !== undefined || this.results.size > 0;
  }

  /** Why the latest attempt failed; undefined again once one succeeds. */
  get error(): GdsError | undefined {
    return this.failure;
  }

  /** Starts writing into `target`; what came before goes there. Called again, writing continues in the new one. */
  open(target: QueueTarget): void {
    this.target = target;
    this.start();
  }

  pushUpdate(update: Uint8Array): void {
    this.updates.push(update);
    if (this.updates.length > MERGE_BEYOND_UPDATES) this.updates = [Y.mergeUpdates(this.updates)];
    this.wake();
  }

  pushResult(result: StoredResult): void {
    this.results.set(result.nodeId, result);
    this.wake();
  }

  pushView(view: StoredView): void {
    this.view = view;
    this.wake();
  }

  pushDescription(description: Description): void {
    this.description = description;
    this.wake();
  }

  /** Writes everything now, without waiting for a pause to end. Rejects with what storage says if it cannot. */
  async flush(): Promise<void> {
    await this.writing;
    while (this.waiting && this.target && !this.stopped) {
      this.start();
      await this.writing;
      if (this.failure) throw this.failure;
    }
    if (this.waiting && this.failure) throw this.failure;
  }

  /** No further attempts. What waits stays readable as {@link WriteQueue.dirty}. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private get waiting(): boolean {
    return this.dirty || this.view !== undefined || this.description !== undefined;
  }

  private wake(): void {
    this.changes.emit();
    if (this.timer === undefined) this.start();
  }

  private start(): void {
    if (this.writing || this.stopped || !this.target || !this.waiting) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writeAll().finally(() => {
      this.writing = undefined;
      this.changes.emit();
      // Something may have arrived after the last look.
      if (this.timer === undefined) this.start();
    });
  }

  private async writeAll(): Promise<void> {
    // A turn later, so that edits made in one go are one write.
    await Promise.resolve();
    while (this.target && this.waiting && !this.stopped) {
      try {
        await this.writeOne(this.target);
      } catch (reason) {
        this.failed(storageError(reason));
        return;
      }
      this.attempts = 0;
      this.failure = undefined;
    }
  }

  /** Edits first, then what belongs to them. Each is taken out only after it was stored. */
  private async writeOne(target: QueueTarget): Promise<void> {
    if (this.updates.length > 0) return this.writeUpdate(target);
    const [result] = this.results.values();
    if (result) {
      await target.saveResult(result);
      if (this.results.get(result.nodeId) === result) this.results.delete(result.nodeId);
      return;
    }
    const { description, view } = this;
    if (description) {
      await target.describe(description);
      if (this.description === description) this.description = undefined;
    } else if (view) {
      await target.saveView(view);
      if (this.view === view) this.view = undefined;
    }
  }

  private async writeUpdate(target: QueueTarget): Promise<void> {
    const update = this.updates.length === 1 ? this.updates[0]! : Y.mergeUpdates(this.updates);
    this.updates = [];
    this.inFlight = update;
    try {
      await target.append(update);
    } catch (reason) {
      this.updates.unshift(update);
      this.refused.emit({ error: storageError(reason), update });
      throw reason;
    } finally {
      this.inFlight = undefined;
    }
    this.stored.emit(update);
  }

  private failed(error: GdsError): void {
    this.failure = error;
    if (!this.stopped) {
      const pause = Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** this.attempts++);
      this.timer = setTimeout(() => {
        this.timer = undefined;
        this.start();
      }, pause);
    }
  }
}
