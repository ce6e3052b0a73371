/**
 * A place in the history of one job: gives what comes next, waits where there is nothing yet, and is done behind the last event.
 *
 * Holds a number, not a buffer. Of previews only the newest counts; one that was not taken in time is passed over.
 */
import type { Pixels } from '../../src/registry/values.js';
import type { Job, JobEvent } from './job.js';

/** A picture of the run as it stands. It is no part of the history: its id is that of the event before it. */
export interface PreviewEvent {
  readonly id: number;
  readonly event: 'preview';
  readonly data: Pixels;
}

export interface ReaderOptions {
  /** Id of the last event that is known already; 0 for all. */
  readonly after?: number;
  readonly previews?: boolean;
}

export class JobReader {
  private place: number;
  private shown = 0;
  private wake: (() => void) | undefined;
  private readonly unfollow: () => void;
  private isClosed = false;

  constructor(
    readonly job: Job,
    private readonly options: ReaderOptions = {},
  ) {
    this.place = options.after ?? 0;
    this.unfollow = job.follow(() => this.wake?.());
  }

  get closed(): boolean {
    return this.isClosed;
  }

  /** Nothing more will come. */
  get done(): boolean {
    return this.isClosed || (this.job.ended && this.job.after(this.place) === undefined);
  }

  take(): JobEvent | PreviewEvent | undefined {
    const event = this.job.after(this.place);
    if (event) {
      this.place = event.id;
      return event;
    }
    const preview = this.options.previews ? this.job.preview : undefined;
    if (!preview || preview.number === this.shown) return undefined;
    this.shown = preview.number;
    return { id: this.place, event: 'preview', data: preview.pixels };
  }

  /** Resolves when there may be more, the reader was closed, or `milliseconds` have passed. */
  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake?.(), milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = undefined;
        resolve();
      };
    });
  }

  close(): void {
    this.isClosed = true;
    this.unfollow();
    this.wake?.();
  }
}
