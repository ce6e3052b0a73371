/** The way into a subgraph, for breadcrumbs. */
import { SUBGRAPH } from '../../levels.js';
import type { NodeRecord, ReadonlyGraph } from '../../types.js';

/**
 * The subgraph nodes from the outermost down to `levelId`; none for the top level '', and for what is no subgraph (any more), so that a
 * view whose level was deleted finds its way back.
 */
export function pathOf(graph: ReadonlyGraph, levelId: string): NodeRecord[] {
  const path: NodeRecord[] = [];
  for (let node = graph.nodes.get(levelId); node?.type === SUBGRAPH; node = graph.nodes.get(node.parent ?? '')) path.unshift(node);
  return path;
}
