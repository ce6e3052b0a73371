/**
 * Reading a document that anyone may have written: peers, older and newer versions, damaged storage.
 *
 * Never throws. What can be repaired in reading is (a missing title, a position that is no number), the rest is set aside with a
 * message and stays in the document. The same document gives every peer the same graph, whatever order it arrived in.
 */
import * as Y from 'yjs';
import { copyJson, isSafeKey, shorten } from './json.js';
import { EdgeIndex, hasCycle } from './edge-index.js';
import { NODE_MODES, liveMap, type DocumentMaps } from './schema.js';
import type { EdgeRecord, GraphSchema, NodeMode, NodeRecord, ParamValue, PortRef } from './types.js';

/** Something in the document that cannot be used as it is. */
export interface GraphProblem {
  /** Node or edge id; `document` where it concerns the whole. */
  readonly id: string;
  readonly message: string;
}

export interface ReadNode {
  readonly record?: NodeRecord;
  readonly problem?: string;
}

/** The node as a record; neither record nor problem where there is none. */
export function readNode(maps: DocumentMaps, id: string): ReadNode {
  const raw = maps.nodes.get(id);
  if (raw === undefined) return {};
  if (!(raw instanceof Y.Map) || !isSafeKey(id)) return { problem: 'The node is not in a form that can be read.' };
  const map = raw as Y.Map<unknown>;
  if (map.get('deleted') === true) return {};
  const type = map.get('type');
  if (typeof type !== 'string' || type === '') return { problem: 'The node has no type.' };

  const problems: string[] = [];
  const position = readPosition(maps.pos.get(id));
  if (!position) problems.push('The node has no position; it was put at the origin.');
  const title = map.get('title');
  const mode = map.get('mode');
  const record: NodeRecord = Object.freeze({
    id,
    type,
    x: position?.[0] ?? 0,
    y: position?.[1] ?? 0,
    params: readParams(map.get('params'), problems),
    title: typeof title === 'string' ? title : '',
    mode: NODE_MODES.includes(mode as NodeMode) ? (mode as NodeMode) : 'active',
  });
  return problems.length > 0 ? { record, problem: problems.join(' ') } : { record };
}

function readPosition(value: unknown): readonly [number, number] | undefined {
  if (!Array.isArray(value)) return undefined;
  const [x, y] = value as unknown[];
  return Number.isFinite(x) && Number.isFinite(y) ? [x as number, y as number] : undefined;
}

function readParams(value: unknown, problems: string[]): Readonly<Record<string, ParamValue>> {
  const params: Record<string, ParamValue> = {};
  if (value instanceof Y.Map) {
    for (const [name, raw] of value as Y.Map<unknown>) {
      const read = isSafeKey(name) ? readJson(raw) : undefined;
      if (read === undefined) problems.push(`Its parameter "${shorten(name)}" cannot be read.`);
      else params[name] = read;
    }
  }
  return Object.freeze(params);
}

/** A JSON value out of the document, or undefined where it is none. */
export function readJson(value: unknown): ParamValue | undefined {
  try {
    return copyJson(value instanceof Y.AbstractType ? value.toJSON() : value, '');
  } catch {
    return undefined;
  }
}

/** Both ends of an edge map, or undefined where they are not in a form that can be read. */
export function readEdge(map: Y.Map<unknown>, id: string): EdgeRecord | undefined {
  const from = readRef(map.get('from'));
  const to = readRef(map.get('to'));
  return from && to && isSafeKey(id) ? Object.freeze({ id, from, to }) : undefined;
}

function readRef(value: unknown): PortRef | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [node, port] = value as unknown[];
  return typeof node === 'string' && typeof port === 'string' ? Object.freeze([node, port] as const) : undefined;
}

export interface ResolvedEdges {
  readonly edges: ReadonlyMap<string, EdgeRecord>;
  readonly problems: ReadonlyMap<string, string>;
  /** Set aside although both ends exist; an edge that a person draws takes their place. */
  readonly rejected: ReadonlyMap<string, EdgeRecord>;
}

/**
 * Which of all edges in the document are part of the graph. Concurrent edits can leave two edges at one input or close a cycle:
 * the edge with the smaller id stays, so that every peer decides alike.
 */
export function resolveEdges(maps: DocumentMaps, nodes: ReadonlyMap<string, NodeRecord>, schema: GraphSchema | undefined): ResolvedEdges {
  const problems = new Map<string, string>();
  const rejected = new Map<string, EdgeRecord>();
  const candidates: EdgeRecord[] = [];
  const taken = new Set<string>();
  for (const id of [...maps.edges.keys()].sort()) {
    const raw = maps.edges.get(id);
    const map = liveMap(maps.edges, id);
    if (!map) {
      if (!(raw instanceof Y.Map)) problems.set(id, 'The connection is not in a form that can be read.');
      continue;
    }
    const edge = readEdge(map, id);
    const from = edge && nodes.get(edge.from[0]);
    const to = edge && nodes.get(edge.to[0]);
    if (!edge) problems.set(id, 'The connection has no readable ends.');
    else if (!from || !to) problems.set(id, 'The connection leads to a node that does not exist.');
    else if (from === to) problems.set(id, 'The connection joins a node with itself.');
    else if (lacksPort(schema, from, 'out', edge.from[1]) || lacksPort(schema, to, 'in', edge.to[1])) {
      problems.set(id, 'The connection uses a port that its node does not have.');
    } else {
      const input = JSON.stringify(edge.to);
      if (taken.has(input)) {
        problems.set(id, 'The input has another connection already.');
        rejected.set(id, edge);
      } else {
        taken.add(input);
        candidates.push(edge);
      }
    }
  }
  const edges = new Map<string, EdgeRecord>();
  const cyclic = hasCycle(candidates);
  const index = new EdgeIndex();
  for (const edge of candidates) {
    if (cyclic && index.reaches(edge.to[0], edge.from[0])) {
      problems.set(edge.id, 'The connection would close a cycle.');
      rejected.set(edge.id, edge);
      continue;
    }
    if (cyclic) index.add(edge);
    edges.set(edge.id, edge);
  }
  return { edges, problems, rejected };
}

function lacksPort(schema: GraphSchema | undefined, node: NodeRecord, direction: 'in' | 'out', port: string): boolean {
  return schema !== undefined && schema.knows(node.type) && schema.portType(node.type, direction, port) === undefined;
}
