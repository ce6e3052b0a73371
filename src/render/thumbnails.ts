/**
 * Pictures on nodes: which layer of which tier holds whose picture, least recently seen out first.
 *
 * The cache decides and asks; a {@link ThumbnailSink} stores. Drawing goes in passes: {@link ThumbnailCache.begin}, `want` for each
 * picture that is drawn, most wanted first, `settle`, then `place` for each. Every picture claims at most one layer in a pass and a
 * tier gives no more claims than it has layers, so nothing that is drawn is ever evicted for something else that is drawn, and a pass
 * that wants what the last one wanted stores nothing. The source stays with the scene: what was evicted or lost is made again from it.
 */
import type { Pixels } from '../registry/values.js';
import type { NodeMedia, PictureSource, PictureTile } from '../scene/types.js';
import { fitted, tileOf } from './pictures/texels.js';

export interface ThumbnailTier {
  /** Pixels on each side of a layer. */
  readonly size: number;
  /** Layers at most. */
  readonly layers: number;
  /** Mip levels, at least 1; 0 for a sink that stores bitmaps. */
  readonly levels: number;
}

export interface ThumbnailSink {
  /** Takes over the tile; returns the bytes that went to the GPU. */
  store(tier: number, layer: number, tile: PictureTile): number;
}

/**
 * Bytes stored in one frame before the rest waits for the next one: three pictures of 512 pixels or 48 of 128, half a millisecond of
 * copying. One picture is stored in any case.
 */
export const UPLOAD_BYTES = 4 * 2 ** 20;
/** Tiles that are made at the same time: enough that the browser's decoders and the worker's thread work side by side. */
const IN_FLIGHT = 4;
/** Side of the tile that is asked for where only the mean colour will be shown. */
const MEAN_EDGE = 16;
/** Bytes of tiles that wait to be stored; no more are made before frames have taken these, as on a page that is out of sight. */
const MOST_WAITING = 2 * UPLOAD_BYTES;
/** A picture stays in its tier until it is this share of the layer's size on screen: half and a tenth less. */
const STAY = 0.45;

/** Where a node's picture is, and how much of its layer it fills. */
export interface PlacedImage {
  readonly tier: number;
  readonly layer: number;
  /** Share of the layer's side, 0 to 1. */
  readonly u: number;
  readonly v: number;
  /** Width over height of the picture. */
  readonly aspect: number;
}

/** What `place` gives where no texels can be shown. */
export interface FlatImage {
  /** Mean colour, straight, 0 to 255; undefined while it is not known. */
  readonly mean: PictureTile['mean'] | undefined;
}

interface Entry {
  readonly media: NodeMedia;
  readonly layer: number;
  readonly placed: PlacedImage;
  /** The pass in which it was drawn last, and the one in which the layer was claimed last. */
  seen: number;
  claimed: number;
}

interface Want {
  readonly picture: PictureSource;
  /** A tier's index, or the number of tiers where the mean colour is wanted. */
  readonly tier: number;
}

const same = (a: Want | undefined, b: Want): boolean => a !== undefined && a.picture === b.picture && a.tier === b.tier;

export class ThumbnailCache {
  /** Called when a tile has come: another pass would show more. */
  onReady?: () => void;
  readonly #entries: Map<string, Entry>[];
  readonly #free: number[][];
  readonly #claims: number[];
  #pass = 0;
  /** By node: what this pass lacks, what is being made, and what waits to be stored. */
  #wants = new Map<string, Want>();
  readonly #flying = new Map<string, Want>();
  readonly #arrived = new Map<string, Want & { readonly tile: PictureTile }>();
  readonly #means = new WeakMap<PictureSource, PictureTile['mean']>();
  readonly #failed = new WeakSet<PictureSource>();
  #disposed = false;
  /** In the last pass a picture could not have the tier it should have: which ones have is a question of order. */
  crowded = false;

  constructor(
    readonly tiers: readonly ThumbnailTier[],
    private readonly sink: ThumbnailSink,
  ) {
    this.#entries = tiers.map(() => new Map());
    this.#free = tiers.map(({ layers }) => Array.from({ length: layers }, (_, index) => layers - 1 - index));
    this.#claims = tiers.map(() => 0);
  }

  /** Tiles wait to be stored: the next pass shows more than the last one. */
  get ready(): boolean {
    return this.#arrived.size > 0;
  }
  /** Nothing is on its way or still to be asked for. */
  get settled(): boolean {
    return this.#arrived.size + this.#flying.size + this.#wants.size === 0;
  }
  /** Layers in use by tier. */
  get counts(): number[] {
    return this.#entries.map((entries) => entries.size);
  }

  begin(): void {
    this.#pass += 1;
    this.#claims.fill(0);
    this.crowded = false;
    this.#wants.clear();
  }

  /**
   * Says that the node's picture is drawn, `pixels` device pixels long on its longer side. Previews are stored at once, into the layer of
   * the one before. Returns the bytes stored.
   */
  want(nodeId: string, media: NodeMedia, pixels: number): number {
    for (const entries of this.#entries) {
      const entry = entries.get(nodeId);
      if (entry) entry.seen = this.#pass;
    }
    if ('pixels' in media) return this.#preview(nodeId, media);
    if (!this.#failed.has(media.picture)) this.#claim(nodeId, media.picture, pixels);
    return 0;
  }

  /** Stores what has come, at most `budget` bytes, and asks for more. Returns the bytes stored. */
  settle(budget = UPLOAD_BYTES): number {
    let bytes = 0;
    for (const [nodeId, { picture, tier, tile }] of this.#arrived) {
      const wanted = same(this.#wants.get(nodeId), { picture, tier });
      if (wanted && bytes > 0 && bytes >= budget) continue;
      this.#arrived.delete(nodeId);
      if (!wanted) {
        tile.bitmap?.close();
        continue;
      }
      this.#wants.delete(nodeId);
      const known = picture.width > 1 && picture.height > 1;
      bytes += this.#store(nodeId, { picture }, tier, tile, known ? picture.width / picture.height : tile.width / tile.height);
    }
    this.#pump();
    if (this.ready) this.onReady?.();
    return bytes;
  }

  /** Where the node's picture is; an older one of the same node until it has come. */
  place(nodeId: string, media: NodeMedia): PlacedImage | FlatImage {
    let older: Entry | undefined;
    for (const entries of this.#entries) {
      const entry = entries.get(nodeId);
      if (entry && sameMedia(entry.media, media)) return entry.placed;
      older ??= entry;
    }
    if (older) return older.placed;
    return { mean: 'picture' in media ? this.#means.get(media.picture) : undefined };
  }

  dispose(): void {
    this.#disposed = true;
    this.#wants.clear();
    for (const { tile } of this.#arrived.values()) tile.bitmap?.close();
    this.#arrived.clear();
    for (const entries of this.#entries) entries.clear();
  }

  /** Claims the layer of the right tier, a smaller one where that has no claim left, the mean colour where none has. */
  #claim(nodeId: string, picture: PictureSource, pixels: number): void {
    const size = Math.min(pixels, Math.max(picture.width, picture.height, 1));
    const last = this.tiers.length - 1;
    let tier = last;
    while (tier > 0 && size > this.tiers[tier]!.size) tier -= 1;
    // A little below its tier a picture stays where it is.
    const larger = tier > 0 ? this.#held(nodeId, picture, tier - 1) : undefined;
    if (larger && size > this.tiers[tier - 1]!.size * STAY) tier -= 1;
    for (; tier <= last; tier += 1) {
      if (this.#claims[tier]! >= this.tiers[tier]!.layers) {
        this.crowded = true;
        continue;
      }
      this.#claims[tier]! += 1;
      const held = this.#held(nodeId, picture, tier);
      if (held) held.claimed = this.#pass;
      else this.#wants.set(nodeId, { picture, tier });
      return;
    }
    if (!this.#means.has(picture)) this.#wants.set(nodeId, { picture, tier });
  }

  #held(nodeId: string, picture: PictureSource, tier: number): Entry | undefined {
    const entry = this.#entries[tier]!.get(nodeId);
    return entry && 'picture' in entry.media && entry.media.picture === picture ? entry : undefined;
  }

  /** Previews are a few dozen pixels wide and come often: they take the smallest tier that holds all of them. */
  #preview(nodeId: string, media: { readonly pixels: Pixels }): number {
    const { pixels } = media;
    const longer = Math.max(pixels.width, pixels.height);
    if (longer === 0 || pixels.data.length < pixels.width * pixels.height * 4) return 0;
    let tier = this.tiers.length - 1;
    while (tier > 0 && longer > this.tiers[tier]!.size) tier -= 1;
    while (tier < this.tiers.length && this.#claims[tier]! >= this.tiers[tier]!.layers) tier += 1;
    if (tier === this.tiers.length) return 0;
    this.#claims[tier]! += 1;
    const entry = this.#entries[tier]!.get(nodeId);
    if (entry?.media === media) {
      entry.claimed = this.#pass;
      return 0;
    }
    const { size, levels } = this.tiers[tier]!;
    return this.#store(
      nodeId,
      media,
      tier,
      tileOf(fitted(pixels, size), size, Math.max(1, levels)),
      pixels.width / Math.max(1, pixels.height),
    );
  }

  #store(nodeId: string, media: NodeMedia, tier: number, tile: PictureTile, aspect: number): number {
    if ('picture' in media) this.#means.set(media.picture, tile.mean);
    if (tier === this.tiers.length) return 0;
    const entries = this.#entries[tier]!;
    const layer = entries.get(nodeId)?.layer ?? this.#layer(tier);
    // A node has one picture: layers of an older one are free.
    this.#entries.forEach((others, index) => {
      const other = others.get(nodeId);
      if (!other || index === tier || sameMedia(other.media, media)) return;
      others.delete(nodeId);
      this.#free[index]!.push(other.layer);
    });
    const { size } = this.tiers[tier]!;
    const placed = { tier, layer, u: tile.width / size, v: tile.height / size, aspect };
    entries.set(nodeId, { media, layer, placed, seen: this.#pass, claimed: this.#pass });
    return this.sink.store(tier, layer, tile);
  }

  /** A free layer, or that of the picture that was seen longest ago among those that nobody claims. */
  #layer(tier: number): number {
    const free = this.#free[tier]!.pop();
    if (free !== undefined) return free;
    const entries = this.#entries[tier]!;
    let oldest = '';
    let seen = Infinity;
    for (const [id, entry] of entries) {
      if (entry.claimed === this.#pass || entry.seen >= seen) continue;
      seen = entry.seen;
      oldest = id;
    }
    const { layer } = entries.get(oldest)!;
    entries.delete(oldest);
    return layer;
  }

  /** Bytes of what has come and of what is being made. */
  get #waiting(): number {
    let bytes = 0;
    for (const wants of [this.#arrived, this.#flying])
      for (const { tier } of wants.values()) bytes += 4 * (this.tiers[tier]?.size ?? MEAN_EDGE) ** 2;
    return bytes;
  }

  #pump(): void {
    for (const [nodeId, want] of this.#wants) {
      if (this.#flying.size >= IN_FLIGHT || this.#waiting >= MOST_WAITING) return;
      if (same(this.#flying.get(nodeId), want) || same(this.#arrived.get(nodeId), want) || this.#flying.has(nodeId)) continue;
      this.#flying.set(nodeId, want);
      void this.#make(nodeId, want);
    }
  }

  async #make(nodeId: string, want: Want): Promise<void> {
    const { picture, tier } = want;
    const { size: edge, levels } = this.tiers[tier] ?? { size: MEAN_EDGE, levels: 1 };
    const tile = await picture.tile({ edge, levels }).catch(() => undefined);
    this.#flying.delete(nodeId);
    if (this.#disposed || !tile) {
      tile?.bitmap?.close();
      this.#failed.add(picture);
      if (same(this.#wants.get(nodeId), want)) this.#wants.delete(nodeId);
    } else {
      this.#arrived.get(nodeId)?.tile.bitmap?.close();
      this.#arrived.set(nodeId, { ...want, tile });
      this.onReady?.();
    }
    if (!this.#disposed) this.#pump();
  }
}

const sameMedia = (a: NodeMedia, b: NodeMedia): boolean => a === b || ('picture' in a && 'picture' in b && a.picture === b.picture);
