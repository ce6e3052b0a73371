/** Atlas pages and thumbnail layers on the GPU. */
import type { AtlasPage } from '../text/atlas-page.js';
import type { PictureTile } from '../../scene/types.js';
import type { FocusSink } from '../focused-picture.js';
import type { ThumbnailSink, ThumbnailTier } from '../thumbnails.js';
import type { UploadMeter } from './buffers.js';

// GPUTextureUsage by number: 2 copy destination, 4 texture binding.
const SAMPLED = 2 | 4;

/** Memory of an 8-bit texture with its mip levels. */
export function textureBytes({ width, height, depthOrArrayLayers, mipLevelCount, format }: GPUTexture): number {
  let texels = 0;
  for (let level = 0; level < mipLevelCount; level += 1) texels += Math.max(1, width >> level) * Math.max(1, height >> level);
  return texels * depthOrArrayLayers * (format === 'r8unorm' ? 1 : 4);
}

/** Mirrors an atlas page; uploads the rows that changed and grows with it. */
export class AtlasTexture {
  texture: GPUTexture;
  view: GPUTextureView;

  constructor(
    private readonly device: GPUDevice,
    private readonly meter: UploadMeter,
    private readonly page: AtlasPage,
    private readonly label: string,
  ) {
    page.limit(device.limits.maxTextureDimension2D);
    this.texture = this.#create();
    this.view = this.texture.createView();
  }

  /** True when the texture is another one: bind groups are out of date. */
  sync(): boolean {
    const { width, height, channels, data } = this.page;
    const grown = height !== this.texture.height;
    if (grown) {
      this.texture.destroy();
      this.texture = this.#create();
      this.view = this.texture.createView();
    }
    const bytesPerRow = width * channels;
    for (const { from, to } of this.page.takeDirty()) {
      const rows = to - from;
      const layout = { offset: from * bytesPerRow, bytesPerRow, rowsPerImage: rows };
      this.device.queue.writeTexture({ texture: this.texture, origin: [0, from] }, data, layout, [width, rows]);
      this.meter.bytes += rows * bytesPerRow;
    }
    return grown;
  }

  #create(): GPUTexture {
    const { width, height, channels } = this.page;
    this.page.markAll();
    return this.device.createTexture({
      label: this.label,
      size: [width, height],
      format: channels === 1 ? 'r8unorm' : 'rgba8unorm',
      usage: SAMPLED,
    });
  }
}

/** Layers allocated at first; a tier doubles until its limit, so a canvas with two pictures does not take memory for 64. */
const FIRST_LAYERS = 4;

/** The texture arrays behind the thumbnail cache, one for each tier. */
export class ThumbnailTextures implements ThumbnailSink {
  readonly #textures: GPUTexture[];
  #growing: { readonly tier: number; readonly before: GPUTexture; readonly after: GPUTexture }[] = [];
  /** Raised when a texture was replaced and bind groups are out of date. */
  generation = 0;
  views: GPUTextureView[];

  constructor(
    private readonly device: GPUDevice,
    private readonly meter: UploadMeter,
    private readonly tiers: readonly ThumbnailTier[],
  ) {
    this.#textures = tiers.map((tier) => this.#create(tier, Math.min(FIRST_LAYERS, tier.layers)));
    this.views = this.#makeViews();
  }

  store(tier: number, layer: number, { levels }: PictureTile): number {
    this.#ensure(tier, layer + 1);
    // A layer that is still to be copied is written where it is copied from: queue writes come before the frame's commands.
    const texture =
      this.#growing.find((step) => step.tier === tier && layer < step.before.depthOrArrayLayers)?.before ?? this.#textures[tier]!;
    let bytes = 0;
    levels.forEach(({ width, height, data }, mipLevel) => {
      this.device.queue.writeTexture({ texture, mipLevel, origin: [0, 0, layer] }, data, { bytesPerRow: width * 4, rowsPerImage: height }, [
        width,
        height,
        1,
      ]);
      bytes += data.byteLength;
    });
    this.meter.bytes += bytes;
    return bytes;
  }

  /** Copies layers of tiers that grew, as part of the frame: no submit of their own. Returns what to call after the submit. */
  encodeGrowth(encoder: GPUCommandEncoder): () => void {
    const steps = this.#growing;
    this.#growing = [];
    for (const { tier, before, after } of steps) {
      const { size, levels } = this.tiers[tier]!;
      for (let mipLevel = 0; mipLevel < levels; mipLevel += 1) {
        const side = Math.max(1, size >> mipLevel);
        encoder.copyTextureToTexture({ texture: before, mipLevel }, { texture: after, mipLevel }, [side, side, before.depthOrArrayLayers]);
      }
    }
    return () => {
      for (const { before } of steps) before.destroy();
    };
  }

  /** All that take memory, also those that are replaced with the next frame. */
  get textures(): readonly GPUTexture[] {
    return [...this.#textures, ...this.#growing.map((step) => step.before)];
  }

  destroy(): void {
    for (const texture of this.textures) texture.destroy();
  }

  #ensure(tier: number, layers: number): void {
    const before = this.#textures[tier]!;
    if (layers <= before.depthOrArrayLayers) return;
    const spec = this.tiers[tier]!;
    const after = this.#create(spec, Math.min(spec.layers, Math.max(layers, before.depthOrArrayLayers * 2)));
    this.#growing.push({ tier, before, after });
    this.#textures[tier] = after;
    this.views = this.#makeViews();
    this.generation += 1;
  }

  #create(tier: ThumbnailTier, layers: number): GPUTexture {
    return this.device.createTexture({
      label: `thumbnails ${tier.size}`,
      size: [tier.size, tier.size, layers],
      mipLevelCount: tier.levels,
      format: 'rgba8unorm',
      // 1 copy source, for growing.
      usage: SAMPLED | 1,
    });
  }

  #makeViews(): GPUTextureView[] {
    return this.#textures.map((texture) => texture.createView({ dimension: '2d-array' }));
  }
}

/** The texture of the one picture that is shown in full; one texel where there is none. */
export class FocusTexture implements FocusSink {
  #texture: GPUTexture;
  view: GPUTextureView;
  /** Raised when the texture was replaced and bind groups are out of date. */
  generation = 0;

  constructor(
    private readonly device: GPUDevice,
    private readonly meter: UploadMeter,
  ) {
    this.#texture = this.#create(1, 1);
    this.view = this.#makeView();
  }

  get most(): number {
    return this.device.limits.maxTextureDimension2D;
  }

  open(width: number, height: number): void {
    this.#texture.destroy();
    this.#texture = this.#create(width, height);
    this.view = this.#makeView();
    this.generation += 1;
  }

  write(row: number, rows: number, data: Uint8Array<ArrayBuffer>): number {
    const { width } = this.#texture;
    this.device.queue.writeTexture({ texture: this.#texture, origin: [0, row, 0] }, data, { bytesPerRow: width * 4, rowsPerImage: rows }, [
      width,
      rows,
      1,
    ]);
    this.meter.bytes += data.byteLength;
    return data.byteLength;
  }

  close(): void {
    this.open(1, 1);
  }

  get texture(): GPUTexture {
    return this.#texture;
  }

  destroy(): void {
    this.#texture.destroy();
  }

  #create(width: number, height: number): GPUTexture {
    return this.device.createTexture({ label: 'picture in full', size: [width, height, 1], format: 'rgba8unorm', usage: SAMPLED });
  }

  #makeView(): GPUTextureView {
    return this.#texture.createView({ dimension: '2d-array' });
  }
}
