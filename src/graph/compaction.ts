/**
 * Taking out of the document for good what was deleted in it.
 *
 * Deleting only marks, so that an undo or a peer's late edit finds the whole thing; the marked maps stay until they are compacted.
 * Of each thing only its id is left then: Yjs keeps the keys of a map that is still there.
 *
 * Compaction itself adds nothing to the document, it only deletes: however many peers do it, at whatever time, all end alike. What a
 * peer changes meanwhile in a thing that is taken out goes with it; a thing written anew under the same id stays.
 */
import * as Y from 'yjs';
import type { DocumentMaps } from './schema.js';

/** Ids, by map, of what is marked as deleted, and of positions without a node. */
export function findDeleted(maps: DocumentMaps): Map<Y.Map<unknown>, string[]> {
  const found = new Map<Y.Map<unknown>, string[]>();
  for (const map of [maps.nodes, maps.edges, maps.groups, maps.notes]) {
    found.set(
      map,
      [...map].flatMap(([id, item]) => (item instanceof Y.Map && item.get('deleted') === true ? [id] : [])),
    );
  }
  const gone = new Set(found.get(maps.nodes));
  found.set(
    maps.pos,
    [...maps.pos.keys()].filter((id) => gone.has(id) || !maps.nodes.has(id)),
  );
  return found;
}

/** Takes them out. Must run inside one transaction. */
export function removeDeleted(found: ReadonlyMap<Y.Map<unknown>, readonly string[]>): void {
  for (const [map, ids] of found) for (const id of ids) map.delete(id);
}
