/**
 * How the document lies in its Y.Doc. Everything that names a Yjs key is here.
 *
 *   nodes   Y.Map<id, Y.Map>   `type`, `title`, `mode`, `params` (Y.Map), `parent`, `width`, `height`, `locked`, `ports` (JSON), `deleted`,
 *                              and fields of newer versions
 *   pos     Y.Map<id, [x, y]>  apart and whole-value, so that moving many nodes is cheap
 *   edges   Y.Map<id, Y.Map>   `from`, `to` ([node id, port id]), `deleted`
 *   groups  Y.Map<id, Y.Map>   `rect` ([x, y, width, height]), `title`, `color`, `parent`, `locked`, `deleted`
 *   notes   Y.Map<id, Y.Map>   as groups, with `text` in the place of `title`
 *   meta    Y.Map<name, JSON>  and `schemaVersion`
 *   extra   Y.Map<name, JSON>  top-level fields of a loaded graph that this version does not know
 *
 * Deleting sets `deleted`; the maps stay, so that a peer's edit of the same node and an undo cannot bring back half of it.
 */
import * as Y from 'yjs';
import type { EdgeRecord, GroupRecord, NodeMode, NodeRecord, NoteRecord, ParamValue } from './types.js';

/**
 * The layout that is written. Raised when an older release could no longer read the document: once something was changed by this release,
 * older ones open it read-only. Version 1 had no levels, and the rectangle of a group or note in four keys.
 */
export const SCHEMA_VERSION = 2;
export const VERSION_KEY = 'schemaVersion';
/** Key of a graph file that belongs to whoever stores it, and to the graph no more than the file's name: reading passes it over. */
export const STORED_KEY = 'gds-canvas';

export const NODE_MODES: readonly NodeMode[] = ['active', 'muted', 'bypassed'];

/** The optional keys of a node, as they are in its record. */
const NODE_OPTIONS = ['parent', 'width', 'height', 'locked', 'ports'] as const;
/** Keys that {@link NodeRecord} speaks for, in the document or in a file; all others are kept and exported as they are. */
export const NODE_KEYS: ReadonlySet<string> = new Set(['type', 'title', 'mode', 'params', 'deleted', 'id', 'x', 'y', ...NODE_OPTIONS]);
export const EDGE_KEYS: ReadonlySet<string> = new Set(['from', 'to', 'deleted', 'id']);
const ITEM_KEYS = ['id', 'x', 'y', 'width', 'height', 'rect', 'color', 'parent', 'locked', 'deleted'] as const;
export const GROUP_KEYS: ReadonlySet<string> = new Set([...ITEM_KEYS, 'title']);
export const NOTE_KEYS: ReadonlySet<string> = new Set([...ITEM_KEYS, 'text']);

/** Fields this version does not know. */
export type Extra = Readonly<Record<string, ParamValue>>;

/** Whether the document is marked as of the present layout or a later one. */
export function isPresent({ meta }: DocumentMaps): boolean {
  const version = meta.get(VERSION_KEY);
  return typeof version === 'number' && version >= SCHEMA_VERSION;
}

export interface DocumentMaps {
  readonly nodes: Y.Map<unknown>;
  readonly pos: Y.Map<unknown>;
  readonly edges: Y.Map<unknown>;
  readonly groups: Y.Map<unknown>;
  readonly notes: Y.Map<unknown>;
  readonly meta: Y.Map<unknown>;
  readonly extra: Y.Map<unknown>;
}

export function documentMaps(ydoc: Y.Doc): DocumentMaps {
  return {
    nodes: ydoc.getMap('nodes'),
    pos: ydoc.getMap('pos'),
    edges: ydoc.getMap('edges'),
    groups: ydoc.getMap('groups'),
    notes: ydoc.getMap('notes'),
    meta: ydoc.getMap('meta'),
    extra: ydoc.getMap('extra'),
  };
}

/** Puts a node into the document, in the place of one with its id. */
export function writeNode(maps: DocumentMaps, node: NodeRecord, extra: Extra = {}): void {
  const map = new Y.Map<unknown>([
    ...Object.entries(extra),
    ['type', node.type],
    ['title', node.title],
    ['mode', node.mode],
    ['params', new Y.Map<unknown>(Object.entries(node.params))],
  ]);
  for (const key of NODE_OPTIONS) if (node[key] !== undefined) map.set(key, node[key]);
  maps.nodes.set(node.id, map);
  maps.pos.set(node.id, [node.x, node.y]);
}

/** The ends are frozen, so that the document and what is read of it can share them. */
export function writeEdge(maps: DocumentMaps, { id, from, to }: EdgeRecord, extra: Extra = {}): void {
  maps.edges.set(id, new Y.Map<unknown>([...Object.entries(extra), ['from', from], ['to', to]]));
}

export function writeGroup(maps: DocumentMaps, group: GroupRecord, extra: Extra = {}): void {
  maps.groups.set(group.id, makeItem(group, ['title', group.title], extra));
}

export function writeNote(maps: DocumentMaps, note: NoteRecord, extra: Extra = {}): void {
  maps.notes.set(note.id, makeItem(note, ['text', note.text], extra));
}

function makeItem(item: GroupRecord | NoteRecord, text: [string, string], extra: Extra): Y.Map<unknown> {
  const { x, y, width, height, color, parent, locked } = item;
  const map = new Y.Map<unknown>([...Object.entries(extra), ['rect', [x, y, width, height]], text, ['color', color]]);
  if (parent !== undefined) map.set('parent', parent);
  if (locked) map.set('locked', true);
  return map;
}

/** The map of something that is there and not deleted. */
export function liveMap(parent: Y.Map<unknown>, id: string): Y.Map<unknown> | undefined {
  const map = parent.get(id);
  return map instanceof Y.Map && map.get('deleted') !== true ? (map as Y.Map<unknown>) : undefined;
}

/** Parameters map of a node; made where a peer left it out. */
export function paramsMap(node: Y.Map<unknown>): Y.Map<unknown> {
  const params = node.get('params');
  if (params instanceof Y.Map) return params as Y.Map<unknown>;
  const made = new Y.Map<unknown>();
  node.set('params', made);
  return made;
}
