/** The main button is down on a wire: releasing selects it, so that Delete removes it. */
import type { CanvasPointer, Chart, State } from './chart.js';
import { Idle } from './idle.js';

export class PressingEdge implements State {
  readonly name = 'pressing-edge';

  constructor(
    private readonly chart: Chart,
    private readonly start: CanvasPointer,
    private readonly edgeId: string,
  ) {}

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id) return;
    this.chart.host.select([]);
    this.chart.host.selectEdge(this.edgeId);
    return new Idle(this.chart);
  }
}
