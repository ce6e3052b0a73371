/** How often a graphics device has gone lately, and what to do about it. */

/** This many losses within {@link LOSS_WINDOW} milliseconds, and the next tier takes over. */
export const MAX_LOSSES = 3;
export const LOSS_WINDOW = 60_000;
/** Milliseconds before a lost device is asked for anew; doubles with each loss in the window. */
export const LOSS_BACKOFF = 50;

export class Losses {
  #at: number[] = [];

  /** Counts one at `now` (milliseconds). Gives the milliseconds to wait before the same tier is tried again, or null when it has been too many. */
  count(now: number): number | null {
    this.#at = this.#at.filter((at) => now - at < LOSS_WINDOW);
    this.#at.push(now);
    if (this.#at.length < MAX_LOSSES) return LOSS_BACKOFF * 2 ** (this.#at.length - 1);
    this.#at = [];
    return null;
  }

  /** A tier was chosen anew: what happened before does not count against it. */
  forget(): void {
    this.#at = [];
  }
}
