/**
 * What a dragged or resized box snaps to: guides first, the grid where no guide is in reach. Held Ctrl or ⌘ suspends both. Shows the
 * guides; the caller ends with {@link Snapping.clear}.
 */
import { SNAP_STEP } from '../scene/grid.js';
import type { Guide } from '../scene/overlay.js';
import type { Rect } from '../scene/types.js';
import type { CanvasPointer, ChartHost } from './chart.js';
import { Alignment, type Line } from './guides.js';

/** Screen pixels within which an edge or a middle snaps. */
const REACH = 6;
/** Below this zoom things are too small to be aligned by eye, and too many to be a help. */
const LOWEST_ZOOM = 0.2;

export interface SnapResult {
  readonly dx: number;
  readonly dy: number;
  /** Held by a guide or the grid: not to be rounded. */
  readonly x: boolean;
  readonly y: boolean;
}

export class Snapping {
  #alignment: Alignment | undefined;
  /** The camera that it was made for: scrolling brings other things into view. */
  #camera: unknown;

  constructor(
    private readonly host: ChartHost,
    /** What is moved itself. */
    private readonly ids: ReadonlySet<string>,
  ) {}

  /** What else moves the box; `lines` are those that may snap, all where left out. */
  snap(box: Rect, pointer: CanvasPointer, lines?: Readonly<Record<'x' | 'y', readonly Line[]>>): SnapResult {
    const { host } = this;
    const guides = !pointer.mod && host.snap.guides && host.camera.zoom >= LOWEST_ZOOM;
    const aligned = guides
      ? this.#around().align(box, { reach: REACH / host.camera.zoom, ...(lines ? { lines } : { gaps: true }) })
      : { dx: 0, dy: 0, x: false, y: false, guides: [] };
    this.#show(aligned.guides);
    if (pointer.mod || !host.snap.grid) return aligned;
    const onGrid = (axis: 'x' | 'y'): number => {
      const size = axis === 'x' ? box.width : box.height;
      const own = box[axis] + (lines?.[axis].includes('end') ? size : 0);
      return lines?.[axis].length === 0 ? 0 : Math.round(own / SNAP_STEP) * SNAP_STEP - own;
    };
    return { dx: aligned.x ? aligned.dx : onGrid('x'), dy: aligned.y ? aligned.dy : onGrid('y'), x: true, y: true };
  }

  clear(): void {
    this.#show([]);
  }

  #show(guides: readonly Guide[]): void {
    const { scene } = this.host;
    if (guides.length > 0 || scene.overlay.guides.length > 0) scene.setOverlay({ guides });
  }

  #around(): Alignment {
    const { scene, camera } = this.host;
    if (this.#alignment && this.#camera === camera) return this.#alignment;
    const { width, height } = this.host.viewport();
    const view: Rect = { x: camera.x, y: camera.y, width: width / camera.zoom, height: height / camera.zoom };
    const shown = [...scene.visible(view), ...scene.visibleGroups(view)].filter(({ id }) => !this.ids.has(id));
    this.#camera = camera;
    return (this.#alignment = new Alignment(shown.map(({ row }) => scene.rowRect(row))));
  }
}
