/** Selecting by a rectangle: what it touches (of frames: what it encloses) is picked while it is drawn. */
import type { Rect } from '../scene/types.js';
import type { CanvasPointer, Chart, State } from './chart.js';
import { Idle } from './idle.js';
import { Picking } from './picking.js';

export class Marquee implements State {
  readonly name = 'marquee';
  readonly scrolls = true;
  readonly #picking: Picking;

  constructor(
    private readonly chart: Chart,
    private readonly start: CanvasPointer,
  ) {
    this.#picking = new Picking(chart.host, start);
  }

  enter(): void {
    this.chart.host.selectEdge(null);
    this.chart.host.setCursor('crosshair');
  }

  pointerMove(pointer: CanvasPointer): void {
    if (pointer.id !== this.start.id) return;
    const { scene } = this.chart.host;
    const rect: Rect = {
      x: Math.min(this.start.point.x, pointer.point.x),
      y: Math.min(this.start.point.y, pointer.point.y),
      width: Math.abs(pointer.point.x - this.start.point.x),
      height: Math.abs(pointer.point.y - this.start.point.y),
    };
    scene.setOverlay({ marquee: rect });
    this.#picking.show(scene.inside(rect), pointer);
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id === this.start.id) return new Idle(this.chart);
  }

  cancel(): void {
    this.#picking.undo();
  }

  exit(): void {
    this.chart.host.scene.setOverlay({ marquee: null });
  }
}
