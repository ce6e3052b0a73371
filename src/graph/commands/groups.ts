/**
 * Frames around things. What is in a frame is decided by where things lie, anew each time: wholly inside it, on its level
 * (docs/decisions/0012-levels-frames-notes.md).
 */
import { GdsError } from '../../errors.js';
import { shorten } from '../json.js';
import type { GraphStore } from '../store.js';
import type { GroupRecord, ReadonlyGraph } from '../types.js';
import {
  assertUnlocked,
  boundsOf,
  containsRect,
  describe,
  itemOf,
  itemsOf,
  itemsOfLevel,
  rectOfItem,
  selectionOf,
  type Item,
  type ItemRect,
  type RectOf,
} from './items.js';

/** Canvas units from a frame to what is inside it. At the top there is room for the title tabs of frames inside. */
export const FRAME_PADDING = { side: 24, top: 40 } as const;

/** The frame that goes around a rectangle; whole numbers. */
export function frameAround({ x, y, width, height }: ItemRect): ItemRect {
  const { side, top } = FRAME_PADDING;
  const left = Math.floor(x - side);
  const upper = Math.floor(y - top);
  return { x: left, y: upper, width: Math.ceil(x + width + side) - left, height: Math.ceil(y + height + side) - upper };
}

export interface GroupOptions {
  readonly title?: string;
  /** One of `ITEM_COLORS`. */
  readonly color?: string;
}

/**
 * Puts a frame around things of one level and returns its id.
 * @throws GdsError `GDS_SELECTION_EMPTY`, `GDS_SELECTION_LEVEL`, `GDS_READONLY`.
 */
export function groupItems(graph: GraphStore, ids: Iterable<string>, rectOf: RectOf, options: GroupOptions = {}): string {
  const { items, level } = selectionOf(graph, ids);
  const bounds = boundsOf(items.map((item) => rectOfItem(item, rectOf)));
  if (!bounds) throw new GdsError('GDS_SELECTION_EMPTY', 'There is nothing to put a frame around. Select something first.');
  return graph.transact(`Group ${describe(graph, items)}`, () => graph.addGroup({ ...options, ...frameAround(bounds), parent: level }));
}

/**
 * Takes the frames among the things away and leaves what they hold where it is. Returns the ids of that, for selecting it.
 * @throws GdsError `GDS_LOCKED`, `GDS_READONLY`.
 */
export function ungroupItems(graph: GraphStore, ids: Iterable<string>, rectOf: RectOf): string[] {
  const groups = itemsOf(graph, ids).filter(({ kind }) => kind === 'group');
  const gone = new Set(groups.map(({ record }) => record.id));
  const content = new Set(groups.flatMap(({ record }) => contentOf(graph, record.id, rectOf)));
  if (groups.length > 0) graph.transact(`Ungroup ${describe(graph, groups)}`, () => graph.deleteItems(gone));
  return [...content].filter((id) => !gone.has(id));
}

/**
 * Ids of the nodes, notes and smaller frames that lie wholly inside a frame, on its level. Of two frames at the very same place the one
 * with the greater id lies in the other.
 * @throws GdsError `GDS_NODE_MISSING` where there is no such frame.
 */
export function contentOf(graph: ReadonlyGraph, groupId: string, rectOf: RectOf): string[] {
  const group = graph.groups.get(groupId);
  if (!group) throw new GdsError('GDS_NODE_MISSING', `There is no frame "${shorten(String(groupId))}". It may have been deleted.`);
  return itemsOfLevel(graph, group.parent ?? '')
    .filter((item) => isInside(group, item, rectOf))
    .map(({ record }) => record.id);
}

function isInside(group: GroupRecord, item: Item, rectOf: RectOf): boolean {
  const rect = rectOfItem(item, rectOf);
  if (!containsRect(group, rect)) return false;
  return item.kind !== 'group' || !containsRect(rect, group) || item.record.id > group.id;
}

/**
 * The things, and what the frames among them hold. What is locked inside a frame is left out: it stays where it is when the frame moves.
 */
export function withContent(graph: ReadonlyGraph, ids: Iterable<string>, rectOf: RectOf): string[] {
  const named = itemsOf(graph, ids);
  const all = new Set(named.map(({ record }) => record.id));
  for (const { kind, record } of named) {
    if (kind !== 'group') continue;
    for (const id of contentOf(graph, record.id, rectOf)) if (!itemOf(graph, id)?.record.locked) all.add(id);
  }
  return [...all];
}

/**
 * Moves things, frames with what they hold, as one step.
 * @throws GdsError `GDS_LOCKED` where one of those named is locked, `GDS_READONLY`.
 */
export function moveWithContent(graph: GraphStore, ids: Iterable<string>, dx: number, dy: number, rectOf: RectOf): void {
  const items = itemsOf(graph, ids);
  assertUnlocked(graph, items);
  const all = withContent(
    graph,
    items.map(({ record }) => record.id),
    rectOf,
  );
  graph.transact(`Move ${describe(graph, items)}`, () => graph.moveItems(all, dx, dy));
}
