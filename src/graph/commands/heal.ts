/** Deleting nodes out of the middle of a chain. */
import type { GraphStore } from '../store.js';
import { heal } from './detach.js';
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
  graph.deleteItems([id]);
  return heal(graph, new Set([id]), edges);
}
