/**
 * The scene: what the graph looks like, ready to be drawn and asked about.
 *
 * It holds one row of geometry per node ({@link Rows}), wires as pairs of row and port slot, and display items built on demand.
 * Renderers read it and never change it. Everything that passes with the session and is not the document comes in by setters:
 * run state, pictures, selection, hover, drags, the wire on its way. It knows neither WebGPU nor Pixi nor the DOM.
 */
import type { EdgeRecord, GraphChange, NodeRecord, PortRef, ReadonlyGraph } from '../graph/types.js';
import type { NodeDefinition, PortType } from '../registry/types.js';
import type { Detail, Item } from './items.js';
import { layoutNode, NODE, portY } from './layout.js';
import { errorHeight, errorLines, nodeItems } from './node-items.js';
import { FIRST_PORT_COLOR, PALETTE_SIZE } from './palette.js';
import { portKey } from './port-key.js';
import { portViews, type HoverState } from './port-views.js';
import { hitScene, nearestPort, type FoundPort } from './hit.js';
import { union } from './rect.js';
import { DRAFT_FROM, DRAFT_TO, FIRST_NODE, Rows } from './rows.js';
import { approximateMeasure, type MeasureText } from './text.js';
import { handleFor } from './wire.js';
import type { Hit, NodeLayout, NodeMedia, NodeVisual, Point, Rect, WireDraft } from './types.js';

/** What the scene needs of the node registry. */
export interface NodeRegistryLike {
  get(type: string): NodeDefinition | undefined;
  portTypeInfo(id: string): PortType;
}

export interface SceneNode {
  readonly id: string;
  readonly row: number;
  record: NodeRecord;
  definition: NodeDefinition | undefined;
  layout: NodeLayout;
  /** Canvas units, with the error strip. */
  height: number;
  /** Painter's order: higher covers lower. */
  order: number;
  /** Raised whenever the display items would come out differently. */
  version: number;
  items?: { readonly version: number; readonly detail: Detail; readonly list: Item[] };
}

export interface SceneEdge {
  readonly id: string;
  readonly record: EdgeRecord;
  readonly fromRow: number;
  readonly fromSlot: number;
  readonly toRow: number;
  readonly toSlot: number;
  /** Palette index. */
  readonly color: number;
}

/** The wire on its way, resolved to points, always from an output to an input. */
export interface ResolvedDraft {
  readonly from: Point;
  readonly to: Point;
  readonly color: number;
}

export type Hover = HoverState | null;
type Drag = { readonly ids: ReadonlySet<string>; readonly dx: number; readonly dy: number };

export class Scene {
  /** Called after every change that has something to show, with the reason. */
  onInvalidate?: (reason: string) => void;
  readonly rows = new Rows();
  readonly nodes = new Map<string, SceneNode>();
  readonly edges = new Map<string, SceneEdge>();
  /** Port types in the order of their palette entries, from {@link FIRST_PORT_COLOR} on. */
  readonly portTypes: string[] = [];
  /** Raised when the set, the order or the items of nodes change. */
  contentVersion = 0;
  /** Raised when wires come, go or change their look. */
  edgeVersion = 0;
  /** Raised when a rectangle moves. */
  rowsVersion = 0;
  selection: ReadonlySet<string> = new Set();
  hover: Hover = null;
  draft: WireDraft | null = null;
  compatible: ((ref: PortRef, direction: 'in' | 'out') => boolean) | undefined;
  marquee: Rect | null = null;
  editing: { readonly nodeId: string; readonly param: string } | null = null;
  readonly connected = new Map<string, number>();
  #measure: MeasureText = approximateMeasure;
  readonly #visuals = new Map<string, NodeVisual>();
  readonly #media = new Map<string, NodeMedia>();
  #drag: Drag | null = null;
  /** Nodes by row; undefined where a row is free. */
  readonly #byRow: (SceneNode | undefined)[] = [];
  #graph: ReadonlyGraph | undefined;
  #topOrder = 0;

  constructor(readonly registry: NodeRegistryLike) {}

  get measure(): MeasureText {
    return this.#measure;
  }
  /** Real font metrics; a renderer sets them once its font is there. */
  set measure(measure: MeasureText) {
    this.#measure = measure;
    for (const node of this.nodes.values()) this.#layOut(node);
    this.#changed('font');
  }

  /** Drops everything and takes over `graph`. Run state and pictures of nodes that are still there stay. */
  setGraph(graph: ReadonlyGraph): void {
    this.#graph = graph;
    this.nodes.clear();
    this.edges.clear();
    this.connected.clear();
    this.rows.clear();
    this.#byRow.length = 0;
    for (const record of graph.nodes.values()) this.#addNode(record);
    for (const record of graph.edges.values()) this.#addEdge(record);
    for (const id of this.#visuals.keys()) if (!this.nodes.has(id)) this.#visuals.delete(id);
    for (const id of [...this.#media.keys()]) if (!this.nodes.has(id)) this.#dropMedia(id);
    this.edgeVersion += 1;
    this.#changed('graph');
  }

  /** Follows one change of the graph given to {@link setGraph}. */
  applyChange(change: GraphChange): void {
    const graph = this.#graph;
    if (!graph) return;
    for (const id of change.edgesRemoved) this.#removeEdge(id);
    if (change.nodesRemoved.length > 0) this.#removeNodes(new Set(change.nodesRemoved));
    for (const id of change.nodesAdded) this.#addNode(graph.nodes.get(id));
    for (const id of [...change.nodesUpdated, ...change.nodesMoved]) {
      const node = this.nodes.get(id);
      const record = graph.nodes.get(id);
      if (!node || !record) continue;
      const moved = change.nodesMoved.includes(id);
      node.record = record;
      if (!moved || change.nodesUpdated.includes(id)) this.#layOut(node);
      else this.#place(node);
    }
    for (const id of change.edgesAdded) this.#addEdge(graph.edges.get(id));
    if (change.edgesAdded.length + change.edgesRemoved.length + change.nodesAdded.length + change.nodesRemoved.length > 0)
      this.edgeVersion += 1;
    this.#changed(change.label || 'remote change');
  }

  setVisual(id: string, visual: NodeVisual | undefined): void {
    if (sameVisual(this.#visuals.get(id), visual)) return;
    if (visual) this.#visuals.set(id, visual);
    else this.#visuals.delete(id);
    const node = this.nodes.get(id);
    if (!node) return;
    this.#layOut(node);
    this.#changed('run state');
  }
  visual(id: string): NodeVisual | undefined {
    return this.#visuals.get(id);
  }

  /** The picture of a node. The scene owns bitmaps given here and closes them when they are replaced. */
  setMedia(id: string, media: NodeMedia | undefined): void {
    const before = this.#media.get(id);
    if (before === media) return;
    if (before) this.#dropMedia(id);
    if (media) this.#media.set(id, media);
    this.#touch([id]);
    this.#changed('picture');
  }
  media(id: string): NodeMedia | undefined {
    return this.#media.get(id);
  }

  setSelection(ids: ReadonlySet<string>): void {
    const changed = [...this.selection].filter((id) => !ids.has(id));
    const added = [...ids].filter((id) => !this.selection.has(id));
    if (changed.length + added.length === 0) return;
    this.selection = new Set(ids);
    // What was selected last lies on top, in the order it had.
    const raised = added.flatMap((id) => this.nodes.get(id) ?? []).sort((a, b) => a.order - b.order);
    for (const node of raised) node.order = this.#topOrder += 1;
    this.#touch([...changed, ...added]);
    if ([...changed, ...added].some((id) => this.edges.has(id))) this.edgeVersion += 1;
    this.#changed('selection');
  }

  setHover(hover: Hover): void {
    const before = this.hover;
    if (sameHover(before, hover)) return;
    this.hover = hover;
    if (before?.edgeId !== hover?.edgeId) this.edgeVersion += 1;
    this.#touch([before?.nodeId, hover?.nodeId].filter((id) => id !== undefined));
    this.#changed('hover');
  }

  /** A wire on its way. With `compatible`, ports it may end in swell and name themselves, the others fade. */
  setDraft(draft: WireDraft | null, compatible?: (ref: PortRef, direction: 'in' | 'out') => boolean): void {
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
      this.#touch(this.nodes.keys());
      this.contentVersion += 1;
    }
    this.onInvalidate?.('wire');
  }
  resolvedDraft(): ResolvedDraft | null {
    const { draft } = this;
    if (!draft) return null;
    const start = this.portPosition(...draft.from.ref, draft.from.direction);
    const opposite = draft.from.direction === 'out' ? 'in' : 'out';
    const end = 'ref' in draft.to ? this.portPosition(...draft.to.ref, opposite) : draft.to;
    if (!start || !end) return null;
    const type = this.#port(draft.from.ref, draft.from.direction)?.type ?? 'any';
    const color = this.portColor(type);
    return draft.from.direction === 'out' ? { from: start, to: end, color } : { from: end, to: start, color };
  }

  /** Draws these nodes displaced, with their wires. The document is not touched. */
  setDrag(drag: Drag | null): void {
    const before = this.#drag;
    if (before === drag || (before && drag && before.ids === drag.ids && before.dx === drag.dx && before.dy === drag.dy)) return;
    this.#drag = drag;
    for (const id of new Set([...(before?.ids ?? []), ...(drag?.ids ?? [])])) {
      const node = this.nodes.get(id);
      if (node) this.#place(node);
    }
    this.onInvalidate?.('drag');
  }

  setMarquee(rect: Rect | null): void {
    if (this.marquee === rect) return;
    this.marquee = rect;
    this.onInvalidate?.('marquee');
  }

  setEditing(editing: { readonly nodeId: string; readonly param: string } | null): void {
    const before = this.editing;
    if (before?.nodeId === editing?.nodeId && before?.param === editing?.param) return;
    this.editing = editing;
    this.#touch([before?.nodeId, editing?.nodeId].filter((id) => id !== undefined));
    this.#changed('editing');
  }

  /** What lies at a canvas point: ports first, then the topmost node's parts, then wires. */
  hitTest(point: Point, zoom: number): Hit | null {
    return hitScene(this, point, zoom);
  }
  /** The nearest port within `radius` canvas units that `filter` lets pass. */
  nearestPort(point: Point, radius: number, filter?: (ref: PortRef, direction: 'in' | 'out') => boolean): FoundPort | null {
    return nearestPort(this, point, radius, filter);
  }
  /** Nodes that touch the rectangle, in painter's order. */
  nodesIn(rect: Rect): string[] {
    return this.visible(rect).map((node) => node.id);
  }
  /** The box around these nodes, all by default; null where there are none. */
  bounds(ids?: Iterable<string>): Rect | null {
    let box: Rect | null = null;
    for (const id of ids ?? this.nodes.keys()) {
      const rect = this.rect(id);
      if (rect) box = box ? union(box, rect) : rect;
    }
    return box;
  }
  layout(id: string): NodeLayout | undefined {
    const node = this.nodes.get(id);
    return node && { ...node.layout, height: node.height };
  }
  /** Where the node is drawn, with any drag. */
  rect(id: string): Rect | undefined {
    const node = this.nodes.get(id);
    return node && this.rowRect(node.row);
  }
  portPosition(nodeId: string, portId: string, direction?: 'in' | 'out'): Point | undefined {
    const rect = this.rect(nodeId);
    const port = this.#port([nodeId, portId], direction);
    return rect && port && { x: rect.x + port.x, y: rect.y + port.y };
  }
  nodeIds(): string[] {
    return [...this.nodes.keys()];
  }

  // What renderers read.

  /** Nodes that touch `rect`, in painter's order. One linear scan. */
  visible(rect: Rect): SceneNode[] {
    const found: SceneNode[] = [];
    const { exact, count } = this.rows;
    const right = rect.x + rect.width;
    const bottom = rect.y + rect.height;
    for (let row = FIRST_NODE, at = row * 4; row < count; row += 1, at += 4) {
      if (exact[at]! > right || exact[at + 1]! > bottom || exact[at]! + exact[at + 2]! < rect.x || exact[at + 1]! + exact[at + 3]! < rect.y)
        continue;
      const node = this.#byRow[row];
      if (node) found.push(node);
    }
    return found.sort((a, b) => a.order - b.order);
  }
  itemsOf(node: SceneNode, detail: Detail): readonly Item[] {
    const known = node.items;
    if (known && known.version === node.version && known.detail === detail) return known.list;
    const editing = this.editing?.nodeId === node.id ? this.editing.param : undefined;
    const list = nodeItems(
      {
        record: node.record,
        definition: node.definition,
        layout: node.layout,
        height: node.height,
        visual: this.#visuals.get(node.id),
        hasMedia: this.#media.has(node.id),
        preview: 'pixels' in (this.#media.get(node.id) ?? {}),
        selected: this.selection.has(node.id),
        hovered: this.hover?.nodeId === node.id,
        faded: false,
        editing,
        ports: portViews(this, node),
      },
      detail,
      this.#measure,
    );
    node.items = { version: node.version, detail, list };
    return list;
  }
  rowRect(row: number): Rect {
    const { exact } = this.rows;
    const at = row * 4;
    return { x: exact[at]!, y: exact[at + 1]!, width: exact[at + 2]!, height: exact[at + 3]! };
  }
  /** Whether the wire's box touches `rect`. Plain numbers: it is asked for every wire, also 15,000 of them in a frame. */
  wireTouches(edge: SceneEdge, rect: Rect): boolean {
    const { exact } = this.rows;
    const a = edge.fromRow * 4;
    const b = edge.toRow * 4;
    const x0 = exact[a]! + exact[a + 2]!;
    const y0 = exact[a + 1]! + portY(edge.fromSlot);
    const x1 = exact[b]!;
    const y1 = exact[b + 1]! + portY(edge.toSlot);
    if (Math.max(y0, y1) < rect.y || Math.min(y0, y1) > rect.y + rect.height) return false;
    const handle = handleFor(Math.abs(x1 - x0), Math.abs(y1 - y0));
    return Math.max(x1, x0 + handle) >= rect.x && Math.min(x0, x1 - handle) <= rect.x + rect.width;
  }
  edgeEnds(edge: SceneEdge): { from: Point; to: Point } {
    const { exact } = this.rows;
    const a = edge.fromRow * 4;
    const b = edge.toRow * 4;
    return {
      from: { x: exact[a]! + exact[a + 2]!, y: exact[a + 1]! + portY(edge.fromSlot) },
      to: { x: exact[b]!, y: exact[b + 1]! + portY(edge.toSlot) },
    };
  }
  /** Palette index of a port type; a new type takes the next one. */
  portColor(type: string): number {
    let index = this.portTypes.indexOf(type);
    if (index === -1) index = this.portTypes.push(type) - 1;
    return Math.min(FIRST_PORT_COLOR + index, PALETTE_SIZE - 1);
  }

  #addNode(record: NodeRecord | undefined): void {
    if (!record || this.nodes.has(record.id)) return;
    const definition = this.registry.get(record.type);
    const layout = layoutNode(definition, record);
    const node: SceneNode = {
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
    this.#byRow[node.row] = node;
    this.#layOut(node);
  }
  /** A wire never outlives its nodes here, whatever the change lists: its row would soon be another node's. */
  #removeNodes(ids: ReadonlySet<string>): void {
    for (const { id, record } of this.edges.values()) if (ids.has(record.from[0]) || ids.has(record.to[0])) this.#removeEdge(id);
    for (const id of ids) {
      const node = this.nodes.get(id);
      if (!node) continue;
      this.rows.release(node.row);
      this.#byRow[node.row] = undefined;
      this.nodes.delete(id);
      this.#visuals.delete(id);
      this.#dropMedia(id);
    }
  }
  #addEdge(record: EdgeRecord | undefined): void {
    const from = record && this.nodes.get(record.from[0]);
    const to = record && this.nodes.get(record.to[0]);
    if (!record || !from || !to || this.edges.has(record.id)) return;
    const output = this.#port(record.from, 'out');
    const edge: SceneEdge = {
      id: record.id,
      record,
      fromRow: from.row,
      fromSlot: slotOf(from.layout, record.from[1], 'out'),
      toRow: to.row,
      toSlot: slotOf(to.layout, record.to[1], 'in'),
      color: this.portColor(output?.type ?? 'any'),
    };
    this.edges.set(record.id, edge);
    this.#countConnection(record, 1);
  }
  #removeEdge(id: string): void {
    const edge = this.edges.get(id);
    if (!edge) return;
    this.edges.delete(id);
    this.#countConnection(edge.record, -1);
  }
  #countConnection(record: EdgeRecord, by: number): void {
    for (const key of [portKey(record.from, 'out'), portKey(record.to, 'in')]) this.connected.set(key, (this.connected.get(key) ?? 0) + by);
    this.#touch([record.from[0], record.to[0]]);
  }
  #layOut(node: SceneNode): void {
    node.definition = this.registry.get(node.record.type);
    node.layout = layoutNode(node.definition, node.record);
    const visual = this.#visuals.get(node.id);
    const strip = visual?.status === 'error' && visual.error ? errorHeight(errorLines(visual.error, this.#measure).length) : 0;
    node.height = node.layout.height + strip;
    this.#touch([node.id]);
    this.#place(node);
  }
  #place(node: SceneNode): void {
    const drag = this.#drag?.ids.has(node.id) ? this.#drag : null;
    const moved = this.rows.set(node.row, node.record.x + (drag?.dx ?? 0), node.record.y + (drag?.dy ?? 0), NODE.width, node.height);
    if (moved) this.rowsVersion += 1;
  }
  #port(ref: PortRef, direction?: 'in' | 'out') {
    return this.nodes
      .get(ref[0])
      ?.layout.ports.find((port) => port.id === ref[1] && (direction === undefined || port.direction === direction));
  }
  #dropMedia(id: string): void {
    const media = this.#media.get(id);
    if (media && 'bitmap' in media) media.bitmap.close();
    this.#media.delete(id);
  }
  #touch(ids: Iterable<string>): void {
    for (const id of ids) {
      const node = this.nodes.get(id);
      if (node) node.version += 1;
    }
  }
  #changed(reason: string): void {
    this.contentVersion += 1;
    this.onInvalidate?.(reason);
  }
}

/** Place of a port among those of its side; an unknown one stands in for the first. */
const slotOf = (layout: NodeLayout, portId: string, direction: 'in' | 'out'): number =>
  Math.max(
    0,
    layout.ports.filter((port) => port.direction === direction).findIndex((port) => port.id === portId),
  );

function sameVisual(a: NodeVisual | undefined, b: NodeVisual | undefined): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  const keys = ['status', 'fraction', 'label', 'error', 'cached', 'stale'] as const;
  return keys.every((key) => a[key] === b[key]) && a.footer?.[0] === b.footer?.[0] && a.footer?.[1] === b.footer?.[1];
}

function sameHover(a: Hover, b: Hover): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  const port = (hover: HoverState): string => (hover.port ? portKey(hover.port.ref, hover.port.direction) : '');
  return a.nodeId === b.nodeId && a.edgeId === b.edgeId && port(a) === port(b);
}
