/** The document as JSON and back. Reading leaves out what was set aside; writing expects a graph that `checkGraph` passed. */
import type * as Y from 'yjs';
import { isSafeKey } from './json.js';
import { FILE_VERSION } from './migrations.js';
import type { GraphMirror } from './mirror.js';
import { readJson } from './read.js';
import {
  EDGE_KEYS,
  GROUP_KEYS,
  NODE_KEYS,
  NOTE_KEYS,
  VERSION_KEY,
  liveMap,
  writeEdge,
  writeGroup,
  writeNode,
  writeNote,
  type DocumentMaps,
} from './schema.js';
import type { CheckedGraph } from './validate.js';
import type { GraphEdgeJSON, GraphGroupJSON, GraphJSON, GraphNodeJSON, GraphNoteJSON, ParamValue } from './types.js';

export function readGraph(maps: DocumentMaps, mirror: GraphMirror): GraphJSON {
  /** Records as plain copies, each with the fields beside it that this version does not know. */
  const all = <T>(records: Iterable<{ readonly id: string }>, map: Y.Map<unknown>, known: ReadonlySet<string>): T[] =>
    Array.from(records, (record) => ({ ...fieldsOf(liveMap(map, record.id), known), ...structuredClone(record) }) as T);
  return {
    ...fieldsOf(maps.extra),
    format: 'gds-graph',
    version: FILE_VERSION,
    nodes: all<GraphNodeJSON>(mirror.nodes.values(), maps.nodes, NODE_KEYS),
    edges: all<GraphEdgeJSON>(mirror.edges.values(), maps.edges, EDGE_KEYS),
    groups: all<GraphGroupJSON>(mirror.groups.values(), maps.groups, GROUP_KEYS),
    notes: all<GraphNoteJSON>(mirror.notes.values(), maps.notes, NOTE_KEYS),
    meta: readMeta(maps),
  };
}

export function readMeta(maps: DocumentMaps): Record<string, ParamValue> {
  return fieldsOf(maps.meta, new Set([VERSION_KEY]));
}

function fieldsOf(map: Y.Map<unknown> | undefined, except: ReadonlySet<string> = new Set()): Record<string, ParamValue> {
  const fields: Record<string, ParamValue> = {};
  for (const [key, raw] of map ?? []) {
    const value = except.has(key) || !isSafeKey(key) ? undefined : readJson(raw);
    if (value !== undefined) fields[key] = structuredClone(value);
  }
  return fields;
}

/** Puts `graph` in the place of what is there. Must run inside one transaction. */
export function writeGraph(maps: DocumentMaps, mirror: GraphMirror, graph: CheckedGraph): void {
  // What was checked holds as it is read; levels are resolved where there are any, and all of it where something here had been set aside.
  const holds = mirror.problems.length === 0 && graph.nodes.every(({ record }) => record.parent === undefined);
  for (const map of [maps.edges, maps.nodes, maps.groups, maps.notes]) {
    for (const id of [...map.keys()]) liveMap(map, id)?.set('deleted', true);
  }
  sync(mirror, [...mirror.edges.keys()], [...mirror.nodes.keys()], [...mirror.groups.keys()], [...mirror.notes.keys()]);
  for (const map of [maps.meta, maps.extra]) {
    for (const key of [...map.keys()]) if (key !== VERSION_KEY) map.delete(key);
  }
  for (const { record, extra } of graph.nodes) writeNode(maps, record, extra);
  for (const { record, extra } of graph.edges) writeEdge(maps, record, extra);
  for (const { record, extra } of graph.groups) writeGroup(maps, record, extra);
  for (const { record, extra } of graph.notes) writeNote(maps, record, extra);
  for (const [key, value] of Object.entries(graph.meta)) maps.meta.set(key, value);
  for (const [key, value] of Object.entries(graph.extra)) maps.extra.set(key, value);
  const ids = (list: readonly { readonly record: { readonly id: string } }[]): string[] => list.map(({ record }) => record.id);
  sync(mirror, ids(graph.edges), ids(graph.nodes), ids(graph.groups), ids(graph.notes));
  if (!holds) mirror.resolve();
}

/** Nodes first: an edge is read by its ends. */
function sync(
  mirror: GraphMirror,
  edges: readonly string[],
  nodes: readonly string[],
  groups: readonly string[],
  notes: readonly string[],
): void {
  for (const id of nodes) mirror.syncNode(id);
  for (const id of edges) mirror.syncEdge(id);
  for (const id of groups) mirror.syncGroup(id);
  for (const id of notes) mirror.syncNote(id);
}
