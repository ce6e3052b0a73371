/**
 * Moving the selection. While the pointer is down only the scene shows the nodes displaced; the document gets one command on
 * release (so a drag is one undo step and one update), and none when the drag is cancelled or ends where it began.
 */
import type { CanvasPointer, Chart, State } from './chart.js';
import { Idle } from './idle.js';

export class DraggingNodes implements State {
  readonly name = 'dragging-nodes';
  readonly #ids: ReadonlySet<string>;
  #dx = 0;
  #dy = 0;

  constructor(
    private readonly chart: Chart,
    private readonly start: CanvasPointer,
  ) {
    this.#ids = new Set(chart.host.selection);
  }

  enter(): void {
    this.chart.host.setCursor('move');
  }

  pointerMove(pointer: CanvasPointer): void {
    if (pointer.id !== this.start.id) return;
    this.#dx = pointer.point.x - this.start.point.x;
    this.#dy = pointer.point.y - this.start.point.y;
    // Shift holds the drag to one axis.
    if (pointer.shift) {
      if (Math.abs(this.#dx) > Math.abs(this.#dy)) this.#dy = 0;
      else this.#dx = 0;
    }
    this.chart.host.scene.setDrag({ ids: this.#ids, dx: this.#dx, dy: this.#dy });
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id) return;
    const dx = Math.round(this.#dx);
    const dy = Math.round(this.#dy);
    this.chart.host.scene.setDrag(null);
    if (dx !== 0 || dy !== 0) this.chart.host.move(this.#ids, dx, dy);
    return new Idle(this.chart);
  }

  exit(): void {
    this.chart.host.scene.setDrag(null);
  }
}
