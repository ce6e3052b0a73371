/**
 * Does something at once when asked, and then in one frame of {@link FRAMES_APART} while more is asked, or, where frames are slow, every
 * {@link LONGEST} milliseconds: the last asking is never lost.
 *
 * For what is written beside a moving view, where each writing lays out and paints and nobody reads sixty in a second.
 */

/** Fifteen times a second on most screens. */
export const FRAMES_APART = 4;
const LONGEST = 250;

export class FramePace {
  #frame = 0;
  #left = 0;
  #asked = false;
  #since = 0;

  constructor(
    private readonly act: () => void,
    /** Whose frames are counted. */
    private readonly view: () => Window | null,
  ) {}

  /** It was done a few frames ago at most: another asking waits. */
  get waiting(): boolean {
    return this.#frame !== 0;
  }

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
    this.#since = performance.now();
    this.#wait();
    this.act();
  }

  #wait(): void {
    this.#frame =
      this.view()?.requestAnimationFrame((now) => {
        this.#frame = 0;
        this.#left -= 1;
        if (this.#left > 0 && now - this.#since < LONGEST) this.#wait();
        else if (this.#asked) this.#go();
      }) ?? 0;
  }
}
