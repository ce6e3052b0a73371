/** The main button is down on empty canvas: a click deselects, a drag becomes the marquee. */
import { pastThreshold, type CanvasPointer, type Chart, type State } from './chart.js';
import { Idle } from './idle.js';
import { Marquee } from './marquee.js';

export class PressingCanvas implements State {
  readonly name = 'pressing-canvas';

  constructor(
    private readonly chart: Chart,
    private readonly start: CanvasPointer,
  ) {}

  pointerMove(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id || !pastThreshold(this.start, pointer)) return;
    const marquee = new Marquee(this.chart, this.start);
    marquee.pointerMove(pointer);
    return marquee;
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id) return;
    this.chart.host.selectEdge(null);
    if (!this.start.shift) this.chart.host.select([]);
    return new Idle(this.chart);
  }
}
