/**
 * From one surface to the next: the old picture stays on the page until the new one shows all that it should, letters and pictures
 * included, so that nobody sees a canvas that fills up. Patience ends: what takes longer comes in on the page.
 */
import type { Renderer } from './types.js';

export interface Surface {
  readonly renderer: Renderer;
  readonly canvas: HTMLCanvasElement;
}

export class Handover {
  #old: Surface | undefined;
  #next: HTMLCanvasElement | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #shown: (() => void) | undefined;

  constructor(
    private readonly container: HTMLElement,
    /** Milliseconds at most. */
    private readonly patience: number,
  ) {}

  /**
   * `next` is about to be drawn to. `drawn` is what was until now: on the page, or itself on its way to it. Resolves once `next` is on the
   * page, or another one takes its turn.
   */
  begin(drawn: Surface | undefined, next: HTMLCanvasElement): Promise<void> {
    if (this.#next) {
      // It was never shown: what is on the page stays there.
      drawn?.renderer.dispose();
      this.#shown?.();
      clearTimeout(this.#timer);
    } else this.#old = drawn;
    this.#next = next;
    if (this.#old) this.#timer = setTimeout(() => this.finish(), this.patience);
    return new Promise((resolve) => (this.#shown = resolve));
  }

  /** A frame was drawn; `whole` where nothing is missing in it. */
  drew(whole: boolean): void {
    if (whole || !this.#old) this.finish();
  }

  /** Puts the new surface in the place of the old one. */
  finish(): void {
    const next = this.#next;
    if (!next) return;
    this.container.prepend(next);
    this.drop();
  }

  /** Takes the old surface away; one that is on its way never comes. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#old?.renderer.dispose();
    this.#old?.canvas.remove();
    this.#old = undefined;
    this.#next = undefined;
    this.#shown?.();
    this.#shown = undefined;
  }
}
