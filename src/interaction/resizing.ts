/**
 * Resizing a node, a frame or a note by a handle. Only the scene shows it until release, which is one command; Escape and a lost
 * pointer leave the document as it was.
 */
import { resizeRect } from '../scene/resize.js';
import type { Hit, Rect } from '../scene/types.js';
import type { CanvasPointer, Chart, Cursor, State } from './chart.js';
import type { Line } from './guides.js';
import { Idle } from './idle.js';
import { Snapping } from './snapping.js';

type HandleHit = Extract<Hit, { kind: 'resize' }>;

export const HANDLE_CURSORS: Readonly<Record<HandleHit['handle'], Cursor>> = {
  n: 'ns-resize',
  s: 'ns-resize',
  e: 'ew-resize',
  w: 'ew-resize',
  nw: 'nwse-resize',
  se: 'nwse-resize',
  ne: 'nesw-resize',
  sw: 'nesw-resize',
};

export class Resizing implements State {
  readonly name = 'resizing';
  readonly scrolls = true;
  #rect: Rect;
  readonly #snapping: Snapping;

  private constructor(
    private readonly chart: Chart,
    private readonly start: CanvasPointer,
    private readonly hit: HandleHit,
    private readonly before: Rect,
    private readonly min: { readonly width: number; readonly height: number },
  ) {
    this.#rect = before;
    this.#snapping = new Snapping(chart.host, new Set([hit.id]));
  }

  /** Idle where the item cannot be resized. */
  static from(chart: Chart, start: CanvasPointer, hit: HandleHit, now: CanvasPointer): State {
    const before = chart.host.scene.sizeRect(hit.id);
    const min = chart.host.scene.minSize(hit.id);
    if (!before || !min) return new Idle(chart);
    const resizing = new Resizing(chart, start, hit, before, min);
    resizing.pointerMove(now);
    return resizing;
  }

  enter(): void {
    this.chart.host.setCursor(HANDLE_CURSORS[this.hit.handle]);
  }

  pointerMove(pointer: CanvasPointer): void {
    if (pointer.id !== this.start.id) return;
    const { handle } = this.hit;
    const dx = Math.round(pointer.point.x - this.start.point.x);
    const dy = Math.round(pointer.point.y - this.start.point.y);
    const snapped = this.#snapping.snap(resizeRect(this.before, handle, dx, dy, this.min), pointer, pulledLines(handle));
    this.#rect = resizeRect(this.before, handle, dx + snapped.dx, dy + snapped.dy, this.min);
    this.chart.host.scene.setResize({ id: this.hit.id, rect: this.#rect });
  }

  pointerUp(pointer: CanvasPointer): State | void {
    if (pointer.id !== this.start.id) return;
    const { host } = this.chart;
    host.scene.setResize(null);
    host.resize(this.hit.id, this.#rect);
    return new Idle(this.chart);
  }

  exit(): void {
    this.#snapping.clear();
    this.chart.host.scene.setResize(null);
  }
}

/** The lines of the rectangle that a handle pulls. */
function pulledLines(handle: HandleHit['handle']): Readonly<Record<'x' | 'y', readonly Line[]>> {
  const pulled = (start: string, end: string): Line[] => (handle.includes(start) ? ['start'] : handle.includes(end) ? ['end'] : []);
  return { x: pulled('w', 'e'), y: pulled('n', 's') };
}
