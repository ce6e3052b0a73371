/**
 * What the scene shows of the graph, to be read: nodes, notes, frames and wires of one level, and where they lie.
 *
 * It changes nothing by itself: {@link SceneSession} puts over it what passes with the session, `Scene` follows the graph.
 */
import type { PortRef } from '../graph/types.js';
import type { NodeDefinition, PortType } from '../registry/types.js';
import type { SceneCard, SceneEdge, SceneGroup, SceneNode, SceneNote } from './elements.js';
import { groupTitle, TITLE_REACH, titleSizeAt } from './group-title.js';
import { InFlight, type Drag } from './in-flight.js';
import { Level } from './level.js';
import { errorHeight, errorLines } from './node-error.js';
import { PortColors } from './port-colors.js';
import { grow } from './rect.js';
import { boundsOf } from './regions.js';
import type { Rows } from './rows.js';
import { RunLooks } from './run-looks.js';
import { MIN_SIZE } from './sizes.js';
import { approximateMeasure, type MeasureText } from './text.js';
import type { NodeLayout, Point, Rect } from './types.js';
import type { WireTable } from './wire-table.js';
import { portOf } from './wires.js';

/** What the scene needs of the node registry. */
export interface NodeRegistryLike {
  get(type: string): NodeDefinition | undefined;
  portTypeInfo(id: string): PortType;
}

export class ShownLevel {
  /** Called after every change that has something to show, with the reason. */
  onInvalidate?: (reason: string) => void;
  /** Raised when the set, the order or the items of nodes and notes change. */
  contentVersion = 0;
  /** Raised when nodes and notes come, go or cover each other differently. */
  orderVersion = 0;
  /** Raised when wires change their look; with {@link Level.wiresVersion} it makes the edge version. */
  protected wireLooks = 0;
  protected readonly looks = new RunLooks();
  protected readonly inFlight = new InFlight();
  protected readonly shown: Level;
  readonly #colors = new PortColors();
  #measure: MeasureText = approximateMeasure;

  constructor(readonly registry: NodeRegistryLike) {
    this.shown = new Level({
      colors: this.#colors,
      definition: (type) => registry.get(type),
      strip: (id, width) => this.#strip(id, width),
      placed: (id, at) => this.inFlight.placed(id, at),
      resized: (id) => this.inFlight.resized(id),
    });
  }

  get measure(): MeasureText {
    return this.#measure;
  }
  /** Real font metrics; a renderer sets them once its font is there. */
  set measure(measure: MeasureText) {
    this.#measure = measure;
    for (const node of this.nodes.values()) this.shown.layOut(node);
    this.shown.touch([...this.notes.keys(), ...this.groups.keys()]);
    this.changed('font');
  }

  /** The subgraph node whose inside is shown; '' at the top. */
  get level(): string {
    return this.shown.id;
  }

  get rows(): Rows {
    return this.shown.rows;
  }
  get nodes(): ReadonlyMap<string, SceneNode> {
    return this.shown.nodes;
  }
  get notes(): ReadonlyMap<string, SceneNote> {
    return this.shown.notes;
  }
  get groups(): ReadonlyMap<string, SceneGroup> {
    return this.shown.groups;
  }
  get edges(): ReadonlyMap<string, SceneEdge> {
    return this.shown.wires.edges;
  }
  /** Whether a wire ends at the port. */
  connected(ref: PortRef, direction: 'in' | 'out'): boolean {
    return this.shown.connected(ref, direction);
  }
  /** Raised when wires come, go or change their look, but for the one under the pointer: that is `hover`. */
  get edgeVersion(): number {
    return this.shown.wiresVersion + this.wireLooks;
  }
  /** Raised when a rectangle moves. */
  get rowsVersion(): number {
    return this.shown.rowsVersion;
  }
  /** The same, but for rectangles that the hand drags: {@link drag} says where those are. */
  get placedVersion(): number {
    return this.shown.placedVersion;
  }
  get drag(): Drag | null {
    return this.inFlight.drag;
  }
  /** How often a node's or note's version was raised. */
  get cardsRaised(): number {
    return this.shown.cardsRaised;
  }
  /** Whose was, since {@link cardsRaised} was `mark`, some more than once; undefined where they are too many to be remembered. */
  cardsRaisedSince(mark: number): readonly SceneCard[] | undefined {
    return this.shown.raisedSince(mark);
  }
  /** Raised when frames come, go or change their look. */
  get groupsVersion(): number {
    return this.shown.groupsVersion;
  }
  /** Port types in the order of their palette entries. */
  get portTypes(): readonly string[] {
    return this.#colors.types;
  }
  /** Palette index of a port type; a new type takes the next one. */
  portColor(type: string): number {
    return this.#colors.of(type);
  }

  // Where things lie.

  /** Nodes and notes that touch `rect`, in painter's order. */
  visible(rect: Rect): SceneCard[] {
    return this.shown.cardsIn(rect);
  }
  /** The same, asked about a point and its surroundings. */
  near(rect: Rect): SceneCard[] {
    return this.shown.cardsNear(rect);
  }
  /** Frames that touch `rect` with their border or title, in painter's order. */
  visibleGroups(rect: Rect): SceneGroup[] {
    return this.groups.size === 0 ? [] : this.shown.groupsIn(grow(rect, TITLE_REACH));
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
    const element = this.shown.element(id);
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
    const element = this.shown.element(id);
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

  rowRect(row: number): Rect {
    return this.shown.rect({ row });
  }
  /** All wires as numbers. */
  get wireTable(): WireTable {
    return this.shown.wires.table;
  }
  /** Whether the wire's box touches `rect`. */
  wireTouches(edge: SceneEdge, rect: Rect): boolean {
    return this.shown.wires.touches(edge, rect);
  }
  /** Wires whose box touches `rect`. */
  wiresIn(rect: Rect): SceneEdge[] {
    return this.shown.wiresIn(rect);
  }
  edgeEnds(edge: SceneEdge): { from: Point; to: Point } {
    return this.shown.wires.ends(edge);
  }

  protected changed(reason: string): void {
    this.contentVersion += 1;
    this.onInvalidate?.(reason);
  }

  #strip(id: string, width: number): number {
    const visual = this.looks.visual(id);
    return visual?.status === 'error' && visual.error ? errorHeight(errorLines(visual.error, width, this.#measure).length) : 0;
  }
}
