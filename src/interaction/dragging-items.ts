/**
 * Moving the selection, frames with what is inside them, onto guides and grid. While the pointer is down only the scene shows things
 * displaced; the document gets one command on release (so a drag is one undo step and one update), and none when the drag is
 * cancelled or ends where it began.
 *
 * With Alt, or once shaken, they leave their wires behind; one node without wires that is dropped on a wire goes into it.
 */
import type { Rect } from '../scene/types.js';
import type { CanvasPointer, Chart, State } from './chart.js';
import { wireNear } from './crossing.js';
import { Idle } from './idle.js';
import { Shake } from './shake.js';
import { Snapping } from './snapping.js';

/** Screen pixels from the pointer or the node's middle to the wire that the node goes into. */
const INSERT_REACH = 14;

export class DraggingItems implements State {
  readonly name = 'dragging-items';
  readonly scrolls = true;
  #dx = 0;
  #dy = 0;
  #shaken = false;
  #detach = false;
  #into: string | undefined;
  readonly #shake = new Shake();
  readonly #snapping: Snapping;
  readonly #box: Rect;
  /** Wires between what is dragged and what stays. */
  readonly #wires: ReadonlySet<string>;
  /** The node that may go into a wire. */
  readonly #single: string | undefined;

  private constructor(
    private readonly chart: Chart,
    private readonly start: CanvasPointer,
    private readonly ids: ReadonlySet<string>,
  ) {
    const { scene } = chart.host;
    this.#snapping = new Snapping(chart.host, ids);
    this.#box = scene.bounds(ids) ?? { ...start.point, width: 0, height: 0 };
    const [only] = ids;
    this.#single = ids.size === 1 && only !== undefined && scene.nodes.has(only) ? only : undefined;
    this.#wires = new Set(
      [...scene.edges.values()].flatMap(({ id, record }) => (ids.has(record.from[0]) !== ids.has(record.to[0]) ? [id] : [])),
    );
  }

  /** Idle where all that is selected is locked; the person is told. */
  static from(chart: Chart, start: CanvasPointer, now: CanvasPointer): State {
    const ids = chart.host.movable(chart.host.selection);
    if (ids.size === 0) {
      chart.host.explainLocked();
      return new Idle(chart);
    }
    const dragging = new DraggingItems(chart, start, ids);
    dragging.pointerMove(now);
    return dragging;
  }

  enter(): void {
    this.chart.host.setCursor('move');
  }

  pointerMove(pointer: CanvasPointer): void {
    if (pointer.id !== this.start.id) return;
    this.#shaken ||= this.#shake.add(pointer);
    this.#detach = this.#wires.size > 0 && (this.#shaken || pointer.alt);
    this.#place(pointer);
    this.chart.host.scene.setDrag({ ids: this.ids, dx: this.#dx, dy: this.#dy });
    this.#into = this.#wireUnder(pointer);
    this.#mark();
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id) return;
    const { host } = this.chart;
    const [dx, dy, detach, into] = [this.#dx, this.#dy, this.#detach, this.#into];
    host.scene.setDrag(null);
    if (dx !== 0 || dy !== 0 || detach) host.move(this.ids, dx, dy, { detach, ...(into === undefined ? {} : { into }) });
    return new Idle(this.chart);
  }

  exit(): void {
    const { scene } = this.chart.host;
    this.#snapping.clear();
    scene.setMarked(new Set());
    scene.setDraft(null);
    scene.setDrag(null);
  }

  /** Whole canvas units where nothing holds it. */
  #place(pointer: CanvasPointer): void {
    let dx = pointer.point.x - this.start.point.x;
    let dy = pointer.point.y - this.start.point.y;
    // Shift holds the drag to one axis.
    const across = pointer.shift && Math.abs(dx) > Math.abs(dy);
    if (across) dy = 0;
    else if (pointer.shift) dx = 0;
    const snapped = this.#snapping.snap({ ...this.#box, x: this.#box.x + dx, y: this.#box.y + dy }, pointer);
    this.#dx = pointer.shift && !across ? 0 : snapped.x ? dx + snapped.dx : Math.round(dx);
    this.#dy = across ? 0 : snapped.y ? dy + snapped.dy : Math.round(dy);
  }

  #wireUnder(pointer: CanvasPointer): string | undefined {
    const { host } = this.chart;
    const id = this.#single;
    const rect = id === undefined ? undefined : host.scene.rect(id);
    if (id === undefined || !rect || (!this.#detach && this.#wired(id))) return undefined;
    const reach = INSERT_REACH / host.camera.zoom;
    const fits = (edgeId: string): boolean => !this.#wires.has(edgeId) && host.inputFor(id, edgeId) !== undefined;
    const middle = { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
    return wireNear(host.scene, pointer.point, reach, fits) ?? wireNear(host.scene, middle, reach, fits);
  }

  #wired(id: string): boolean {
    const { scene } = this.chart.host;
    const ports = scene.nodes.get(id)?.layout.ports ?? [];
    return ports.some((port) => scene.connected([id, port.id], port.direction));
  }

  /** Shows which wires go, and how the node would hang in the wire that it goes into, which it may cover. */
  #mark(): void {
    const { scene, inputFor } = this.chart.host;
    const edge = this.#into === undefined ? undefined : scene.edges.get(this.#into);
    scene.setMarked(new Set(edge ? [edge.id] : []), this.#detach ? this.#wires : new Set());
    const input = edge && this.#single !== undefined ? inputFor(this.#single, edge.id) : undefined;
    const to = input === undefined ? undefined : ([this.#single!, input] as const);
    scene.setDraft(edge && to ? { from: { ref: edge.record.from, direction: 'out' }, to: { ref: to } } : null);
  }
}
