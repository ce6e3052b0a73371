/**
 * Bending a wire: Alt and a drag of it put a reroute point where it is let go of, as one command. Until then only the scene shows a
 * wire from its output to the pointer.
 */
import type { CanvasPointer, Chart, State } from './chart.js';
import { Idle } from './idle.js';

export class DraggingReroute implements State {
  readonly name = 'dragging-reroute';
  readonly scrolls = true;

  constructor(
    private readonly chart: Chart,
    private readonly start: CanvasPointer,
    private readonly edgeId: string,
  ) {}

  enter(): void {
    this.chart.host.setCursor('move');
  }

  pointerMove(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id) return;
    const { scene } = this.chart.host;
    const edge = scene.edges.get(this.edgeId);
    if (!edge) return new Idle(this.chart);
    scene.setDraft({ from: { ref: edge.record.from, direction: 'out' }, to: pointer.point });
    scene.setMarked(new Set([this.edgeId]));
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id) return;
    this.chart.host.reroute(this.edgeId, pointer.point);
    return new Idle(this.chart);
  }

  exit(): void {
    const { scene } = this.chart.host;
    scene.setDraft(null);
    scene.setMarked(new Set());
  }
}
