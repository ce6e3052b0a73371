/**
 * The scene: what one level of the graph looks like, ready to be drawn and asked about.
 *
 * It holds one row of geometry per node, note and frame, wires as pairs of row and port slot, and display items built on demand.
 * Renderers read it and never change it. Everything that passes with the session and is not the document comes in by setters:
 * run state, pictures, selection, hover, drags, the wire on its way. It knows neither WebGPU nor Pixi nor the DOM.
 */
import type { GraphChange, PortRef, ReadonlyGraph } from '../graph/types.js';
import type { NodeDefinition, PortType } from '../registry/types.js';
import { resolveDraft } from './draft.js';
import { cardItemsOf, groupItemsOf, makeCardItems } from './element-items.js';
import type { ResolvedDraft, SceneCard, SceneEdge, SceneGroup, SceneNode, SceneNote } from './elements.js';
import { groupTitle, TITLE_REACH, titleSizeAt } from './group-title.js';
import { hitScene, nearestPort, type FoundPort } from './hit.js';
import { sameHover, type Hover } from './hover.js';
import { InFlight, type Drag, type Resize } from './in-flight.js';
import type { Detail, Item } from './items.js';
import { Level } from './level.js';
import { errorHeight, errorLines } from './node-error.js';
import { NO_OVERLAY, type Overlay } from './overlay.js';
import { PortColors } from './port-colors.js';
import { grow } from './rect.js';
import { boundsOf, contentOf, itemsInside } from './regions.js';
import { DRAFT_FROM, DRAFT_TO, type Rows } from './rows.js';
import { RunLooks } from './run-looks.js';
import { MIN_SIZE } from './sizes.js';
import { portY } from './slots.js';
import { approximateMeasure, type MeasureText } from './text.js';
import type { Hit, NodeLayout, NodeMedia, NodeVisual, Point, Rect, WireDraft } from './types.js';
import type { WireTable } from './wire-table.js';
import { portOf } from './wires.js';

/** What the scene needs of the node registry. */
export interface NodeRegistryLike {
  get(type: string): NodeDefinition | undefined;
  portTypeInfo(id: string): PortType;
}

const NO_WIRES: ReadonlySet<string> = new Set();
const sameIds = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => a.size === b.size && [...a].every((id) => b.has(id));

type PortFilter = (ref: PortRef, direction: 'in' | 'out') => boolean;

export class Scene {
  /** Called after every change that has something to show, with the reason. */
  onInvalidate?: (reason: string) => void;
  /** Raised when the set, the order or the items of nodes and notes change. */
  contentVersion = 0;
  /** Raised when nodes and notes come, go or cover each other differently. */
  orderVersion = 0;
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
  #measure: MeasureText = approximateMeasure;
  readonly #colors = new PortColors();
  readonly #looks = new RunLooks();
  readonly #level: Level;
  #graph: ReadonlyGraph | undefined;
  readonly #inFlight = new InFlight();
  /** Raised when wires change their look; with {@link Level.wiresVersion} it makes the edge version. */
  #wireLooks = 0;

  constructor(readonly registry: NodeRegistryLike) {
    this.#level = new Level({
      colors: this.#colors,
      definition: (type) => registry.get(type),
      strip: (id, width) => this.#strip(id, width),
      placed: (id, at) => this.#inFlight.placed(id, at),
      resized: (id) => this.#inFlight.resized(id),
    });
  }

  get measure(): MeasureText {
    return this.#measure;
  }
  /** Real font metrics; a renderer sets them once its font is there. */
  set measure(measure: MeasureText) {
    this.#measure = measure;
    for (const node of this.nodes.values()) this.#level.layOut(node);
    this.#level.touch([...this.notes.keys(), ...this.groups.keys()]);
    this.#changed('font');
  }

  // What is shown.

  /** Drops everything and takes over the same level of `graph`, or its top where there is none. Looks of its nodes stay. */
  setGraph(graph: ReadonlyGraph): void {
    this.#graph = graph;
    this.#looks.keep(graph.nodes);
    this.#inFlight.forget();
    this.#level.show(graph, graph.nodes.has(this.level) ? this.level : '');
    this.orderVersion += 1;
    this.#changed('graph');
  }

  /** The subgraph node whose inside is shown; '' at the top. */
  get level(): string {
    return this.#level.id;
  }
  /** Shows another level. What the hand was doing ends; selecting is left to the caller. */
  setLevel(parentId: string): void {
    if (parentId === this.level) return;
    this.hover = this.draft = this.editing = null;
    this.overlay = { ...NO_OVERLAY, cursors: this.overlay.cursors };
    this.compatible = undefined;
    this.marked = this.leaving = new Set();
    this.#inFlight.clear();
    if (this.#graph) this.#level.show(this.#graph, parentId);
    this.orderVersion += 1;
    this.#changed('level');
  }

  /** Follows one change of the graph given to {@link setGraph}. */
  applyChange(change: GraphChange): void {
    for (const id of change.nodesRemoved) this.#looks.drop(id);
    this.#inFlight.forget();
    if (!this.#level.apply(change)) return;
    this.orderVersion += 1;
    this.#changed(change.label || 'remote change');
  }

  // What passes with the session.

  setVisual(id: string, visual: NodeVisual | undefined): void {
    const flowed = this.running.has(id);
    if (!this.#looks.setVisual(id, visual)) return;
    // The wires that feed it start or cease to flow.
    if (flowed !== this.running.has(id)) this.#wireLooks += 1;
    const node = this.nodes.get(id);
    if (!node) return;
    this.#level.layOut(node);
    this.#changed('run state');
  }
  visual(id: string): NodeVisual | undefined {
    return this.#looks.visual(id);
  }
  /** Nodes that run at the moment, on any level: wires flow towards them. */
  get running(): ReadonlySet<string> {
    return this.#looks.running;
  }

  /** The picture of a node. */
  setMedia(id: string, media: NodeMedia | undefined): void {
    if (!this.#looks.setMedia(id, media) || !this.nodes.has(id)) return;
    this.#level.touch([id]);
    this.#changed('picture');
  }
  media(id: string): NodeMedia | undefined {
    return this.#looks.media(id);
  }

  /** Ids of nodes, notes, frames and wires. */
  setSelection(ids: ReadonlySet<string>): void {
    const changed = [...this.selection].filter((id) => !ids.has(id));
    const added = [...ids].filter((id) => !this.selection.has(id));
    if (changed.length + added.length === 0) return;
    this.selection = new Set(ids);
    // What was selected last lies on top, in the order it had.
    if (this.#level.raise(added)) this.orderVersion += 1;
    this.#level.touch([...changed, ...added]);
    if ([...changed, ...added].some((id) => this.edges.has(id))) this.#wireLooks += 1;
    this.#changed('selection');
  }

  setHover(hover: Hover): void {
    const before = this.hover;
    if (sameHover(before, hover)) return;
    this.hover = hover;
    if (before?.edgeId !== hover?.edgeId) this.#wireLooks += 1;
    for (const state of [before, hover]) this.#level.touch([state?.nodeId, state?.noteId, state?.groupId].filter((id) => id !== undefined));
    this.#changed('hover');
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
      this.#level.touch(this.nodes.keys());
      this.contentVersion += 1;
    }
    this.onInvalidate?.('wire');
  }
  resolvedDraft(): ResolvedDraft | null {
    return resolveDraft(this);
  }

  /** Draws these nodes, notes and frames displaced, with their wires. The document is not touched. */
  setDrag(drag: Drag | null): void {
    const moved = this.#inFlight.setDrag(drag, (id) => this.#level.element(id));
    if (!moved) return;
    this.#level.placeAll(moved);
    this.onInvalidate?.('drag');
  }

  /** Draws one item with another rectangle. The document is not touched. */
  setResize(resize: Resize | null): void {
    for (const id of this.#inFlight.setResize(resize)) {
      const element = this.#level.element(id);
      if (!element) continue;
      if (element.kind === 'node') this.#level.layOut(element);
      else this.#level.place(element);
      this.#level.touch([id]);
      this.#changed('resize');
    }
  }

  /** Marks the wires that are about to be bent or to take a node in, and those that are about to be cut or left behind. */
  setMarked(edgeIds: ReadonlySet<string>, leaving: ReadonlySet<string> = NO_WIRES): void {
    if (sameIds(edgeIds, this.marked) && sameIds(leaving, this.leaving)) return;
    this.marked = edgeIds;
    this.leaving = leaving;
    this.#wireLooks += 1;
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
    this.#level.touch([before?.nodeId, editing?.nodeId].filter((id) => id !== undefined));
    this.#changed('editing');
  }

  // What interaction asks.

  /** What lies at a canvas point: ports first, then the topmost node or note, then frame titles, wires and frame borders. */
  hitTest(point: Point, zoom: number): Hit | null {
    return hitScene(this, point, zoom);
  }
  /** The nearest port within `radius` canvas units that `filter` lets pass. */
  nearestPort(point: Point, radius: number, filter?: PortFilter): FoundPort | null {
    return nearestPort(this, point, radius, filter);
  }
  /** Nodes that touch the rectangle, in painter's order. */
  nodesIn(rect: Rect): string[] {
    return this.visible(rect).flatMap(({ kind, id }) => (kind === 'node' ? [id] : []));
  }
  /** What a marquee selects: nodes and notes that touch the rectangle, frames that lie wholly in it. */
  inside(rect: Rect): string[] {
    return itemsInside(this, rect);
  }
  /** What a frame takes along when it is moved now: nodes, notes and frames that lie wholly in it, without itself. */
  contentOf(groupId: string): string[] {
    return contentOf(this, groupId);
  }
  /** The box around these items, all by default; null where there are none. */
  bounds(ids?: Iterable<string>): Rect | null {
    return boundsOf(this, ids ?? [...this.nodes.keys(), ...this.notes.keys(), ...this.groups.keys()]);
  }
  layout(id: string): NodeLayout | undefined {
    const node = this.nodes.get(id);
    return node && { ...node.layout, height: node.height };
  }
  /** Where the node, note or frame is drawn, with any drag or resizing. */
  rect(id: string): Rect | undefined {
    const element = this.#level.element(id);
    return element && this.rowRect(element.row);
  }
  /** The same without a failed node's message: what resizing begins with. */
  sizeRect(id: string): Rect | undefined {
    const rect = this.rect(id);
    const node = this.nodes.get(id);
    return rect && node ? { ...rect, height: node.layout.height } : rect;
  }
  /** Smallest size of an item; undefined where it cannot be resized. */
  minSize(id: string): { readonly width: number; readonly height: number } | undefined {
    const element = this.#level.element(id);
    return element?.kind === 'node' ? element.layout.min : element && MIN_SIZE[element.kind];
  }
  /** The title tab of a frame at this zoom. */
  titleRect(groupId: string, zoom: number): Rect | undefined {
    const group = this.groups.get(groupId);
    if (!group) return undefined;
    const rect = this.rowRect(group.row);
    const { tab } = groupTitle(group.record, rect.width, titleSizeAt(zoom), this.#measure);
    return { ...tab, x: rect.x + tab.x, y: rect.y + tab.y };
  }
  portPosition(nodeId: string, portId: string, direction?: 'in' | 'out'): Point | undefined {
    const rect = this.rect(nodeId);
    const port = portOf(this.nodes.get(nodeId), portId, direction);
    return rect && port && { x: rect.x + port.x, y: rect.y + port.y };
  }
  nodeIds(): string[] {
    return [...this.nodes.keys()];
  }

  // What renderers read.

  get rows(): Rows {
    return this.#level.rows;
  }
  get nodes(): ReadonlyMap<string, SceneNode> {
    return this.#level.nodes;
  }
  get notes(): ReadonlyMap<string, SceneNote> {
    return this.#level.notes;
  }
  get groups(): ReadonlyMap<string, SceneGroup> {
    return this.#level.groups;
  }
  get edges(): ReadonlyMap<string, SceneEdge> {
    return this.#level.wires.edges;
  }
  /** Wires by port, see `portKey`. */
  get connected(): ReadonlyMap<string, number> {
    return this.#level.wires.connected;
  }
  /** Raised when wires come, go or change their look. */
  get edgeVersion(): number {
    return this.#level.wiresVersion + this.#wireLooks;
  }
  /** Raised when a rectangle moves. */
  get rowsVersion(): number {
    return this.#level.rowsVersion;
  }
  /** Raised when frames come, go or change their look. */
  get groupsVersion(): number {
    return this.#level.groupsVersion;
  }
  /** Port types in the order of their palette entries. */
  get portTypes(): readonly string[] {
    return this.#colors.types;
  }
  /** Palette index of a port type; a new type takes the next one. */
  portColor(type: string): number {
    return this.#colors.of(type);
  }

  /** Nodes and notes that touch `rect`, in painter's order. */
  visible(rect: Rect): SceneCard[] {
    return this.#level.cardsIn(rect);
  }
  /** Frames that touch `rect` with their border or title, in painter's order. */
  visibleGroups(rect: Rect): SceneGroup[] {
    return this.groups.size === 0 ? [] : this.#level.groupsIn(grow(rect, TITLE_REACH));
  }
  itemsOf(card: SceneCard, detail: Detail): readonly Item[] {
    return cardItemsOf(this, card, detail);
  }
  /** The same without keeping them, for whoever keeps what it makes of them. */
  makeItems(card: SceneCard, detail: Detail): readonly Item[] {
    return makeCardItems(this, card, detail);
  }
  /** `titleSize` as {@link titleSizeAt} has it; from afar (`coarse`) a frame is its tint alone. */
  groupItemsOf(group: SceneGroup, titleSize: number, coarse: boolean): readonly Item[] {
    return groupItemsOf(this, group, titleSize, coarse);
  }
  rowRect(row: number): Rect {
    return this.#level.rect({ row });
  }
  /** All wires as numbers. */
  get wireTable(): WireTable {
    return this.#level.wires.table;
  }
  /** Whether the wire's box touches `rect`. */
  wireTouches(edge: SceneEdge, rect: Rect): boolean {
    return this.#level.wires.touches(edge, rect);
  }
  /** Wires whose box touches `rect`. */
  wiresIn(rect: Rect): SceneEdge[] {
    return this.wireTable.within(rect);
  }
  edgeEnds(edge: SceneEdge): { from: Point; to: Point } {
    return this.#level.wires.ends(edge);
  }

  #strip(id: string, width: number): number {
    const visual = this.visual(id);
    return visual?.status === 'error' && visual.error ? errorHeight(errorLines(visual.error, width, this.#measure).length) : 0;
  }
  #changed(reason: string): void {
    this.contentVersion += 1;
    this.onInvalidate?.(reason);
  }
}
