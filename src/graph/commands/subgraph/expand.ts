/** Expanding a subgraph: the inverse of collapsing. What is inside moves one level up, and edges lead straight to where they lead. */
import { isBoundary } from '../../levels.js';
import type { GraphStore } from '../../store.js';
import type { PortRef } from '../../types.js';
import { boundsOf, describe, itemsOfLevel, rectOfItem, subgraphOf, type RectOf } from '../items.js';
import { BOUNDARY_PORT } from './ports.js';

/**
 * Puts what is inside a subgraph in its place, as one step, and returns the ids. The middle of it comes to lie where the subgraph's was.
 * @throws GdsError `GDS_NODE_MISSING`, `GDS_SUBGRAPH_MISSING`, `GDS_LOCKED` where it or something inside is locked, `GDS_EDGE_TYPE` where
 *   a port of type `any` hid that two ports do not fit, `GDS_READONLY`; then nothing has changed.
 */
export function expand(graph: GraphStore, subgraphId: string, rectOf: RectOf): string[] {
  const record = subgraphOf(graph, subgraphId);
  const subgraph = { kind: 'node', record } as const;
  const items = itemsOfLevel(graph, subgraphId).filter((item) => item.kind !== 'node' || !isBoundary(item.record.type));
  const ids = items.map((item) => item.record.id);
  const edges = straightEdges(graph, subgraphId);
  const inner = boundsOf(items.map((item) => rectOfItem(item, rectOf)));
  const outer = rectOfItem(subgraph, rectOf);
  return graph.transact(`Expand ${describe(graph, [subgraph])}`, () => {
    graph.setParent(ids, record.parent ?? '');
    graph.deleteItems([subgraphId]);
    if (inner) {
      const dx = outer.x + outer.width / 2 - inner.x - inner.width / 2;
      const dy = outer.y + outer.height / 2 - inner.y - inner.height / 2;
      graph.moveItems(ids, Math.round(dx), Math.round(dy));
    }
    for (const [from, to] of edges) graph.addEdge(from, to);
    return ids;
  });
}

/** The edges that cross the boundary, without it: each from where its value comes to where that goes. */
function straightEdges(graph: GraphStore, subgraphId: string): [from: PortRef, to: PortRef][] {
  const edges: [PortRef, PortRef][] = [];
  /** What a port inside gets its value from, on the level outside once the boundary is gone. */
  const sourceOf = (from: PortRef | undefined): PortRef | undefined =>
    from && isBoundary(graph.nodes.get(from[0])?.type) ? graph.edgeAt(subgraphId, from[0])?.from : from;
  for (const id of graph.childrenOf(subgraphId)) {
    if (!isBoundary(graph.nodes.get(id)?.type)) continue;
    for (const { to } of graph.edgesOf(id)) {
      const from = sourceOf([id, BOUNDARY_PORT]);
      if (from && to[0] !== id && !isBoundary(graph.nodes.get(to[0])?.type)) edges.push([from, to]);
    }
  }
  for (const { from: outer, to } of graph.edgesOf(subgraphId)) {
    if (outer[0] !== subgraphId) continue;
    const from = sourceOf(graph.edgeAt(outer[1], BOUNDARY_PORT)?.from);
    if (from) edges.push([from, to]);
  }
  return edges;
}
