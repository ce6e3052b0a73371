/**
 * Does something at once when asked, and then in one frame of {@link FRAMES_APART} while more is asked: the last asking is never lost.
 *
 * For what is written beside a moving view, where each writing lays out and paints and nobody reads sixty in a second.
 */

/** Fifteen times a second on most screens. */
export const FRAMES_APART = 4;

export class FramePace {
  #frame = 0;
  #left = 0;
  #asked = false;

  constructor(
    private readonly act: () => void,
    /** Whose frames are counted. */
    private readonly view: () => Window | null,
  ) {}

  ask(): void {
    if (this.#frame !== 0) this.#asked = true;
    else this.#go();
  }

  /** Forgets what was asked for and not done yet. */
  cancel(): void {
    this.view()?.cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#asked = false;
  }

  #go(): void {
    this.#asked = false;
    this.#left = FRAMES_APART;
    this.#wait();
    this.act();
  }

  #wait(): void {
    this.#frame =
      this.view()?.requestAnimationFrame(() => {
        this.#frame = 0;
        this.#left -= 1;
        if (this.#left > 0) this.#wait();
        else if (this.#asked) this.#go();
      }) ?? 0;
  }
}
