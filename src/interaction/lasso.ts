/**
 * Selecting by a free path: nodes and notes whose middle lies inside it, frames that do with all four corners. The middle, so that a
 * path can be led between neighbours.
 */
import type { Point, Rect } from '../scene/types.js';
import type { CanvasPointer, Chart, State } from './chart.js';
import { Idle } from './idle.js';
import { LassoPath, winding } from './lasso-path.js';
import { Picking } from './picking.js';

/** Screen pixels between two points of the path: finer than a hand can draw. */
const STEP = 3;

export class Lasso implements State {
  readonly name = 'lasso';
  readonly scrolls = true;
  readonly #picking: Picking;
  readonly #path: LassoPath;

  constructor(
    private readonly chart: Chart,
    private readonly start: CanvasPointer,
  ) {
    this.#picking = new Picking(chart.host, start);
    this.#path = new LassoPath(start.point);
  }

  enter(): void {
    this.chart.host.selectEdge(null);
    this.chart.host.setCursor('crosshair');
  }

  pointerMove(pointer: CanvasPointer): void {
    if (pointer.id !== this.start.id) return;
    const { scene, camera } = this.chart.host;
    const last = this.#path.points.at(-1)!;
    if (Math.hypot(pointer.point.x - last.x, pointer.point.y - last.y) * camera.zoom >= STEP) {
      this.#path.add(pointer.point, (rect) => this.#middles(rect));
      scene.setOverlay({ lasso: [...this.#path.points] });
    }
    this.#picking.show([...this.#path.inside(), ...this.#frames()], pointer);
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id === this.start.id) return new Idle(this.chart);
  }

  cancel(): void {
    this.#picking.undo();
  }

  exit(): void {
    this.chart.host.scene.setOverlay({ lasso: [] });
  }

  #middles(rect: Rect): (readonly [string, Point])[] {
    const { scene } = this.chart.host;
    return scene.visible(rect).map(({ id, row }) => {
      const { x, y, width, height } = scene.rowRect(row);
      return [id, { x: x + width / 2, y: y + height / 2 }];
    });
  }

  /** Frames are few: they are asked for anew each time. */
  #frames(): string[] {
    const { scene } = this.chart.host;
    return [...scene.groups.values()].flatMap(({ id, row }) => {
      const { x, y, width, height } = scene.rowRect(row);
      const corners = [
        { x, y },
        { x: x + width, y },
        { x, y: y + height },
        { x: x + width, y: y + height },
      ];
      return corners.every((corner) => winding(this.#path.points, corner) !== 0) ? [id] : [];
    });
  }
}
