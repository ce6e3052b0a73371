/**
 * The quads of the nodes and notes that were gathered, in painter's order, each card's in one piece.
 *
 * What has not changed is copied from the buffer of before, in runs as long as they are, so that a pan past the margin or another
 * order packs only what is new. A card that looks different is packed in the place of its own piece. Nothing is kept for cards out of
 * sight.
 */
import type { SceneCard } from '../scene/elements.js';
import type { Detail } from '../scene/items.js';
import type { Scene } from '../scene/scene.js';
import { ALIKE, AlikeCards } from './alike-cards.js';
import { packFlat } from './flat-card.js';
import { packItem, QuadBuffer, type PackContext } from './quads.js';
import type { TextEngine, TextUse } from './text/text-engine.js';

/** The finest detail of nodes that needs no text. */
const TEXTLESS = 3;

/**
 * Cards with text that are packed at once while the view zooms, and frames from then to the next ones: at another detail hundreds are in
 * sight, and most of them are not any more, or at yet another detail, before anyone could read them. Each time all that is in sight is
 * copied and uploaded.
 */
const HURRIED = { cards: 16, frames: 4 } as const;

/** Cards that may take more or fewer quads than before until all are gathered anew: each moves what lies behind it. */
const SHIFTS = 8;

/** What was gathered, by number in painter's order. */
interface Gathered {
  readonly cards: readonly SceneCard[];
  /** First quad of each card, and after the last. */
  readonly starts: Int32Array;
  readonly versions: Int32Array;
  /** What each was packed with; undefined where that was no text. */
  readonly texts: (TextUse | undefined)[];
  readonly quads: QuadBuffer;
}

export class CardQuads {
  /** Cards packed since it was made: what tests count. */
  packed = 0;
  /** Some letters are bars for want of time or room: they are tried again with the next update. */
  waiting = false;
  #now: Gathered = { cards: [], starts: new Int32Array(1), versions: new Int32Array(0), texts: [], quads: new QuadBuffer() };
  #spare = new QuadBuffer();
  readonly #scratch = new QuadBuffer();
  readonly #alike = new AlikeCards();
  /** One more than a card's number, by row. */
  #numbers = new Int32Array(0);
  #detail: Detail | undefined;
  #generation = -1;
  /** Cards with text that this update may still pack. */
  #left = Infinity;
  /** Updates of a zoom since cards were packed. */
  #rested = 0;

  constructor(private readonly text: TextEngine) {}

  /** Another buffer after each gathering. */
  get quads(): QuadBuffer {
    return this.#now.quads;
  }
  get cards(): readonly SceneCard[] {
    return this.#now.cards;
  }
  /** All that it shows was packed with letters that are void now. */
  get outdated(): boolean {
    return this.text.generation !== this.#generation;
  }

  /**
   * Takes these cards, in painter's order. `others`: text that is shown beside them and must not give way to theirs; `hurried`: the view is
   * zooming. Returns whether anything looks different; what is to be uploaded is touched.
   */
  update(scene: Scene, cards: readonly SceneCard[], detail: Detail, others: readonly (TextUse | undefined)[], hurried = false): boolean {
    this.#left = hurried ? HURRIED.cards : Infinity;
    this.#rested += 1;
    const rests = !this.waiting || (hurried && this.#rested < HURRIED.frames);
    if (rests && detail === this.#detail && !this.outdated && same(cards, this.cards)) {
      const renewed = this.#refresh(scene, detail);
      if (renewed !== undefined) return renewed;
    }
    this.#gather(scene, cards, detail, others);
    return true;
  }

  /** Packs what looks different in its place, and returns whether something did; undefined where all are better gathered anew. */
  #refresh(scene: Scene, detail: Detail): boolean | undefined {
    const { cards, versions, starts, texts, quads } = this.#now;
    const scratch = this.#scratch;
    let renewed = false;
    let shifts = 0;
    for (let number = 0; number < cards.length; number += 1) {
      const card = cards[number]!;
      const version = versionOf(scene, card, detail);
      if (version === versions[number]) continue;
      if (shifts === SHIFTS || this.#late(detail)) return undefined;
      const start = starts[number]!;
      const end = starts[number + 1]!;
      scratch.clear();
      const text = this.#pack(scratch, scene, card, detail);
      quads.replace(start, end, scratch);
      const more = scratch.count - (end - start);
      if (more !== 0) {
        for (let later = number + 1; later < starts.length; later += 1) starts[later] = starts[later]! + more;
        shifts += 1;
      }
      versions[number] = version;
      texts[number] = text;
      if (text && !text.complete) this.waiting = true;
      renewed = true;
    }
    return renewed;
  }

  #gather(scene: Scene, cards: readonly SceneCard[], detail: Detail, others: readonly (TextUse | undefined)[]): void {
    const { text } = this;
    const before = this.#now;
    this.#rested = 0;
    const valid = text.generation === this.#generation;
    const known = valid && detail === this.#detail;
    this.#detail = detail;
    this.#generation = text.generation;
    // First what stays: its letters must not give way to those of what is packed after.
    text.turn();
    for (const use of others) if (use) text.keeps(use);
    /** Number in the buffer before, for cards whose quads hold; of the others, the number with its sign turned, or -1 for none. */
    const from = new Int32Array(cards.length);
    for (let number = 0; number < cards.length; number += 1) {
      const card = cards[number]!;
      const old = valid ? (this.#numbers[card.row] ?? 0) - 1 : -1;
      if (old < 0 || before.cards[old] !== card || before.versions[old] !== versionOf(scene, card, detail)) from[number] = -1;
      else from[number] = known && this.#keeps(before.texts[old]) ? old : -2 - old;
    }
    const now: Gathered = {
      cards,
      starts: new Int32Array(cards.length + 1),
      versions: new Int32Array(cards.length),
      texts: new Array<TextUse | undefined>(cards.length),
      quads: this.#spare,
    };
    now.quads.clear();
    // Quads of before that are still to be copied.
    let first = 0;
    let end = 0;
    const flush = (): void => {
      if (end > first) now.quads.appendRange(before.quads, first, end);
      first = end = 0;
    };
    for (let number = 0; number < cards.length; number += 1) {
      const card = cards[number]!;
      let old = from[number]!;
      // What waits for its turn shows what it showed.
      if (old < -1 && this.#late(detail)) {
        old = -2 - old;
        text.postpone();
        before.texts[old] = LATE;
      }
      now.starts[number] = now.quads.count + end - first;
      now.versions[number] = versionOf(scene, card, detail);
      if (old >= 0) {
        const start = before.starts[old]!;
        if (start !== end) {
          flush();
          first = start;
        }
        end = before.starts[old + 1]!;
        now.texts[number] = before.texts[old];
      } else {
        flush();
        now.texts[number] = this.#pack(now.quads, scene, card, detail);
      }
    }
    flush();
    now.starts[cards.length] = now.quads.count;
    now.quads.touch(0, now.quads.count);
    this.waiting = text.waiting;
    this.#number(cards, scene.rows.count);
    this.#spare = before.quads;
    this.#now = now;
  }

  #number(cards: readonly SceneCard[], rows: number): void {
    if (this.#numbers.length < rows) this.#numbers = new Int32Array(rows * 2);
    else this.#numbers.fill(0);
    for (let number = 0; number < cards.length; number += 1) this.#numbers[cards[number]!.row] = number + 1;
  }

  #keeps(text: TextUse | undefined): boolean {
    return text === undefined || this.text.keeps(text);
  }

  /** The frame's time for text is spent. */
  #late(detail: Detail): boolean {
    return detail < TEXTLESS && (this.text.spent || this.#left <= 0);
  }

  #pack(out: QuadBuffer, scene: Scene, card: SceneCard, detail: Detail): TextUse | undefined {
    this.packed += 1;
    if (detail === 4 && packFlat(out, scene, card)) return undefined;
    if (detail === ALIKE && this.#alike.pack(out, scene, card, (quads) => this.#packItems(quads, scene, card, { text: this.text, detail })))
      return undefined;
    // What comes when the frame's time is spent is drawn without its text, and with it in one of the next frames.
    const late = this.#late(detail);
    if (detail < TEXTLESS) this.#left -= 1;
    const context = { text: this.text, detail: late ? TEXTLESS : detail };
    return this.text.track(() => {
      this.#packItems(out, scene, card, context);
      if (late) this.text.postpone();
    });
  }

  #packItems(out: QuadBuffer, scene: Scene, card: SceneCard, context: PackContext): void {
    for (const item of scene.makeItems(card, context.detail)) packItem(out, item, card.row, context);
  }
}

/** Another number whenever the card's quads would come out differently. */
const versionOf = (scene: Scene, { id, version }: SceneCard, detail: Detail): number =>
  version * 2 + (detail === 4 && scene.standsOut(id) ? 1 : 0);

/** Never whole: what shows it is packed again. */
const LATE: TextUse = { lines: [], complete: false, generation: -1, evictions: -1 };

const same = (a: readonly SceneCard[], b: readonly SceneCard[]): boolean => {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
};
