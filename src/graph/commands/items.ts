/** What commands are given: ids of nodes, groups and notes, which of them are there, on which level, and how much room they take. */
import { GdsError } from '../../errors.js';
import type { ItemRect } from '../item-commands.js';
import { shorten } from '../json.js';
import { REROUTE, SUBGRAPH, isBoundary } from '../levels.js';
import type { GraphStore } from '../store.js';
import type { GroupRecord, NodeRecord, NoteRecord, ReadonlyGraph } from '../types.js';

export type { ItemRect };

/** Canvas units. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The room that a node takes on the canvas; the document does not know it. Where it gives none, and for what was just added, commands
 * reckon with {@link usualSize}. Not asked for groups and notes.
 */
export type RectOf = (id: string) => ItemRect | undefined;

/** A node, a group or a note. */
export type Item =
  | { readonly kind: 'node'; readonly record: NodeRecord }
  | { readonly kind: 'group'; readonly record: GroupRecord }
  | { readonly kind: 'note'; readonly record: NoteRecord };

/** Nodes come before groups and groups before notes, where one id names two things. */
export function itemOf(graph: ReadonlyGraph, id: string): Item | undefined {
  const node = graph.nodes.get(id);
  if (node) return { kind: 'node', record: node };
  const group = graph.groups.get(id);
  if (group) return { kind: 'group', record: group };
  const note = graph.notes.get(id);
  return note && { kind: 'note', record: note };
}

/** Those of the ids that are there, each once. */
export function itemsOf(graph: ReadonlyGraph, ids: Iterable<string>): Item[] {
  return [...new Set(ids)].flatMap((id) => itemOf(graph, id) ?? []);
}

export interface Selection {
  readonly items: readonly Item[];
  /** The subgraph they lie in; '' is the top level, and where there are none. */
  readonly level: string;
}

/** @throws GdsError `GDS_SELECTION_LEVEL` where they do not lie on one level. */
export function selectionOf(graph: ReadonlyGraph, ids: Iterable<string>): Selection {
  const items = itemsOf(graph, ids);
  const levels = new Set(items.map(({ record }) => record.parent ?? ''));
  if (levels.size <= 1) return { items, level: [...levels][0] ?? '' };
  throw new GdsError('GDS_SELECTION_LEVEL', 'The selection lies in more than one subgraph. Select things of one level only.');
}

/** All groups, notes and nodes of a level. */
export function itemsOfLevel(graph: ReadonlyGraph, level: string): Item[] {
  const here = ({ parent = '' }: { readonly parent?: string }): boolean => parent === level;
  return [
    ...[...graph.groups.values()].filter(here).map((record) => ({ kind: 'group', record }) as const),
    ...[...graph.notes.values()].filter(here).map((record) => ({ kind: 'note', record }) as const),
    ...[...graph.childrenOf(level)].flatMap((id) => itemOf(graph, id) ?? []),
  ];
}

/**
 * The node.
 * @throws GdsError `GDS_NODE_MISSING`.
 */
export function nodeOf(graph: ReadonlyGraph, id: string): NodeRecord {
  const node = graph.nodes.get(id);
  if (!node) throw new GdsError('GDS_NODE_MISSING', `There is no node "${shorten(String(id))}". It may have been deleted.`);
  return node;
}

/**
 * The subgraph node.
 * @throws GdsError `GDS_NODE_MISSING`; `GDS_SUBGRAPH_MISSING` where the node is no subgraph.
 */
export function subgraphOf(graph: ReadonlyGraph, id: string): NodeRecord {
  const node = nodeOf(graph, id);
  if (node.type === SUBGRAPH) return node;
  throw new GdsError('GDS_SUBGRAPH_MISSING', `"${shorten(node.title || node.type)}" is not a subgraph. Choose one.`);
}

/** @throws GdsError `GDS_LOCKED` where one of the items is locked. */
export function assertUnlocked(graph: GraphStore, items: Iterable<Item>): void {
  for (const item of items) {
    if (item.record.locked) throw new GdsError('GDS_LOCKED', `"${describe(graph, [item])}" is locked. Unlock it to change it.`);
  }
}

/** What a person calls the items, for labels of commands. */
export function describe({ schema }: GraphStore, items: readonly Item[]): string {
  const [first] = items;
  if (first && items.length === 1) {
    const { kind, record } = first;
    if (kind === 'note') return 'note';
    if (kind === 'group') return shorten(record.title) || 'frame';
    return shorten(record.title || (schema?.knows(record.type) ? schema.titleOf(record.type) : record.type));
  }
  const word = { node: 'nodes', group: 'frames', note: 'notes' }[first?.kind ?? 'node'];
  return `${items.length} ${items.every(({ kind }) => kind === first?.kind) ? word : 'items'}`;
}

/** Canvas units that a node usually takes, where nobody says more. The figures are those of the canvas. */
export function usualSize({ type, width, height }: Pick<NodeRecord, 'type' | 'width' | 'height'>): { width: number; height: number } {
  if (type === REROUTE) return { width: 24, height: 24 };
  if (isBoundary(type)) return { width: 160, height: 36 };
  return { width: width ?? 240, height: height ?? 160 };
}

export function rectOfItem({ kind, record }: Item, rectOf: RectOf): ItemRect {
  if (kind === 'node') return rectOf(record.id) ?? { x: record.x, y: record.y, ...usualSize(record) };
  const { x, y, width, height } = record;
  return { x, y, width, height };
}

/** The smallest rectangle around all of them; undefined where there are none. */
export function boundsOf(rects: Iterable<ItemRect>): ItemRect | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of rects) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return left > right ? undefined : { x: left, y: top, width: right - left, height: bottom - top };
}

/** Whether the inner rectangle lies wholly inside the outer one; edges may touch. */
export function containsRect(outer: ItemRect, inner: ItemRect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
