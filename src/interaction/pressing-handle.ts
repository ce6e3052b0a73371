/** The main button is down on a resize handle: dragging it resizes, a click selects what it belongs to. */
import type { Hit } from '../scene/types.js';
import { pastThreshold, type CanvasPointer, type Chart, type State } from './chart.js';
import { Idle } from './idle.js';
import { Resizing } from './resizing.js';

export class PressingHandle implements State {
  readonly name = 'pressing-handle';

  constructor(
    private readonly chart: Chart,
    private readonly start: CanvasPointer,
    private readonly hit: Extract<Hit, { kind: 'resize' }>,
  ) {}

  enter(): void {
    this.chart.host.selectEdge(null);
    this.chart.host.select([this.hit.id]);
  }

  pointerMove(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id || !pastThreshold(this.start, pointer)) return;
    return Resizing.from(this.chart, this.start, this.hit, pointer);
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id === this.start.id) return new Idle(this.chart);
  }
}
