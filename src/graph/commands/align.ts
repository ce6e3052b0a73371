/** Lining things up along an edge or a middle of what they take together. */
import type { GraphStore } from '../store.js';
import { boundsOf, type ItemRect, type RectOf } from './items.js';
import { placeUnits, unitsOf } from './units.js';

/** `center` is the middle from left to right, `middle` the one from top to bottom. */
export type Alignment = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom';

const PLACE: Readonly<Record<Alignment, (rect: ItemRect, all: ItemRect) => Partial<ItemRect>>> = {
  left: (_, all) => ({ x: all.x }),
  center: ({ width }, all) => ({ x: Math.round(all.x + (all.width - width) / 2) }),
  right: ({ width }, all) => ({ x: all.x + all.width - width }),
  top: (_, all) => ({ y: all.y }),
  middle: ({ height }, all) => ({ y: Math.round(all.y + (all.height - height) / 2) }),
  bottom: ({ height }, all) => ({ y: all.y + all.height - height }),
};

/**
 * Aligns nodes, groups and notes of one level; fewer than two are left as they are. Frames take along what they hold.
 * @throws GdsError `GDS_SELECTION_LEVEL`, `GDS_LOCKED` where one that would move is locked, `GDS_READONLY`.
 */
export function alignItems(graph: GraphStore, ids: Iterable<string>, alignment: Alignment, rectOf: RectOf): void {
  const units = unitsOf(graph, ids, rectOf);
  const all = boundsOf(units.map(({ rect }) => rect));
  if (!all || units.length < 2) return;
  placeUnits(graph, 'Align', units, ({ rect }) => ({ ...rect, ...PLACE[alignment](rect, all) }), rectOf);
}
