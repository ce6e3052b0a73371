/**
 * Cutting wires: every wire that the drawn path goes through is marked, and removed on release as one command. The document is not
 * touched before; Escape and a lost pointer leave it as it was.
 */
import type { Point } from '../scene/types.js';
import type { CanvasPointer, Chart, State } from './chart.js';
import { wiresCrossing } from './crossing.js';
import { Idle } from './idle.js';

export class Cutting implements State {
  readonly name = 'cutting';
  readonly #path: Point[];
  #cut: ReadonlySet<string> = new Set();

  constructor(
    private readonly chart: Chart,
    private readonly start: CanvasPointer,
  ) {
    this.#path = [start.point];
  }

  enter(): void {
    this.chart.host.setCursor('crosshair');
  }

  pointerMove(pointer: CanvasPointer): void {
    if (pointer.id !== this.start.id) return;
    const { scene } = this.chart.host;
    const crossed = wiresCrossing(scene, this.#path.at(-1)!, pointer.point);
    this.#path.push(pointer.point);
    if (crossed.some((id) => !this.#cut.has(id))) this.#cut = new Set([...this.#cut, ...crossed]);
    scene.setOverlay({ cut: [...this.#path] });
    scene.setMarked(new Set(), this.#cut);
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id) return;
    if (this.#cut.size > 0) this.chart.host.cut(this.#cut);
    return new Idle(this.chart);
  }

  exit(): void {
    const { scene } = this.chart.host;
    scene.setOverlay({ cut: [] });
    scene.setMarked(new Set());
  }
}
