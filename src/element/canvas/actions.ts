/**
 * What changes the document by way of nodes and wires. Every change is one named command of the graph store; what fails is reported
 * and changes nothing.
 */
import { duplicateItems } from '../../graph/commands/duplicate.js';
import { deleteAndHeal } from '../../graph/commands/heal.js';
import { insertionFit, insertNode } from '../../graph/commands/insert.js';
import { reconnect } from '../../graph/commands/reconnect.js';
import { REROUTE } from '../../graph/levels.js';
import type { GraphStore } from '../../graph/store.js';
import type { GraphNodeJSON } from '../../graph/types.js';
import type { PortEnd } from '../../interaction/chart.js';
import type { NodeRegistry } from '../../registry/registry.js';
import { SNAP_STEP } from '../../scene/grid.js';
import type { Point } from '../../scene/types.js';
import { asEdge, firstFit } from './connections.js';
import type { Navigation } from './navigation.js';
import type { Direction } from './spatial.js';
import type { Selection } from './selection.js';

export interface ActionHost {
  readonly graph: GraphStore;
  readonly registry: NodeRegistry;
  readonly selected: Selection;
  readonly navigation: Navigation;
  /** The subgraph that is shown; '' for the canvas. */
  readonly level: string;
  /** With these goes what is inside the frames among them; locked things stay away. */
  movable(ids: ReadonlySet<string>): ReadonlySet<string>;
  withContent(ids: ReadonlySet<string>): string[];
  /** Runs a change of the document; errors are shown. Returns undefined where it failed. */
  attempt<T>(change: () => T): T | undefined;
  /** Asks the host of the page; false where it said no. */
  allowed(event: string, detail: object): boolean;
  announce(text: string): void;
  explainLocked(): void;
  /** What moves snaps to the grid. */
  readonly grid: boolean;
}

/** Canvas units of one press of an arrow, and with Shift. */
const NUDGE = { coarse: 10, fine: 1 } as const;
const STEP: Readonly<Record<Direction, readonly [number, number]>> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };
const NODE_WIDTH = 240;

export class Actions {
  constructor(private readonly host: ActionHost) {}

  /** Adds a node at a canvas point (its header's centre), joined to `accepts` or put into a wire where given, as one command. */
  addNode(
    type: string,
    at: Point,
    options: { readonly accepts?: PortEnd; readonly into?: string | undefined; readonly params?: GraphNodeJSON['params'] & object } = {},
  ): string | undefined {
    const { host } = this;
    const definition = host.registry.get(type);
    const id = host.attempt(() =>
      host.graph.transact(`Add ${definition?.title ?? type}`, () => {
        const x = Math.round(options.accepts?.direction === 'out' ? at.x : options.accepts ? at.x - NODE_WIDTH : at.x - NODE_WIDTH / 2);
        const y = Math.round(at.y - 20);
        const id = host.graph.addNode({ type, x, y, parent: host.level, ...(options.params ? { params: options.params } : {}) });
        this.#join(id, options.accepts);
        const edge = options.into === undefined ? undefined : host.graph.edges.get(options.into);
        if (edge && insertionFit(host.graph, id, edge)) insertNode(host.graph, id, edge.id);
        return id;
      }),
    );
    if (id !== undefined) host.selected.set([id]);
    return id;
  }

  #join(id: string, accepts: PortEnd | undefined): void {
    if (!accepts) return;
    const { graph, registry } = this.host;
    const portType = graph.portType(accepts.ref[0], accepts.direction, accepts.ref[1]);
    const port = portType && firstFit(graph.portsOf(id, true), accepts, portType, registry);
    const edge = port && asEdge(accepts, { ref: [id, port], direction: accepts.direction === 'out' ? 'in' : 'out' });
    if (edge) graph.addEdge(edge.from, edge.to);
  }

  connect(a: PortEnd, b: PortEnd, instead?: string): void {
    const edge = asEdge(a, b);
    if (!edge) return;
    const { host } = this;
    const before = instead === undefined ? undefined : host.graph.edges.get(instead);
    host.attempt(() => {
      if (!before) return host.graph.addEdge(edge.from, edge.to);
      const staysAtSource = before.from[0] === edge.from[0] && before.from[1] === edge.from[1];
      return staysAtSource ? reconnect(host.graph, before.id, 'to', edge.to) : reconnect(host.graph, before.id, 'from', edge.from);
    });
  }

  /**
   * With `heal`, what led into a deleted node is joined with what led out of it, where that is clear. Reroute points go that way in any
   * case: they are bends of a wire, and the wire stays.
   */
  deleteSelection({ heal = false }: { readonly heal?: boolean } = {}): void {
    const { host } = this;
    const { edge, ids } = host.selected;
    if (ids.size === 0 && edge === null) return;
    const chosen = [...ids];
    if (!host.allowed('gds-before-delete', { nodes: chosen, edges: edge === null ? [] : [edge] })) return;
    const done = host.attempt(() => {
      const bends = chosen.length > 0 && chosen.every((id) => host.graph.nodes.get(id)?.type === REROUTE);
      if (chosen.length > 0 && (heal || bends)) deleteAndHeal(host.graph, chosen);
      else host.graph.deleteItems(chosen.length > 0 ? chosen : [edge!]);
      return true;
    });
    if (!done) return;
    host.selected.setEdge(null);
    host.selected.set([]);
    host.announce(chosen.length > 0 ? `Deleted ${chosen.length === 1 ? '1 item' : `${chosen.length} items`}` : 'Deleted the connection');
    if (host.navigation.rects().size === 0) host.navigation.entered();
  }

  duplicate(): void {
    const { host } = this;
    const ids = host.attempt(() => duplicateItems(host.graph, host.withContent(host.selected.ids)));
    if (ids) host.selected.set(ids);
  }

  /** Moves the selection; without one the arrows walk. */
  nudge(direction: Direction, fine: boolean): boolean {
    const { host } = this;
    if (host.selected.ids.size === 0) return host.navigation.walk(direction);
    const ids = host.movable(host.selected.ids);
    const step = fine ? NUDGE.fine : NUDGE.coarse;
    const [x, y] = STEP[direction];
    if (ids.size === 0) host.explainLocked();
    else if (host.grid && !fine) this.#nudgeOnGrid(ids, x, y);
    else host.attempt(() => host.graph.moveItems(ids, x * step, y * step));
    return true;
  }

  /** To the next line of the grid, by the first of what moves. */
  #nudgeOnGrid(ids: ReadonlySet<string>, x: number, y: number): void {
    const { graph, attempt } = this.host;
    const [first = ''] = ids;
    const item = graph.nodes.get(first) ?? graph.groups.get(first) ?? graph.notes.get(first);
    if (item) attempt(() => graph.moveItems(ids, toNextLine(item.x, x), toNextLine(item.y, y)));
  }
}

/** Distance from `at` to the grid line that lies next in a direction: -1, 0 (no way at all) or 1. */
function toNextLine(at: number, way: number): number {
  if (way === 0) return 0;
  const lines = at / SNAP_STEP;
  return (way > 0 ? Math.floor(lines) + 1 : Math.ceil(lines) - 1) * SNAP_STEP - at;
}
