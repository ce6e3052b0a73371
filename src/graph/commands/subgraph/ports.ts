/** Ports of a subgraph. Each is a boundary node inside it; the port's id is that node's id. */
import { GdsError } from '../../../errors.js';
import { shorten } from '../../json.js';
import { SUBGRAPH_INPUT, SUBGRAPH_OUTPUT, isBoundary } from '../../levels.js';
import type { GraphStore } from '../../store.js';
import type { NodeRecord } from '../../types.js';
import { boundsOf, describe, itemsOf, nodeOf, rectOfItem, subgraphOf, type ItemRect, type Point, type RectOf } from '../items.js';

/** The one port of a boundary node. */
export const BOUNDARY_PORT = 'value';
/** Canvas units: between what is inside and the boundary nodes beside it, and from one of these to the next. */
export const BOUNDARY = { gap: 80, pitch: 60, width: 160 } as const;

export type PortSide = 'in' | 'out';

export interface NewPort {
  readonly name: string;
  /** A port type; left out: `any`. */
  readonly type?: string;
  /** Where its boundary node goes, canvas units; left out: below the others of its side. */
  readonly at?: Point;
}

export function boundaryTypeOf(side: PortSide): string {
  return side === 'in' ? SUBGRAPH_INPUT : SUBGRAPH_OUTPUT;
}

/**
 * Gives a subgraph one more input or output, the last of its side, and returns its id.
 * @throws GdsError `GDS_NODE_MISSING`, `GDS_SUBGRAPH_MISSING`, `GDS_LOCKED`, `GDS_GRAPH_FIELD`, `GDS_READONLY`.
 */
export function addPort(graph: GraphStore, subgraphId: string, side: PortSide, port: NewPort, rectOf: RectOf): string {
  const subgraph = subgraphOf(graph, subgraphId);
  assertPortsFree(graph, subgraph);
  const { x, y } = port.at ?? placeForPort(graph, subgraphId, side, rectOf);
  const params = { name: port.name, type: port.type ?? 'any' };
  return graph.transact(`Add ${side === 'in' ? 'input' : 'output'}`, () =>
    graph.addNode({ type: boundaryTypeOf(side), x, y, parent: subgraphId, params }),
  );
}

/**
 * Takes a port away, with the edges at it inside and outside.
 * @throws GdsError `GDS_SUBGRAPH_PORT` where it is none, `GDS_LOCKED`, `GDS_READONLY`.
 */
export function removePort(graph: GraphStore, portId: string): void {
  const port = portNode(graph, portId);
  graph.transact(`Remove ${nameOf(port)}`, () => graph.deleteItems([portId]));
}

/**
 * Names a port; edits that follow each other within a second are one step.
 * @throws GdsError `GDS_SUBGRAPH_PORT` where it is none, `GDS_PARAM_*`, `GDS_LOCKED`, `GDS_READONLY`.
 */
export function renamePort(graph: GraphStore, portId: string, name: string): void {
  portNode(graph, portId);
  graph.setParam(portId, 'name', name);
}

function portNode(graph: GraphStore, id: string): NodeRecord {
  const node = graph.nodes.get(id);
  if (node && isBoundary(node.type)) return assertPortsFree(graph, node.parent ? nodeOf(graph, node.parent) : node) ?? node;
  throw new GdsError('GDS_SUBGRAPH_PORT', `There is no port "${shorten(String(id))}" of a subgraph. It may have been removed.`);
}

/** A subgraph's ports are part of it: a locked one keeps them. */
function assertPortsFree(graph: GraphStore, record: NodeRecord): undefined {
  if (!record.locked) return;
  throw new GdsError('GDS_LOCKED', `"${describe(graph, [{ kind: 'node', record }])}" is locked. Unlock it to change its ports.`);
}

function nameOf({ type, params }: NodeRecord): string {
  const name = params['name'];
  if (typeof name === 'string' && name !== '') return shorten(name);
  return type === SUBGRAPH_INPUT ? 'input' : 'output';
}

function placeForPort(graph: GraphStore, subgraphId: string, side: PortSide, rectOf: RectOf): Point {
  const items = itemsOf(graph, graph.childrenOf(subgraphId));
  const boundary = items.filter(({ record }) => 'type' in record && record.type === boundaryTypeOf(side));
  const last = boundsOf(boundary.map((item) => rectOfItem(item, rectOf)));
  if (last) return { x: Math.round(last.x), y: Math.round(Math.max(...boundary.map(({ record }) => record.y)) + BOUNDARY.pitch) };
  return besides(boundsOf(items.map((item) => rectOfItem(item, rectOf))) ?? { x: 0, y: 0, width: 0, height: 0 }, side);
}

/** Where the first boundary node of a side goes, beside what is inside; whole numbers. */
export function besides({ x, y, width }: ItemRect, side: PortSide): Point {
  return { x: side === 'in' ? Math.floor(x - BOUNDARY.gap - BOUNDARY.width) : Math.ceil(x + width + BOUNDARY.gap), y: Math.round(y) };
}
