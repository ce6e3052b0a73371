/**
 * Pictures on nodes: which layer of which tier holds whose picture, least recently seen out first.
 *
 * The cache decides and scales; an {@link ThumbnailSink} stores. Scaling is by the browser's 2D canvas, mip levels by halving.
 * The source stays with the scene, so an evicted or lost layer is made again.
 */
import type { NodeMedia } from '../scene/types.js';
import type { PlacedImage } from './quads.js';
import { createCanvas, type Surface } from './surface.js';

export interface ThumbnailTier {
  /** Pixels on each side of a layer. */
  readonly size: number;
  /** Layers at most. */
  readonly layers: number;
  /** Mip levels, 1 for none. */
  readonly levels: number;
}

export interface ThumbnailSink {
  /** `levels[0]` is the full size, each further one half of it; RGBA, premultiplied. */
  store(tier: number, layer: number, levels: readonly Uint8Array<ArrayBuffer>[]): void;
}

interface Entry {
  media: NodeMedia;
  readonly layer: number;
  placed: PlacedImage;
  seen: number;
}

export class ThumbnailCache {
  readonly #entries: Map<string, Entry>[];
  #stamp = 0;
  #surface: Surface | undefined;

  constructor(
    readonly tiers: readonly ThumbnailTier[],
    private readonly sink: ThumbnailSink,
  ) {
    this.#entries = tiers.map(() => new Map());
  }

  /** A new frame: what is used from here on is not evicted within it. */
  begin(): void {
    this.#stamp += 1;
  }

  /** The node's picture in `tier`, or in a smaller one where that is full of pictures of this frame; undefined where all are. */
  use(nodeId: string, media: NodeMedia, tier: number): PlacedImage | undefined {
    for (let index = tier; index < this.tiers.length; index += 1) {
      const entry = this.#entry(nodeId, index);
      if (!entry) continue;
      entry.seen = this.#stamp;
      if (entry.media !== media) {
        entry.media = media;
        entry.placed = this.#upload(media, index, entry.layer);
      }
      return entry.placed;
    }
    return undefined;
  }

  /** The sink lost its contents. */
  reset(): void {
    for (const entries of this.#entries) entries.clear();
  }

  /** Layers in use by tier. */
  get counts(): number[] {
    return this.#entries.map((entries) => entries.size);
  }

  #entry(nodeId: string, tier: number): Entry | undefined {
    const entries = this.#entries[tier]!;
    const known = entries.get(nodeId);
    if (known) return known;
    let layer = entries.size;
    if (layer >= this.tiers[tier]!.layers) {
      let oldest: string | undefined;
      let seen = this.#stamp;
      for (const [id, entry] of entries) {
        if (entry.seen < seen) {
          seen = entry.seen;
          oldest = id;
        }
      }
      if (oldest === undefined) return undefined;
      layer = entries.get(oldest)!.layer;
      entries.delete(oldest);
    }
    // No picture yet: `use` sees that the media differs and uploads.
    const entry: Entry = { media: NOTHING, layer, placed: { tier, layer, u: 0, v: 0, aspect: 1 }, seen: this.#stamp };
    entries.set(nodeId, entry);
    return entry;
  }

  #upload(media: NodeMedia, tier: number, layer: number): PlacedImage {
    const { size, levels } = this.tiers[tier]!;
    const source = 'pixels' in media ? pixelSurface(media) : media.bitmap;
    const aspect = source.width / Math.max(1, source.height);
    const width = Math.max(1, Math.round(aspect >= 1 ? size : size * aspect));
    const height = Math.max(1, Math.round(aspect >= 1 ? size / aspect : size));
    this.#surface ??= createCanvas(this.tiers[0]!.size, this.tiers[0]!.size);
    const { context } = this.#surface;
    const data: Uint8Array<ArrayBuffer>[] = [];
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    for (let level = 0; level < levels; level += 1) {
      const side = Math.max(1, size >> level);
      context.clearRect(0, 0, side, side);
      context.drawImage(source, 0, 0, Math.max(1, width >> level), Math.max(1, height >> level));
      data.push(premultiplied(context.getImageData(0, 0, side, side).data));
    }
    this.sink.store(tier, layer, data);
    return { tier, layer, u: width / size, v: height / size, aspect };
  }
}

const NOTHING: NodeMedia = { pixels: { width: 0, height: 0, data: new Uint8ClampedArray(0) } };

function pixelSurface(media: NodeMedia & { pixels: unknown }): HTMLCanvasElement | OffscreenCanvas {
  const { width, height, data } = media.pixels as { width: number; height: number; data: Uint8ClampedArray };
  const surface = createCanvas(Math.max(1, width), Math.max(1, height));
  if (width > 0 && height > 0 && data.length >= width * height * 4) {
    const image = surface.context.createImageData(width, height);
    image.data.set(data.subarray(0, width * height * 4));
    surface.context.putImageData(image, 0, 0);
  }
  return surface.canvas;
}

function premultiplied(data: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(data.length);
  for (let index = 0; index < data.length; index += 4) {
    const alpha = data[index + 3]!;
    result[index + 3] = alpha;
    for (let channel = 0; channel < 3; channel += 1)
      result[index + channel] = alpha === 255 ? data[index + channel]! : (data[index + channel]! * alpha + 127) / 255;
  }
  return result;
}
