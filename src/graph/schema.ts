/**
 * How the document lies in its Y.Doc. Everything that names a Yjs key is here.
 *
 *   nodes   Y.Map<id, Y.Map>   `type`, `title`, `mode`, `params` (Y.Map), `deleted`, and fields of newer versions
 *   pos     Y.Map<id, [x, y]>  apart and whole-value, so that moving many nodes is cheap
 *   edges   Y.Map<id, Y.Map>   `from`, `to` ([node id, port id]), `deleted`
 *   groups, notes  Y.Map<id, Y.Map>  one key per property
 *   meta    Y.Map<name, JSON>  and `schemaVersion`
 *   extra   Y.Map<name, JSON>  top-level fields of a loaded graph that this version does not know
 *
 * Deleting sets `deleted`; the maps stay, so that a peer's edit of the same node and an undo cannot bring back half of it.
 */
import * as Y from 'yjs';
import type { NodeMode, ParamValue, PortRef } from './types.js';

/** Raised when an older version could no longer read the document; older versions then open it read-only. */
export const SCHEMA_VERSION = 1;
export const VERSION_KEY = 'schemaVersion';

export const NODE_MODES: readonly NodeMode[] = ['active', 'muted', 'bypassed'];
/** Keys of a node's map that {@link NodeRecord} speaks for; all others are kept and exported as they are. */
export const NODE_KEYS: ReadonlySet<string> = new Set(['type', 'title', 'mode', 'params', 'deleted', 'id', 'x', 'y']);
export const EDGE_KEYS: ReadonlySet<string> = new Set(['from', 'to', 'deleted', 'id']);

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

export interface NodeFields {
  readonly type: string;
  readonly title: string;
  readonly mode: NodeMode;
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Fields this version does not know. */
  readonly extra?: Readonly<Record<string, ParamValue>>;
}

export function makeNodeMap(fields: NodeFields): Y.Map<unknown> {
  return new Y.Map<unknown>([
    ...Object.entries(fields.extra ?? {}),
    ['type', fields.type],
    ['title', fields.title],
    ['mode', fields.mode],
    ['params', new Y.Map<unknown>(Object.entries(fields.params))],
  ]);
}

export function makeEdgeMap(from: PortRef, to: PortRef, extra: Readonly<Record<string, ParamValue>> = {}): Y.Map<unknown> {
  return new Y.Map<unknown>([...Object.entries(extra), ['from', [...from]], ['to', [...to]]]);
}

/** The map of a node or edge that is there and not deleted. */
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
