/** Changing what edges join. */
import { GdsError } from '../../errors.js';
import { equalJson, shorten } from '../json.js';
import type { GraphStore } from '../store.js';
import type { EdgeRecord, PortRef, ReadonlyGraph } from '../types.js';
import { describe, nodeOf } from './items.js';

/** @throws GdsError `GDS_EDGE_MISSING`. */
export function edgeOf(graph: ReadonlyGraph, id: string): EdgeRecord {
  const edge = graph.edges.get(id);
  if (!edge) throw new GdsError('GDS_EDGE_MISSING', `There is no connection "${shorten(String(id))}". It may have been deleted.`);
  return edge;
}

/**
 * Moves one end of an edge to another port, as one step, and returns the id of the edge that is there then. Where that may not be, the
 * edge stays.
 * @throws GdsError `GDS_EDGE_MISSING`, `GDS_EDGE_*` as `addEdge`, `GDS_READONLY`.
 */
export function reconnect(graph: GraphStore, edgeId: string, end: 'from' | 'to', port: PortRef): string {
  const edge = edgeOf(graph, edgeId);
  if (equalJson(edge[end], port)) return edge.id;
  const from = end === 'from' ? port : edge.from;
  const to = end === 'to' ? port : edge.to;
  // The old edge is no obstacle to the new one: they share an end, so it is on no cycle that the new one would close.
  const problem = graph.edgeProblem(from, to);
  if (problem) throw problem;
  return graph.transact('Reconnect', () => {
    graph.deleteEdges([edge.id]);
    return graph.addEdge(from, to);
  });
}

/**
 * Deletes all edges at a node, as one step.
 * @throws GdsError `GDS_NODE_MISSING`, `GDS_READONLY`.
 */
export function disconnect(graph: GraphStore, nodeId: string): void {
  const record = nodeOf(graph, nodeId);
  const edges = graph.edgesOf(nodeId).map(({ id }) => id);
  graph.transact(`Disconnect ${describe(graph, [{ kind: 'node', record }])}`, () => graph.deleteEdges(edges));
}
