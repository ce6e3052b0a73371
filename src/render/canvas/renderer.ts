/**
 * The last tier: the same display items on a plain 2D canvas, for machines with neither WebGPU nor WebGL.
 *
 * Not Pixi's canvas renderer: it draws no meshes with own shaders, which is what our Pixi tier consists of, so the scene would have
 * to be built a second time out of sprites and graphics (see docs/decisions/0010-canvas-tier.md). Everything on screen is drawn anew
 * each frame, so a crowd is drawn with less detail than the zoom would allow.
 */
import { GdsError } from '../../errors.js';
import type { Camera } from '../../scene/camera.js';
import { detailAt, type Detail, type Item } from '../../scene/items.js';
import { overlayItems } from '../../scene/overlay.js';
import { fitImage, grow } from '../../scene/rect.js';
import type { SceneCard } from '../../scene/elements.js';
import { aspectOf } from '../../scene/media.js';
import { titleSizeAt } from '../../scene/group-title.js';
import { WORLD } from '../../scene/rows.js';
import type { Scene } from '../../scene/scene.js';
import type { NodeMedia } from '../../scene/types.js';
import { flowPhase } from '../frame.js';
import { paletteColors } from '../palette.js';
import type { DrawResult, Renderer, RendererDetails, RenderTheme } from '../types.js';
import { createCanvas } from '../surface.js';
import { paintGround } from './ground.js';
import { paintItem, type PaintContext } from './painter.js';
import { CanvasPictures } from './pictures.js';
import { paintDraft, paintWires, type WireView } from './wires.js';

/** Visible nodes and notes up to which there is text, bars for it, and anything but flat boxes. */
export const MOST = { letters: 60, bars: 400, bodies: 1500 } as const;

const coarser = (detail: Detail, cards: number): Detail =>
  Math.max(detail, cards > MOST.bodies ? 4 : cards > MOST.bars ? 3 : cards > MOST.letters ? 2 : 0) as Detail;
/** What a node draws beyond its rectangle, canvas units. */
const OVERHANG = 120;

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
    const view = { x: camera.x, y: camera.y, width: canvas.width / scale, height: canvas.height / scale };
    const cards = scene.visible(grow(view, OVERHANG));
    const fine = (this.#detail = detailAt(camera.zoom, this.#detail));
    const detail = coarser(fine, cards.length);
    const lists = cards.map((card) => scene.itemsOf(card, detail));
    // Only now: making items may have met port types that take a colour of their own.
    const palette = paletteColors(this.theme, scene.portTypes);
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
    this.#pictures.show(this.#wanted(scene, cards, detail, scale), () =>
      // After the frame: what is asked for while it is drawn counts as part of it.
      queueMicrotask(() => scene.onInvalidate?.('thumbnail')),
    );
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.textBaseline = 'alphabetic';
    paintGround(context, camera, this.#dpr, palette);
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
    const phase = flowPhase(performance.now(), this.theme);
    const wires: WireView = { context, scene, camera, scale, dpr: this.#dpr, palette, view, phase };
    const drawn = paintWires(wires);
    draws += drawn.draws;
    cards.forEach((card, index) => place(card.row, lists[index]!));
    const draft = scene.resolvedDraft();
    if (draft) paintDraft(wires, draft);
    place(WORLD, overlayItems(scene.overlay, { x: scene.rows.originX, y: scene.rows.originY }));
    this.#drawn = true;
    return { draws, bytesUploaded: 0, submits: 1, loading: !this.#pictures.cache.settled, animating: drawn.flows };
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
}
