/** Deleting nodes out of the middle of a chain. */
import type { GraphStore } from '../store.js';
import { assertUnlocked, describe, itemsOf } from './items.js';

/**
 * Deletes things as `deleteItems` does, and for each node joins what it was given with what it gave to, where it is clear what to join:
 * exactly one of its sources suits the consumer. Removing a reroute or a filter leaves the chain whole. One step; returns the new
 * edges' ids that are left at its end.
 * @throws GdsError `GDS_LOCKED`, `GDS_READONLY`; then nothing was deleted.
 */
export function deleteAndHeal(graph: GraphStore, ids: Iterable<string>): string[] {
  const named = [...new Set(ids)];
  const items = itemsOf(graph, named);
  assertUnlocked(graph, items);
  const healed: string[] = [];
  graph.transact(`Delete ${describe(graph, items)}`, () => {
    for (const id of named) {
      if (graph.nodes.has(id)) healed.push(...deleteNode(graph, id));
      else graph.deleteItems([id]);
    }
  });
  return healed.filter((id) => graph.edges.has(id));
}

function deleteNode(graph: GraphStore, id: string): string[] {
  const edges = graph.edgesOf(id);
  const sources = edges.filter(({ to }) => to[0] === id).map(({ from }) => from);
  const distinct = [...new Map(sources.map((from) => [JSON.stringify(from), from])).values()];
  graph.deleteItems([id]);
  return edges
    .filter(({ from }) => from[0] === id)
    .flatMap(({ to }) => {
      const fitting = distinct.filter((from) => !graph.edgeProblem(from, to));
      return fitting.length === 1 ? [graph.addEdge(fitting[0]!, to)] : [];
    });
}
