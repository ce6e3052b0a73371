/**
 * Checks a graph that comes from outside, completely, before anything in the document changes.
 *
 * What comes out is a fresh copy in canonical form (every id set, every default filled in). Unknown node types, unknown parameters
 * and unknown fields are kept; what cannot be kept safely is refused with the path of the field.
 */
import { GdsError, type GdsErrorCode } from '../errors.js';
import { EdgeIndex } from './edge-index.js';
import { edgeProblem } from './edge-rules.js';
import { LIMITS, copyJson, isObject, isSafeKey, refuse, shorten } from './json.js';
import { EDGE_KEYS, NODE_KEYS, NODE_MODES, VERSION_KEY } from './schema.js';
import type { EdgeRecord, GraphSchema, NodeMode, NodeRecord, ParamValue, PortRef } from './types.js';

type Extra = Readonly<Record<string, ParamValue>>;

export interface CheckedGraph {
  readonly nodes: readonly { readonly record: NodeRecord; readonly extra: Extra }[];
  readonly edges: readonly { readonly record: EdgeRecord; readonly extra: Extra }[];
  readonly groups: readonly { readonly id: string; readonly value: Extra }[];
  readonly notes: readonly { readonly id: string; readonly value: Extra }[];
  readonly meta: Extra;
  readonly extra: Extra;
}

const TOP_KEYS: ReadonlySet<string> = new Set(['format', 'version', 'nodes', 'edges', 'groups', 'notes', 'meta']);

/**
 * @throws GdsError `GDS_GRAPH_FORMAT` (not a graph at all), `GDS_GRAPH_VERSION`, `GDS_GRAPH_FIELD`, `GDS_EDGE_*` or `GDS_PARAM_*`, with
 *   `path` naming the field.
 */
export function checkGraph(json: unknown, schema: GraphSchema | undefined, makeId: () => string): CheckedGraph {
  if (!isObject(json)) {
    throw new GdsError(
      'GDS_GRAPH_FORMAT',
      'This is not a graph: an object with "format": "gds-graph" is needed. If it is text, parse it first.',
      {
        path: '',
      },
    );
  }
  if (json['format'] !== 'gds-graph') {
    throw new GdsError('GDS_GRAPH_FORMAT', 'This is not a gds-graph file: its "format" is not "gds-graph".', { path: 'format' });
  }
  if (json['version'] !== 1) {
    const version = typeof json['version'] === 'number' ? ` (${json['version']})` : '';
    throw new GdsError(
      'GDS_GRAPH_VERSION',
      `The graph's version${version} is not one this release reads. It reads version 1; a newer release may read it.`,
      {
        path: 'version',
      },
    );
  }
  const nodes = checkNodes(json['nodes'], schema);
  return {
    nodes: [...nodes.values()],
    edges: checkEdges(json['edges'], new Map([...nodes].map(([id, node]) => [id, node.record])), schema, makeId),
    groups: checkItems(json['groups'], 'groups', makeId),
    notes: checkItems(json['notes'], 'notes', makeId),
    meta: checkMeta(json['meta']),
    extra: extraOf(json, TOP_KEYS, ''),
  };
}

function checkNodes(value: unknown, schema: GraphSchema | undefined) {
  const nodes = new Map<string, { record: NodeRecord; extra: Extra }>();
  list(value, 'nodes', LIMITS.nodes).forEach((item, index) => {
    const path = `nodes[${index}]`;
    const node = object(item, path);
    const id = name(node['id'], `${path}.id`);
    if (nodes.has(id)) throw refuse(`${path}.id`, `"${shorten(id)}" is used by another node; ids must differ`);
    const type = name(node['type'], `${path}.type`);
    const mode = node['mode'] ?? 'active';
    if (!NODE_MODES.includes(mode as NodeMode)) throw refuse(`${path}.mode`, `must be one of ${NODE_MODES.join(', ')}`);
    if (node['deleted'] !== undefined) throw refuse(`${path}.deleted`, 'is reserved; leave out nodes that are not there');
    const record: NodeRecord = {
      id,
      type,
      x: coordinate(node['x'], `${path}.x`),
      y: coordinate(node['y'], `${path}.y`),
      params: checkParams(type, node['params'], `${path}.params`, schema),
      title: title(node['title'], `${path}.title`),
      mode: mode as NodeMode,
    };
    nodes.set(id, { record, extra: extraOf(node, NODE_KEYS, path) });
  });
  return nodes;
}

/** Parameters of a node of type `type`: the type's defaults with `value` over them, each checked. */
export function checkParams(
  type: string,
  value: unknown,
  path: string,
  schema: GraphSchema | undefined,
): Readonly<Record<string, ParamValue>> {
  const params: Record<string, ParamValue> = { ...(schema?.knows(type) ? schema.defaults(type) : {}) };
  if (value === undefined) return params;
  const given = object(value, path);
  const names = Object.keys(given);
  if (names.length > LIMITS.list) throw refuse(path, `has ${names.length} parameters; at most ${LIMITS.list} are kept`);
  for (const key of names) {
    const at = `${path}.${shorten(key)}`;
    if (!isSafeKey(key)) throw refuse(at, 'is not a name that can be kept');
    params[key] = checkParam(type, key, given[key], at, schema);
  }
  return params;
}

function checkParam(type: string, key: string, value: unknown, path: string, schema: GraphSchema | undefined): ParamValue {
  const copy = copyJson(value, path);
  if (!schema?.validateParam || !schema.knows(type)) return copy;
  try {
    return schema.validateParam(type, key, copy);
  } catch (error) {
    const problem = GdsError.from(error, 'GDS_GRAPH_FIELD');
    if (problem.code === 'GDS_PARAM_UNKNOWN') return copy;
    throw new GdsError(problem.code, problem.message, { path, cause: error });
  }
}

function checkEdges(value: unknown, nodes: ReadonlyMap<string, NodeRecord>, schema: GraphSchema | undefined, makeId: () => string) {
  const index = new EdgeIndex();
  const ids = new Set<string>();
  const taken = new Set<string>();
  return list(value, 'edges', LIMITS.edges).map((item, position) => {
    const path = `edges[${position}]`;
    const edge = object(item, path);
    const id = edge['id'] === undefined ? makeId() : name(edge['id'], `${path}.id`);
    if (ids.has(id)) throw refuse(`${path}.id`, `"${shorten(id)}" is used by another edge; ids must differ`);
    const from = portRef(edge['from'], `${path}.from`);
    const to = portRef(edge['to'], `${path}.to`);
    if (!nodes.has(from[0])) throw refuse(`${path}.from[0]`, `"${shorten(from[0])}" is not the id of a node in this graph`);
    if (!nodes.has(to[0])) throw refuse(`${path}.to[0]`, `"${shorten(to[0])}" is not the id of a node in this graph`);
    if (edge['deleted'] !== undefined) throw refuse(`${path}.deleted`, 'is reserved; leave out edges that are not there');
    const input = JSON.stringify(to);
    if (taken.has(input)) throw refuse(`${path}.to`, 'is an input that has an edge already; an input takes one');
    const problem = edgeProblem(from, to, nodes, index, schema);
    if (problem) throw new GdsError(problem.code, problem.message, { path: pathOf(problem.code, path, from, nodes, schema) });
    const record: EdgeRecord = { id, from, to };
    ids.add(id);
    taken.add(input);
    index.add(record);
    return { record, extra: extraOf(edge, EDGE_KEYS, path) };
  });
}

function pathOf(
  code: GdsErrorCode,
  path: string,
  from: PortRef,
  nodes: ReadonlyMap<string, NodeRecord>,
  schema: GraphSchema | undefined,
): string {
  if (code !== 'GDS_EDGE_PORT') return path;
  const type = nodes.get(from[0])?.type ?? '';
  return schema?.knows(type) && schema.portType(type, 'out', from[1]) === undefined ? `${path}.from[1]` : `${path}.to[1]`;
}

function checkItems(value: unknown, field: 'groups' | 'notes', makeId: () => string) {
  const ids = new Set<string>();
  return list(value ?? [], field, LIMITS.items).map((item, index) => {
    const path = `${field}[${index}]`;
    const entry = object(item, path);
    const id = entry['id'] === undefined ? makeId() : name(entry['id'], `${path}.id`);
    if (ids.has(id)) throw refuse(`${path}.id`, `"${shorten(id)}" is used twice; ids must differ`);
    ids.add(id);
    return { id, value: extraOf(entry, new Set(['id']), path) };
  });
}

function checkMeta(value: unknown): Extra {
  return value === undefined ? {} : extraOf(object(value, 'meta'), new Set([VERSION_KEY]), 'meta');
}

/** Fields this version does not know, copied. */
function extraOf(source: Record<string, unknown>, known: ReadonlySet<string>, path: string): Extra {
  const extra: Record<string, ParamValue> = {};
  for (const key of Object.keys(source)) {
    if (known.has(key) || source[key] === undefined) continue;
    const at = path ? `${path}.${shorten(key)}` : shorten(key);
    if (!isSafeKey(key)) throw refuse(at, 'is not a name that can be kept');
    extra[key] = copyJson(source[key], at);
  }
  return extra;
}

function list(value: unknown, path: string, limit: number): unknown[] {
  if (!Array.isArray(value)) throw refuse(path, 'must be a list');
  if (value.length > limit) throw refuse(path, `has ${value.length} entries; at most ${limit} are kept`);
  return Array.from(value as unknown[]);
}

function object(value: unknown, path: string): Record<string, unknown> {
  if (!isObject(value)) throw refuse(path, 'must be an object');
  return value;
}

/** An id, a type, a port or a parameter name. */
export function name(value: unknown, path: string): string {
  if (typeof value !== 'string' || !isSafeKey(value)) throw refuse(path, `must be a text of 1 to ${LIMITS.name} characters`);
  return value;
}

export function title(value: unknown, path: string): string {
  if (value === undefined) return '';
  if (typeof value !== 'string' || value.length > LIMITS.title) throw refuse(path, `must be a text of at most ${LIMITS.title} characters`);
  return value;
}

export function coordinate(value: unknown, path: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw refuse(path, 'must be a finite number');
  return value;
}

/** Node id and port id as a frozen pair. */
export function portRef(value: unknown, path: string): PortRef {
  if (!Array.isArray(value) || value.length !== 2) throw refuse(path, 'must be a pair: node id and port id');
  return Object.freeze([name(value[0], `${path}[0]`), name(value[1], `${path}[1]`)] as const);
}
