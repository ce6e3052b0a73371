/** What aligning and distributing move as one: a thing alone, or a frame with what it holds. */
import type { GraphStore } from '../store.js';
import { contentOf, withContent } from './groups.js';
import { describe, rectOfItem, selectionOf, type Item, type ItemRect, type Point, type RectOf } from './items.js';

export interface Unit {
  readonly item: Item;
  readonly rect: ItemRect;
}

/**
 * The things of a selection that move on their own. What lies in a selected frame goes with it; where one frame and nothing beside it
 * is selected, what is selected inside it counts instead.
 * @throws GdsError `GDS_SELECTION_LEVEL`.
 */
export function unitsOf(graph: GraphStore, ids: Iterable<string>, rectOf: RectOf): Unit[] {
  const { items } = selectionOf(graph, ids);
  const held = new Set(items.flatMap(({ kind, record }) => (kind === 'group' ? contentOf(graph, record.id, rectOf) : [])));
  const units = items.filter(({ record }) => !held.has(record.id)).map((item) => ({ item, rect: rectOfItem(item, rectOf) }));
  const [only] = units;
  if (units.length > 1 || only?.item.kind !== 'group') return units;
  const inside = items.map(({ record }) => record.id).filter((id) => id !== only.item.record.id);
  return inside.length > 0 ? unitsOf(graph, inside, rectOf) : units;
}

/**
 * Moves each unit's top left corner to where `target` puts it, as one step. Frames take along what they hold.
 * @throws GdsError `GDS_LOCKED` where one that would move is locked, `GDS_READONLY`; then nothing has moved.
 */
export function placeUnits(graph: GraphStore, verb: string, units: readonly Unit[], target: (unit: Unit) => Point, rectOf: RectOf): void {
  const moves = units.map((unit) => {
    const { x, y } = target(unit);
    const { id } = unit.item.record;
    const ids = unit.item.kind === 'group' ? withContent(graph, [id], rectOf) : [id];
    return { ids, dx: x - unit.rect.x, dy: y - unit.rect.y };
  });
  const items = units.map(({ item }) => item);
  graph.transact(`${verb} ${describe(graph, items)}`, () => {
    for (const { ids, dx, dy } of moves) graph.moveItems(ids, dx, dy);
  });
}
