/** Going about the canvas without a pointer: walking from item to item, zooming, and letting go. */
import type { Camera, Size } from '../../scene/camera.js';
import { toScreen, zoomAt } from '../../scene/camera.js';
import type { Scene } from '../../scene/scene.js';
import type { Point, Rect } from '../../scene/types.js';
import type { CanvasFocus } from './focus.js';
import { readingOrder } from './reading-order.js';
import type { Selection } from './selection.js';
import { neighbour, OPPOSITE, type Direction } from './spatial.js';

export interface NavigationHost {
  readonly scene: Scene;
  readonly selected: Selection;
  readonly focus: CanvasFocus;
  readonly camera: Camera;
  viewport(): Size;
  glideTo(camera: Camera): void;
}

/** One press of a zoom button. */
const ZOOM_STEP = 1.25;
/** Part of the view that one press of a key moves it by. */
const PAN_STEP = 0.25;
const UNIT: Readonly<Record<Direction, readonly [number, number]>> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };

interface Order {
  readonly ids: readonly string[];
  readonly level: string;
  readonly rowsVersion: number;
}

export class Navigation {
  /** Tab has been given back to the page: Escape on an empty selection, or the last item passed. */
  #leaving = false;
  /** The last step by an arrow: the opposite arrow takes it back, once. */
  #step: { readonly from: string; readonly to: string; readonly way: Direction } | undefined;
  #known: Order | undefined;

  constructor(private readonly host: NavigationHost) {}

  /** Selects and focuses the next item; false hands the key back to the page. */
  walk(way: Direction | 'next' | 'previous'): boolean {
    const { focus } = this.host;
    const next = way === 'next' || way === 'previous' ? this.#along(way) : this.#beside(way);
    if (next === undefined) return false;
    focus.go({ kind: 'item', id: next });
    return true;
  }

  /** Goes to the neighbour and selects it beside what is selected already. */
  extend(way: Direction): boolean {
    const { focus, selected } = this.host;
    const next = this.#beside(way);
    if (next === undefined) return false;
    focus.goWith(next, [...selected.ids].filter((id) => id !== next).concat(next));
    return true;
  }

  #along(way: 'next' | 'previous'): string | undefined {
    if (this.#leaving) {
      this.#leaving = false;
      return undefined;
    }
    const { itemId } = this.host.focus;
    const order = this.order();
    const at = itemId === undefined ? -1 : this.positionOf(itemId);
    return way === 'previous' && at < 0 ? undefined : order[way === 'next' ? at + 1 : at - 1];
  }

  #beside(way: Direction): string | undefined {
    const from = this.host.focus.itemId;
    if (from === undefined) return this.order()[0];
    const rects = this.rects();
    const back = this.#step;
    this.#step = undefined;
    if (back && back.to === from && back.way === OPPOSITE[way] && rects.has(back.from)) return back.from;
    const to = neighbour(rects, from, way);
    if (to !== undefined) this.#step = { from, to, way };
    return to;
  }

  /** Escape without anything else to end. True where it deselected. */
  deselect(): boolean {
    const { selected, focus } = this.host;
    const had = selected.ids.size > 0 || selected.edge !== null;
    selected.setEdge(null);
    selected.set([]);
    focus.clear();
    this.#leaving = true;
    return had;
  }

  /** Focus has come from outside, or what was focused is gone: Tab walks the items again. */
  entered(): void {
    this.#leaving = false;
  }

  /** About the middle of the selection where that is in sight, else of the view. */
  zoomBy(steps: number): void {
    const { host } = this;
    host.glideTo(zoomAt(host.camera, this.#anchor(), ZOOM_STEP ** steps));
  }

  zoomTo(zoom: number): void {
    const { host } = this;
    host.glideTo(zoomAt(host.camera, this.#anchor(), zoom / host.camera.zoom));
  }

  /** Moves the view by a part of what is seen. */
  pan(way: Direction): void {
    const { camera, glideTo, viewport } = this.host;
    const { width, height } = viewport();
    const [x, y] = UNIT[way];
    glideTo({ ...camera, x: camera.x + (x * width * PAN_STEP) / camera.zoom, y: camera.y + (y * height * PAN_STEP) / camera.zoom });
  }

  #anchor(): Point {
    const { scene, selected, camera, viewport } = this.host;
    const { width, height } = viewport();
    const bounds = selected.ids.size > 0 ? scene.bounds(selected.ids) : null;
    const at = bounds && toScreen(camera, { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 });
    return at && at.x >= 0 && at.y >= 0 && at.x <= width && at.y <= height ? at : { x: width / 2, y: height / 2 };
  }

  /** Nodes, notes and frames of the level shown, as a person reads them. Worked out anew only where something has moved. */
  order(): readonly string[] {
    return this.#order().ids;
  }

  /** Place in the reading order, from 0; -1 for what is not on this level. */
  positionOf(id: string): number {
    return this.order().indexOf(id);
  }

  /** Items came or went. */
  changed(): void {
    this.#known = undefined;
  }

  #order(): Order {
    const { level, rowsVersion } = this.host.scene;
    if (this.#known?.level === level && this.#known.rowsVersion === rowsVersion) return this.#known;
    const ids = readingOrder(this.rects());
    this.#known = { ids, level, rowsVersion };
    return this.#known;
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
