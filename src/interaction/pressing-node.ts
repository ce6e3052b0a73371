/**
 * The pointer is down on a node. Pressing an unselected node selects it at once; a plain press on one of several selected nodes
 * keeps them until it is clear that this is a click and not a drag. Leaves to DraggingNodes past the threshold, else to Idle.
 */
import type { Hit } from '../scene/types.js';
import { pastThreshold, type CanvasPointer, type Chart, type State } from './chart.js';
import { DraggingNodes } from './dragging-nodes.js';
import { Idle } from './idle.js';

type NodeHit = Extract<Hit, { nodeId: string }>;

export class PressingNode implements State {
  readonly name = 'pressing-node';
  readonly #wasSelected: boolean;

  constructor(
    private readonly chart: Chart,
    private readonly start: CanvasPointer,
    private readonly hit: NodeHit,
  ) {
    this.#wasSelected = chart.host.selection.has(hit.nodeId);
  }

  enter(): void {
    const { host } = this.chart;
    const id = this.hit.nodeId;
    host.selectEdge(null);
    if (this.#wasSelected) return;
    host.select(this.start.shift || this.start.mod ? [...host.selection, id] : [id]);
  }

  pointerMove(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id || !pastThreshold(this.start, pointer)) return;
    if (this.chart.host.readonly) return;
    const dragging = new DraggingNodes(this.chart, this.start);
    dragging.pointerMove(pointer);
    return dragging;
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id) return;
    const { host } = this.chart;
    const id = this.hit.nodeId;
    if (this.hit.kind === 'menu') host.openNodeMenu(id, pointer.point);
    host.reveal(id);
    if (this.#wasSelected) {
      const adding = this.start.shift || this.start.mod;
      host.select(adding ? [...host.selection].filter((other) => other !== id) : [id]);
    }
    return new Idle(this.chart);
  }
}
