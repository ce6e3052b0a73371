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
export const TEXTLESS = 3;

/**
 * Cards with text that are packed at once while the view zooms, and frames from then to the next ones, which all have to be copied and
 * uploaded for. Where more than `sight` are in sight none is: most of them are not any more, or at another detail, before anyone
 * could read them.
 */
const HURRIED = { cards: 16, frames: 4, sight: 128 } as const;

/** Cards that get the text which a zoom left out in one frame, once it rests: some milliseconds' work. */
const CAUGHT_UP = 256;

/** Cards that are not copied from the buffer of before: not there, or looking different now. */
const NEW = -1;
const CHANGED = -2;
/** Less a card's number there: packed at another detail, or without its text. */
const STALE = -3;

/** Cards that may take more or fewer quads than before until all are gathered anew: each moves what lies behind it. */
const SHIFTS = 8;

interface Seen {
  readonly raised: number;
  readonly crowded: boolean;
  readonly dragged: ReadonlySet<string> | undefined;
}
const seenOf = ({ cardsRaised, crowded, drag }: Scene): Seen => ({ raised: cardsRaised, crowded, dragged: drag?.ids });

/** What was gathered, by number in painter's order. Two take turns, because one that is made anew with each gathering is soon a megabyte. */
class Gathered {
  cards: readonly SceneCard[] = [];
  /** First quad of each card, and after the last. */
  starts = new Int32Array(64);
  versions = new Int32Array(64);
  /** What each was packed with; undefined where that was no text. */
  readonly texts: (TextUse | undefined)[] = [];
  readonly quads = new QuadBuffer();

  /** Takes other cards, of which nothing is known yet. */
  begin(cards: readonly SceneCard[]): void {
    this.cards = cards;
    this.quads.clear();
    const { length } = cards;
    if (this.starts.length <= length) {
      this.starts = new Int32Array(length * 2);
      this.versions = new Int32Array(length * 2);
    }
    // What lies behind would keep text of cards out of sight alive.
    this.texts.fill(undefined, length);
  }
}

export class CardQuads {
  /** Cards packed since it was made: what tests count. */
  packed = 0;
  /** Some letters are bars for want of time or room: they are tried again with the next update. */
  waiting = false;
  #now = new Gathered();
  #spare = new Gathered();
  /** Where the quads of each come from while they are gathered: a number in the buffer of before, {@link NEW}, {@link CHANGED} or {@link STALE}. */
  #from = new Int32Array(64);
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
  /** What the last update knew: see {@link #raised}. */
  #seen: Seen = { raised: -1, crowded: false, dragged: undefined };

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
    this.#left = !hurried ? Infinity : cards.length <= HURRIED.sight ? HURRIED.cards : 0;
    this.#rested += 1;
    const rests = !this.waiting || (hurried && (this.#rested < HURRIED.frames || this.#left === 0));
    if (rests && detail === this.#detail && !this.outdated && same(cards, this.cards)) {
      const renewed = this.#refresh(scene, detail, this.#raised(scene, detail));
      this.#seen = seenOf(scene);
      if (renewed !== undefined) return renewed;
    }
    this.#gather(scene, cards, detail, others);
    this.#seen = seenOf(scene);
    return true;
  }

  /** Cards that may look different since the last update; undefined where all may: from afar also what stands out does. */
  #raised(scene: Scene, detail: Detail): readonly SceneCard[] | undefined {
    const { raised, crowded, dragged } = this.#seen;
    if (detail === 4 && (scene.crowded !== crowded || scene.drag?.ids !== dragged)) return undefined;
    return scene.cardsRaisedSince(raised);
  }

  /**
   * Packs what looks different in its place, looking at all or at those of `raised`. Returns whether something did; undefined where all are
   * better gathered anew.
   */
  #refresh(scene: Scene, detail: Detail, raised: readonly SceneCard[] | undefined): boolean | undefined {
    const { cards, versions, starts, texts, quads } = this.#now;
    const scratch = this.#scratch;
    let renewed = false;
    let shifts = 0;
    for (let at = 0; at < (raised ?? cards).length; at += 1) {
      const card = (raised ?? cards)[at]!;
      const number = raised ? (this.#numbers[card.row] ?? 0) - 1 : at;
      if (cards[number] !== card) continue;
      const version = versionOf(scene, card, detail);
      if (version === versions[number]) continue;
      if (shifts === SHIFTS || this.#spent(detail)) return undefined;
      const start = starts[number]!;
      const end = starts[number + 1]!;
      scratch.clear();
      const text = this.#pack(scratch, scene, card, detail, false);
      quads.replace(start, end, scratch);
      const more = scratch.count - (end - start);
      if (more !== 0) {
        for (let later = number + 1; later <= cards.length; later += 1) starts[later] = starts[later]! + more;
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
    if (this.#from.length < cards.length) this.#from = new Int32Array(cards.length * 2);
    const from = this.#from;
    for (let number = 0; number < cards.length; number += 1) {
      const card = cards[number]!;
      const old = valid ? (this.#numbers[card.row] ?? 0) - 1 : -1;
      if (old < 0 || before.cards[old] !== card) from[number] = NEW;
      else if (before.versions[old] !== versionOf(scene, card, detail)) from[number] = CHANGED;
      else from[number] = known && this.#keeps(before.texts[old]) ? old : STALE - old;
    }
    const now = this.#spare;
    now.begin(cards);
    const most = text.unlimited ? Infinity : CAUGHT_UP;
    let caught = 0;
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
      if (old <= STALE) {
        const waits = known && before.texts[STALE - old] === LATE;
        // What waits for its turn shows what it showed.
        if (this.#late(detail) || (waits && caught === most)) {
          old = STALE - old;
          text.postpone();
          before.texts[old] = LATE;
        } else if (waits) caught += 1;
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
        const late = old === NEW ? this.#late(detail) : this.#spent(detail);
        now.texts[number] = this.#pack(now.quads, scene, card, detail, late);
      }
    }
    flush();
    now.starts[cards.length] = now.quads.count;
    now.quads.touch(0, now.quads.count);
    this.waiting = text.waiting;
    this.#number(cards, scene.rows.count);
    before.cards = [];
    this.#spare = before;
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
  #spent(detail: Detail): boolean {
    return detail < TEXTLESS && this.text.spent;
  }
  /** The same, or as many have text as may get it while the view zooms. */
  #late(detail: Detail): boolean {
    return this.#spent(detail) || (detail < TEXTLESS && this.#left <= 0);
  }

  /** `late`: it is drawn without its text, and with it in one of the next frames. */
  #pack(out: QuadBuffer, scene: Scene, card: SceneCard, wanted: Detail, late: boolean): TextUse | undefined {
    this.packed += 1;
    const detail = late ? TEXTLESS : wanted;
    if (detail === 4 && packFlat(out, scene, card)) return undefined;
    if (detail === ALIKE && this.#alike.pack(out, scene, card, this.#packAlike)) {
      if (late) this.text.postpone();
      return late ? LATE : undefined;
    }
    if (detail < TEXTLESS) this.#left -= 1;
    const context = { text: this.text, detail };
    return this.text.track(() => {
      this.#packItems(out, scene, card, context);
      if (late) this.text.postpone();
    });
  }

  readonly #packAlike = (out: QuadBuffer, scene: Scene, card: SceneCard): void => {
    this.#packItems(out, scene, card, { text: this.text, detail: ALIKE });
  };

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
