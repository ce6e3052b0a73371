/**
 * What passes with the session and is not the document: run state, pictures, selection, hover, drags, the wire on its way, what
 * floats above. It comes in by setters; each says by {@link ShownLevel.onInvalidate} whether there is something new to show.
 */
import type { PortRef } from '../graph/types.js';
import { resolveDraft } from './draft.js';
import type { ResolvedDraft } from './elements.js';
import { sameHover, type Hover } from './hover.js';
import type { Drag, Resize } from './in-flight.js';
import { NO_OVERLAY, type Overlay } from './overlay.js';
import { DRAFT_FROM, DRAFT_TO } from './rows.js';
import { ShownLevel } from './shown-level.js';
import { portY } from './slots.js';
import type { NodeMedia, NodeVisual, WireDraft } from './types.js';

const NO_WIRES: ReadonlySet<string> = new Set();
const sameIds = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => a.size === b.size && [...a].every((id) => b.has(id));

/** Up to this many are drawn as cards from any distance; more than that are a crowd as the others are. */
export const MOST_STANDING_OUT = 1000;

/** Whether a wire on its way may end in this port. */
export type PortFilter = (ref: PortRef, direction: 'in' | 'out') => boolean;

export class SceneSession extends ShownLevel {
  selection: ReadonlySet<string> = new Set();
  hover: Hover = null;
  draft: WireDraft | null = null;
  compatible: PortFilter | undefined;
  overlay: Overlay = NO_OVERLAY;
  /** Wires that the gesture under way is about; drawn as selected ones. */
  marked: ReadonlySet<string> = new Set();
  /** Wires that it takes away; drawn in the colour of errors. */
  leaving: ReadonlySet<string> = new Set();
  editing: { readonly nodeId: string; readonly param: string } | null = null;

  /**
   * Whether it is selected, in the hand or running: no level of detail makes it a flat box, see {@link MOST_STANDING_OUT}. That it begins or
   * ends to be dragged raises no version: a drag changes rows alone, and who draws from afar asks again.
   */
  standsOut(id: string): boolean {
    const { selection, running } = this;
    // Asked about thousands at once, of which mostly none does.
    if (selection.size + running.size > 0 && !this.crowded && (selection.has(id) || running.has(id))) return true;
    const dragged = this.inFlight.drag?.ids;
    return dragged !== undefined && dragged.size <= MOST_STANDING_OUT && dragged.has(id);
  }

  /** So many are selected or run that none of them stands out. */
  get crowded(): boolean {
    return this.selection.size + this.running.size > MOST_STANDING_OUT;
  }

  setVisual(id: string, visual: NodeVisual | undefined): void {
    const flowed = this.running.has(id);
    if (!this.looks.setVisual(id, visual)) return;
    // The wires that feed it start or cease to flow.
    if (flowed !== this.running.has(id)) this.wireLooks += 1;
    const node = this.nodes.get(id);
    if (!node) return;
    this.shown.layOut(node);
    this.changed('run state');
  }
  visual(id: string): NodeVisual | undefined {
    return this.looks.visual(id);
  }
  /** Nodes that run at the moment, on any level: wires flow towards them. */
  get running(): ReadonlySet<string> {
    return this.looks.running;
  }

  /** The picture of a node. */
  setMedia(id: string, media: NodeMedia | undefined): void {
    if (!this.looks.setMedia(id, media) || !this.nodes.has(id)) return;
    this.shown.touch([id]);
    this.changed('picture');
  }
  media(id: string): NodeMedia | undefined {
    return this.looks.media(id);
  }

  /** Ids of nodes, notes, frames and wires. */
  setSelection(ids: ReadonlySet<string>): void {
    const changed = [...this.selection].filter((id) => !ids.has(id));
    const added = [...ids].filter((id) => !this.selection.has(id));
    if (changed.length + added.length === 0) return;
    this.selection = new Set(ids);
    // What was selected last lies on top, in the order it had.
    if (this.shown.raise(added)) this.orderVersion += 1;
    this.shown.touch([...changed, ...added]);
    if ([...changed, ...added].some((id) => this.edges.has(id))) this.wireLooks += 1;
    this.changed('selection');
  }

  setHover(hover: Hover): void {
    const before = this.hover;
    if (sameHover(before, hover)) return;
    this.hover = hover;
    const items = [before, hover].flatMap((state) => [state?.nodeId, state?.noteId, state?.groupId].filter((id) => id !== undefined));
    this.shown.touch(items);
    if (items.length > 0) this.contentVersion += 1;
    this.onInvalidate?.('hover');
  }

  /** A wire on its way. With `compatible`, ports it may end in swell and name themselves, the others fade. */
  setDraft(draft: WireDraft | null, compatible?: PortFilter): void {
    if (draft === null && this.draft === null) return;
    const begins = (draft === null) !== (this.draft === null) || (compatible === undefined) !== (this.compatible === undefined);
    this.draft = draft;
    this.compatible = draft ? compatible : undefined;
    const ends = this.resolvedDraft();
    if (ends) {
      this.rows.set(DRAFT_FROM, ends.from.x, ends.from.y - portY(0), 0, 0);
      this.rows.set(DRAFT_TO, ends.to.x, ends.to.y - portY(0), 0, 0);
    }
    if (begins) {
      this.shown.touch(this.nodes.keys());
      this.contentVersion += 1;
    }
    this.onInvalidate?.('wire');
  }
  resolvedDraft(): ResolvedDraft | null {
    return resolveDraft(this);
  }

  /** Draws these nodes, notes and frames displaced, with their wires. The document is not touched. */
  setDrag(drag: Drag | null): void {
    const before = this.inFlight.drag;
    const moved = this.inFlight.setDrag(drag, (id) => this.shown.element(id));
    if (!moved) return;
    if (before && drag && before.ids !== drag.ids) for (const element of moved) this.shown.place(element);
    else this.shown.drag(moved, drag?.dx ?? 0, drag?.dy ?? 0);
    this.onInvalidate?.('drag');
  }

  /** Draws one item with another rectangle. The document is not touched. */
  setResize(resize: Resize | null): void {
    for (const id of this.inFlight.setResize(resize)) {
      const element = this.shown.element(id);
      if (!element) continue;
      if (element.kind === 'node') this.shown.layOut(element);
      else this.shown.place(element);
      this.shown.touch([id]);
      this.changed('resize');
    }
  }

  /** Marks the wires that are about to be bent or to take a node in, and those that are about to be cut or left behind. */
  setMarked(edgeIds: ReadonlySet<string>, leaving: ReadonlySet<string> = NO_WIRES): void {
    if (sameIds(edgeIds, this.marked) && sameIds(leaving, this.leaving)) return;
    this.marked = edgeIds;
    this.leaving = leaving;
    this.wireLooks += 1;
    this.onInvalidate?.('wires');
  }

  /** Changes parts of what floats above the graph; the others stay as they are. */
  setOverlay(part: Partial<Overlay>): void {
    const keys = Object.keys(part) as (keyof Overlay)[];
    if (keys.every((key) => part[key] === this.overlay[key])) return;
    this.overlay = { ...this.overlay, ...part };
    this.onInvalidate?.('overlay');
  }

  /** Hides a text that is edited in the page: a parameter or the title of a node, `text` of a note, `title` of a frame. */
  setEditing(editing: { readonly nodeId: string; readonly param: string } | null): void {
    const before = this.editing;
    if (before?.nodeId === editing?.nodeId && before?.param === editing?.param) return;
    this.editing = editing;
    this.shown.touch([before?.nodeId, editing?.nodeId].filter((id) => id !== undefined));
    this.changed('editing');
  }

  /** Another level is shown: what the hand was doing ends. Selecting is left to the caller. */
  protected letGo(): void {
    this.hover = this.draft = this.editing = null;
    this.overlay = { ...NO_OVERLAY, cursors: this.overlay.cursors };
    this.compatible = undefined;
    this.marked = this.leaving = new Set();
    this.inFlight.clear();
  }
}
