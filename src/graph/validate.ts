/**
 * Checks a graph that comes from outside, completely, before anything in the document changes.
 *
 * What comes out is a fresh copy in canonical form (every id set, every default filled in). Unknown node types, unknown parameters
 * and unknown fields are kept; what cannot be kept safely is refused with the path of the field.
 */
import { GdsError, type GdsErrorCode } from '../errors.js';
import { EdgeIndex, hasCycle } from './edge-index.js';
import { cycleProblem, joinProblem } from './edge-rules.js';
import { color, coordinate, extraOf, list, locked, mode, name, object, portRef, ports, size, text, title } from './fields.js';
import { LIMITS, copyJson, isSafeKey, refuse, shorten } from './json.js';
import { SUBGRAPH, resolveParents } from './levels.js';
import { migrateFile } from './migrations.js';
import { hasPort, type PortContext } from './ports.js';
import { EDGE_KEYS, GROUP_KEYS, NODE_KEYS, NOTE_KEYS, STORED_KEY, VERSION_KEY, type Extra } from './schema.js';
import type { EdgeRecord, GraphSchema, GroupRecord, NodeRecord, NoteRecord, ParamValue, PortRef } from './types.js';

/** A record, and the fields beside it that this version does not know. */
export interface Checked<T> {
  readonly record: T;
  readonly extra: Extra;
}

export interface CheckedGraph {
  readonly nodes: readonly Checked<NodeRecord>[];
  readonly edges: readonly Checked<EdgeRecord>[];
  readonly groups: readonly Checked<GroupRecord>[];
  readonly notes: readonly Checked<NoteRecord>[];
  readonly meta: Extra;
  readonly extra: Extra;
}

const TOP_KEYS: ReadonlySet<string> = new Set(['format', 'version', 'nodes', 'edges', 'groups', 'notes', 'meta', STORED_KEY]);

/**
 * @throws GdsError `GDS_GRAPH_FORMAT` (not a graph at all), `GDS_GRAPH_VERSION`, `GDS_GRAPH_FIELD`, `GDS_EDGE_*` or `GDS_PARAM_*`, with
 *   `path` naming the field.
 */
export function checkGraph(json: unknown, schema: GraphSchema | undefined, makeId: () => string): CheckedGraph {
  try {
    return check(json, schema, makeId);
  } catch (error) {
    // Values that were never JSON may throw when they are looked at.
    if (error instanceof GdsError) throw error;
    throw new GdsError('GDS_GRAPH_FORMAT', 'This is not a graph that can be read.', { path: '', cause: error });
  }
}

function check(json: unknown, schema: GraphSchema | undefined, makeId: () => string): CheckedGraph {
  const graph = migrateFile(json);
  const checker = new GraphChecker(schema, makeId);
  const nodes = list(graph['nodes'], 'nodes', LIMITS.nodes).map((node, index) => checker.node(node, `nodes[${index}]`));
  checker.parents(nodes);
  return {
    nodes,
    edges: checker.edges(list(graph['edges'], 'edges', LIMITS.edges)),
    groups: list(graph['groups'], 'groups', LIMITS.items, []).map((item, index) => checker.group(item, `groups[${index}]`)),
    notes: list(graph['notes'], 'notes', LIMITS.items, []).map((item, index) => checker.note(item, `notes[${index}]`)),
    meta: graph['meta'] === undefined ? {} : extraOf(object(graph['meta'], 'meta'), new Set([VERSION_KEY]), 'meta'),
    extra: extraOf(graph, TOP_KEYS, ''),
  };
}

class GraphChecker {
  readonly #nodes = new Map<string, NodeRecord>();
  readonly #groups = new Set<string>();
  readonly #notes = new Set<string>();

  constructor(
    readonly schema: GraphSchema | undefined,
    readonly makeId: () => string,
  ) {}

  node(value: unknown, path: string): Checked<NodeRecord> {
    const node = object(value, path);
    refuseReserved(node, path, 'deleted');
    const type = name(node['type'], `${path}.type`);
    const parent = node['parent'] === undefined ? undefined : name(node['parent'], `${path}.parent`);
    const width = node['width'] === undefined ? undefined : size(node['width'], `${path}.width`);
    const height = node['height'] === undefined ? undefined : size(node['height'], `${path}.height`);
    const lock = locked(node['locked'], `${path}.locked`);
    const own = ports(node['ports'], `${path}.ports`);
    const id = name(node['id'], `${path}.id`);
    if (this.#nodes.has(id)) throw refuse(`${path}.id`, `"${shorten(id)}" is used by another node; ids must differ`);
    const record: NodeRecord = {
      id,
      type,
      x: coordinate(node['x'], `${path}.x`),
      y: coordinate(node['y'], `${path}.y`),
      params: checkParams(type, node['params'], `${path}.params`, this.schema),
      title: title(node['title'], `${path}.title`),
      mode: mode(node['mode'], `${path}.mode`),
      ...(parent === undefined ? {} : { parent }),
      ...(width === undefined ? {} : { width }),
      ...(height === undefined ? {} : { height }),
      ...(lock ? { locked: lock } : {}),
      ...(own ? { ports: own } : {}),
    };
    this.#nodes.set(id, record);
    return { record, extra: extraOf(node, NODE_KEYS, path) };
  }

  /** After all nodes: a parent may follow its children. */
  parents(nodes: readonly Checked<NodeRecord>[]): void {
    const named = new Map(nodes.flatMap(({ record: { id, parent } }) => (parent === undefined ? [] : [[id, parent] as const])));
    const { problems } = resolveParents(named, (id) => this.#nodes.get(id)?.type === SUBGRAPH);
    const index = nodes.findIndex(({ record }) => problems.has(record.id));
    if (index < 0) return;
    const { id, parent } = nodes[index]!.record;
    const isThere = this.#nodes.get(parent!)?.type === SUBGRAPH;
    throw refuse(
      `nodes[${index}].parent`,
      isThere ? `puts "${shorten(id)}" inside itself` : `"${shorten(parent!)}" is not the id of a subgraph in this graph`,
    );
  }

  group(value: unknown, path: string): Checked<GroupRecord> {
    const { item, fields } = this.#item(value, path, this.#groups);
    return { record: { ...fields, title: title(item['title'], `${path}.title`) }, extra: extraOf(item, GROUP_KEYS, path) };
  }

  note(value: unknown, path: string): Checked<NoteRecord> {
    const { item, fields } = this.#item(value, path, this.#notes);
    return { record: { ...fields, text: text(item['text'], `${path}.text`) }, extra: extraOf(item, NOTE_KEYS, path) };
  }

  edges(values: readonly unknown[]): Checked<EdgeRecord>[] {
    const ids = new Set<string>();
    const inputs = new Map<string, EdgeRecord>();
    const checked = values.map((value, position) => {
      const path = `edges[${position}]`;
      const edge = object(value, path);
      refuseReserved(edge, path, 'deleted');
      const id = edge['id'] === undefined ? this.makeId() : name(edge['id'], `${path}.id`);
      if (ids.has(id)) throw refuse(`${path}.id`, `"${shorten(id)}" is used by another edge; ids must differ`);
      ids.add(id);
      const from = portRef(edge['from'], `${path}.from`);
      const to = portRef(edge['to'], `${path}.to`);
      if (!this.#nodes.has(from[0])) throw refuse(`${path}.from[0]`, `"${shorten(from[0])}" is not the id of a node in this graph`);
      if (!this.#nodes.has(to[0])) throw refuse(`${path}.to[0]`, `"${shorten(to[0])}" is not the id of a node in this graph`);
      const input = inputKey(to);
      if (inputs.has(input)) throw refuse(`${path}.to`, 'is an input that has an edge already; an input takes one');
      const record: EdgeRecord = { id, from, to };
      inputs.set(input, record);
      return { record, extra: extraOf(edge, EDGE_KEYS, path) };
    });
    this.#join(
      checked.map(({ record }) => record),
      inputs,
    );
    return checked;
  }

  #join(edges: readonly EdgeRecord[], inputs: ReadonlyMap<string, EdgeRecord>): void {
    const context: PortContext = {
      nodes: this.#nodes,
      schema: this.schema,
      edgeAt: (...to) => inputs.get(inputKey(to)),
      rerouteTypes: new Map(),
    };
    const cyclic = hasCycle(edges);
    const index = new EdgeIndex();
    edges.forEach((edge, position) => {
      const { from, to } = edge;
      const problem = joinProblem(from, to, context) ?? (cyclic ? cycleProblem(from, to, context, index) : undefined);
      if (problem) throw new GdsError(problem.code, problem.message, { path: pathOf(problem.code, `edges[${position}]`, from, context) });
      if (cyclic) index.add(edge);
    });
  }

  #item(value: unknown, path: string, ids: Set<string>) {
    const item = object(value, path);
    refuseReserved(item, path, 'deleted', 'rect');
    const parent = item['parent'] === undefined ? undefined : name(item['parent'], `${path}.parent`);
    if (parent !== undefined && this.#nodes.get(parent)?.type !== SUBGRAPH)
      throw refuse(`${path}.parent`, `"${shorten(parent)}" is not the id of a subgraph in this graph`);
    const lock = locked(item['locked'], `${path}.locked`);
    const id = item['id'] === undefined ? this.makeId() : name(item['id'], `${path}.id`);
    if (ids.has(id)) throw refuse(`${path}.id`, `"${shorten(id)}" is used twice; ids must differ`);
    ids.add(id);
    const fields = {
      id,
      x: coordinate(item['x'], `${path}.x`),
      y: coordinate(item['y'], `${path}.y`),
      width: size(item['width'], `${path}.width`),
      height: size(item['height'], `${path}.height`),
      color: color(item['color'], `${path}.color`),
      ...(parent === undefined ? {} : { parent }),
      ...(lock ? { locked: lock } : {}),
    };
    return { item, fields };
  }
}

/** An input as a map key: ids may hold any character, so the first one's length parts them. */
const inputKey = ([nodeId, portId]: PortRef): string => `${nodeId.length} ${nodeId} ${portId}`;

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

function refuseReserved(value: Record<string, unknown>, path: string, ...keys: readonly string[]): void {
  for (const key of keys) {
    if (value[key] !== undefined) throw refuse(`${path}.${key}`, 'is a reserved name; leave it out');
  }
}

function pathOf(code: GdsErrorCode, path: string, from: PortRef, context: PortContext): string {
  if (code !== 'GDS_EDGE_PORT') return path;
  return hasPort(context, context.nodes.get(from[0])!, 'out', from[1]) ? `${path}.to[1]` : `${path}.from[1]`;
}
