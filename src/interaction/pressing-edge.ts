/**
 * The main button is down on a wire: releasing selects it, so that Delete removes it; dragging takes the nearer end off its port,
 * to be put on another one.
 */
import { pastThreshold, type CanvasPointer, type Chart, type State } from './chart.js';
import { DraggingWire } from './dragging-wire.js';
import { Idle } from './idle.js';

export class PressingEdge implements State {
  readonly name = 'pressing-edge';

  constructor(
    private readonly chart: Chart,
    private readonly start: CanvasPointer,
    private readonly edgeId: string,
  ) {}

  pointerMove(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id || !pastThreshold(this.start, pointer) || this.chart.host.readonly) return;
    const wire = DraggingWire.ofEdge(this.chart, this.start, this.edgeId);
    wire?.pointerMove(pointer);
    return wire;
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id) return;
    this.chart.host.select([]);
    this.chart.host.selectEdge(this.edgeId);
    return new Idle(this.chart);
  }
}
