/**
 * The main button is down on a wire: releasing selects it, so that Delete removes it; dragging takes the nearer end off its port,
 * to be put on another one; with Alt it bends the wire.
 */
import { pastThreshold, type CanvasPointer, type Chart, type State } from './chart.js';
import { DraggingReroute } from './dragging-reroute.js';
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
    const drag = this.start.alt
      ? new DraggingReroute(this.chart, this.start, this.edgeId)
      : (DraggingWire.ofEdge(this.chart, this.start, this.edgeId) ?? new Idle(this.chart));
    drag.pointerMove(pointer);
    return drag;
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id) return;
    this.chart.host.select([]);
    this.chart.host.selectEdge(this.edgeId);
    return new Idle(this.chart);
  }
}
