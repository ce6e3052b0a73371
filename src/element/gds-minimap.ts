/**
 * The whole graph in small, with the visible part marked. Click, drag or the arrow keys move the view.
 *
 * Draws on a 2D canvas, only when something it shows has changed.
 *
 * @fires gds-minimap-move - `detail: { x, y }`: canvas point that the view should be centred on.
 * @csspart map - The card.
 */
import { css, html, type CSSResultGroup, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { Rect } from '../scene/types.js';
import { GdsPart } from './gds-part.js';
import { fitInto, sameRect, unionRect, type MapFit } from './minimap-fit.js';
import { baseStyles } from './styles/base.js';
import { cardStyles } from './styles/card.js';

export interface MinimapNode extends Rect {
  readonly selected: boolean;
  readonly status: string;
}

/** Free pixels around the content. */
const PADDING = 12;
/** Share of the view that one arrow key moves. */
const KEY_STEP = 0.1;

export class GdsMinimap extends GdsPart {
  static override readonly tag = 'gds-minimap';
  static override properties: PropertyDeclarations = {
    nodes: { attribute: false },
    view: { attribute: false, hasChanged: (view: Rect, before: Rect | undefined) => !sameRect(view, before) },
    theme: { type: String, attribute: 'data-theme' },
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
        inline-size: 100%;
        block-size: 100%;
        overflow: hidden;
        touch-action: none;
        cursor: default;
      }
      canvas {
        display: block;
        inline-size: 100%;
        block-size: 100%;
      }
    `,
  ];

  nodes: readonly MinimapNode[] = [];
  /** The visible part of the canvas, canvas units. */
  view: Rect = { x: 0, y: 0, width: 1, height: 1 };
  /** Only read to draw again when it changes. */
  theme = '';
  #fit: MapFit | null = null;
  #held: number | null = null;
  #observer: ResizeObserver | null = null;
  #frame = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    const Observer = this.ownerDocument.defaultView?.ResizeObserver;
    if (!Observer) return;
    this.#observer = new Observer(() => this.#draw());
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
      aria-label="Minimap, ${count}. Arrow keys move the view."
      title="Drag to move the view"
      @pointerdown=${this.#press}
      @pointermove=${this.#move}
      @pointerup=${this.#release}
      @pointercancel=${this.#release}
      @keydown=${this.#key}
    >
      <canvas aria-hidden="true"></canvas>
    </div>`;
  }

  /** Drawn with the next frame: it reads size and style, which in the middle of a change would cost the page a layout of its own. */
  protected override updated(_changed: PropertyValues): void {
    if (this.#fit === null) return this.#draw();
    if (this.#frame !== 0) return;
    this.#frame = this.ownerDocument.defaultView!.requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const view = this.ownerDocument.defaultView;
    // Drawn by the CPU: on the GPU each small drawing may wait until that has finished what a run gives it.
    const context = canvas?.getContext('2d', { willReadFrequently: true });
    if (!canvas || !context || !view || canvas.clientWidth === 0) return;
    const dpr = view.devicePixelRatio;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    const pixels = { width: Math.round(width * dpr), height: Math.round(height * dpr) };
    // Only a new size: setting one gives the canvas new memory.
    if (canvas.width !== pixels.width || canvas.height !== pixels.height) Object.assign(canvas, pixels);
    context.setTransform(dpr, 0, 0, dpr, 0, 0);
    context.clearRect(0, 0, width, height);
    // While the hand is at it the map keeps its scale: otherwise the content would run from the pointer.
    if (this.#held === null || this.#fit === null) this.#fit = fitInto(unionRect([...this.nodes, this.view]), width, height, PADDING);
    const { scale, x, y } = this.#fit;
    const style = view.getComputedStyle(this);
    const forced = view.matchMedia('(forced-colors: active)').matches;
    const color = (token: string, system: string): string => (forced ? system : style.getPropertyValue(`--gds-${token}`).trim());
    const colors: Readonly<Record<string, string>> = { running: color('running', 'Highlight'), error: color('error', 'Mark') };
    const plain = color('muted', 'CanvasText');
    const accent = color('accent', 'Highlight');
    const box = (rect: Rect): void => {
      context.beginPath();
      context.roundRect(
        x + rect.x * scale,
        y + rect.y * scale,
        Math.max(2, rect.width * scale),
        Math.max(2, rect.height * scale),
        Math.min(2, 8 * scale),
      );
    };
    for (const node of this.nodes) {
      context.globalAlpha = node.selected || colors[node.status] ? 1 : 0.55;
      context.fillStyle = node.selected ? accent : (colors[node.status] ?? plain);
      box(node);
      context.fill();
    }
    context.beginPath();
    context.roundRect(x + this.view.x * scale, y + this.view.y * scale, this.view.width * scale, this.view.height * scale, 2);
    context.globalAlpha = 0.09;
    context.fillStyle = accent;
    context.fill();
    context.globalAlpha = 0.85;
    context.strokeStyle = accent;
    context.lineWidth = 1;
    context.stroke();
  }

  #goTo(event: PointerEvent): void {
    const canvas = this.renderRoot.querySelector('canvas');
    if (!canvas || !this.#fit) return;
    const box = canvas.getBoundingClientRect();
    const { scale, x, y } = this.#fit;
    this.emit('gds-minimap-move', { x: (event.clientX - box.left - x) / scale, y: (event.clientY - box.top - y) / scale });
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.stopPropagation();
    this.#held = event.pointerId;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#goTo(event);
  }

  #move(event: PointerEvent): void {
    if (event.pointerId === this.#held) this.#goTo(event);
  }

  #release(event: PointerEvent): void {
    if (event.pointerId !== this.#held) return;
    this.#held = null;
    this.#draw();
  }

  #key(event: KeyboardEvent): void {
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    const { x, y, width, height } = this.view;
    this.emit('gds-minimap-move', { x: x + width / 2 + move[0] * width * KEY_STEP, y: y + height / 2 + move[1] * height * KEY_STEP });
  }
}
