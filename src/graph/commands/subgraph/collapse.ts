/**
 * Collapsing a selection into a subgraph: what is chosen moves one level down, and where edges led in or out the subgraph gets ports.
 *
 * One input for each outside output that is used inside, one output for each inside output that is used outside. Ports of the level
 * that the selection lies on (boundary nodes) stay where they are. Places inside are the places outside.
 */
import { GdsError } from '../../../errors.js';
import { REROUTE, SUBGRAPH, isBoundary } from '../../levels.js';
import type { GraphStore } from '../../store.js';
import type { EdgeRecord, PortRef } from '../../types.js';
import { assertUnlocked, boundsOf, describe, itemOf, rectOfItem, selectionOf, usualSize, type RectOf } from '../items.js';
import { BOUNDARY, BOUNDARY_PORT, besides, boundaryTypeOf, type PortSide } from './ports.js';
import { PROMOTED, type PromotedRef } from './promoted.js';

export interface CollapseOptions {
  readonly title?: string;
  /** Parameters of nodes inside to show at the subgraph from the start. */
  readonly promoted?: readonly PromotedRef[];
}

/**
 * Makes a subgraph of nodes, groups and notes of one level, as one step, and returns its id. It lies in the middle of where they lay.
 * @throws GdsError `GDS_SELECTION_EMPTY` without a node, `GDS_SELECTION_LEVEL`, `GDS_SUBGRAPH_CYCLE` where a node that was not chosen
 *   lies between two that were, `GDS_LOCKED`, `GDS_READONLY`; then nothing has changed.
 */
export function collapse(graph: GraphStore, ids: Iterable<string>, rectOf: RectOf, options: CollapseOptions = {}): string {
  const selection = selectionOf(graph, ids);
  const items = selection.items.filter(({ record }) => !('type' in record && isBoundary(record.type)));
  const bounds = boundsOf(items.map((item) => rectOfItem(item, rectOf)));
  const nodes = new Set(items.flatMap(({ kind, record }) => (kind === 'node' ? [record.id] : [])));
  if (!bounds || nodes.size === 0) throw new GdsError('GDS_SELECTION_EMPTY', 'Select at least one node to make a subgraph of.');
  assertUnlocked(graph, items);
  assertNothingBetween(graph, nodes);
  const edges = [...nodes].flatMap((id) => graph.edgesOf(id));
  const inputs = portsOf(
    graph,
    'in',
    edges.filter(({ from }) => !nodes.has(from[0])),
    rectOf,
  );
  const outputs = portsOf(
    graph,
    'out',
    edges.filter(({ to }) => !nodes.has(to[0])),
    rectOf,
  );
  const { width, height } = usualSize({ type: SUBGRAPH });

  return graph.transact(`Make subgraph of ${describe(graph, items)}`, () => {
    const subgraph = graph.addNode({
      type: SUBGRAPH,
      x: Math.round(bounds.x + (bounds.width - width) / 2),
      y: Math.round(bounds.y + (bounds.height - height) / 2),
      parent: selection.level,
      title: options.title ?? '',
      params: options.promoted ? { [PROMOTED]: options.promoted } : {},
    });
    graph.setParent(
      items.map(({ record }) => record.id),
      subgraph,
    );
    const addPorts = (ports: readonly CrossingPort[], side: PortSide, join: (port: CrossingPort, id: string) => void): void => {
      const { x, y } = besides(bounds, side);
      let next = y;
      for (const port of ports) {
        next = Math.max(next, Math.round(port.y));
        const params = { name: port.name, type: port.type };
        join(port, graph.addNode({ type: boundaryTypeOf(side), x, y: next, parent: subgraph, params }));
        next += BOUNDARY.pitch;
      }
    };
    addPorts(inputs, 'in', ({ source, targets }, id) => {
      graph.addEdge(source, [subgraph, id]);
      for (const target of targets) graph.addEdge([id, BOUNDARY_PORT], target);
    });
    addPorts(outputs, 'out', ({ source, targets }, id) => {
      graph.addEdge(source, [id, BOUNDARY_PORT]);
      for (const target of targets) graph.addEdge([subgraph, id], target);
    });
    return subgraph;
  });
}

/** An output that edges lead from, across the boundary. */
interface CrossingPort {
  readonly source: PortRef;
  readonly targets: readonly PortRef[];
  readonly name: string;
  readonly type: string;
  /** Height of the node inside, canvas units. */
  readonly y: number;
}

/** In the order of what they belong to inside, from top to bottom; names differ. */
function portsOf(graph: GraphStore, side: PortSide, edges: readonly EdgeRecord[], rectOf: RectOf): CrossingPort[] {
  const bySource = new Map<string, EdgeRecord[]>();
  for (const edge of edges) {
    const key = JSON.stringify(edge.from);
    const same = bySource.get(key);
    if (same) same.push(edge);
    else bySource.set(key, [edge]);
  }
  const place = ([id]: PortRef): { x: number; y: number } => rectOfItem(itemOf(graph, id)!, rectOf);
  const rank = (direction: PortSide, [id, port]: PortRef): number =>
    graph.portsOf(id)[direction === 'in' ? 'inputs' : 'outputs'].findIndex((each) => each.id === port);
  const ports = [...bySource.values()].map((joined) => {
    const source = joined[0]!.from;
    const targets = joined.map(({ to }) => to);
    const inside = side === 'in' ? targets : [source];
    const ends = inside
      .map((end) => ({ ...place(end), rank: rank(side, end), end }))
      .sort((a, b) => a.y - b.y || a.x - b.x || a.rank - b.rank);
    const name =
      side === 'in'
        ? nameOf(graph, [...ends.map(({ end }) => ['in', end] as const), ['out', source]])
        : nameOf(graph, [['out', source], ...targets.map((end) => ['in', end] as const)]);
    return { source, targets, name, type: typeOf(graph, source, targets), ...ends[0]! };
  });
  ports.sort((a, b) => a.y - b.y || a.x - b.x || (a.end[0] < b.end[0] ? -1 : a.end[0] > b.end[0] ? 1 : a.rank - b.rank));
  const used = new Set<string>();
  return ports.map(({ source, targets, name, type, y }) => ({ source, targets, name: unused(name, used), type, y }));
}

/** The title of the first port that has one; a reroute's says nothing. */
function nameOf(graph: GraphStore, ends: readonly (readonly [PortSide, PortRef])[]): string {
  const [side, [id, port]] = ends.find(([, [node]]) => graph.nodes.get(node)?.type !== REROUTE) ?? ends[0]!;
  const boundary = graph.nodes.get(id)!;
  const own = isBoundary(boundary.type) ? boundary.params['name'] : undefined;
  if (typeof own === 'string' && own !== '') return own;
  return graph.portsOf(id)[side === 'in' ? 'inputs' : 'outputs'].find((each) => each.id === port)?.title || port;
}

/** The source's type; where that may be anything, the one type that all targets take. */
function typeOf(graph: GraphStore, source: PortRef, targets: readonly PortRef[]): string {
  const given = graph.portType(source[0], 'out', source[1]) ?? 'any';
  if (given !== 'any') return given;
  const taken = new Set(targets.map(([id, port]) => graph.portType(id, 'in', port) ?? 'any'));
  return taken.size === 1 ? [...taken][0]! : 'any';
}

function unused(name: string, used: Set<string>): string {
  let free = name;
  for (let count = 2; used.has(free); count++) free = `${name} ${count}`;
  used.add(free);
  return free;
}

/** A subgraph that takes what depends on it would close a cycle. */
function assertNothingBetween(graph: GraphStore, nodes: ReadonlySet<string>): void {
  const after = new Set<string>();
  for (const id of nodes) for (const { to } of graph.edgesOf(id)) if (!nodes.has(to[0])) after.add(to[0]);
  for (const id of after) {
    for (const { from, to } of graph.edgesOf(id)) {
      if (from[0] !== id) continue;
      if (!nodes.has(to[0])) after.add(to[0]);
      else {
        const between = describe(graph, [{ kind: 'node', record: graph.nodes.get(id)! }]);
        throw new GdsError(
          'GDS_SUBGRAPH_CYCLE',
          `"${between}" lies between selected nodes; the subgraph would depend on itself. Select it too.`,
        );
      }
    }
  }
}
