/** What the commands of the store have in common: where they write, how they look things up, what they refuse. */
import type * as Y from 'yjs';
import { GdsError } from '../errors.js';
import { titleOf } from './edge-rules.js';
import { shorten } from './json.js';
import { SUBGRAPH } from './levels.js';
import type { GraphMirror } from './mirror.js';
import { liveMap, type DocumentMaps } from './schema.js';
import type { GroupRecord, NodeRecord, NoteRecord } from './types.js';

export interface CommandContext {
  readonly maps: DocumentMaps;
  readonly mirror: GraphMirror;
  readonly makeId: () => string;
  /** Runs a change as one command; commands with the same `burst` that follow each other at once are one undo step. */
  run(label: string, change: () => void, burst?: string): void;
}

/** A node, a group or a note. */
export type Item =
  | { readonly kind: 'node'; readonly record: NodeRecord }
  | { readonly kind: 'group'; readonly record: GroupRecord }
  | { readonly kind: 'note'; readonly record: NoteRecord };

/** Commands give each thing an id of its own; where a file or a peer did not, nodes come before groups, and groups before notes. */
export function findItem({ mirror }: CommandContext, id: string): Item | undefined {
  const node = mirror.nodes.get(id);
  if (node) return { kind: 'node', record: node };
  const group = mirror.groups.get(id);
  if (group) return { kind: 'group', record: group };
  const note = mirror.notes.get(id);
  return note && { kind: 'note', record: note };
}

/** Those of the ids that are there, each once. */
export function findItems(context: CommandContext, ids: Iterable<string>): Item[] {
  return [...new Set(ids)].flatMap((id) => findItem(context, id) ?? []);
}

/** @throws GdsError `GDS_NODE_MISSING`. */
export function existingNode(context: CommandContext, id: string): NodeRecord {
  const node = context.mirror.nodes.get(id);
  if (!node) throw missing('node', id);
  return node;
}

export function missing(kind: string, id: string): GdsError {
  return new GdsError('GDS_NODE_MISSING', `There is no ${kind} "${shorten(String(id))}". It may have been deleted.`);
}

/** @throws GdsError `GDS_NODE_ID` where the id is in use. */
export function assertFree(context: CommandContext, id: string): void {
  if (!findItem(context, id)) return;
  throw new GdsError('GDS_NODE_ID', `"${shorten(id)}" is there already. Leave the id out to get a new one.`, { path: 'id' });
}

/** @throws GdsError `GDS_LOCKED` where one of the items is locked. */
export function assertUnlocked(context: CommandContext, items: Iterable<Item>): void {
  for (const item of items) {
    if (item.record.locked) throw new GdsError('GDS_LOCKED', `"${describe(context, [item])}" is locked. Unlock it to change it.`);
  }
}

/**
 * The level that `parent` names: '' or undefined is the top level.
 * @throws GdsError `GDS_NODE_PARENT` where it is not a subgraph.
 */
export function checkLevel({ mirror }: CommandContext, parent: string | undefined): string | undefined {
  if (parent === undefined || parent === '') return undefined;
  if (mirror.nodes.get(parent)?.type === SUBGRAPH) return parent;
  throw new GdsError('GDS_NODE_PARENT', `There is no subgraph "${shorten(String(parent))}". Give the id of one, or '' for the top level.`, {
    path: 'parent',
  });
}

/** What a person calls the items, for labels of commands. */
export function describe({ mirror }: CommandContext, items: readonly Item[]): string {
  const [first] = items;
  if (first && items.length === 1) {
    if (first.kind === 'node') return titleOf(first.record, mirror.schema);
    return first.kind === 'group' ? shorten(first.record.title) || 'frame' : 'note';
  }
  const word = { node: 'nodes', group: 'frames', note: 'notes' }[first?.kind ?? 'node'];
  return `${items.length} ${items.every(({ kind }) => kind === first?.kind) ? word : 'items'}`;
}

/** Changes the map of an item and mirrors it. */
export function update({ maps, mirror }: CommandContext, { kind, record }: Item, change: (map: Y.Map<unknown>) => void): void {
  const parent = { node: maps.nodes, group: maps.groups, note: maps.notes }[kind];
  const map = liveMap(parent, record.id);
  if (map) change(map);
  sync(mirror, kind, record.id);
}

export function sync(mirror: GraphMirror, kind: Item['kind'], id: string): void {
  if (kind === 'node') mirror.syncNode(id);
  else if (kind === 'group') mirror.syncGroup(id);
  else mirror.syncNote(id);
}

export function removeEdge({ maps, mirror }: CommandContext, id: string): void {
  liveMap(maps.edges, id)?.set('deleted', true);
  mirror.syncEdge(id);
}
