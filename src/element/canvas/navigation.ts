/** Going about the canvas without a pointer: walking from item to item, zooming, and letting go. */
import type { Camera, Size } from '../../scene/camera.js';
import { zoomAt } from '../../scene/camera.js';
import type { Scene } from '../../scene/scene.js';
import type { Rect } from '../../scene/types.js';
import { neighbour, readingOrder, type Direction } from './reading-order.js';
import type { Selection } from './selection.js';

export interface NavigationHost {
  readonly scene: Scene;
  readonly selected: Selection;
  readonly camera: Camera;
  viewport(): Size;
  glideTo(camera: Camera): void;
  focusItem(id: string): void;
}

/** One press of a zoom button. */
const ZOOM_STEP = 1.25;

export class Navigation {
  /** Tab has been given back to the page: Escape on an empty selection, or the last item passed. */
  #leaving = false;

  constructor(private readonly host: NavigationHost) {}

  /** Selects and focuses the next item; false hands the key back to the page. */
  walk(way: Direction | 'next' | 'previous'): boolean {
    const { host } = this;
    const current = [...host.selected.ids].at(-1);
    let next: string | undefined;
    if (way === 'next' || way === 'previous') {
      if (this.#leaving) return (this.#leaving = false);
      const order = this.order();
      const at = current === undefined ? -1 : order.indexOf(current);
      if (way === 'previous' && at < 0) return false;
      next = order[way === 'next' ? at + 1 : at - 1];
    } else {
      next = current === undefined ? this.order()[0] : neighbour(this.rects(), current, way);
    }
    if (next === undefined) return false;
    host.selected.set([next]);
    host.focusItem(next);
    return true;
  }

  /** Escape without anything else to end. True where it deselected. */
  deselect(): boolean {
    const { selected } = this.host;
    const had = selected.ids.size > 0 || selected.edge !== null;
    selected.setEdge(null);
    selected.set([]);
    this.#leaving = true;
    return had;
  }

  /** Focus has come from outside, or what was focused is gone: Tab walks the items again. */
  entered(): void {
    this.#leaving = false;
  }

  zoomBy(steps: number): void {
    const { host } = this;
    const { width, height } = host.viewport();
    host.glideTo(zoomAt(host.camera, { x: width / 2, y: height / 2 }, ZOOM_STEP ** steps));
  }

  zoomTo(zoom: number): void {
    const { host } = this;
    const { width, height } = host.viewport();
    host.glideTo(zoomAt(host.camera, { x: width / 2, y: height / 2 }, zoom / host.camera.zoom));
  }

  /** Nodes, notes and frames of the level shown, as a person reads them. */
  order(): string[] {
    return readingOrder(this.rects());
  }

  rects(): Map<string, Rect> {
    const { scene } = this.host;
    const rects = new Map<string, Rect>();
    for (const items of [scene.groups, scene.nodes, scene.notes]) {
      for (const id of items.keys()) {
        const rect = scene.rect(id);
        if (rect) rects.set(id, rect);
      }
    }
    return rects;
  }
}
