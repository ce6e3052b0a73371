/** Buffers of texels that Pixi mirrors on the GPU: atlas pages, node rectangles and thumbnail pages. */
import type * as PixiModule from 'pixi.js';
import type { BufferImageSource } from 'pixi.js';
import type { PictureTile } from '../../scene/types.js';
import type { FocusSink } from '../focused-picture.js';
import type { ThumbnailSink, ThumbnailTier } from '../thumbnails.js';
import type { AtlasPage } from '../text/atlas-page.js';

/** The module as it is loaded: never imported statically. */
export type Pixi = typeof PixiModule;

/** Rectangles per line of the node texture; the shader splits the row number the same way. */
export const NODE_COLUMNS = 256;

/** Tiles of pages whose sides are 2048 texels, which every WebGL 2 allows: 16 MB each, here and on the GPU. The shader knows the sizes. */
export const WEBGL_TIERS = [
  { size: 512, layers: 16, levels: 1 },
  { size: 256, layers: 64, levels: 1 },
  { size: 128, layers: 256, levels: 1 },
] as const satisfies readonly ThumbnailTier[];
const PAGE = 2048;

export function atlasSource(pixi: Pixi, page: AtlasPage): BufferImageSource {
  page.markAll();
  return new pixi.BufferImageSource({
    resource: page.data,
    width: page.width,
    height: page.height,
    format: page.channels === 1 ? 'r8unorm' : 'rgba8unorm',
    alphaMode: 'no-premultiply-alpha',
    scaleMode: 'linear',
  });
}

/** Uploads the rows of a page that changed; returns the bytes. */
export function syncAtlas(source: BufferImageSource, page: AtlasPage): number {
  let bytes = 0;
  for (const { from, to } of page.takeDirty()) {
    source.update(from * page.width, to * page.width);
    bytes += (to - from) * page.width * page.channels;
  }
  return bytes;
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

/** Uniforms of the quads' shader that hold pictures. */
export type PictureUniform = 'uLarge' | 'uMedium' | 'uSmall' | 'uFocused';
const UNIFORMS = ['uLarge', 'uMedium', 'uSmall'] as const satisfies readonly PictureUniform[];

/** Thumbnails as tiles of one page for each tier, and one picture in full. All take memory from their first picture on. */
export class PicturePages implements ThumbnailSink, FocusSink {
  readonly sources: Record<PictureUniform, BufferImageSource>;
  bytes = 0;
  /** Called when a page was made: the shader's resources point elsewhere then. */
  onReplaced?: (uniform: PictureUniform, source: BufferImageSource) => void;

  constructor(
    private readonly pixi: Pixi,
    readonly most: number,
  ) {
    this.sources = { uLarge: this.#create(1, 1), uMedium: this.#create(1, 1), uSmall: this.#create(1, 1), uFocused: this.#create(1, 1) };
  }

  store(tier: number, layer: number, { levels }: PictureTile): number {
    const [block] = levels;
    if (!block) return 0;
    const { size } = WEBGL_TIERS[tier]!;
    const uniform = UNIFORMS[tier]!;
    if (this.sources[uniform].width !== PAGE) this.#replace(uniform, PAGE, PAGE);
    const source = this.sources[uniform];
    const page = source.resource as Uint8Array;
    const columns = PAGE / size;
    const left = (layer % columns) * size;
    const top = Math.floor(layer / columns) * size;
    const { width, height, data } = block;
    for (let row = 0; row < height; row += 1)
      page.set(data.subarray(row * width * 4, (row + 1) * width * 4), ((top + row) * PAGE + left) * 4);
    return this.#sent(source, top, height);
  }

  open(width: number, height: number): void {
    this.#replace('uFocused', width, height);
  }
  write(row: number, rows: number, data: Uint8Array): number {
    const source = this.sources.uFocused;
    (source.resource as Uint8Array).set(data, row * source.width * 4);
    return this.#sent(source, row, rows);
  }
  close(): void {
    this.#replace('uFocused', 1, 1);
  }

  destroy(): void {
    for (const source of Object.values(this.sources)) source.destroy();
  }

  #sent(source: BufferImageSource, row: number, rows: number): number {
    source.update(row * source.width, (row + rows) * source.width);
    const bytes = rows * source.width * 4;
    this.bytes += bytes;
    return bytes;
  }

  #replace(uniform: PictureUniform, width: number, height: number): void {
    const before = this.sources[uniform];
    this.sources[uniform] = this.#create(width, height);
    this.onReplaced?.(uniform, this.sources[uniform]);
    before.destroy();
  }

  #create(width: number, height: number): BufferImageSource {
    return new this.pixi.BufferImageSource({
      resource: new Uint8Array(width * height * 4),
      width,
      height,
      format: 'rgba8unorm',
      alphaMode: 'no-premultiply-alpha',
      scaleMode: 'linear',
    });
  }
}
