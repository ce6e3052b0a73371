/**
 * What a marquee or a lasso does to the selection while it is drawn: it takes the selection's place; with Shift it adds to it, with
 * Ctrl or ⌘ it takes away from it. The keys count from the press on and can be added on the way.
 */
import type { CanvasPointer, ChartHost } from './chart.js';

export class Picking {
  readonly #before: readonly string[];

  constructor(
    private readonly host: ChartHost,
    private readonly start: CanvasPointer,
  ) {
    this.#before = [...host.selection];
  }

  show(picked: Iterable<string>, { shift, mod }: CanvasPointer): void {
    const { host, start } = this;
    if (mod || start.mod) {
      const without = new Set(picked);
      return host.select(this.#before.filter((id) => !without.has(id)));
    }
    host.select(shift || start.shift ? new Set([...this.#before, ...picked]) : picked);
  }

  undo(): void {
    this.host.select(this.#before);
  }
}
