/** Does something at once when asked, and then at most once every interval while more is asked: the last asking is never lost. */

/**
 * Milliseconds between two showings of a run's progress. Workers report each file chunk and each step, far more often than anyone
 * reads; every showing renders the tools and draws a frame, on cores that the model needs.
 */
export const PROGRESS_INTERVAL = 100;

export class Pace {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = false;

  constructor(
    private readonly act: () => void,
    /** Milliseconds. */
    private readonly interval: number = PROGRESS_INTERVAL,
  ) {}

  ask(): void {
    if (this.#timer !== undefined) this.#asked = true;
    else this.#go();
  }

  /** Forgets what was asked for and not done yet. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asked = false;
  }

  #go(): void {
    this.#asked = false;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#asked) this.#go();
    }, this.interval);
    this.act();
  }
}
