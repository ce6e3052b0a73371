/**
 * The surface's cursor. While the view moves under a pointer at rest, another thing lies there with each frame, and each other cursor has the
 * browser style the surface and look again for what is there: then it waits to be shown. A hand that does something sees its own at once.
 */
import type { Cursor } from '../../interaction/chart.js';

export interface SurfaceCursorHost {
  readonly surface: HTMLElement | null;
  /** A press, a drag or a tool is under way. */
  readonly busy: boolean;
  readonly viewMoves: boolean;
  /** Has {@link SurfaceCursor.show} called within a few frames. */
  showSoon(): void;
}

export class SurfaceCursor {
  #wanted: Cursor | undefined;

  constructor(private readonly host: SurfaceCursorHost) {}

  set(cursor: Cursor): void {
    this.#wanted = cursor;
    if (!this.host.viewMoves || this.host.busy) this.show();
    else this.host.showSoon();
  }

  show(): void {
    const style = this.#wanted === undefined ? undefined : this.host.surface?.style;
    if (style && style.cursor !== this.#wanted) style.setProperty('cursor', this.#wanted!);
  }
}
