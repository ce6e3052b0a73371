/**
 * Moving the selection, frames with what is inside them. While the pointer is down only the scene shows things displaced; the
 * document gets one command on release (so a drag is one undo step and one update), and none when the drag is cancelled or ends
 * where it began.
 */
import type { CanvasPointer, Chart, State } from './chart.js';
import { Idle } from './idle.js';

export class DraggingItems implements State {
  readonly name = 'dragging-items';
  #dx = 0;
  #dy = 0;

  private constructor(
    private readonly chart: Chart,
    private readonly start: CanvasPointer,
    private readonly ids: ReadonlySet<string>,
  ) {}

  /** Idle where all that is selected is locked; the person is told. */
  static from(chart: Chart, start: CanvasPointer, now: CanvasPointer): State {
    const ids = chart.host.movable(chart.host.selection);
    if (ids.size === 0) {
      chart.host.explainLocked();
      return new Idle(chart);
    }
    const dragging = new DraggingItems(chart, start, ids);
    dragging.pointerMove(now);
    return dragging;
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
    this.chart.host.scene.setDrag({ ids: this.ids, dx: this.#dx, dy: this.#dy });
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id) return;
    const dx = Math.round(this.#dx);
    const dy = Math.round(this.#dy);
    this.chart.host.scene.setDrag(null);
    if (dx !== 0 || dy !== 0) this.chart.host.move(this.ids, dx, dy);
    return new Idle(this.chart);
  }

  exit(): void {
    this.chart.host.scene.setDrag(null);
  }
}
