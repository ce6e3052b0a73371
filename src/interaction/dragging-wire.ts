/**
 * Dragging a wire from a port. Entered from Idle; pressing a connected input picks its wire up at that end, and so does
 * dragging a wire itself, at the end that is nearer.
 *
 * Leaves to Idle in all cases: on a compatible port the edge is added (one command); over empty canvas the palette opens,
 * filtered to what fits, or, when a wire was picked up, that wire is removed; on a node beside its ports the node is asked for one; without a move, or on Escape or a lost pointer,
 * nothing has happened. The document is not touched before release.
 */
import type { Hit, Point } from '../scene/types.js';
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
    /** The edge that was picked up, and the end that is loose now. */
    private readonly picked: { readonly id: string; readonly at: PortEnd } | undefined,
  ) {}

  static from(chart: Chart, pointer: CanvasPointer, hit: Extract<Hit, { kind: 'port' }>): DraggingWire {
    const end: PortEnd = { ref: hit.ref, direction: hit.direction };
    const edge = hit.direction === 'in' ? chart.host.edgeInto(hit.ref) : undefined;
    if (!edge) return new DraggingWire(chart, pointer, end, undefined);
    return new DraggingWire(chart, pointer, { ref: edge.from, direction: 'out' }, { id: edge.id, at: end });
  }

  static ofEdge(chart: Chart, pointer: CanvasPointer, edgeId: string): DraggingWire | undefined {
    const edge = chart.host.scene.edges.get(edgeId);
    if (!edge) return undefined;
    const { from, to } = chart.host.scene.edgeEnds(edge);
    const distance = (end: Point): number => Math.hypot(end.x - pointer.point.x, end.y - pointer.point.y);
    const output: PortEnd = { ref: edge.record.from, direction: 'out' };
    const input: PortEnd = { ref: edge.record.to, direction: 'in' };
    return distance(to) <= distance(from)
      ? new DraggingWire(chart, pointer, output, { id: edgeId, at: input })
      : new DraggingWire(chart, pointer, input, { id: edgeId, at: output });
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
      else this.#miss(host.scene.hitTest(pointer.point, host.camera.zoom), pointer);
    }
    return new Idle(this.chart);
  }

  exit(): void {
    this.chart.host.scene.setDraft(null);
  }

  /** Released where nothing takes the wire. */
  #miss(hit: Hit | null, pointer: CanvasPointer): void {
    const { host } = this.chart;
    if (hit?.kind === 'port') {
      const end: PortEnd = { ref: hit.ref, direction: hit.direction };
      const own = sameRef(end.ref, this.from.ref) || (this.picked && sameRef(end.ref, this.picked.at.ref));
      if (!own) host.explainRefusal(this.from, end);
    } else if (hit && 'nodeId' in hit && hit.nodeId !== this.from.ref[0])
      host.connectToNode(this.from, hit.nodeId, pointer.point, this.picked?.id);
    else if (hit !== null) return;
    else if (this.picked) host.disconnect(this.picked.id);
    else host.openPalette(pointer.point, this.from);
  }

  #drop(target: PortEnd): void {
    if (this.picked && sameRef(target.ref, this.picked.at.ref)) return;
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

const sameRef = (a: PortEnd['ref'], b: PortEnd['ref']): boolean => a[0] === b[0] && a[1] === b[1];
