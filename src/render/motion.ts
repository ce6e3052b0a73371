/** Tells a moving view from one that rests: it moves from its second movement within a short time until none has come for as long. */
import { REST_MS } from './pixel-size.js';

export class Motion {
  moving = false;
  #last = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param rested called once after each movement, {@link REST_MS} milliseconds after its end */
  constructor(private readonly rested: () => void) {}

  moved(): void {
    const now = performance.now();
    this.moving ||= now - this.#last < REST_MS;
    this.#last = now;
    if (this.moving && this.#timer === undefined) this.#wait(REST_MS);
  }

  /** It rests from now on, and nobody is told. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.moving = false;
  }

  /** One timer for a whole movement, not one for each step of it. */
  #wait(ms: number): void {
    this.#timer = setTimeout(() => {
      const left = REST_MS - (performance.now() - this.#last);
      if (left > 0) return this.#wait(left);
      this.stop();
      this.rested();
    }, ms);
  }
}
