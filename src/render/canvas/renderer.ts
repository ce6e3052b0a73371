/**
 * The last tier: the same display items on a plain 2D canvas, for machines with neither WebGPU nor WebGL.
 *
 * Not Pixi's canvas renderer: it draws no meshes with own shaders, which is what our Pixi tier consists of, so the scene would have
 * to be built a second time out of sprites and graphics (see docs/decisions/0010-canvas-tier.md). Everything on screen is drawn anew
 * each frame; beyond {@link LIVE_CARDS} visible nodes and notes they lose their text.
 */
import { GdsError } from '../../errors.js';
import type { Camera } from '../../scene/camera.js';
import { detailAt, type Detail, type Item } from '../../scene/items.js';
import { overlayItems } from '../../scene/overlay.js';
import { PALETTE } from '../../scene/palette.js';
import { fitImage, grow } from '../../scene/rect.js';
import type { SceneCard, SceneEdge } from '../../scene/elements.js';
import { aspectOf } from '../../scene/media.js';
import { titleSizeAt } from '../../scene/group-title.js';
import { WORLD } from '../../scene/rows.js';
import type { Scene } from '../../scene/scene.js';
import type { NodeMedia, Point, Rect } from '../../scene/types.js';
import { handleLength, WIRE_WIDTH } from '../../scene/wire.js';
import { gridAt } from '../frame.js';
import { paletteColors } from '../palette.js';
import type { DrawResult, Renderer, RendererDetails, RenderTheme, Rgba } from '../types.js';
import { createCanvas } from '../surface.js';
import { paintItem, type PaintContext } from './painter.js';
import { CanvasPictures } from './pictures.js';

/** Visible nodes and notes that are drawn with all their text. */
export const LIVE_CARDS = 60;
/** What a node draws beyond its rectangle, canvas units. */
const OVERHANG = 120;

const css = ([r, g, b, a]: Rgba, alpha = 1): string => `rgb(${r * 255} ${g * 255} ${b * 255} / ${a * alpha})`;

export class CanvasRenderer implements Renderer {
  readonly info: RendererDetails = {
    kind: 'canvas',
    adapter: 'Canvas 2D',
    fallback: true,
    reason: '',
    format: 'rgba8unorm',
    timestamps: false,
    maxTextureSize: Infinity,
  };
  #canvas: HTMLCanvasElement | undefined;
  #context: CanvasRenderingContext2D | undefined;
  #scene: Scene | undefined;
  #dpr = 1;
  #detail: Detail | undefined;
  #drawn = false;
  readonly #pictures = new CanvasPictures();

  constructor(private theme: RenderTheme) {}

  attach(canvas: HTMLCanvasElement): Promise<void> {
    const context = canvas.getContext('2d');
    if (!context) return Promise.reject(new GdsError('GDS_RENDERER_CANVAS', 'This browser draws no 2D canvas.'));
    this.#canvas = canvas;
    this.#context = context;
    return Promise.resolve();
  }

  resize(width: number, height: number, dpr: number): void {
    this.#dpr = dpr;
    if (!this.#canvas) return;
    this.#canvas.width = Math.max(1, width);
    this.#canvas.height = Math.max(1, height);
  }

  setTheme(theme: RenderTheme): void {
    const font = theme.font !== this.theme.font;
    this.theme = theme;
    if (font) this.fontsChanged();
  }
  fontsChanged(): void {
    const scene = this.#scene;
    if (!scene) return;
    const { context } = createCanvas(1, 1);
    scene.measure = (text, size, weight) => {
      context.font = `${weight} 100px ${this.theme.font}`;
      return (context.measureText(text).width * size) / 100;
    };
  }

  sync(scene: Scene): void {
    if (this.#scene === scene) return;
    this.#scene = scene;
    this.fontsChanged();
  }

  draw(camera: Camera): DrawResult {
    const context = this.#context;
    const scene = this.#scene;
    const canvas = this.#canvas;
    if (!context || !scene || !canvas) return { draws: 0, bytesUploaded: 0, submits: 0 };
    const scale = camera.zoom * this.#dpr;
    const palette = paletteColors(this.theme, scene.portTypes);
    const view = { x: camera.x, y: camera.y, width: canvas.width / scale, height: canvas.height / scale };
    const cards = scene.visible(grow(view, OVERHANG));
    const fine = (this.#detail = detailAt(camera.zoom, this.#detail));
    const detail = cards.length > LIVE_CARDS && fine < 2 ? 2 : fine;
    const paint: PaintContext = {
      context,
      palette,
      font: this.theme.font,
      scale,
      dpr: this.#dpr,
      greek: detail >= 2,
      picture: (id) => {
        const media = scene.media(id);
        return media && this.#pictures.place(id, media);
      },
    };
    this.#pictures.show(this.#wanted(scene, cards, detail, scale), () => scene.onInvalidate?.('thumbnail'));
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.textBaseline = 'alphabetic';
    this.#ground(context, camera, palette);
    let draws = 1;
    const place = (row: number, items: readonly Item[]): void => {
      const rect = scene.rowRect(row);
      const x = Math.round((rect.x - camera.x) * scale);
      const y = Math.round((rect.y - camera.y) * scale);
      for (const item of items) paintItem(paint, item, x, y);
      draws += items.length;
    };
    const titleSize = titleSizeAt(camera.zoom);
    for (const group of scene.visibleGroups(view)) place(group.row, scene.groupItemsOf(group, titleSize, detail === 4));
    for (const edge of scene.edges.values()) draws += this.#edge(context, scene, edge, camera, scale, palette, view);
    for (const card of cards) place(card.row, scene.itemsOf(card, detail));
    const draft = scene.resolvedDraft();
    if (draft) this.#wire(context, draft.from, draft.to, camera, scale, WIRE_WIDTH, css(palette[draft.color]!));
    place(WORLD, overlayItems(scene.overlay, { x: scene.rows.originX, y: scene.rows.originY }));
    this.#drawn = true;
    return { draws, bytesUploaded: 0, submits: 1 };
  }

  capture(): Promise<{ width: number; height: number; data: Uint8ClampedArray }> {
    const canvas = this.#canvas;
    if (!this.#context || !canvas || !this.#drawn)
      return Promise.reject(new GdsError('GDS_RENDERER_CAPTURE', 'Nothing has been drawn yet. Wait for the first frame.'));
    const { width, height, data } = this.#context.getImageData(0, 0, canvas.width, canvas.height);
    return Promise.resolve({ width, height, data });
  }

  dispose(): void {
    this.#pictures.dispose();
    this.#context = undefined;
    this.#canvas = undefined;
  }

  /** The pictures in view, those of selected nodes first. */
  #wanted(scene: Scene, cards: readonly SceneCard[], detail: Detail, scale: number): (readonly [string, NodeMedia, number])[] {
    const wanted: (readonly [string, NodeMedia, number])[] = [];
    for (const card of cards) {
      const media = scene.media(card.id);
      const item = media && scene.itemsOf(card, detail).find(({ kind }) => kind === 'image');
      if (item?.kind !== 'image') continue;
      const { width, height } = fitImage(item, aspectOf(media!));
      const want = [card.id, media!, Math.max(width, height) * scale] as const;
      if (scene.selection.has(card.id)) wanted.unshift(want);
      else wanted.push(want);
    }
    return wanted;
  }

  #ground(context: CanvasRenderingContext2D, camera: Camera, palette: readonly Rgba[]): void {
    const { width, height } = context.canvas;
    const dpr = this.#dpr;
    const [r, g, b] = palette[PALETTE.canvas]!;
    context.fillStyle = css([r, g, b, 1]);
    context.fillRect(0, 0, width, height);
    const grid = gridAt(camera);
    const dots = (spacing: number, alpha: number): void => {
      context.fillStyle = css(palette[PALETTE.gridDot]!, alpha);
      context.beginPath();
      for (let y = grid.y * dpr; y < height + spacing; y += spacing) {
        for (let x = grid.x * dpr; x < width + spacing; x += spacing) {
          context.moveTo(Math.round(x) + 0.95 * dpr, Math.round(y));
          context.arc(Math.round(x), Math.round(y), 0.95 * dpr, 0, Math.PI * 2);
        }
      }
      context.fill();
    };
    if (grid.fine > 0) dots(grid.spacing * dpr, grid.fine);
    if (grid.fine < 1) dots(grid.spacing * 2 * dpr, 1);
  }

  #edge(
    context: CanvasRenderingContext2D,
    scene: Scene,
    edge: SceneEdge,
    camera: Camera,
    scale: number,
    palette: readonly Rgba[],
    view: Rect,
  ): number {
    if (!scene.wireTouches(edge, view)) return 0;
    const { from, to } = scene.edgeEnds(edge);
    const selected = scene.selection.has(edge.id) || scene.marked.has(edge.id);
    const strong = selected || scene.hover?.edgeId === edge.id;
    const [r, g, b, a] = palette[edge.color]!;
    const light = selected ? 0.25 : 0;
    const color: Rgba = [r + (1 - r) * light, g + (1 - g) * light, b + (1 - b) * light, a * Math.min(1, WIRE_WIDTH * scale)];
    this.#wire(context, from, to, camera, scale, strong ? 3.6 : WIRE_WIDTH, css(color));
    return 1;
  }

  #wire(context: CanvasRenderingContext2D, from: Point, to: Point, camera: Camera, scale: number, units: number, color: string): void {
    const handle = handleLength(from, to) * scale;
    const x0 = (from.x - camera.x) * scale;
    const y0 = (from.y - camera.y) * scale;
    const x1 = (to.x - camera.x) * scale;
    const y1 = (to.y - camera.y) * scale;
    context.beginPath();
    context.moveTo(x0, y0);
    context.bezierCurveTo(x0 + handle, y0, x1 - handle, y1, x1, y1);
    context.lineWidth = Math.max(1, units * scale);
    context.strokeStyle = color;
    context.stroke();
  }
}
