/**
 * Moving the view with the pointer: middle button, Space and main button, or one finger over empty canvas. What was under the
 * pointer stays under it. A finger that lets go in motion leaves the view coasting; a mouse stops where it stops.
 */
import { panBy } from '../scene/camera.js';
import { pastThreshold, type CanvasPointer, type Chart, type State } from './chart.js';
import { Idle } from './idle.js';
import { Velocity } from './velocity.js';

export class Panning implements State {
  readonly name = 'panning';
  #last: CanvasPointer;
  readonly #velocity = new Velocity();

  constructor(
    private readonly chart: Chart,
    private readonly start: CanvasPointer,
    /** It holds the view already: letting go is no tap. */
    private moved = false,
  ) {
    this.#last = start;
    this.#velocity.add(start);
  }

  enter(): void {
    this.chart.host.setCursor('grabbing');
  }

  pointerMove(pointer: CanvasPointer): void {
    if (pointer.id !== this.start.id) return;
    this.moved ||= pastThreshold(this.start, pointer);
    const { host } = this.chart;
    host.setCamera(panBy(host.camera, pointer.screen.x - this.#last.screen.x, pointer.screen.y - this.#last.screen.y));
    this.#last = pointer;
    this.#velocity.add(pointer);
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id) return;
    const { host } = this.chart;
    if (this.start.type === 'touch') {
      const { x, y } = this.#velocity.at(pointer.time);
      if (this.moved) host.coast(x, y);
      else host.select([]);
    }
    return new Idle(this.chart);
  }
}
