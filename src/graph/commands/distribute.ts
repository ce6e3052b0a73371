/** Spacing things evenly. */
import type { GraphStore } from '../store.js';
import { type RectOf } from './items.js';
import { placeUnits, unitsOf } from './units.js';

export type Axis = 'horizontal' | 'vertical';

/**
 * Makes the gaps between nodes, groups and notes of one level equal, to the nearest canvas unit, in the room that they take together.
 * Where that is not enough they overlap equally, and a large one may reach beyond it. Fewer than three are left as they are. Frames take along what they hold.
 * @throws GdsError `GDS_SELECTION_LEVEL`, `GDS_LOCKED` where one that would move is locked, `GDS_READONLY`.
 */
export function distributeItems(graph: GraphStore, ids: Iterable<string>, axis: Axis, rectOf: RectOf): void {
  const units = unitsOf(graph, ids, rectOf);
  if (units.length < 3) return;
  const [at, size] = axis === 'horizontal' ? (['x', 'width'] as const) : (['y', 'height'] as const);
  const rects = units.map(({ rect }) => rect);
  const start = Math.min(...rects.map((rect) => rect[at]));
  const end = Math.max(...rects.map((rect) => rect[at] + rect[size]));
  const gap = (end - start - rects.reduce((sum, rect) => sum + rect[size], 0)) / (units.length - 1);
  const ordered = [...units].sort((a, b) => a.rect[at] - b.rect[at] || (a.item.record.id < b.item.record.id ? -1 : 1));
  const places = new Map<string, number>();
  let next = start;
  for (const { item, rect } of ordered) {
    places.set(item.record.id, next === start ? start : Math.round(next));
    next += rect[size] + gap;
  }
  placeUnits(graph, 'Distribute', units, ({ item, rect }) => ({ x: rect.x, y: rect.y, [at]: places.get(item.record.id)! }), rectOf);
}
