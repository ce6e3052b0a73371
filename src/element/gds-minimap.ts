/**
 * The whole graph in small, with the visible part marked. A click or drag moves the view, the wheel and the keys zoom it.
 *
 * What is on the canvas is a 2D canvas, drawn at most once a frame and only when that changes. Over it lies the view's rectangle as an element
 * that the compositor moves: another view costs one transform, and that only where the rectangle comes to lie on other pixels.
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
import { paintContent, type MinimapColors, type MinimapNodes } from './minimap-painter.js';
import { baseStyles } from './styles/base.js';
import { cardStyles } from './styles/card.js';

export type { MinimapNode, MinimapNodes } from './minimap-painter.js';

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
    view: { attribute: false, noAccessor: true },
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
        /* Another rectangle lays out nothing else. */
        contain: strict;
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
      .view {
        position: absolute;
        inset-block-start: 0;
        left: 0;
        box-sizing: border-box;
        border: 1px solid color-mix(in srgb, var(--gds-accent) 85%, transparent);
        border-radius: 2px;
        background: color-mix(in srgb, var(--gds-accent) 9%, transparent);
        pointer-events: none;
        will-change: transform;
      }
      @media (forced-colors: active) {
        .view {
          border-color: Highlight;
        }
      }
    `,
  ];

  /** Drawn anew when it is another one: what is in it must not change. */
  nodes: MinimapNodes = [];
  frames: readonly Rect[] = [];
  /** Only read to draw again when it changes. */
  theme = '';
  /** `cooperative`: a plain wheel scrolls the page until the map has focus. */
  wheel: 'cooperative' | 'capture' = 'cooperative';
  #view: Rect = { x: 0, y: 0, width: 1, height: 1 };
  /** CSS pixels of the map; nothing is known of them before it is laid out. */
  #size = { width: 0, height: 0 };
  /** Where the view's rectangle lies, as its style has it. */
  #marked = '';
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
  /**
   * The visible part of the canvas, canvas units. Another one renders nothing; where its rectangle comes to lie on other pixels, the browser
   * layers the page anew, and another size of it is a layout.
   */
  get view(): Rect {
    return this.#view;
  }
  set view(view: Rect) {
    if (sameRect(view, this.#view)) return;
    this.#view = view;
    if (this.#fit === null) return;
    this.#place();
    if (this.#stale) this.#soon();
    else this.#mark();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const Observer = this.ownerDocument.defaultView?.ResizeObserver;
    if (!Observer) return;
    this.#observer = new Observer(() => {
      this.#stale = true;
      this.#measure();
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
      <div class="view" aria-hidden="true"></div>
    </div>`;
  }

  /** Drawn with the next frame: it reads style, which in the middle of a change would cost the page a layout of its own. */
  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('nodes') || changed.has('frames')) this.#content = null;
    if (changed.has('nodes') || changed.has('frames') || changed.has('theme')) this.#stale = true;
    if (this.#fit !== null) return this.#soon();
    this.#measure();
    this.#draw();
  }

  #soon(): void {
    if (this.#frame !== 0) return;
    this.#frame = this.ownerDocument.defaultView!.requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  /** Reads the size, which costs a layout; called when it may have changed. */
  #measure(): void {
    const { clientWidth = 0, clientHeight = 0 } = this.renderRoot.querySelector('canvas') ?? {};
    this.#size = { width: clientWidth, height: clientHeight };
  }

  #draw(): void {
    const content = this.renderRoot.querySelector('canvas');
    if (!content || this.#size.width === 0) return;
    this.#place();
    if (this.#stale || !this.#colors) {
      this.#colors = this.#readColors();
      const context = this.#clear(content);
      if (context) paintContent(context, this.#fit!, this.nodes, this.frames, this.#colors);
      this.#stale = false;
    }
    this.#mark();
  }

  /** Lays the rectangle over the visible part, on whole device pixels. Its size, which is a layout, is another only after a zoom. */
  #mark(): void {
    const mark = this.renderRoot.querySelector<HTMLElement>('.view');
    if (!mark || !this.#fit) return;
    const { scale, x, y } = this.#fit;
    const dpr = this.ownerDocument.defaultView?.devicePixelRatio ?? 1;
    const whole = (value: number): number => Math.round(value * dpr) / dpr;
    const size = (side: number): string => `${Math.max(3, whole(side * scale))}px`;
    const width = size(this.#view.width);
    const height = size(this.#view.height);
    const transform = `translate(${whole(x + this.#view.x * scale)}px, ${whole(y + this.#view.y * scale)}px)`;
    const marked = `${transform} ${width} ${height}`;
    if (marked === this.#marked) return;
    this.#marked = marked;
    mark.style.setProperty('transform', transform);
    mark.style.setProperty('width', width);
    mark.style.setProperty('height', height);
  }

  /** Finds the map's scale. While the hand is at it that stays: otherwise the content would run from the pointer. */
  #place(): void {
    if (this.#held !== null && this.#fit !== null) return;
    this.#content ??= this.nodes.length + this.frames.length === 0 ? this.view : unionRect([...this.nodes, ...this.frames]);
    const extent = mapExtent(this.#content, this.view, this.#extent);
    const fit = fitInto(extent, this.#size.width, this.#size.height, PADDING);
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
    const { width, height } = this.#size;
    const pixels = { width: Math.round(width * dpr), height: Math.round(height * dpr) };
    // Only a new size: setting one gives the canvas new memory.
    if (canvas.width !== pixels.width || canvas.height !== pixels.height) Object.assign(canvas, pixels);
    context?.setTransform(dpr, 0, 0, dpr, 0, 0);
    context?.clearRect(0, 0, width, height);
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
