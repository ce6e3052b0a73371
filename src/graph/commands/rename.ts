/** Naming things. */
import { GdsError } from '../../errors.js';
import { shorten } from '../json.js';
import { isBoundary } from '../levels.js';
import type { GraphStore } from '../store.js';
import { itemOf } from './items.js';

/**
 * Names a node, a frame or a subgraph's port (by the id of its boundary node). Empty gives it the name it has by itself. Edits that
 * follow each other within a second are one step for frames and ports.
 * @throws GdsError `GDS_NODE_MISSING` where there is none, or where it has no name as notes have none; `GDS_LOCKED`, `GDS_READONLY`.
 */
export function rename(graph: GraphStore, id: string, title: string): void {
  const item = itemOf(graph, id);
  if (item?.kind === 'group') graph.setGroup(id, { title });
  else if (item?.kind !== 'node') {
    throw new GdsError('GDS_NODE_MISSING', `There is no node or frame "${shorten(String(id))}" that could be renamed.`);
  } else if (isBoundary(item.record.type)) graph.setParam(id, 'name', title);
  else graph.setTitle(id, title);
}
