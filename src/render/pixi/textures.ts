/** Buffers of texels that Pixi mirrors on the GPU: atlas pages, node rectangles and thumbnail pages. */
import type * as PixiModule from 'pixi.js';
import type { BufferImageSource } from 'pixi.js';
import type { ThumbnailSink, ThumbnailTier } from '../thumbnails.js';
import type { AtlasPage } from '../text/atlas-page.js';

/** The module as it is loaded: never imported statically. */
export type Pixi = typeof PixiModule;

/** Rectangles per line of the node texture; the shader splits the row number the same way. */
export const NODE_COLUMNS = 256;

/** Tiles of 256 and 64 pixels: an eighth and a sixteenth of their page's side. */
export const WEBGL_TIERS = [
  { size: 256, layers: 64, levels: 1 },
  { size: 64, layers: 256, levels: 1 },
] as const satisfies readonly ThumbnailTier[];
const COLUMNS = [8, 16] as const;

export function atlasSource(pixi: Pixi, page: AtlasPage): BufferImageSource {
  page.markAll();
  return new pixi.BufferImageSource({
    resource: page.data,
    width: page.size,
    height: page.size,
    format: page.channels === 1 ? 'r8unorm' : 'rgba8unorm',
    alphaMode: 'no-premultiply-alpha',
    scaleMode: 'linear',
  });
}

/** Uploads the rows of a page that changed; returns the bytes. */
export function syncAtlas(source: BufferImageSource, page: AtlasPage): number {
  const band = page.takeDirty();
  if (!band) return 0;
  source.update(band.from * page.size, band.to * page.size);
  return (band.to - band.from) * page.size * page.channels;
}

export function nodeSource(pixi: Pixi, data: Float32Array): BufferImageSource {
  return new pixi.BufferImageSource({
    resource: data,
    width: NODE_COLUMNS,
    height: data.length / 4 / NODE_COLUMNS,
    format: 'rgba32float',
    alphaMode: 'no-premultiply-alpha',
    scaleMode: 'nearest',
  });
}

/** Thumbnails as tiles of one page for each tier. Pages take memory from their first picture on. */
export class ThumbnailPages implements ThumbnailSink {
  readonly sources: BufferImageSource[];
  bytes = 0;
  /** Called when a page was made: the shader's resources point elsewhere then. */
  onReplaced?: (tier: number, source: BufferImageSource) => void;
  readonly #full: boolean[];

  constructor(private readonly pixi: Pixi) {
    this.sources = WEBGL_TIERS.map(() => this.#create(1));
    this.#full = WEBGL_TIERS.map(() => false);
  }

  store(tier: number, layer: number, levels: readonly Uint8Array[]): void {
    const { size } = WEBGL_TIERS[tier]!;
    const columns = COLUMNS[tier]!;
    const side = size * columns;
    if (!this.#full[tier]) {
      this.#full[tier] = true;
      const before = this.sources[tier]!;
      this.sources[tier] = this.#create(side);
      this.onReplaced?.(tier, this.sources[tier]!);
      before.destroy();
    }
    const source = this.sources[tier]!;
    const page = source.resource as Uint8Array;
    const left = (layer % columns) * size;
    const top = Math.floor(layer / columns) * size;
    const data = levels[0]!;
    for (let row = 0; row < size; row += 1) page.set(data.subarray(row * size * 4, (row + 1) * size * 4), ((top + row) * side + left) * 4);
    source.update(top * side, (top + size) * side);
    this.bytes += size * side * 4;
  }

  #create(side: number): BufferImageSource {
    return new this.pixi.BufferImageSource({
      resource: new Uint8Array(side * side * 4),
      width: side,
      height: side,
      format: 'rgba8unorm',
      alphaMode: 'no-premultiply-alpha',
      scaleMode: 'linear',
    });
  }
}
