/**
 * One picture in full: that of the selected node, else of the one that takes most of the view, when it is larger on screen than the
 * largest tier of thumbnails can show sharply. It has a texture of its own, as large as the screen needs and no larger than
 * {@link MOST_TEXELS}, filled over several frames and freed when another picture has its turn.
 */
import type { NodeMedia, PictureSource, TexelBlock } from '../scene/types.js';
import { FOCUSED_TIER } from './picture-quads.js';
import { UPLOAD_BYTES, type PlacedImage } from './thumbnails.js';

export interface FocusCandidate {
  readonly nodeId: string;
  readonly picture: PictureSource;
  /** Device pixels on its longer side. */
  readonly pixels: number;
}

export interface FocusSink {
  /** Longest side of a texture. */
  readonly most: number;
  /** Makes a texture of this size in place of the one before. */
  open(width: number, height: number): void;
  /** Writes whole rows from `row` on; returns the bytes. */
  write(row: number, rows: number, data: Uint8Array<ArrayBuffer>): number;
  close(): void;
}

/** Texels of the texture: 32 MB, which is more than any part of a screen of 8.3 million pixels needs. */
export const MOST_TEXELS = 2 ** 23;

interface Turn extends FocusCandidate {
  /** Longer side that was asked for. */
  readonly edge: number;
  block?: TexelBlock;
  /** Share of the texture that the picture takes. */
  u: number;
  v: number;
  /** Rows written. */
  rows: number;
  opened: boolean;
  failed: boolean;
}

export class FocusedPicture {
  /** Whose turn it is, and what the texture holds in full. */
  #turn: Turn | undefined;
  #shown: Turn | undefined;

  constructor(private readonly sink: FocusSink) {}

  /** Texels wait to be written. */
  get ready(): boolean {
    return this.#turn?.block !== undefined;
  }
  /** Nothing is on its way. */
  get settled(): boolean {
    return !this.#turn || this.#turn === this.#shown || this.#turn.failed;
  }
  /** A texture is held or asked for. */
  get held(): boolean {
    return this.#turn !== undefined;
  }

  /** Gives the turn to `candidate`, and writes up to `budget` bytes of what has come. `onReady` is called when there is more to write. */
  show(candidate: FocusCandidate | undefined, onReady: () => void, budget = UPLOAD_BYTES): void {
    const turn = this.#turn;
    if (!candidate) return this.#end();
    const edge = this.#edge(candidate);
    if (turn && turn.nodeId === candidate.nodeId && turn.picture === candidate.picture && turn.edge >= edge && turn.edge <= edge * 2) {
      return this.#write(turn, onReady, budget);
    }
    // The same picture larger: the smaller one stays until that has come.
    if (turn && (turn.nodeId !== candidate.nodeId || turn.picture !== candidate.picture)) this.#end();
    this.#ask({ ...candidate, edge, rows: 0, opened: false, failed: false, u: 1, v: 1 }, onReady);
  }

  placed(nodeId: string, media: NodeMedia): PlacedImage | undefined {
    const shown = this.#shown;
    if (!shown || shown.nodeId !== nodeId || !('picture' in media) || media.picture !== shown.picture) return undefined;
    return { tier: FOCUSED_TIER, layer: 0, u: shown.u, v: shown.v, aspect: shown.picture.width / Math.max(1, shown.picture.height) };
  }

  dispose(): void {
    this.#end();
  }

  #end(): void {
    if (this.#shown || this.#turn?.opened) this.sink.close();
    this.#turn = undefined;
    this.#shown = undefined;
  }

  /** Twice the tier before, until it is enough for the screen; the picture's own size at most. */
  #edge({ picture, pixels }: FocusCandidate): number {
    const own = Math.max(picture.width, picture.height);
    const aspect = Math.max(own / Math.max(1, Math.min(picture.width, picture.height)), 1);
    const most = Math.min(own, this.sink.most, Math.floor(Math.sqrt(MOST_TEXELS * aspect)));
    return Math.min(most, 2 ** Math.ceil(Math.log2(pixels)));
  }

  #ask(turn: Turn, onReady: () => void): void {
    this.#turn = turn;
    turn.picture.tile({ edge: turn.edge, levels: 1 }).then(
      (tile) => {
        if (this.#turn !== turn) return;
        const [block] = tile.levels;
        turn.failed = !block;
        if (!block) return;
        turn.block = block;
        turn.u = tile.width / block.width;
        turn.v = tile.height / block.height;
        onReady();
      },
      // The thumbnail's own failure has been told already; its layer stays in view.
      () => (turn.failed = true),
    );
  }

  #write(turn: Turn, onReady: () => void, budget: number): void {
    const { block } = turn;
    if (!block) return;
    if (!turn.opened) {
      this.sink.open(block.width, block.height);
      this.#shown = undefined;
      turn.opened = true;
    }
    const bytesPerRow = block.width * 4;
    const rows = Math.min(block.height - turn.rows, Math.max(1, Math.floor(budget / bytesPerRow)));
    const from = turn.rows * bytesPerRow;
    this.sink.write(turn.rows, rows, block.data.subarray(from, from + rows * bytesPerRow));
    turn.rows += rows;
    if (turn.rows < block.height) return onReady();
    delete turn.block;
    this.#shown = turn;
  }
}
