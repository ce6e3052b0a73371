/**
 * Fills in the quads of pictures: which layer each shows now, or which plain colour.
 *
 * A quad's parameters are the share of its layer that the picture takes, its corner's radius and a mean colour; its last word holds the
 * layer and, from bit 16 on, the tier, {@link FOCUSED_TIER} or {@link FLAT_TIER}. A flat quad's first parameter is the colour's alpha and the
 * last its 24 bits, below zero where the colour is not known yet.
 *
 * Looking is cheap but not free, so it is done when something may come out differently: other quads, a picture that has come, a view
 * that moved by a part of itself (by anything where there are more pictures than room for them), another zoom.
 */
import { aspectOf } from '../scene/media.js';
import { fitImage, grow, intersects, encloses } from '../scene/rect.js';
import type { Scene } from '../scene/scene.js';
import type { NodeMedia, Rect } from '../scene/types.js';
import type { FocusCandidate, FocusedPicture } from './focused-picture.js';
import { QUAD_WORDS, type PictureQuad, type QuadBuffer } from './quads.js';
import { UPLOAD_BYTES, type FlatImage, type PlacedImage, type ThumbnailCache } from './thumbnails.js';

export const FOCUSED_TIER = 14;
export const FLAT_TIER = 15;

/** Pictures this share of the view beyond its edges count as seen; a view that moves less needs no other ones. */
const NEAR = 0.125;
/** Change of zoom after which sizes are looked at anew: the fourth root of two. */
const ZOOM_STEP = 2 ** 0.25;

export class PicturePlacer {
  #near: Rect = { x: 0, y: 0, width: -1, height: -1 };
  #view: Rect = this.#near;
  #scale = 0;

  constructor(
    private readonly cache: ThumbnailCache,
    private readonly focused: FocusedPicture | undefined,
  ) {}

  /** Pictures are being made or wait for their turn to be stored. */
  get loading(): boolean {
    return !this.cache.settled || this.focused?.settled === false;
  }

  /**
   * Fills in the pictures of `quads`; `fresh` says that they are others than before. `scale` is device pixels per canvas unit. Quads that
   * change are touched.
   */
  place(scene: Scene, quads: QuadBuffer, view: Rect, scale: number, fresh: boolean): void {
    const { cache, focused } = this;
    const zoomed = scale > this.#scale * ZOOM_STEP || scale * ZOOM_STEP < this.#scale;
    const moved = cache.crowded ? view.x !== this.#view.x || view.y !== this.#view.y : !encloses(this.#near, view);
    if (!fresh && !zoomed && !moved && !cache.ready && !focused?.ready) return;
    if (quads.pictures.length === 0 && cache.settled && !focused?.held) return;
    this.#near = grow(view, Math.max(view.width, view.height) * NEAR);
    this.#view = view;
    this.#scale = scale;
    // After the frame: what is asked for while it is drawn counts as part of it.
    cache.onReady = () => queueMicrotask(() => scene.onInvalidate?.('thumbnail'));
    cache.begin();
    const largest = cache.tiers[0]!.size;
    let bytes = 0;
    let best: (FocusCandidate & { readonly rank: number }) | undefined;
    const near: PictureQuad[] = [];
    const far: PictureQuad[] = [];
    for (const picture of quads.pictures) {
      const { nodeId } = picture.item;
      const media = scene.media(nodeId);
      if (!media) continue;
      const rect = scene.rowRect(picture.row);
      const selected = scene.selection.has(nodeId);
      if (!intersects(rect, selected ? this.#near : view)) {
        (intersects(rect, this.#near) ? near : far).push(picture);
        continue;
      }
      const pixels = longerSide(picture, media) * scale;
      bytes += cache.want(nodeId, media, pixels);
      if (!focused || !('picture' in media) || pixels <= largest) continue;
      if (Math.max(media.picture.width, media.picture.height) <= largest) continue;
      const rank = selected ? Infinity : shared(rect, view);
      if (rank > 0 && (!best || rank > best.rank)) best = { nodeId, picture: media.picture, pixels, rank };
    }
    for (const picture of near.concat(far)) {
      const media = scene.media(picture.item.nodeId)!;
      bytes += cache.want(picture.item.nodeId, media, longerSide(picture, media) * scale);
    }
    bytes += cache.settle(Math.max(0, UPLOAD_BYTES - bytes));
    focused?.show(best, cache.onReady, Math.max(0, UPLOAD_BYTES - bytes));
    for (const picture of quads.pictures) {
      const media = scene.media(picture.item.nodeId);
      if (!media) continue;
      const placed = focused?.placed(picture.item.nodeId, media) ?? cache.place(picture.item.nodeId, media);
      if (write(quads, picture, media, placed)) quads.touch(picture.index, picture.index + 1);
    }
  }
}

/** Canvas units on the longer side of the picture as it is drawn. */
function longerSide({ item }: PictureQuad, media: NodeMedia): number {
  const { width, height } = fitImage(item, aspectOf(media));
  return Math.max(width, height);
}

/** Area that both have in common. */
function shared(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

const scratch = new Float32Array(QUAD_WORDS);
const scratchWords = new Uint32Array(scratch.buffer);

function write(quads: QuadBuffer, { index, item }: PictureQuad, media: NodeMedia, placed: PlacedImage | FlatImage): boolean {
  const flat = 'mean' in placed;
  const { x, y, width, height, radius } = fitImage(item, flat ? aspectOf(media) : placed.aspect);
  scratch.set([x, y, width, height]);
  scratch[6] = radius;
  if (flat) {
    const { mean } = placed;
    scratch[4] = mean ? mean[3] / 255 : 1;
    scratch[5] = 0;
    scratch[7] = mean ? mean[0] * 65536 + mean[1] * 256 + mean[2] : -1;
    scratchWords[11] = FLAT_TIER << 16;
  } else {
    scratch[4] = placed.u;
    scratch[5] = placed.v;
    scratch[7] = 0;
    scratchWords[11] = placed.layer | (placed.tier << 16);
  }
  const at = index * QUAD_WORDS;
  const { words } = quads;
  let changed = false;
  for (const word of WRITTEN) {
    if (words[at + word] === scratchWords[word]) continue;
    words[at + word] = scratchWords[word]!;
    changed = true;
  }
  return changed;
}

const WRITTEN = [0, 1, 2, 3, 4, 5, 6, 7, 11] as const;
