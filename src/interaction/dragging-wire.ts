/**
 * Dragging a wire from a port. Entered from Idle; pressing a connected input picks its wire up at that end, and so does
 * dragging a wire itself, at the end that is nearer.
 *
 * Released on a port that fits, the edge is added (one command); over empty canvas the palette opens, filtered to what fits, or,
 * when a wire was picked up, that wire is removed; on a node beside its ports the node is asked for one. Without a move it was a
 * click, and Connecting goes on from the port. On Escape or a lost pointer nothing has happened.
 */
import type { Hit, Point } from '../scene/types.js';
import { Aim, type PickedWire } from './aim.js';
import { pastThreshold, type CanvasPointer, type Chart, type PortEnd, type State } from './chart.js';
import { Connecting } from './connecting.js';
import { Idle } from './idle.js';

export class DraggingWire implements State {
  readonly name = 'dragging-wire';
  readonly scrolls = true;
  #moved = false;
  readonly #aim: Aim;

  private constructor(
    private readonly chart: Chart,
    private readonly start: CanvasPointer,
    from: PortEnd,
    picked: PickedWire | undefined,
    /** The port that was pressed; undefined where it was the wire. */
    private readonly pressed: PortEnd | undefined,
  ) {
    this.#aim = new Aim(chart, from, picked);
  }

  static from(chart: Chart, pointer: CanvasPointer, hit: Extract<Hit, { kind: 'port' }>): DraggingWire {
    const end: PortEnd = { ref: hit.ref, direction: hit.direction };
    const edge = hit.direction === 'in' ? chart.host.edgeInto(hit.ref) : undefined;
    if (!edge) return new DraggingWire(chart, pointer, end, undefined, end);
    return new DraggingWire(chart, pointer, { ref: edge.from, direction: 'out' }, { id: edge.id, at: end }, end);
  }

  static ofEdge(chart: Chart, pointer: CanvasPointer, edgeId: string): DraggingWire | undefined {
    const edge = chart.host.scene.edges.get(edgeId);
    if (!edge) return undefined;
    const { from, to } = chart.host.scene.edgeEnds(edge);
    const distance = (end: Point): number => Math.hypot(end.x - pointer.point.x, end.y - pointer.point.y);
    const output: PortEnd = { ref: edge.record.from, direction: 'out' };
    const input: PortEnd = { ref: edge.record.to, direction: 'in' };
    return distance(to) <= distance(from)
      ? new DraggingWire(chart, pointer, output, { id: edgeId, at: input }, undefined)
      : new DraggingWire(chart, pointer, input, { id: edgeId, at: output }, undefined);
  }

  enter(): void {
    this.chart.host.setCursor('crosshair');
  }

  pointerMove(pointer: CanvasPointer): void {
    if (pointer.id !== this.start.id) return;
    this.#moved ||= pastThreshold(this.start, pointer);
    if (this.#moved) this.#aim.show(pointer);
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id) return;
    if (this.#moved) this.#aim.release(pointer);
    else if (this.pressed) return new Connecting(this.chart, this.pressed, pointer);
    return new Idle(this.chart);
  }

  exit(): void {
    this.#aim.clear();
  }
}
