/**
 * Automatic layout, from left to right along the edges, by dagre, which loads when it is first asked for.
 *
 * Nodes and notes are placed; frames keep what they hold together and are drawn around it anew. The top left corner of what is arranged
 * stays. The same graph gives the same layout, whatever happened before; positions are whole numbers.
 */
import type { GraphStore } from '../store.js';
import type { GroupRecord } from '../types.js';
import { contentOf, frameAround } from './groups.js';
import {
  assertUnlocked,
  boundsOf,
  describe,
  itemOf,
  itemsOfLevel,
  rectOfItem,
  selectionOf,
  type Item,
  type ItemRect,
  type RectOf,
} from './items.js';
import { layout, type Dagre } from './layout.js';

/**
 * Arranges a whole level, as one step. What is locked there stays.
 * @throws GdsError `GDS_ARRANGE_SIZE`, `GDS_READONLY`.
 */
export async function arrangeLevel(graph: GraphStore, level: string, rectOf: RectOf): Promise<void> {
  const dagre = await import('@dagrejs/dagre');
  const items = itemsOfLevel(graph, level).filter(({ record }) => !record.locked);
  arrange(dagre, graph, items, rectOf);
}

/**
 * Arranges nodes and notes of one level, as one step; a frame among them stands for what it holds.
 * @throws GdsError `GDS_SELECTION_LEVEL`, `GDS_LOCKED`, `GDS_ARRANGE_SIZE`, `GDS_READONLY`.
 */
export async function arrangeItems(graph: GraphStore, ids: Iterable<string>, rectOf: RectOf): Promise<void> {
  const chosen = [...ids];
  const dagre = await import('@dagrejs/dagre');
  const { items } = selectionOf(graph, chosen);
  const held = items.flatMap(({ kind, record }) => (kind === 'group' ? contentOf(graph, record.id, rectOf) : []));
  const all = selectionOf(graph, [...items.map(({ record }) => record.id), ...held]).items;
  assertUnlocked(graph, all);
  arrange(dagre, graph, all, rectOf);
}

function arrange(dagre: Dagre, graph: GraphStore, chosen: readonly Item[], rectOf: RectOf): void {
  const items = chosen.filter(({ kind }) => kind !== 'group').sort(byPlace);
  const before = new Map(items.map((item) => [item.record.id, rectOfItem(item, rectOf)]));
  const corner = boundsOf(before.values());
  if (!corner) return;
  const frames = framesAround(graph, items, rectOf);
  const clusters = frames.map(({ group, content }) => ({ id: group.id, content }));
  const places = layout(dagre, before, edgesAmong(graph, before), clusters);
  const after = boundsOf([...places].map(([id, place]) => ({ ...before.get(id)!, ...place })))!;
  const shift = { x: corner.x - after.x, y: corner.y - after.y };

  graph.transact(`Arrange ${describe(graph, items)}`, () => {
    const rects = new Map(before);
    for (const [id, rect] of before) {
      const place = places.get(id)!;
      const moved = { ...rect, x: Math.round(place.x + shift.x), y: Math.round(place.y + shift.y) };
      graph.moveItems([id], moved.x - rect.x, moved.y - rect.y);
      rects.set(id, moved);
    }
    // Innermost first: a frame goes around the frames inside it, as they are then.
    for (const { group, content } of frames) {
      const inside = content.flatMap((id): ItemRect[] => {
        const item = itemOf(graph, id);
        return rects.has(id) ? [rects.get(id)!] : item ? [rectOfItem(item, rectOf)] : [];
      });
      const rect = frameAround(boundsOf(inside)!);
      rects.set(group.id, rect);
      if (!group.locked) graph.setRect(group.id, rect);
    }
  });
}

/** Down each column as they lie now; ids settle what is left, so that the order of the document does not count. */
function byPlace({ record: a }: Item, { record: b }: Item): number {
  return a.y - b.y || a.x - b.x || (a.id < b.id ? -1 : 1);
}

interface Frame {
  readonly group: GroupRecord;
  readonly content: readonly string[];
}

/** The frames that hold some of the items, innermost first. */
function framesAround(graph: GraphStore, items: readonly Item[], rectOf: RectOf): Frame[] {
  const arranged = new Set(items.map(({ record }) => record.id));
  const level = items[0]!.record.parent;
  const frames = [...graph.groups.values()]
    .filter(({ parent }) => parent === level)
    .map((group) => ({ group, content: contentOf(graph, group.id, rectOf) }))
    .filter(({ content }) => content.some((id) => arranged.has(id)));
  return frames.sort((a, b) => a.content.length - b.content.length || (a.group.id < b.group.id ? -1 : 1));
}

/** Node ids of both ends, in an order that does not depend on the document's. */
function edgesAmong(graph: GraphStore, rects: ReadonlyMap<string, ItemRect>): [from: string, to: string][] {
  const order = new Map([...rects.keys()].map((id, index) => [id, index]));
  return [...rects.keys()].flatMap((id) => {
    const targets = graph.edgesOf(id).flatMap(({ from, to }) => (from[0] === id && rects.has(to[0]) ? [to[0]] : []));
    return targets.sort((a, b) => order.get(a)! - order.get(b)!).map((target): [string, string] => [id, target]);
  });
}
