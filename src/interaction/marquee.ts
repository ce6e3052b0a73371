/** Selecting by a rectangle: what it touches (of frames: what it encloses) is selected while it is drawn; with Shift it adds to what was selected. */
import type { Rect } from '../scene/types.js';
import type { CanvasPointer, Chart, State } from './chart.js';
import { Idle } from './idle.js';

export class Marquee implements State {
  readonly name = 'marquee';
  readonly #before: readonly string[];

  constructor(
    private readonly chart: Chart,
    private readonly start: CanvasPointer,
  ) {
    this.#before = [...chart.host.selection];
  }

  enter(): void {
    this.chart.host.selectEdge(null);
    this.chart.host.setCursor('crosshair');
  }

  pointerMove(pointer: CanvasPointer): void {
    if (pointer.id !== this.start.id) return;
    const { host } = this.chart;
    const rect: Rect = {
      x: Math.min(this.start.point.x, pointer.point.x),
      y: Math.min(this.start.point.y, pointer.point.y),
      width: Math.abs(pointer.point.x - this.start.point.x),
      height: Math.abs(pointer.point.y - this.start.point.y),
    };
    host.scene.setOverlay({ marquee: rect });
    host.select(new Set([...(this.start.shift ? this.#before : []), ...host.scene.inside(rect)]));
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id === this.start.id) return new Idle(this.chart);
  }

  exit(): void {
    this.chart.host.scene.setOverlay({ marquee: null });
  }
}
