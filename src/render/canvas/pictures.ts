/** Pictures for the 2D canvas: bitmaps in the same cache as the textures of the other tiers, and previews on canvases of their own. */
import { aspectOf } from '../../scene/media.js';
import type { NodeMedia, PictureTile } from '../../scene/types.js';
import type { Pixels } from '../../registry/values.js';
import { createCanvas, type Surface } from '../surface.js';
import { ThumbnailCache, type FlatImage, type ThumbnailSink } from '../thumbnails.js';

/** Bitmaps of 32, 64 and 16 MB at most. Two pictures can be seen large: those of selected nodes have the first say. */
export const CANVAS_TIERS = [
  { size: 2048, layers: 2, levels: 0 },
  { size: 512, layers: 64, levels: 0 },
  { size: 128, layers: 256, levels: 0 },
] as const;

/** What is drawn, with its width over its height. */
export type CanvasPicture = { readonly aspect: number } & (
  { readonly image: ImageBitmap | HTMLCanvasElement | OffscreenCanvas } | FlatImage
);

class Bitmaps implements ThumbnailSink {
  readonly layers = CANVAS_TIERS.map(() => new Map<number, ImageBitmap>());

  store(tier: number, layer: number, { bitmap }: PictureTile): number {
    const layers = this.layers[tier]!;
    layers.get(layer)?.close();
    layers.delete(layer);
    if (bitmap) layers.set(layer, bitmap);
    return 0;
  }
  close(): void {
    for (const layers of this.layers) for (const bitmap of layers.values()) bitmap.close();
  }
}

export class CanvasPictures {
  readonly cache: ThumbnailCache;
  readonly #bitmaps = new Bitmaps();
  /** By node; the pixels that each shows, until the picture they announce has come. */
  readonly #previews = new Map<string, Surface & { of?: Pixels }>();

  constructor() {
    this.cache = new ThumbnailCache(CANVAS_TIERS, this.#bitmaps);
  }

  /** Takes the place of the pass before. Each `[node, media, device pixels]` most wanted first. */
  show(wanted: Iterable<readonly [nodeId: string, media: NodeMedia, pixels: number]>, onReady: () => void): void {
    this.cache.onReady = onReady;
    this.cache.begin();
    const shown = new Set<string>();
    for (const [nodeId, media, pixels] of wanted) {
      shown.add(nodeId);
      if ('picture' in media) this.cache.want(nodeId, media, pixels);
      else this.#preview(nodeId, media.pixels);
    }
    for (const id of this.#previews.keys()) if (!shown.has(id)) this.#previews.delete(id);
    this.cache.settle();
  }

  place(nodeId: string, media: NodeMedia): CanvasPicture {
    const flat = { mean: undefined, aspect: aspectOf(media) };
    const preview = this.#previews.get(nodeId);
    if ('picture' in media) {
      const placed = this.cache.place(nodeId, media);
      if ('mean' in placed) {
        if (!preview) return { ...placed, aspect: aspectOf(media) };
      } else {
        const image = this.#bitmaps.layers[placed.tier]!.get(placed.layer);
        this.#previews.delete(nodeId);
        return image ? { image, aspect: placed.aspect } : flat;
      }
    }
    return preview ? { image: preview.canvas, aspect: preview.canvas.width / preview.canvas.height } : flat;
  }

  dispose(): void {
    this.cache.dispose();
    this.#bitmaps.close();
    this.#previews.clear();
  }

  #preview(nodeId: string, pixels: Pixels): void {
    const { width, height, data } = pixels;
    if (width === 0 || height === 0 || data.length < width * height * 4) return;
    let surface = this.#previews.get(nodeId);
    if (surface?.of === pixels) return;
    if (surface?.canvas.width !== width || surface.canvas.height !== height) surface = createCanvas(width, height);
    const image = surface.context.createImageData(width, height);
    image.data.set(data.subarray(0, image.data.length));
    surface.context.putImageData(image, 0, 0);
    this.#previews.set(nodeId, Object.assign(surface, { of: pixels }));
  }
}
