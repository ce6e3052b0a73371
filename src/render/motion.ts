/**
 * Tells a moving view from one that rests. A single jump is no movement: it moves from its second step on, until an animation frame
 * comes that none has come before for a while. The frame matters on slow machines, where the next step waits for it longer than
 * any time that could be set here.
 */
import { REST_MS } from './pixel-size.js';

export interface MotionHost {
  /** Calls back in the next animation frame; returns how to call that off. */
  frame(callback: () => void): () => void;
  /** Called once after each movement. */
  rested(): void;
}

export class Motion {
  moving = false;
  #steps = 0;
  #cancel: (() => void) | undefined;

  constructor(private readonly host: MotionHost) {}

  moved(): void {
    this.#steps += 1;
    if (this.#cancel) this.moving = true;
    else this.#watch();
  }

  /** It rests from now on, and nobody is told. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.moving = false;
  }

  #watch(): void {
    const steps = this.#steps;
    const timer = setTimeout(() => {
      this.#cancel = this.host.frame(() => {
        if (this.#steps !== steps) return this.#watch();
        const { moving } = this;
        this.stop();
        if (moving) this.host.rested();
      });
    }, REST_MS);
    this.#cancel = () => clearTimeout(timer);
  }
}
