/** Reroutes: points that lead an edge another way. */
import { REROUTE } from '../levels.js';
import type { GraphStore } from '../store.js';
import { usualSize, type Point } from './items.js';
import { edgeOf } from './reconnect.js';

/**
 * Leads an edge through a new reroute with its middle at `at` (canvas units), as one step, and returns the reroute's id.
 * @throws GdsError `GDS_EDGE_MISSING`, `GDS_READONLY`.
 */
export function insertReroute(graph: GraphStore, edgeId: string, at: Point): string {
  const { from, to } = edgeOf(graph, edgeId);
  const { width, height } = usualSize({ type: REROUTE });
  const parent = graph.nodes.get(from[0])?.parent ?? '';
  return graph.transact('Add reroute', () => {
    const id = graph.addNode({ type: REROUTE, x: Math.round(at.x - width / 2), y: Math.round(at.y - height / 2), parent });
    graph.addEdge(from, [id, 'in']);
    graph.addEdge([id, 'out'], to);
    return id;
  });
}
