/** Copying within a graph, and cutting. */
import type { GraphStore } from '../store.js';
import type { GraphJSON } from '../types.js';
import { copyItems } from './fragment.js';
import { describe, itemsOf, selectionOf, type Point } from './items.js';
import { pasteFragment } from './paste.js';

/** Canvas units from an original to its copy. */
export const COPY_OFFSET: Point = { x: 20, y: 20 };

/**
 * Adds copies beside the originals, on the same level, with the edges among them, as one step. Returns the ids of the copies.
 * @throws GdsError `GDS_SELECTION_LEVEL`, `GDS_READONLY`.
 */
export function duplicateItems(graph: GraphStore, ids: Iterable<string>, offset: Point = COPY_OFFSET): string[] {
  const { items, level } = selectionOf(graph, ids);
  const fragment = copyItems(
    graph,
    items.map(({ record }) => record.id),
  );
  return pasteFragment(graph, fragment, { level, offset, label: `Duplicate ${describe(graph, items)}` });
}

/**
 * Deletes the things and returns them as {@link copyItems} does.
 * @throws GdsError `GDS_LOCKED`, `GDS_READONLY`; then nothing was deleted.
 */
export function cutItems(graph: GraphStore, ids: Iterable<string>): GraphJSON {
  const items = itemsOf(graph, ids);
  const chosen = items.map(({ record }) => record.id);
  const fragment = copyItems(graph, chosen);
  graph.transact(`Cut ${describe(graph, items)}`, () => graph.deleteItems(chosen));
  return fragment;
}
