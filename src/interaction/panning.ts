/** Moving the view with the pointer: middle button, Space and main button, or one finger over empty canvas. */
import { panBy } from '../scene/camera.js';
import { pastThreshold, type CanvasPointer, type Chart, type State } from './chart.js';
import { Idle } from './idle.js';

export class Panning implements State {
  readonly name = 'panning';
  #last: CanvasPointer;
  #moved = false;

  constructor(
    private readonly chart: Chart,
    private readonly start: CanvasPointer,
  ) {
    this.#last = start;
  }

  enter(): void {
    this.chart.host.setCursor('grabbing');
  }

  pointerMove(pointer: CanvasPointer): void {
    if (pointer.id !== this.start.id) return;
    this.#moved ||= pastThreshold(this.start, pointer);
    const { host } = this.chart;
    host.setCamera(panBy(host.camera, pointer.screen.x - this.#last.screen.x, pointer.screen.y - this.#last.screen.y));
    this.#last = pointer;
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id) return;
    if (!this.#moved && this.start.type === 'touch') this.chart.host.select([]);
    return new Idle(this.chart);
  }
}
