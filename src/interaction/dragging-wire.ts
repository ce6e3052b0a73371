/**
 * Dragging a wire from a port. Entered from Idle; pressing a connected input picks its wire up at that end.
 *
 * Leaves to Idle in all cases: on a compatible port the edge is added (one command); over empty canvas the palette opens,
 * filtered to what fits, or, when a wire was picked up, that wire is removed; without a move, or on Escape or a lost pointer,
 * nothing has happened. The document is not touched before release.
 */
import type { Hit } from '../scene/types.js';
import { pastThreshold, type CanvasPointer, type Chart, type PortEnd, type State } from './chart.js';
import { Idle } from './idle.js';

/** Screen pixels within which a wire snaps to a port that takes it. */
const SNAP_RADIUS = 24;

export class DraggingWire implements State {
  readonly name = 'dragging-wire';
  #moved = false;

  private constructor(
    private readonly chart: Chart,
    private readonly start: CanvasPointer,
    private readonly from: PortEnd,
    /** The edge that was picked up at its input. */
    private readonly picked: { readonly id: string; readonly at: PortEnd } | undefined,
  ) {}

  static from(chart: Chart, pointer: CanvasPointer, hit: Extract<Hit, { kind: 'port' }>): DraggingWire {
    const end: PortEnd = { ref: hit.ref, direction: hit.direction };
    const edge = hit.direction === 'in' ? chart.host.edgeInto(hit.ref) : undefined;
    if (!edge) return new DraggingWire(chart, pointer, end, undefined);
    return new DraggingWire(chart, pointer, { ref: edge.from, direction: 'out' }, { id: edge.id, at: end });
  }

  enter(): void {
    this.chart.host.setCursor('crosshair');
  }

  pointerMove(pointer: CanvasPointer): void {
    if (pointer.id !== this.start.id) return;
    this.#moved ||= pastThreshold(this.start, pointer);
    if (!this.#moved) return;
    const target = this.#target(pointer);
    this.chart.host.scene.setDraft({ from: this.from, to: target ? { ref: target.ref } : pointer.point }, (ref, direction) =>
      this.#accepts({ ref, direction }),
    );
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id) return;
    const { host } = this.chart;
    if (this.#moved) {
      const target = this.#target(pointer);
      if (target) this.#drop(target);
      else if (!host.scene.hitTest(pointer.point, host.camera.zoom)) {
        if (this.picked) host.disconnect(this.picked.id);
        else host.openPalette(pointer.point, this.from);
      }
    }
    return new Idle(this.chart);
  }

  exit(): void {
    this.chart.host.scene.setDraft(null);
  }

  #drop(target: PortEnd): void {
    if (this.picked && target.ref[0] === this.picked.at.ref[0] && target.ref[1] === this.picked.at.ref[1]) return;
    this.chart.host.connect(this.from, target, this.picked?.id);
  }

  #accepts(end: PortEnd): boolean {
    return end.direction !== this.from.direction && this.chart.host.canConnect(this.from, end);
  }

  #target(pointer: CanvasPointer): PortEnd | undefined {
    const { host } = this.chart;
    const found = host.scene.nearestPort(pointer.point, SNAP_RADIUS / host.camera.zoom, (ref, direction) =>
      this.#accepts({ ref, direction }),
    );
    return found ?? undefined;
  }
}
