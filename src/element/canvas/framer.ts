/** Where the view goes when the program moves it: what is shown stays clear of the tools that float over the canvas. */
import { toScreen, zoomAt, type Camera, type Insets } from '../../scene/camera.js';
import { NODE } from '../../scene/layout.js';
import { grow, intersects } from '../../scene/rect.js';
import type { Point, Rect } from '../../scene/types.js';
import { openingView, uncovering } from './framing.js';
import { freePlace, REACH } from './free-place.js';
import type { CanvasView } from './view.js';

/** CSS pixels between the node panel and a node that was moved out from under it. */
const PANEL_GAP = 16;

/** Height that a new node is given room for, canvas units. */
const ROOM = 200;
/** From a new node's top to the point it is placed by, canvas units. */
const HEADER_CENTRE = 20;

export interface FramerHost {
  readonly element: HTMLElement;
  readonly view: CanvasView;
  readonly compact: boolean;
  /** A card at the inline end shows the selected node. */
  readonly panelShown: boolean;
  readonly flyoutShown: boolean;
  /** Resolves once everything that opens over the canvas is there. */
  rendered(): Promise<unknown>;
  find(selector: string): HTMLElement | null;
  /** Rectangles of what is on the canvas, by id. */
  rects(): ReadonlyMap<string, Rect>;
}

export class Framer {
  constructor(private readonly host: FramerHost) {}

  get #camera(): Camera {
    return this.host.view.camera.camera;
  }

  /** Room that the floating tools take at each side, CSS pixels. */
  insets(): Insets {
    const { element, compact, panelShown, flyoutShown } = this.host;
    if (compact) return { top: 64, right: 24, bottom: 148, left: 24 };
    const panel = panelShown ? 312 : 32;
    const flyout = flyoutShown ? 348 : 80;
    const rtl = element.matches(':dir(rtl)');
    return { top: 72, right: rtl ? flyout : panel, bottom: 96, left: rtl ? panel : flyout };
  }

  /** Shows these items, or all, in a short glide. */
  fit(ids?: Iterable<string>): void {
    const { view } = this.host;
    const camera = view.fitted(this.insets(), ids);
    if (camera) view.camera.glideTo(camera);
  }

  /** Without the glide: for what has just been opened. */
  fitNow(): void {
    const { view, compact } = this.host;
    const insets = this.insets();
    const camera = compact ? openingView(this.host.rects(), view.viewport(), insets) : view.fitted(insets);
    if (camera) view.camera.set(camera);
  }

  /** Where something new of this height goes, by its header's centre: at `at`, the middle of the view, or beside what lies there. */
  freePlace(height = ROOM, at = this.centre()): Point {
    const { scene } = this.host.view;
    const wished = { x: at.x - NODE.width / 2, y: at.y - HEADER_CENTRE, width: NODE.width, height };
    const near = scene.nodesIn(grow(wished, 2 * REACH)).flatMap((id) => scene.rect(id) ?? []);
    const place = freePlace(wished, near);
    return { x: place.x + NODE.width / 2, y: place.y + HEADER_CENTRE };
  }

  /** Moves the view where the node is out of sight or a tool covers it. */
  reveal(id: string): void {
    this.#uncover(id, this.insets());
  }

  /** Moves the view where the node panel, which opens as a node is selected, has come to lie over it. */
  async revealBesidePanel(id: string): Promise<void> {
    const { host } = this;
    await host.rendered();
    const box = host.find('.end')?.getBoundingClientRect();
    const rect = host.view.scene.rect(id);
    if (!box || !rect) return;
    const corner = host.view.clientToCanvas(box.left, box.top);
    const { zoom } = this.#camera;
    if (!intersects(rect, { ...corner, width: box.width / zoom, height: box.height / zoom })) return;
    const { width, height } = host.view.viewport();
    const { x, y } = toScreen(this.#camera, corner);
    const clear = { top: 0, right: 0, bottom: 0, left: 0 };
    if (host.compact) clear.bottom = height - y + PANEL_GAP;
    else if (x > width / 2) clear.right = width - x + PANEL_GAP;
    else clear.left = x + box.width + PANEL_GAP;
    this.#uncover(id, clear);
  }

  #uncover(id: string, insets: Insets): void {
    const { view } = this.host;
    const rect = view.scene.rect(id);
    const camera = rect && uncovering(rect, this.#camera, view.viewport(), insets);
    if (camera) view.camera.glideTo(camera);
  }

  /** The middle of what is visible, canvas units. */
  centre(): Point {
    const visible = this.host.view.visible();
    return { x: visible.x + visible.width / 2, y: visible.y + visible.height / 2 };
  }

  /** About the middle of the view. */
  zoomBy(factor: number): void {
    const { view } = this.host;
    const { width, height } = view.viewport();
    view.camera.set(zoomAt(this.#camera, { x: width / 2, y: height / 2 }, factor));
  }

  centreOn(x: number, y: number): void {
    const visible = this.host.view.visible();
    this.host.view.camera.set({ x: x - visible.width / 2, y: y - visible.height / 2, zoom: this.#camera.zoom });
  }
}
