/**
 * Two fingers: the canvas points under them stay under them, so one gesture pans and zooms. When either is lifted the other goes
 * on panning, or what was interrupted goes on.
 */
import { panBy, zoomAt } from '../scene/camera.js';
import type { Point } from '../scene/types.js';
import type { CanvasPointer, Chart, State } from './chart.js';
import { Panning } from './panning.js';

const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const distance = (a: Point, b: Point): number => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));

export class Pinching implements State {
  readonly name = 'pinching';

  constructor(
    private readonly chart: Chart,
    private first: CanvasPointer,
    private second: CanvasPointer,
    private readonly after: (() => State) | undefined,
  ) {}

  pointerMove(pointer: CanvasPointer): void {
    const before = { middle: middle(this.first.screen, this.second.screen), distance: distance(this.first.screen, this.second.screen) };
    if (pointer.id === this.first.id) this.first = pointer;
    else if (pointer.id === this.second.id) this.second = pointer;
    else return;
    const now = middle(this.first.screen, this.second.screen);
    const { host } = this.chart;
    const panned = panBy(host.camera, now.x - before.middle.x, now.y - before.middle.y);
    host.setCamera(zoomAt(panned, now, distance(this.first.screen, this.second.screen) / before.distance));
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.first.id && pointer.id !== this.second.id) return;
    if (this.after) return this.after();
    return new Panning(this.chart, pointer.id === this.first.id ? this.second : this.first, true);
  }
}
