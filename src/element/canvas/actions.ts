/**
 * What the commands do: one place for keys, toolbar, menus and panels. Every change of the document is one named command of the
 * graph store; what fails is reported and changes nothing.
 */
import type { GraphStore } from '../../graph/store.js';
import type { GraphNodeJSON } from '../../graph/types.js';
import type { PortEnd } from '../../interaction/chart.js';
import type { NodeRegistry } from '../../registry/registry.js';
import type { Camera, Size } from '../../scene/camera.js';
import { zoomAt } from '../../scene/camera.js';
import type { Point, Rect } from '../../scene/types.js';
import { excerpt, paste, readExcerpt } from './clipboard.js';
import { asEdge, firstFit } from './connections.js';
import { neighbour, readingOrder, type Direction } from './reading-order.js';

export interface ActionHost {
  readonly graph: GraphStore;
  readonly registry: NodeRegistry;
  readonly selection: ReadonlySet<string>;
  readonly selectedEdge: string | null;
  readonly camera: Camera;
  viewport(): Size;
  glideTo(camera: Camera): void;
  select(ids: Iterable<string>): void;
  selectEdge(id: string | null): void;
  rectOf(id: string): Rect | undefined;
  /** Runs a change of the document; errors are shown. Returns undefined where it failed. */
  attempt<T>(change: () => T): T | undefined;
  /** Asks the host of the page; false where it said no. */
  allowed(event: string, detail: object): boolean;
  announce(text: string): void;
  focusNode(id: string): void;
}

/** Canvas units of one press of an arrow, and with Shift. */
const NUDGE = { coarse: 10, fine: 1 } as const;
const STEP: Readonly<Record<Direction, readonly [number, number]>> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };
/** One press of a zoom button. */
const ZOOM_STEP = 1.25;
/** Where copies land beside their originals, canvas units. */
const COPY_OFFSET = 32;
const NODE_WIDTH = 240;

export class Actions {
  /** Tab has been given back to the page: Escape on an empty selection, or the last node passed. */
  #leaving = false;

  constructor(private readonly host: ActionHost) {}

  /** Adds a node at a canvas point (its header's centre), joined to `accepts` where given, as one command. */
  addNode(
    type: string,
    at: Point,
    options: { readonly accepts?: PortEnd; readonly params?: GraphNodeJSON['params'] & object } = {},
  ): string | undefined {
    const { host } = this;
    const definition = host.registry.get(type);
    const id = host.attempt(() => {
      let id = '';
      host.graph.transact(`Add ${definition?.title ?? type}`, () => {
        const x = Math.round(options.accepts?.direction === 'out' ? at.x : options.accepts ? at.x - NODE_WIDTH : at.x - NODE_WIDTH / 2);
        id = host.graph.addNode({ type, x, y: Math.round(at.y - 20), ...(options.params ? { params: options.params } : {}) });
        this.#join(id, options.accepts);
      });
      return id;
    });
    if (id !== undefined) host.select([id]);
    return id;
  }

  #join(id: string, accepts: PortEnd | undefined): void {
    if (!accepts) return;
    const { graph, registry } = this.host;
    const type = graph.nodes.get(accepts.ref[0])?.type;
    const definition = registry.get(graph.nodes.get(id)?.type ?? '');
    const portType = type && registry.portType(type, accepts.direction, accepts.ref[1]);
    const port = definition && portType && firstFit(definition, accepts, portType, registry);
    const edge = port && asEdge(accepts, { ref: [id, port], direction: accepts.direction === 'out' ? 'in' : 'out' });
    if (edge) graph.addEdge(edge.from, edge.to);
  }

  connect(a: PortEnd, b: PortEnd, instead?: string): void {
    const edge = asEdge(a, b);
    if (!edge) return;
    const { host } = this;
    host.attempt(() =>
      host.graph.transact(instead ? 'Move connection' : 'Connect', () => {
        if (instead) host.graph.deleteEdges([instead]);
        host.graph.addEdge(edge.from, edge.to);
      }),
    );
  }

  deleteSelection(): void {
    const { host } = this;
    const edge = host.selectedEdge;
    const ids = [...host.selection];
    if (ids.length === 0 && edge === null) return;
    if (!host.allowed('gds-before-delete', { nodes: ids, edges: edge === null ? [] : [edge] })) return;
    const next = this.#order().filter((id) => !host.selection.has(id));
    host.attempt(() => {
      if (ids.length > 0) host.graph.deleteNodes(ids);
      else if (edge !== null) host.graph.deleteEdges([edge]);
    });
    host.selectEdge(null);
    host.select([]);
    host.announce(ids.length > 0 ? `Deleted ${ids.length === 1 ? '1 node' : `${ids.length} nodes`}` : 'Deleted the connection');
    if (next.length === 0) this.#leaving = false;
  }

  duplicate(): void {
    const { host } = this;
    if (host.selection.size === 0) return;
    const ids = host.attempt(() => paste(host.graph, excerpt(host.graph, host.selection), COPY_OFFSET, COPY_OFFSET, 'Duplicate'));
    if (ids) host.select(ids);
  }

  copied(): string | undefined {
    const { host } = this;
    return host.selection.size === 0 ? undefined : JSON.stringify(excerpt(host.graph, host.selection));
  }

  /** Pastes nodes from clipboard text so that their middle lies at `centre`; false where the text is something else. */
  pasteText(text: string, centre: Point): boolean {
    const json = readExcerpt(text);
    if (!json || json.nodes.length === 0) return false;
    const xs = json.nodes.map((node) => Number(node.x) || 0);
    const ys = json.nodes.map((node) => Number(node.y) || 0);
    const dx = Math.round(centre.x - (Math.min(...xs) + Math.max(...xs) + NODE_WIDTH) / 2);
    const dy = Math.round(centre.y - (Math.min(...ys) + Math.max(...ys) + NODE_WIDTH / 2) / 2);
    const ids = this.host.attempt(() => paste(this.host.graph, json, dx, dy, 'Paste'));
    if (ids) this.host.select(ids);
    return true;
  }

  nudge(direction: Direction, fine: boolean): boolean {
    const { host } = this;
    if (host.selection.size === 0) return this.walk(direction);
    const step = fine ? NUDGE.fine : NUDGE.coarse;
    const [x, y] = STEP[direction];
    host.attempt(() => host.graph.moveNodes([...host.selection], x * step, y * step));
    return true;
  }

  /** Selects and focuses the next node; false hands the key back to the page. */
  walk(way: Direction | 'next' | 'previous'): boolean {
    const { host } = this;
    const current = [...host.selection].at(-1);
    let next: string | undefined;
    if (way === 'next' || way === 'previous') {
      if (this.#leaving) return (this.#leaving = false);
      const order = this.#order();
      const at = current === undefined ? -1 : order.indexOf(current);
      if (way === 'previous' && at < 0) return false;
      next = order[way === 'next' ? at + 1 : at - 1];
    } else {
      next = current === undefined ? this.#order()[0] : neighbour(this.rects(), current, way);
    }
    if (next === undefined) return false;
    host.select([next]);
    host.focusNode(next);
    return true;
  }

  /** Escape without anything else to end. True where it deselected. */
  deselect(): boolean {
    const had = this.host.selection.size > 0 || this.host.selectedEdge !== null;
    this.host.selectEdge(null);
    this.host.select([]);
    this.#leaving = true;
    return had;
  }

  /** Focus has come from outside: Tab walks the nodes again. */
  entered(): void {
    this.#leaving = false;
  }

  zoomBy(steps: number): void {
    const { host } = this;
    const { width, height } = host.viewport();
    host.glideTo(zoomAt(host.camera, { x: width / 2, y: height / 2 }, ZOOM_STEP ** steps));
  }

  zoomTo(zoom: number): void {
    const { host } = this;
    const { width, height } = host.viewport();
    host.glideTo(zoomAt(host.camera, { x: width / 2, y: height / 2 }, zoom / host.camera.zoom));
  }

  order(): string[] {
    return this.#order();
  }

  rects(): Map<string, Rect> {
    const rects = new Map<string, Rect>();
    for (const id of this.host.graph.nodes.keys()) {
      const rect = this.host.rectOf(id);
      if (rect) rects.set(id, rect);
    }
    return rects;
  }

  #order(): string[] {
    return readingOrder(this.rects());
  }
}
