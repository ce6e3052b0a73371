/**
 * The pointer is down on a node, a frame's title or border, or a note. Pressing an unselected one selects it at once; a plain press
 * on one of several selected keeps them until it is clear that this is a click and not a drag. Leaves to DraggingItems past the
 * threshold, else to Idle.
 */
import type { Hit } from '../scene/types.js';
import { pastThreshold, type CanvasPointer, type Chart, type State } from './chart.js';
import { DraggingItems } from './dragging-items.js';
import { Idle } from './idle.js';

export class PressingItem implements State {
  readonly name = 'pressing-item';
  readonly #before: readonly string[];
  readonly #wasSelected: boolean;

  constructor(
    private readonly chart: Chart,
    private readonly start: CanvasPointer,
    private readonly hit: Hit,
    private readonly id: string,
  ) {
    this.#before = [...chart.host.selection];
    this.#wasSelected = chart.host.selection.has(id);
  }

  enter(): void {
    const { host } = this.chart;
    host.selectEdge(null);
    if (this.#wasSelected) return;
    host.select(this.start.shift || this.start.mod ? [...host.selection, this.id] : [this.id]);
  }

  cancel(): void {
    this.chart.host.select(this.#before);
  }

  pointerMove(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id || !pastThreshold(this.start, pointer)) return;
    if (!this.chart.host.readonly) return DraggingItems.from(this.chart, this.start, pointer);
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id) return;
    const { host } = this.chart;
    if (this.hit.kind === 'menu') host.openMenu(this.hit, pointer.point);
    host.reveal(this.id);
    if (this.#wasSelected && this.hit.kind !== 'menu') {
      const adding = this.start.shift || this.start.mod;
      host.select(adding ? [...host.selection].filter((other) => other !== this.id) : [this.id]);
    }
    return new Idle(this.chart);
  }
}
