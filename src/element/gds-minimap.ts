/**
 * The whole graph in small, with the visible part marked. A click or drag moves the view, the wheel and the keys zoom it.
 *
 * Two 2D canvases, each drawn at most once a frame: what is on the canvas only when that changes, over it the view's rectangle. A
 * moving camera costs the rectangle, whatever the number of nodes.
 *
 * @fires gds-minimap-move - `detail: { x, y }`: canvas point that the view should be centred on.
 * @fires gds-minimap-zoom - `detail: { factor }`: how much closer the view should be, about its centre.
 * @fires gds-command - `detail: { command: 'fit' }`: all should be shown.
 * @csspart map - The card.
 */
import { css, html, type CSSResultGroup, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { Point, Rect } from '../scene/types.js';
import { contains } from '../scene/rect.js';
import { GdsPart } from './gds-part.js';
import { fitInto, mapExtent, sameRect, unionRect, type MapFit } from './minimap-fit.js';
import { paintContent, paintView, type MinimapColors, type MinimapNode } from './minimap-painter.js';
import { baseStyles } from './styles/base.js';
import { cardStyles } from './styles/card.js';

export type { MinimapNode } from './minimap-painter.js';

/** Free pixels around the content. */
const PADDING = 12;
/** Share of the view that one arrow key moves, and with Shift. */
const KEY_STEP = { fine: 0.1, coarse: 0.5 } as const;
/** What one press of plus zooms by. */
const KEY_ZOOM = 1.25;
/** Wheel pixels that zoom by e. */
const ZOOM_PIXELS = 600;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const ZOOMS: Readonly<Record<string, number>> = { '+': KEY_ZOOM, '=': KEY_ZOOM, '-': 1 / KEY_ZOOM };

export class GdsMinimap extends GdsPart {
  static override readonly tag = 'gds-minimap';
  static override properties: PropertyDeclarations = {
    nodes: { attribute: false },
    frames: { attribute: false },
    view: { attribute: false, hasChanged: (view: Rect, before: Rect | undefined) => !sameRect(view, before) },
    theme: { type: String, attribute: 'data-theme' },
    wheel: { type: String },
  };
  static override styles: CSSResultGroup = [
    baseStyles,
    cardStyles,
    css`
      :host {
        inline-size: 168px;
        block-size: 104px;
      }
      .map {
        position: relative;
        inline-size: 100%;
        block-size: 100%;
        overflow: hidden;
        touch-action: none;
        cursor: default;
      }
      canvas {
        position: absolute;
        inset: 0;
        display: block;
        inline-size: 100%;
        block-size: 100%;
      }
    `,
  ];

  nodes: readonly MinimapNode[] = [];
  frames: readonly Rect[] = [];
  /** The visible part of the canvas, canvas units. */
  view: Rect = { x: 0, y: 0, width: 1, height: 1 };
  /** Only read to draw again when it changes. */
  theme = '';
  /** `cooperative`: a plain wheel scrolls the page until the map has focus. */
  wheel: 'cooperative' | 'capture' = 'cooperative';
  #fit: MapFit | null = null;
  #extent: Rect | null = null;
  #content: Rect | null = null;
  #colors: MinimapColors | null = null;
  /** The content layer shows something else than it should. */
  #stale = true;
  /** The pointer that moves the view, and how far from the view's centre it took hold. */
  #held: { readonly id: number; readonly from: Point } | null = null;
  #observer: ResizeObserver | null = null;
  #frame = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    const Observer = this.ownerDocument.defaultView?.ResizeObserver;
    if (!Observer) return;
    this.#observer = new Observer(() => {
      this.#stale = true;
      this.#draw();
    });
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
    this.#observer = null;
    this.ownerDocument.defaultView?.cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  protected override render() {
    const count = this.nodes.length === 1 ? '1 node' : `${this.nodes.length} nodes`;
    return html`<div
      class="map card"
      part="map"
      role="group"
      tabindex="0"
      aria-label="Minimap, ${count}. Arrow keys move the view, plus and minus zoom, Home shows all."
      title="Drag to move the view, scroll to zoom"
      @pointerdown=${this.#press}
      @pointermove=${this.#move}
      @pointerup=${this.#release}
      @pointercancel=${this.#release}
      @wheel=${this.#scroll}
      @keydown=${this.#key}
    >
      <canvas class="content" aria-hidden="true"></canvas>
      <canvas class="view" aria-hidden="true"></canvas>
    </div>`;
  }

  /** Drawn with the next frame: it reads size and style, which in the middle of a change would cost the page a layout of its own. */
  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('nodes') || changed.has('frames')) this.#content = null;
    if (changed.has('nodes') || changed.has('frames') || changed.has('theme')) this.#stale = true;
    if (this.#fit === null) return this.#draw();
    if (this.#frame !== 0) return;
    this.#frame = this.ownerDocument.defaultView!.requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const [content, view] = this.renderRoot.querySelectorAll('canvas');
    if (!content || !view || content.clientWidth === 0) return;
    this.#place(content.clientWidth, content.clientHeight);
    if (this.#stale || !this.#colors) {
      this.#colors = this.#readColors();
      const context = this.#clear(content);
      if (context) paintContent(context, this.#fit!, this.nodes, this.frames, this.#colors);
      this.#stale = false;
    }
    const context = this.#clear(view);
    if (context) paintView(context, this.#fit!, this.view, this.#colors);
  }

  /** Finds the map's scale. While the hand is at it that stays: otherwise the content would run from the pointer. */
  #place(width: number, height: number): void {
    if (this.#held !== null && this.#fit !== null) return;
    this.#content ??= this.nodes.length + this.frames.length === 0 ? this.view : unionRect([...this.nodes, ...this.frames]);
    const extent = mapExtent(this.#content, this.view, this.#extent);
    const fit = fitInto(extent, width, height, PADDING);
    const same = this.#fit && fit.scale === this.#fit.scale && fit.x === this.#fit.x && fit.y === this.#fit.y;
    this.#extent = extent;
    if (same) return;
    this.#fit = fit;
    this.#stale = true;
  }

  /** Drawn by the CPU: on the GPU each small drawing may wait until that has finished what a run gives it. */
  #clear(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const dpr = this.ownerDocument.defaultView?.devicePixelRatio ?? 1;
    const { clientWidth, clientHeight } = canvas;
    const pixels = { width: Math.round(clientWidth * dpr), height: Math.round(clientHeight * dpr) };
    // Only a new size: setting one gives the canvas new memory.
    if (canvas.width !== pixels.width || canvas.height !== pixels.height) Object.assign(canvas, pixels);
    context?.setTransform(dpr, 0, 0, dpr, 0, 0);
    context?.clearRect(0, 0, clientWidth, clientHeight);
    return context;
  }

  #readColors(): MinimapColors {
    const view = this.ownerDocument.defaultView!;
    const style = view.getComputedStyle(this);
    const forced = view.matchMedia('(forced-colors: active)').matches;
    const color = (token: string, system: string): string => (forced ? system : style.getPropertyValue(`--gds-${token}`).trim());
    return {
      plain: color('muted', 'CanvasText'),
      accent: color('accent', 'Highlight'),
      running: color('running', 'Highlight'),
      error: color('error', 'Mark'),
    };
  }

  /** Canvas point under the pointer. */
  #point(event: PointerEvent): Point | undefined {
    const canvas = this.renderRoot.querySelector('canvas');
    if (!canvas || !this.#fit) return undefined;
    const box = canvas.getBoundingClientRect();
    const { scale, x, y } = this.#fit;
    return { x: (event.clientX - box.left - x) / scale, y: (event.clientY - box.top - y) / scale };
  }

  #press(event: PointerEvent): void {
    const point = this.#point(event);
    if (event.button !== 0 || !point) return;
    event.stopPropagation();
    const { x, y, width, height } = this.view;
    // Inside the rectangle it is taken where it is; elsewhere the view jumps there.
    const from = contains(this.view, point) ? { x: point.x - x - width / 2, y: point.y - y - height / 2 } : { x: 0, y: 0 };
    this.#held = { id: event.pointerId, from };
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#move(event);
  }

  #move(event: PointerEvent): void {
    const point = this.#point(event);
    if (event.pointerId !== this.#held?.id || !point) return;
    this.emit('gds-minimap-move', { x: point.x - this.#held.from.x, y: point.y - this.#held.from.y });
  }

  #release(event: PointerEvent): void {
    if (event.pointerId !== this.#held?.id) return;
    this.#held = null;
    this.#draw();
  }

  #scroll(event: WheelEvent): void {
    const meant = event.ctrlKey || event.metaKey || this.wheel === 'capture' || this.matches(':focus-within');
    if (!meant) return;
    event.preventDefault();
    event.stopPropagation();
    this.emit('gds-minimap-zoom', { factor: Math.exp(-event.deltaY / ZOOM_PIXELS) });
  }

  #key(event: KeyboardEvent): void {
    const way = ARROWS[event.key];
    const factor = ZOOMS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || !(way || factor || event.key === 'Home')) return;
    event.preventDefault();
    event.stopPropagation();
    if (factor) return void this.emit('gds-minimap-zoom', { factor });
    if (!way) return void this.emit('gds-command', { command: 'fit' });
    const { x, y, width, height } = this.view;
    const step = event.shiftKey ? KEY_STEP.coarse : KEY_STEP.fine;
    this.emit('gds-minimap-move', { x: x + width / 2 + way[0] * width * step, y: y + height / 2 + way[1] * height * step });
  }
}
