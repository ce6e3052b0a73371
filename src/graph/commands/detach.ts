/** Taking things off their wires, and joining what they leave open. */
import type { GraphStore } from '../store.js';
import type { EdgeRecord, PortRef } from '../types.js';

/** Edges between these nodes and others, which they would leave behind. */
export function outerEdges(graph: GraphStore, ids: ReadonlySet<string>): EdgeRecord[] {
  const edges = [...ids].flatMap((id) => (graph.nodes.has(id) ? graph.edgesOf(id) : []));
  return [...new Map(edges.map((edge) => [edge.id, edge])).values()].filter(({ from, to }) => ids.has(from[0]) !== ids.has(to[0]));
}

/**
 * Joins what `edges` brought into these nodes with what they led to, where it is clear what to join: exactly one of the sources suits
 * the consumer. The edges must be gone. Returns the ids of the new ones.
 */
export function heal(graph: GraphStore, ids: ReadonlySet<string>, edges: readonly EdgeRecord[]): string[] {
  const sources = edges.filter(({ to }) => ids.has(to[0])).map(({ from }) => from);
  const distinct = [...new Map(sources.map((from): [string, PortRef] => [JSON.stringify(from), from])).values()];
  return edges
    .filter(({ from }) => ids.has(from[0]))
    .flatMap(({ to }) => {
      const fitting = distinct.filter((from) => !graph.edgeProblem(from, to));
      return fitting.length === 1 ? [graph.addEdge(fitting[0]!, to)] : [];
    });
}

/**
 * Takes nodes off the wires that join them with others, as one step; wires among them stay. The gap is healed where that is clear.
 * @throws GdsError `GDS_READONLY`.
 */
export function detachNodes(graph: GraphStore, ids: ReadonlySet<string>): void {
  const edges = outerEdges(graph, ids);
  if (edges.length === 0) return;
  graph.transact('Detach', () => {
    graph.deleteEdges(edges.map(({ id }) => id));
    heal(graph, ids, edges);
  });
}
