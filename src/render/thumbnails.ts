/**
 * Pictures on nodes: which layer of which tier holds whose picture, least recently seen out first.
 *
 * The cache decides and scales; an {@link ThumbnailSink} stores. The browser's 2D canvas scales once and is read once, mip levels
 * are halves of that: reading a canvas may wait for the GPU. The source stays with the scene, so an evicted or lost layer is made
 * again.
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

  /**
   * The node's picture in `tier`, or in a smaller one where that holds all of the picture (previews of a run are a few dozen pixels
   * wide and come often) or is full of pictures of this frame; undefined where all are full.
   */
  use(nodeId: string, media: NodeMedia, tier: number): PlacedImage | undefined {
    const { width, height } = sourceSize(media);
    let first = tier;
    while (first + 1 < this.tiers.length && Math.max(width, height) <= this.tiers[first + 1]!.size) first += 1;
    for (let index = first; index < this.tiers.length; index += 1) {
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
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    context.clearRect(0, 0, size, size);
    context.drawImage(source, 0, 0, width, height);
    const data = [premultiplied(context.getImageData(0, 0, size, size).data)];
    for (let level = 1; level < levels; level += 1) data.push(halved(data[level - 1]!, size >> (level - 1)));
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

function sourceSize(media: NodeMedia): { readonly width: number; readonly height: number } {
  return 'pixels' in media ? media.pixels : media.bitmap;
}

/** In place: most pictures are opaque, and then there is nothing to do. */
function premultiplied(data: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.length);
  for (let index = 0; index < result.length; index += 4) {
    const alpha = result[index + 3]!;
    if (alpha === 255) continue;
    for (let channel = index; channel < index + 3; channel += 1) result[channel] = (result[channel]! * alpha + 127) / 255;
  }
  return result;
}

/** The next mip level of a premultiplied square of `side` texels, an even number: means of two by two. */
function halved(data: Uint8Array, side: number): Uint8Array<ArrayBuffer> {
  const half = side >> 1;
  const result = new Uint8Array(half * half * 4);
  const line = side * 4;
  let to = 0;
  for (let row = 0; row < half; row += 1) {
    for (let at = row * 2 * line, end = at + half * 8; at < end; at += 8) {
      for (let channel = at; channel < at + 4; channel += 1) {
        result[to] = (data[channel]! + data[channel + 4]! + data[channel + line]! + data[channel + line + 4]! + 2) >> 2;
        to += 1;
      }
    }
  }
  return result;
}
