/**
 * What a GPU frame consists of: the quads of the visible frames, the wires, the quads of the visible nodes and notes in painter's
 * order, and what floats above.
 *
 * It is made anew only when something in it changes: content, level of detail, or a view that leaves the margin around what was
 * gathered last. A drag or a pan within the margin costs nothing here. Work follows what is visible, not the document's size,
 * but for one linear scan of the rows.
 */
import type { Camera, Size } from '../scene/camera.js';
import type { SceneCard, SceneEdge, SceneGroup } from '../scene/elements.js';
import { titleSizeAt } from '../scene/group-title.js';
import { detailAt, type Detail } from '../scene/items.js';
import { overlayItems, type Overlay } from '../scene/overlay.js';
import { PALETTE } from '../scene/palette.js';
import { encloses, grow } from '../scene/rect.js';
import { DRAFT_FROM, DRAFT_TO, WORLD } from '../scene/rows.js';
import type { Scene } from '../scene/scene.js';
import type { Rect } from '../scene/types.js';
import type { PicturePlacer } from './picture-quads.js';
import { packFlat } from './flat-card.js';
import { packItem, QuadBuffer } from './quads.js';
import type { TextEngine, TextUse } from './text/text-engine.js';
import { FLOWS, HIDDEN_BELOW, WIRE_WORDS, WireRibbons } from './wire-ribbons.js';

const WIRE_STATE = { plain: 0, hovered: 1, selected: 2 } as const;
/** What is gathered beyond each edge of the view, as a share of it: a pan this long needs nothing new. */
const MARGIN = 0.35;
/** Up to this many wires all are drawn; above, those outside the gathered part are left out. */
const ALL_WIRES = 2000;
/** What a node draws beyond its rectangle, canvas units: shadow and port titles. */
const OVERHANG = 120;

/** The finest detail of nodes that needs no text. */
const TEXTLESS = 3;

interface Block {
  readonly version: number;
  readonly detail: Detail;
  readonly text: TextUse;
  readonly quads: QuadBuffer;
}

export interface DrawChanges {
  readonly groups: boolean;
  readonly quads: boolean;
  readonly overlay: boolean;
  readonly wires: boolean;
}

export class DrawList {
  /** Frames, under the wires. */
  readonly groups = new QuadBuffer();
  readonly quads = new QuadBuffer();
  readonly overlay = new QuadBuffer();
  readonly ribbons = new WireRibbons();
  /** Something in sight moves by itself: a wire flows. */
  animating = false;
  /** Some letters are bars yet: the next frame draws more of them. */
  waiting = false;
  detail: Detail | undefined;
  /** All wires in the order of the scene, then the one on its way where there is one. */
  #wires = new Uint32Array(64 * WIRE_WORDS);
  #wireCount = 0;
  #hasDraft = false;
  #flowing: readonly SceneEdge[] = [];
  #cards: readonly SceneCard[] = [];
  #shownGroups: readonly SceneGroup[] = [];
  #window: Rect = { x: 0, y: 0, width: -1, height: -1 };
  #blocks = new WeakMap<SceneCard, Block>();
  #content = -1;
  #rows = -1;
  #edges = -1;
  #generation = -1;
  /** A node's letters are bars for want of time. */
  #cardsWait = false;
  #groupsVersion = -1;
  #groupsText: TextUse | undefined;
  #titleSize = 0;
  #coarse = false;
  #overlayOf: Overlay | undefined;
  #overlayText: TextUse | undefined;
  #draftColor = -1;
  #origin = '';

  constructor(
    private readonly text: TextEngine,
    private readonly pictures: PicturePlacer,
  ) {}

  /** `viewport` in CSS pixels, `dpr` device pixels for each. */
  update(scene: Scene, camera: Camera, viewport: Size, dpr = 1): DrawChanges {
    this.text.begin();
    const view = { x: camera.x, y: camera.y, width: viewport.width / camera.zoom, height: viewport.height / camera.zoom };
    const detail = detailAt(camera.zoom, this.detail);
    // Another detail begins with as little as is needed: each card is packed anew for it.
    const left = !encloses(this.#window, view) || this.#window.width > view.width * 4 || detail !== this.detail;
    const content =
      this.#cardsWait || scene.contentVersion !== this.#content || detail !== this.detail || this.text.generation !== this.#generation;
    const moved = scene.rowsVersion !== this.#rows;
    if (left) this.#window = grow(view, Math.max(view.width, view.height) * MARGIN);
    const gathered = this.#gatherWires(scene, left || moved);
    const wires = this.ribbons.update(this.#wires, this.#wireCount, this.#hasDraft, scene.rows, camera.zoom, gathered, moved);
    this.animating = camera.zoom >= HIDDEN_BELOW && this.#flowing.some((edge) => scene.wireTouches(edge, view));
    const overlay = this.#updateOverlay(scene);
    let quads = false;
    if (left || content || moved) {
      const cards = scene.visible(grow(this.#window, OVERHANG));
      this.#content = scene.contentVersion;
      this.#rows = scene.rowsVersion;
      this.detail = detail;
      if (content || !same(cards, this.#cards)) {
        this.#cards = cards;
        this.#gather(scene, detail);
        quads = true;
      }
    }
    if (this.pictures.place(scene, this.quads, view, camera.zoom * dpr, quads)) quads = true;
    const groups = this.#updateGroups(scene, camera.zoom, left || moved);
    this.waiting = this.text.waiting;
    return { groups, quads, overlay, wires };
  }

  #gather(scene: Scene, detail: Detail): void {
    const { text } = this;
    this.#generation = text.generation;
    // First what stays: its letters must not give way to those of what is packed after.
    text.turn();
    for (const use of [this.#groupsText, this.#overlayText]) if (use) text.keeps(use);
    // From afar thousands come into view at once: nothing is kept for each of them.
    const flat = detail === 4;
    const kept = flat ? [] : this.#cards.map((card) => this.#kept(card, detail));
    this.quads.clear();
    this.#cards.forEach((card, index) => {
      if (flat && packFlat(this.quads, scene, card)) return;
      this.quads.append(kept[index] ?? this.#pack(scene, card, detail));
    });
    this.#cardsWait = text.waiting;
  }

  /** What the card was packed into before, where that still holds. */
  #kept(card: SceneCard, detail: Detail): QuadBuffer | undefined {
    const known = this.#blocks.get(card);
    return known?.version === card.version && known.detail === detail && this.text.keeps(known.text) ? known.quads : undefined;
  }

  #pack(scene: Scene, card: SceneCard, detail: Detail): QuadBuffer {
    const known = this.#blocks.get(card);
    const late = this.text.spent && detail < TEXTLESS;
    if (late && known?.version === card.version) {
      this.text.postpone();
      return known.quads;
    }
    const quads = known?.quads ?? new QuadBuffer();
    quads.clear();
    // What comes when the frame's time is spent is drawn without its text, and with it in one of the next frames.
    const shown = late ? TEXTLESS : detail;
    const context = { text: this.text, detail: shown };
    const text = this.text.track(() => {
      for (const item of scene.makeItems(card, shown)) packItem(quads, item, card.row, context);
      if (late) this.text.postpone();
    });
    this.#blocks.set(card, { version: card.version, detail, text, quads });
    return quads;
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

  #gatherWires(scene: Scene, elsewhere: boolean): boolean {
    const draft = scene.resolvedDraft();
    const cull = scene.edges.size > ALL_WIRES;
    const draftColor = draft ? draft.color : -1;
    if (scene.edgeVersion === this.#edges && draftColor === this.#draftColor && !(cull && elsewhere)) return false;
    this.#edges = scene.edgeVersion;
    this.#draftColor = draftColor;
    const area = this.#window;
    const needed = (scene.edges.size + 1) * WIRE_WORDS;
    if (this.#wires.length < needed) this.#wires = new Uint32Array(needed * 2);
    const { running } = scene;
    const flowing: SceneEdge[] = [];
    let count = 0;
    const table = scene.wireTable;
    for (let wire = 0; wire < table.count; wire += 1) {
      if (cull && !table.touches(wire, area)) continue;
      const edge = table.edges[wire]!;
      const leaves = scene.leaving.has(edge.id);
      const state = leaves ? WIRE_STATE.hovered : wireState(scene, edge.id);
      const flows = running.size > 0 && running.has(edge.record.to[0]);
      if (flows) flowing.push(edge);
      this.#wire(count, edge.fromRow, edge.toRow, edge.fromSlot, edge.toSlot, leaves ? PALETTE.error : edge.color, state, flows);
      count += 1;
    }
    this.#wireCount = count;
    this.#flowing = flowing;
    this.#hasDraft = draft !== null;
    if (draft) this.#wire(count, DRAFT_FROM, DRAFT_TO, 0, 0, draft.color, WIRE_STATE.plain, false);
    return true;
  }

  #wire(index: number, from: number, to: number, fromSlot: number, toSlot: number, color: number, state: number, flows: boolean): void {
    const at = index * WIRE_WORDS;
    this.#wires[at] = from;
    this.#wires[at + 1] = to;
    this.#wires[at + 2] = (fromSlot | (toSlot << 8) | (color << 16) | (state << 24)) >>> 0;
    this.#wires[at + 3] = flows ? FLOWS : 0;
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

const wireState = ({ selection, marked, hover }: Scene, id: string): number => {
  if (selection.has(id) || marked.has(id)) return WIRE_STATE.selected;
  return hover?.edgeId === id ? WIRE_STATE.hovered : WIRE_STATE.plain;
};

const same = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((entry, index) => entry === b[index]);
