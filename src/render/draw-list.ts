/**
 * What a GPU frame consists of: the quads of the visible frames, the wires, the quads of the visible nodes and notes in painter's
 * order, and what floats above.
 *
 * It is made anew only when something in it changes: content, level of detail, or a view that leaves the margin around what was
 * gathered last. A drag or a pan within the margin costs nothing here. Work follows what is visible, not the document's size,
 * but for one linear scan of the rows.
 */
import type { Camera, Size } from '../scene/camera.js';
import type { SceneEdge, SceneGroup } from '../scene/elements.js';
import { titleSizeAt } from '../scene/group-title.js';
import { detailAt, type Detail } from '../scene/items.js';
import { overlayItems, type Overlay } from '../scene/overlay.js';
import { PALETTE } from '../scene/palette.js';
import { encloses, grow } from '../scene/rect.js';
import { DRAFT_FROM, DRAFT_TO, WORLD } from '../scene/rows.js';
import type { Drag } from '../scene/in-flight.js';
import type { Scene } from '../scene/scene.js';
import type { Rect } from '../scene/types.js';
import { CardQuads, TEXTLESS } from './card-quads.js';
import type { PicturePlacer } from './picture-quads.js';
import { REST_MS } from './pixel-size.js';
import { packItem, QuadBuffer, type QuadRange } from './quads.js';
import type { TextEngine, TextUse } from './text/text-engine.js';
import { FLOWS, HIDDEN_BELOW, WIRE_WORDS, WireRibbons, type WireList, type WireRange } from './wire-ribbons.js';

const WIRE_STATE = { plain: 0, hovered: 1, selected: 2 } as const;
/** What is gathered beyond each edge of the view, as a share of it: a pan this long needs nothing new. */
const MARGIN = 0.35;
/** The same where a coarser detail with text begins: each card is packed anew for it, and a zoom soon needs others. */
const FIRST_MARGIN = 0.08;
/** The same where a finer one begins: the view is getting smaller. */
const CLOSER_MARGIN = 0;
/**
 * How far a drag may go before the wires in sight are looked for anew, as a share of the view: so far beyond the margin they are gathered while
 * something is dragged. Half of it is for wires between what is dragged and what is not, which bend farther out as their ends part.
 */
const DRAG_MARGIN = 0.5;
/** Up to this many wires all are drawn; above, those outside the gathered part are left out. */
const ALL_WIRES = 2000;
/** What a node draws beyond its rectangle, canvas units: shadow and port titles. */
const OVERHANG = 120;

export interface DrawChanges {
  readonly groups: boolean;
  /** Of {@link DrawList.quads}, those to upload; none where `to` is 0. */
  readonly quads: QuadRange;
  readonly overlay: boolean;
  /** Of {@link DrawList.ribbons}, those to upload; none where `to` is 0. */
  readonly wires: WireRange;
}

export class DrawList {
  /** Frames, under the wires. */
  readonly groups = new QuadBuffer();
  readonly overlay = new QuadBuffer();
  readonly ribbons = new WireRibbons();
  /** Something in sight moves by itself: a wire flows. */
  animating = false;
  /** Some letters are bars yet: the next frame draws more of them. */
  waiting = false;
  detail: Detail | undefined;
  readonly #cards: CardQuads;
  /** All wires in the order of the scene, by their numbers in its table, then the one on its way where there is one. */
  readonly #wires: WireList = {
    words: new Uint32Array(64 * WIRE_WORDS),
    count: 0,
    numbers: new Uint32Array(64),
    table: { count: 0 },
    hasDraft: false,
  };
  /** The wire under the pointer, as it is drawn. */
  #hovered: string | undefined;
  /** The view or rows moved since wires were looked at: while they are too small to be drawn they are not. */
  #wiresBehind = true;
  /** What was gathered of the wires is not what there is to see: the view left it, or rows moved by more than a drag within its margin. */
  #wiresElsewhere = true;
  /** Where the drag was and what else had been placed when they were gathered. */
  #wiresOf: { readonly drag: Drag | null; readonly placed: number; readonly margin: number } | undefined;
  #flowing: readonly SceneEdge[] = [];
  #shownGroups: readonly SceneGroup[] = [];
  #window: Rect = { x: 0, y: 0, width: -1, height: -1 };
  #content = -1;
  #order = -1;
  #rows = -1;
  #edges = -1;
  #groupsVersion = -1;
  #groupsText: TextUse | undefined;
  #titleSize = 0;
  #coarse = false;
  #overlayOf: Overlay | undefined;
  #overlayText: TextUse | undefined;
  #zoom = 0;
  /** Frames of the zoom that is under way that had another one each; see {@link #follow}. */
  #zooms = 0;
  /** Frames in a row without another zoom, and when the last one with another was drawn. */
  #still = 0;
  #zoomedAt = 0;
  #draftColor = -1;
  #origin = '';

  constructor(
    private readonly text: TextEngine,
    private readonly pictures: PicturePlacer,
  ) {
    this.#cards = new CardQuads(text);
  }

  /** Pictures in sight are on their way. */
  get loading(): boolean {
    return this.pictures.loading;
  }
  /** Nodes and notes in painter's order; another buffer from time to time. */
  get quads(): QuadBuffer {
    return this.#cards.quads;
  }
  /** Nodes and notes packed since it was made. */
  get packed(): number {
    return this.#cards.packed;
  }

  /** `viewport` in CSS pixels, `dpr` device pixels for each. */
  update(scene: Scene, camera: Camera, viewport: Size, dpr = 1): DrawChanges {
    this.text.begin();
    const view = { x: camera.x, y: camera.y, width: viewport.width / camera.zoom, height: viewport.height / camera.zoom };
    const detail = detailAt(camera.zoom, this.detail);
    const left = !encloses(this.#window, view) || this.#window.width > view.width * 4 || detail !== this.detail;
    const moved = scene.rowsVersion !== this.#rows;
    if (left) this.#window = grow(view, Math.max(view.width, view.height) * marginOf(detail, this.detail));
    if (left || moved) this.#wiresBehind = true;
    if (left || (moved && !this.#dragsWithinMargin(scene))) this.#wiresElsewhere = true;
    if (camera.zoom >= HIDDEN_BELOW) this.#updateWires(scene, camera.zoom);
    this.animating = camera.zoom >= HIDDEN_BELOW && this.#flowing.some((edge) => scene.wireTouches(edge, view));
    this.#follow(camera.zoom);
    const overlay = this.#updateOverlay(scene);
    const fresh = this.#updateCards(scene, detail, left || moved);
    this.pictures.place(scene, this.quads, view, camera.zoom * dpr, fresh);
    const groups = this.#updateGroups(scene, camera.zoom, left || moved);
    this.waiting = this.text.waiting || this.#cards.waiting;
    return { groups, quads: this.quads.takeTouched(), overlay, wires: this.ribbons.takeTouched() };
  }

  /** Returns whether nodes or notes look different. */
  #updateCards(scene: Scene, detail: Detail, elsewhere: boolean): boolean {
    const cards = this.#cards;
    const others = elsewhere || detail !== this.detail || scene.orderVersion !== this.#order;
    if (!others && scene.contentVersion === this.#content && !cards.waiting && !cards.outdated) return false;
    this.#content = scene.contentVersion;
    this.#order = scene.orderVersion;
    this.#rows = scene.rowsVersion;
    this.detail = detail;
    const shown = others ? scene.visible(grow(this.#window, OVERHANG)) : cards.cards;
    // A single jump is drawn whole.
    const hurried = this.#zooms > 1 && !this.text.unlimited;
    return cards.update(scene, shown, detail, [this.#groupsText, this.#overlayText], hurried);
  }

  /**
   * A zoom goes on until two frames, for {@link REST_MS} in all, are as large as the one before, or one with no text left to draw: between the turns of
   * a wheel there are some, and where a page is busy, and for each of them all the text in sight would be packed.
   */
  #follow(zoom: number): void {
    const now = performance.now();
    if (zoom !== this.#zoom) {
      this.#zooms += 1;
      this.#still = 0;
      this.#zoomedAt = now;
    } else {
      this.#still += 1;
      if (!this.#cards.waiting || (this.#still > 1 && now - this.#zoomedAt >= REST_MS)) this.#zooms = 0;
    }
    this.#zoom = zoom;
  }

  /** Frames are few: all of those in sight are packed when one of them changes or their titles take another size. */
  #updateGroups(scene: Scene, zoom: number, elsewhere: boolean): boolean {
    const titleSize = titleSizeAt(zoom);
    const coarse = this.detail === 4;
    const changed =
      scene.groupsVersion !== this.#groupsVersion ||
      titleSize !== this.#titleSize ||
      coarse !== this.#coarse ||
      !this.#groupsText ||
      !this.text.keeps(this.#groupsText);
    if (!changed && !elsewhere) return false;
    const groups = scene.visibleGroups(this.#window);
    if (!changed && same(groups, this.#shownGroups)) return false;
    this.#shownGroups = groups;
    this.#groupsVersion = scene.groupsVersion;
    this.#titleSize = titleSize;
    this.#coarse = coarse;
    const context = { text: this.text, detail: this.detail ?? 0 };
    this.groups.clear();
    this.#groupsText = this.text.track(() => {
      for (const group of groups)
        for (const item of scene.groupItemsOf(group, titleSize, coarse)) packItem(this.groups, item, group.row, context);
    });
    return true;
  }

  #updateWires(scene: Scene, zoom: number): void {
    const behind = this.#wiresBehind;
    this.#wiresBehind = false;
    const gathered = this.#gatherWires(scene);
    this.ribbons.update(this.#wires, scene.rows, zoom, gathered, behind);
    if (this.#hovered !== scene.hover?.edgeId) this.#hoverWire(scene);
  }

  /** The pointer wanders from wire to wire all the time: only the two words that differ are changed. */
  #hoverWire(scene: Scene): void {
    const before = this.#hovered;
    this.#hovered = scene.hover?.edgeId;
    const { edges } = scene.wireTable;
    const { words, numbers, count } = this.#wires;
    for (const id of [before, this.#hovered]) {
      const edge = id === undefined ? undefined : scene.edges.get(id);
      const index = edge ? numberOf(numbers, count, edges.indexOf(edge)) : -1;
      if (!edge || index < 0) continue;
      const look = lookOf(scene, edge);
      words[index * WIRE_WORDS + 2] = look;
      this.ribbons.restate(index, look);
    }
  }

  /** Nothing has moved since the wires were gathered but what is dragged, and that not far. */
  #dragsWithinMargin({ drag, placedVersion }: Scene): boolean {
    const of = this.#wiresOf;
    if (!of || !drag || placedVersion !== of.placed || (of.drag && of.drag.ids !== drag.ids)) return false;
    return Math.max(Math.abs(drag.dx - (of.drag?.dx ?? 0)), Math.abs(drag.dy - (of.drag?.dy ?? 0))) <= of.margin / 2;
  }

  /** Returns whether the wires to draw are others than before; that rows move under them changes nothing here. */
  #gatherWires(scene: Scene): boolean {
    const draft = scene.resolvedDraft();
    const cull = scene.edges.size > ALL_WIRES;
    const draftColor = draft ? draft.color : -1;
    if (scene.edgeVersion === this.#edges && draftColor === this.#draftColor && !(cull && this.#wiresElsewhere)) return false;
    this.#wiresElsewhere = false;
    this.#edges = scene.edgeVersion;
    this.#draftColor = draftColor;
    const margin = scene.drag ? Math.max(this.#window.width, this.#window.height) * DRAG_MARGIN : 0;
    this.#wiresOf = { drag: scene.drag, placed: scene.placedVersion, margin };
    const area = grow(this.#window, margin);
    const table = scene.wireTable;
    const wires = this.#wires;
    this.#reserve(table.count + 1);
    const { running, selection, marked, leaving } = scene;
    const plain = selection.size + marked.size + leaving.size === 0;
    this.#hovered = scene.hover?.edgeId;
    const hovered = this.#hovered === undefined ? undefined : scene.edges.get(this.#hovered);
    const flowing: SceneEdge[] = [];
    const { numbers } = wires;
    const count = cull ? table.touching(area, numbers) : table.count;
    if (!cull) for (let wire = 0; wire < count; wire += 1) numbers[wire] = wire;
    let changed = count !== wires.count || wires.table !== table || wires.hasDraft || draft !== null;
    for (let index = 0; index < count; index += 1) {
      const wire = numbers[index]!;
      const edge = table.edges[wire]!;
      const flows = running.size > 0 && running.has(edge.record.to[0]);
      if (flows) flowing.push(edge);
      const look = plain && edge !== hovered ? table.looks[wire]! : lookOf(scene, edge);
      if (this.#wire(index, table.from[wire]!, table.to[wire]!, look, flows)) changed = true;
    }
    wires.count = count;
    wires.table = table;
    wires.hasDraft = draft !== null;
    this.#flowing = flowing;
    if (draft) this.#wire(count, DRAFT_FROM, DRAFT_TO, ((draft.color << 16) | (WIRE_STATE.plain << 24)) >>> 0, false);
    return changed;
  }

  #reserve(count: number): void {
    const wires = this.#wires;
    if (wires.numbers.length >= count) return;
    const words = new Uint32Array(count * 2 * WIRE_WORDS);
    words.set(wires.words);
    wires.words = words;
    wires.numbers = new Uint32Array(count * 2);
  }

  /** Returns whether another one was there. */
  #wire(index: number, from: number, to: number, look: number, flows: boolean): boolean {
    const at = index * WIRE_WORDS;
    const { words } = this.#wires;
    const last = flows ? FLOWS : 0;
    if (words[at] === from && words[at + 1] === to && words[at + 2] === look && words[at + 3] === last) return false;
    words[at] = from;
    words[at + 1] = to;
    words[at + 2] = look;
    words[at + 3] = last;
    return true;
  }

  /** What floats above: quads of row 0, the world. */
  #updateOverlay(scene: Scene): boolean {
    const { overlay } = scene;
    const origin = `${scene.rows.originX} ${scene.rows.originY}`;
    const letters = this.#overlayText && this.text.keeps(this.#overlayText);
    if (overlay === this.#overlayOf && origin === this.#origin && letters) return false;
    this.#overlayOf = overlay;
    this.#origin = origin;
    this.overlay.clear();
    const context = { text: this.text, detail: 0 } as const;
    const from = { x: scene.rows.originX, y: scene.rows.originY };
    this.#overlayText = this.text.track(() => {
      for (const item of overlayItems(overlay, from)) packItem(this.overlay, item, WORLD, context);
    });
    return true;
  }
}

/** What is gathered beyond the view at this detail, where the one before was `before`. */
function marginOf(detail: Detail, before: Detail | undefined): number {
  if (before !== undefined && detail < before) return CLOSER_MARGIN;
  return detail === before || before === undefined || detail >= TEXTLESS ? MARGIN : FIRST_MARGIN;
}

/** Slots, colour and state of a wire in one word. */
function lookOf(scene: Scene, { id, fromSlot, toSlot, color }: SceneEdge): number {
  const leaves = scene.leaving.has(id);
  const state = leaves ? WIRE_STATE.hovered : wireState(scene, id);
  return (fromSlot | (toSlot << 8) | ((leaves ? PALETTE.error : color) << 16) | (state << 24)) >>> 0;
}

/** Where `wanted` stands in the first `count` of these rising numbers; -1 where it does not. */
function numberOf(numbers: Uint32Array, count: number, wanted: number): number {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const number = numbers[middle]!;
    if (number === wanted) return middle;
    if (number < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

const wireState = ({ selection, marked, hover }: Scene, id: string): number => {
  if (selection.has(id) || marked.has(id)) return WIRE_STATE.selected;
  return hover?.edgeId === id ? WIRE_STATE.hovered : WIRE_STATE.plain;
};

const same = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((entry, index) => entry === b[index]);
