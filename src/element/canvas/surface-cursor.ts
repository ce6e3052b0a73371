/**
 * The surface's cursor. While the view moves under a pointer at rest, another thing lies there with each frame, and each other cursor has the
 * browser style the surface and look again for what is there: then it follows one frame in four. A hand that does something sees its own at once.
 */
import type { Cursor } from '../../interaction/chart.js';
import { FramePace } from '../frame-pace.js';

export interface SurfaceCursorHost {
  readonly surface: HTMLElement | null;
  /** A press, a drag or a tool is under way. */
  readonly busy: boolean;
}

export class SurfaceCursor {
  #wanted: Cursor | undefined;
  readonly #pace: FramePace;

  constructor(private readonly host: SurfaceCursorHost) {
    this.#pace = new FramePace(
      () => this.#show(),
      () => this.host.surface?.ownerDocument.defaultView ?? null,
    );
  }

  /** Without a surface there is nothing to show. */
  set(cursor: Cursor): void {
    this.#wanted = cursor;
    if (!this.host.surface) return;
    if (this.host.busy || !this.#pace.waiting) this.#show();
    else this.#pace.ask();
  }

  viewMoved(): void {
    this.#pace.ask();
  }

  cancel(): void {
    this.#pace.cancel();
  }

  #show(): void {
    const style = this.host.surface?.style;
    if (style && this.#wanted !== undefined && style.cursor !== this.#wanted) style.setProperty('cursor', this.#wanted);
  }
}
