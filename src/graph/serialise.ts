/** The document as JSON and back. Reading leaves out what was set aside; writing expects a graph that `checkGraph` passed. */
import * as Y from 'yjs';
import type { GraphMirror } from './mirror.js';
import { readJson } from './normalise.js';
import { EDGE_KEYS, NODE_KEYS, VERSION_KEY, liveMap, makeEdgeMap, makeNodeMap, type DocumentMaps } from './schema.js';
import type { CheckedGraph } from './validate.js';
import { isSafeKey } from './json.js';
import type { GraphJSON, ParamValue } from './types.js';

export function readGraph(maps: DocumentMaps, mirror: GraphMirror): GraphJSON {
  return {
    ...fieldsOf(maps.extra),
    format: 'gds-graph',
    version: 1,
    nodes: [...mirror.nodes.values()].map(({ id, type, x, y, params, title, mode }) => ({
      ...fieldsOf(liveMap(maps.nodes, id), NODE_KEYS),
      id,
      type,
      x,
      y,
      params: structuredClone(params),
      title,
      mode,
    })),
    edges: [...mirror.edges.values()].map(({ id, from, to }) => ({
      ...fieldsOf(liveMap(maps.edges, id), EDGE_KEYS),
      id,
      from: [...from],
      to: [...to],
    })),
    groups: readItems(maps.groups),
    notes: readItems(maps.notes),
    meta: fieldsOf(maps.meta, new Set([VERSION_KEY])),
  };
}

function readItems(map: Y.Map<unknown>): Record<string, ParamValue>[] {
  return [...map.keys()].flatMap((id) => {
    const item = liveMap(map, id);
    return item ? [{ ...fieldsOf(item, new Set(['deleted'])), id }] : [];
  });
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
  for (const map of [maps.edges, maps.nodes, maps.groups, maps.notes]) {
    for (const id of [...map.keys()]) liveMap(map, id)?.set('deleted', true);
  }
  for (const id of [...mirror.nodes.keys()]) mirror.syncNode(id);
  for (const map of [maps.meta, maps.extra]) {
    for (const key of [...map.keys()]) if (key !== VERSION_KEY) map.delete(key);
  }
  for (const { record, extra } of graph.nodes) {
    maps.nodes.set(record.id, makeNodeMap({ ...record, extra }));
    maps.pos.set(record.id, [record.x, record.y]);
  }
  for (const { record, extra } of graph.edges) maps.edges.set(record.id, makeEdgeMap(record.from, record.to, extra));
  for (const [map, items] of [
    [maps.groups, graph.groups],
    [maps.notes, graph.notes],
  ] as const) {
    for (const { id, value } of items) map.set(id, new Y.Map<unknown>(Object.entries(value)));
  }
  for (const [key, value] of Object.entries(graph.meta)) maps.meta.set(key, value);
  for (const [key, value] of Object.entries(graph.extra)) maps.extra.set(key, value);
  for (const { record } of graph.nodes) mirror.syncNode(record.id);
  mirror.resolve();
}
