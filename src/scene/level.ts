/**
 * The level that is shown: its nodes, notes, frames and wires, each with a row of geometry, kept as the graph has them.
 *
 * What is not the document (run state, drags, font metrics) is asked of the {@link LevelContext}.
 */
import { SUBGRAPH } from '../graph/levels.js';
import type { GraphChange, GroupRecord, NodeRecord, NoteRecord, PortRef, ReadonlyGraph } from '../graph/types.js';
import type { NodeDefinition } from '../registry/types.js';
import type { SceneCard, SceneEdge, SceneElement, SceneGroup, SceneNode, SceneNote } from './elements.js';
import { Layouts } from './layouts.js';
import { Near } from './near.js';
import type { PortColors } from './port-colors.js';
import { intersects } from './rect.js';
import { subgraphFace } from './subgraph-face.js';
import { Rows } from './rows.js';
import type { NodeLayout, Point, PortLayout, Rect } from './types.js';
import { Wires } from './wires.js';

/** Nodes and notes whose version was raised last that are remembered: who draws asks with each frame. */
const REMEMBERED = 64;

export interface LevelContext {
  readonly colors: PortColors;
  definition(type: string): NodeDefinition | undefined;
  /** Height that a failed node's message adds to one of this width, canvas units. */
  strip(id: string, width: number): number;
  /** Where the item is drawn at the moment, with any drag or resizing in flight. */
  placed(id: string, at: Point): Point;
  /** Its size while it is being resized. */
  resized(id: string): { readonly width: number; readonly height: number } | undefined;
}

export class Level {
  readonly rows = new Rows();
  readonly wires: Wires;
  readonly nodes = new Map<string, SceneNode>();
  readonly notes = new Map<string, SceneNote>();
  readonly groups = new Map<string, SceneGroup>();
  /** Raised when a rectangle moves. */
  rowsVersion = 0;
  /** The same, but for rectangles that the hand drags. */
  placedVersion = 0;
  /** Raised when wires come, go or change. */
  wiresVersion = 0;
  /** Raised when frames come, go or change. */
  groupsVersion = 0;
  /** How often a node's or note's version was raised. */
  cardsRaised = 0;
  #id = '';
  #graph: ReadonlyGraph | undefined;
  #topOrder = 0;
  /** Nodes and notes by row; undefined where a row is free or a frame's. */
  readonly #cards: (SceneCard | undefined)[] = [];
  readonly #subgraphs = new Set<SceneNode>();
  readonly #layouts = new Layouts();
  readonly #near: Near;
  /** The last of those whose version was raised, in a ring. */
  readonly #raised: SceneCard[] = [];

  constructor(private readonly context: LevelContext) {
    this.wires = new Wires(this.rows, context.colors);
    this.#near = new Near(this.rows, this.wires);
  }

  /** The subgraph node whose inside is shown; '' at the top. */
  get id(): string {
    return this.#id;
  }

  /** Drops everything and takes over one level of `graph`. */
  show(graph: ReadonlyGraph, id: string): void {
    this.#graph = graph;
    this.#id = id;
    this.nodes.clear();
    this.notes.clear();
    this.groups.clear();
    this.wires.clear();
    this.rows.clear();
    this.#cards.length = 0;
    this.#subgraphs.clear();
    this.#layouts.clear();
    for (const nodeId of graph.childrenOf(id)) this.#addNode(graph.nodes.get(nodeId));
    this.#addMissingWires(graph);
    for (const record of graph.notes.values()) this.#setNote(record.id, record);
    for (const record of graph.groups.values()) this.#setGroup(record.id, record);
    this.wiresVersion += 1;
    this.groupsVersion += 1;
  }

  /** Follows one change of the graph; returns whether it shows on this level. */
  apply(change: GraphChange): boolean {
    const graph = this.#graph;
    if (!graph) return false;
    const here = (record: NodeRecord | undefined): boolean => record !== undefined && (record.parent ?? '') === this.#id;
    const left = change.nodesUpdated.filter((id) => this.nodes.has(id) && !here(graph.nodes.get(id)));
    const came = change.nodesUpdated.filter((id) => !this.nodes.has(id) && here(graph.nodes.get(id)));
    let wires = false;
    for (const id of change.edgesRemoved) wires = this.#removeWire(id) || wires;
    const gone = [...change.nodesRemoved, ...left].filter((id) => this.nodes.has(id));
    if (gone.length > 0) wires = this.#removeNodes(new Set(gone)) || wires;
    const added = [...change.nodesAdded, ...came].filter((id) => here(graph.nodes.get(id)));
    for (const id of added) this.#addNode(graph.nodes.get(id));
    const updated = this.#update(graph, change);
    for (const id of change.edgesAdded) wires = this.#addWire(graph, id) || wires;
    if (came.length > 0) wires = this.#addMissingWires(graph) || wires;
    if (wires) this.wiresVersion += 1;
    let items = false;
    for (const id of change.notesChanged) items = this.#setNote(id, graph.notes.get(id)) || items;
    for (const id of change.groupsChanged) items = this.#setGroup(id, graph.groups.get(id)) || items;
    return updated || wires || items || gone.length + added.length > 0;
  }

  element(id: string): SceneElement | undefined {
    return this.nodes.get(id) ?? this.notes.get(id) ?? this.groups.get(id);
  }

  /** Builds the node's geometry anew; returns whether its ports are others than before. */
  layOut(node: SceneNode): boolean {
    const before = node.layout.ports;
    node.definition = this.context.definition(node.record.type);
    node.layout = this.#layoutOf(node.definition, node.record);
    this.#settle(node);
    return !samePorts(before, node.layout.ports);
  }

  /** Puts the element's row where it is drawn at the moment. */
  place(element: SceneElement): void {
    const { x, y } = element.record;
    const { width, height } = element.kind === 'node' ? { width: element.layout.width, height: element.height } : element.record;
    const size = element.kind === 'node' ? undefined : this.context.resized(element.id);
    const at = this.context.placed(element.id, { x, y });
    if (!this.rows.set(element.row, at.x, at.y, size?.width ?? width, size?.height ?? height)) return;
    this.rowsVersion += 1;
    this.placedVersion += 1;
  }

  /** Puts the rows of all of these so far from where the document has them. */
  drag(elements: readonly SceneElement[], dx: number, dy: number): void {
    let moved = false;
    for (const element of elements) {
      const { x, y } = element.record;
      const { width, height } = element.kind === 'node' ? { width: element.layout.width, height: element.height } : element.record;
      if (this.rows.set(element.row, x + dx, y + dy, width, height)) moved = true;
    }
    if (moved) this.rowsVersion += 1;
  }

  /** These nodes and notes cover the others from now on, in the order they had; returns whether there are any. */
  raise(ids: Iterable<string>): boolean {
    const cards = [...ids].flatMap((id) => this.nodes.get(id) ?? this.notes.get(id) ?? []);
    for (const card of cards.sort((a, b) => a.order - b.order)) card.order = this.#topOrder += 1;
    return cards.length > 0;
  }

  /** Marks display items as to be made anew. */
  touch(ids: Iterable<string>): void {
    for (const id of ids) {
      const element = this.element(id);
      if (!element) continue;
      if (element.kind !== 'group') {
        this.#raiseVersion(element);
        continue;
      }
      element.version += 1;
      this.groupsVersion += 1;
    }
  }

  /** Nodes and notes whose version was raised since {@link cardsRaised} was `mark`; undefined where they are too many to be remembered. */
  raisedSince(mark: number): readonly SceneCard[] | undefined {
    const count = this.cardsRaised - mark;
    if (count < 0 || count > REMEMBERED) return undefined;
    return Array.from({ length: count }, (_, index) => this.#raised[(mark + index) % REMEMBERED]!);
  }
  #raiseVersion(card: SceneCard): void {
    card.version += 1;
    this.#raised[this.cardsRaised % REMEMBERED] = card;
    this.cardsRaised += 1;
  }

  /** Whether a wire ends at the port. Looks at the node's own wires: counting all of them would cost the first question 50 ms. */
  connected([nodeId, portId]: PortRef, direction: 'in' | 'out'): boolean {
    const end = direction === 'in' ? 'to' : 'from';
    const edges = this.#graph?.edgesOf(nodeId) ?? [];
    return edges.some((edge) => edge[end][0] === nodeId && edge[end][1] === portId && this.wires.edges.has(edge.id));
  }

  rect({ row }: { readonly row: number }): Rect {
    const { exact } = this.rows;
    const at = row * 4;
    return { x: exact[at]!, y: exact[at + 1]!, width: exact[at + 2]!, height: exact[at + 3]! };
  }

  /** Nodes and notes that touch `rect`, in painter's order. One linear scan. */
  cardsIn(rect: Rect): SceneCard[] {
    return this.#cardsOf(this.rows.touching(rect));
  }

  /** The same by the grid, for questions about a point and its surroundings. */
  cardsNear(rect: Rect): SceneCard[] {
    return this.#cardsOf(this.#near.rowsAt(rect));
  }

  #cardsOf(rows: ArrayLike<number>): SceneCard[] {
    // As long as it can get: one that grows is copied again and again where thousands are in view.
    const found = new Array<SceneCard>(rows.length);
    let count = 0;
    let last = -Infinity;
    let sorted = true;
    for (let index = 0; index < rows.length; index += 1) {
      const card = this.#cards[rows[index]!];
      if (!card) continue;
      found[count++] = card;
      sorted &&= last < card.order;
      last = card.order;
    }
    found.length = count;
    return sorted ? found : found.sort((a, b) => a.order - b.order);
  }

  /** Has the grids follow now rather than with the next question. */
  prepareNear(): void {
    this.#near.follow();
  }

  /** Wires whose box touches `rect`, by the grid. */
  wiresIn(rect: Rect): SceneEdge[] {
    return this.#near.wiresAt(rect);
  }

  /** Frames that touch `rect`, in painter's order: of two, the smaller one is above. */
  groupsIn(rect: Rect): SceneGroup[] {
    const found = [...this.groups.values()].filter((group) => intersects(this.rect(group), rect));
    const area = ({ record }: SceneGroup): number => record.width * record.height;
    return found.sort((a, b) => area(b) - area(a) || a.order - b.order);
  }

  #layoutOf(definition: NodeDefinition | undefined, record: NodeRecord): NodeLayout {
    const ports = this.#graph?.portsOf(record.id);
    const inside = record.type === SUBGRAPH && this.#graph ? subgraphFace(this.#graph, record.id, this.context) : undefined;
    const size = this.context.resized(record.id);
    return this.#layouts.of(definition, size ? { ...record, ...size } : record, { ports, inside });
  }
  #settle(node: SceneNode): void {
    const strip = node.layout.form === 'card' ? this.context.strip(node.id, node.layout.width) : 0;
    node.height = node.layout.height + strip;
    this.#raiseVersion(node);
    this.place(node);
  }

  #addNode(record: NodeRecord | undefined): void {
    if (!record || this.nodes.has(record.id)) return;
    const definition = this.context.definition(record.type);
    const layout = this.#layoutOf(definition, record);
    const node: SceneNode = {
      kind: 'node',
      id: record.id,
      row: this.rows.take(),
      record,
      definition,
      layout,
      height: layout.height,
      order: (this.#topOrder += 1),
      version: 0,
    };
    this.nodes.set(record.id, node);
    this.#cards[node.row] = node;
    if (record.type === SUBGRAPH) this.#subgraphs.add(node);
    this.#settle(node);
  }
  /** Follows nodes that stay; returns whether one of them is on this level. */
  #update(graph: ReadonlyGraph, change: GraphChange): boolean {
    let shown = false;
    const relink = new Set<string>();
    const updated = new Set(change.nodesUpdated);
    for (const id of updated) {
      const node = this.#follow(graph, id);
      if (node && this.layOut(node)) relink.add(id);
      shown ||= node !== undefined;
    }
    for (const id of change.nodesMoved) {
      const node = updated.has(id) ? undefined : this.#follow(graph, id);
      if (node) this.place(node);
      shown ||= node !== undefined;
    }
    // Moves inside a subgraph change nothing but its ports, which come as updates.
    const content = change.nodesAdded.length + change.nodesRemoved.length + change.nodesUpdated.length > 0;
    if (content) for (const node of this.#subgraphs) shown = this.#showInside(node) || shown;
    if (relink.size > 0) {
      this.wires.relink(relink, this.nodes);
      this.wiresVersion += 1;
    }
    return shown;
  }
  /** A subgraph's rows tell of nodes on another level; returns whether they read otherwise now. */
  #showInside(node: SceneNode): boolean {
    const read = (): string => node.layout.rows.map(({ title, value }) => `${title}\u0000${value}`).join('\u0000');
    const before = read();
    const layout = this.#layoutOf(node.definition, node.record);
    node.layout = layout;
    if (read() === before) return false;
    this.#settle(node);
    return true;
  }
  #follow(graph: ReadonlyGraph, id: string): SceneNode | undefined {
    const node = this.nodes.get(id);
    const record = graph.nodes.get(id);
    if (node && record) node.record = record;
    return node;
  }
  /** A wire never outlives its nodes here, whatever the change lists: its row would soon be another node's. */
  #removeNodes(ids: ReadonlySet<string>): boolean {
    let wires = false;
    for (const { id, record } of this.wires.edges.values())
      if (ids.has(record.from[0]) || ids.has(record.to[0])) wires = this.#removeWire(id) || wires;
    for (const id of ids) {
      const node = this.nodes.get(id);
      if (!node) continue;
      this.nodes.delete(id);
      this.#subgraphs.delete(node);
      this.#release(node);
    }
    return wires;
  }
  #release({ row }: SceneElement): void {
    this.rows.release(row);
    this.#cards[row] = undefined;
  }

  #addWire(graph: ReadonlyGraph, id: string): boolean {
    const record = graph.edges.get(id);
    const from = record && this.nodes.get(record.from[0]);
    const to = record && this.nodes.get(record.to[0]);
    if (!from || !to || !this.wires.add(record, from, to)) return false;
    this.touch([from.id, to.id]);
    return true;
  }
  #removeWire(id: string): boolean {
    const edge = this.wires.remove(id);
    if (edge) this.touch([edge.record.from[0], edge.record.to[0]]);
    return edge !== undefined;
  }
  #addMissingWires(graph: ReadonlyGraph): boolean {
    let added = false;
    for (const id of graph.edges.keys()) added = this.#addWire(graph, id) || added;
    return added;
  }

  #setNote(id: string, record: NoteRecord | undefined): boolean {
    const known = this.notes.get(id);
    if (!record || (record.parent ?? '') !== this.#id) {
      if (!known) return false;
      this.notes.delete(id);
      this.#release(known);
      return true;
    }
    const note: SceneNote = known ?? { kind: 'note', id, row: this.rows.take(), record, order: (this.#topOrder += 1), version: 0 };
    note.record = record;
    this.#raiseVersion(note);
    this.notes.set(id, note);
    this.#cards[note.row] = note;
    this.place(note);
    return true;
  }
  #setGroup(id: string, record: GroupRecord | undefined): boolean {
    const known = this.groups.get(id);
    if (!record || (record.parent ?? '') !== this.#id) {
      if (!known) return false;
      this.groups.delete(id);
      this.groupsVersion += 1;
      this.#release(known);
      return true;
    }
    const group: SceneGroup = known ?? { kind: 'group', id, row: this.rows.take(), record, order: (this.#topOrder += 1), version: 0 };
    group.record = record;
    group.version += 1;
    this.groups.set(id, group);
    this.groupsVersion += 1;
    this.place(group);
    return true;
  }
}

const samePorts = (a: readonly PortLayout[], b: readonly PortLayout[]): boolean =>
  a === b ||
  (a.length === b.length &&
    a.every((port, index) => {
      const other = b[index]!;
      return port.id === other.id && port.type === other.type && port.direction === other.direction && port.slot === other.slot;
    }));
