/** Follows the container's size in device pixels, the pixel ratio, and whether anybody can see it. */
import type { PixelSize } from './pixel-size.js';

export class Viewport {
  size: PixelSize;
  #onScreen = true;
  readonly #resize: ResizeObserver;
  readonly #intersection: IntersectionObserver;
  readonly #listeners = new AbortController();

  constructor(
    private readonly container: HTMLElement,
    resized: () => void,
    visibility: () => void,
  ) {
    const rect = container.getBoundingClientRect();
    this.size = this.#pixels(rect.width * this.#ratio, rect.height * this.#ratio);
    const view = this.#view;
    this.#resize = new view.ResizeObserver((entries) => {
      const entry = entries.at(-1);
      const exact = entry?.devicePixelContentBoxSize?.[0];
      const css = entry?.contentBoxSize[0];
      const width = (css?.inlineSize ?? 0) * this.#ratio;
      const height = (css?.blockSize ?? 0) * this.#ratio;
      // An emulated pixel ratio leaves the device's own pixels in the exact box: that one counts only where both agree.
      const agrees = exact && Math.abs(exact.inlineSize - width) < 2 && Math.abs(exact.blockSize - height) < 2;
      const next = agrees ? this.#pixels(exact.inlineSize, exact.blockSize) : this.#pixels(width, height);
      if (next.width === this.size.width && next.height === this.size.height && next.dpr === this.size.dpr) return;
      this.size = next;
      resized();
    });
    try {
      this.#resize.observe(container, { box: 'device-pixel-content-box' });
    } catch {
      // Safari observes the content box only; its pixels follow from the ratio.
      this.#resize.observe(container);
    }
    this.#intersection = new view.IntersectionObserver((entries) => {
      this.#onScreen = entries.at(-1)?.isIntersecting ?? true;
      visibility();
    });
    this.#intersection.observe(container);
    const { signal } = this.#listeners;
    container.ownerDocument.addEventListener('visibilitychange', visibility, { signal });
    this.#watchRatio(resized);
  }

  get visible(): boolean {
    return this.#onScreen && !this.container.ownerDocument.hidden;
  }

  disconnect(): void {
    this.#resize.disconnect();
    this.#intersection.disconnect();
    this.#listeners.abort();
  }

  /** A media query matches one ratio only, so it is asked anew after each change. */
  #watchRatio(resized: () => void): void {
    const query = this.#view.matchMedia(`(resolution: ${this.#ratio}dppx)`);
    query.addEventListener(
      'change',
      () => {
        const rect = this.container.getBoundingClientRect();
        this.size = this.#pixels(rect.width * this.#ratio, rect.height * this.#ratio);
        resized();
        this.#watchRatio(resized);
      },
      { once: true, signal: this.#listeners.signal },
    );
  }

  #pixels(width: number, height: number): PixelSize {
    return { width: Math.round(width), height: Math.round(height), dpr: this.#ratio };
  }
  get #ratio(): number {
    return this.#view.devicePixelRatio || 1;
  }
  get #view(): Window & typeof globalThis {
    return (this.container.ownerDocument.defaultView ?? window) as Window & typeof globalThis;
  }
}
