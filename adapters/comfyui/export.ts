/** Graphs as workflow files: what was imported as the file had it, with what has changed since; everything else made anew. */
import type { GraphJSON, GraphNodeJSON } from '../../src/graph/types.js';
import { promotedOf, readDefinition, slotsByPort } from './definitions.js';
import { LevelExport, type LevelBase, type LevelItems, type Override } from './export-level.js';
import { sameIds, type IdsBySlot, type Socket } from './export-links.js';
import { INPUT_NODE, OUTPUT_NODE, readSlots } from './file.js';
import { asList, asText, cloneJson, equalJson, isObject, withKey, type Json, type JsonObject } from './json.js';
import { uuidOf } from './make.js';
import { readOrigin, readSkeleton, type LooseLinks, type Origin, type Skeleton } from './origin.js';
import { slotType } from './slots.js';
import { Warnings, type ComfyWarningCode } from './warnings.js';

/** A port of a definition as an instance outside sees it. */
interface InstancePort {
  readonly name: string;
  readonly type: string;
  /** Place among the instance's slots, where it has one for it. */
  readonly slot?: number;
}

interface InstancePorts {
  readonly id: string;
  readonly inputs: ReadonlyMap<string, InstancePort>;
  readonly outputs: ReadonlyMap<string, InstancePort>;
}

export class Exporter {
  readonly #skeleton: Skeleton;
  readonly #levels = new Map<
    string,
    {
      nodes: GraphNodeJSON[];
      edges: LevelItems['edges'][number][];
      groups: LevelItems['groups'][number][];
      notes: LevelItems['notes'][number][];
    }
  >();
  /** Definitions written so far, by id. */
  readonly #written = new Map<string, JsonObject>();
  readonly #instances = new Map<string, number>();

  constructor(
    graph: GraphJSON,
    private readonly warnings: Warnings,
  ) {
    this.#skeleton = readSkeleton(graph) ?? EMPTY;
    const levelOf = new Map(graph.nodes.map(({ id, parent }) => [id, parent ?? ''] as const));
    for (const node of graph.nodes) {
      this.#level(node.parent ?? '').nodes.push(node);
      const definition = node.type === 'subgraph' ? readOrigin(node)?.definition : undefined;
      if (definition !== undefined) this.#instances.set(definition, (this.#instances.get(definition) ?? 0) + 1);
    }
    for (const edge of graph.edges) this.#level(levelOf.get(edge.from[0]) ?? '').edges.push(edge);
    for (const group of graph.groups ?? []) this.#level(group.parent ?? '').groups.push(group);
    for (const note of graph.notes ?? []) this.#level(note.parent ?? '').notes.push(note);
  }

  get kind(): Skeleton['kind'] {
    return this.#skeleton.kind;
  }

  warn(code: ComfyWarningCode, id: string, message: string): void {
    this.warnings.add(code, id, message);
  }

  /** The file, in the version it came in. */
  write(): JsonObject {
    const { top, loose } = this.#skeleton;
    const file = cloneJson(top);
    const state = isObject(file['state']) ? file['state'] : undefined;
    const base: LevelBase = {
      json: file,
      loose,
      lastNodeId: numberOf(state?.['lastNodeId'] ?? file['last_node_id']),
      lastLinkId: numberOf(state?.['lastLinkId'] ?? file['last_link_id']),
      form: file['version'] === 1 ? 'object' : 'list',
      overrides: new Map(),
      boundary: new Map(),
    };
    const { nodes, links, groups, lastNodeId } = new LevelExport(this, this.#level(''), base).write();
    file['nodes'] = nodes;
    if (Array.isArray(file['links']) || links.json.length > 0) file['links'] = links.json;
    if (Array.isArray(file['groups']) || groups.length > 0) file['groups'] = groups;
    if (state) countUp(state, lastNodeId, links.lastId);
    else {
      if (lastNodeId > 0) file['last_node_id'] = lastNodeId;
      if (links.lastId > 0) file['last_link_id'] = links.lastId;
    }
    this.#writeDefinitions(file);
    return file;
  }

  /**
   * Writes the inside of a subgraph as a definition, unless an equal one is written already, and the values that the instance says into
   * `instance`, or further out where `outer` knows a place. Answers the definition's id and its ports by the ids of the boundary nodes.
   */
  definition(
    node: GraphNodeJSON,
    origin: Origin | undefined,
    instance: JsonObject,
    outer: (name: string) => Override | undefined,
  ): InstancePorts {
    const known = this.#known(origin?.definition);
    const items = this.#level(node.id);
    const file = known ? cloneJson(known.json) : newDefinition(origin?.definition ?? uuidOf(node.id), node.title || 'Subgraph');
    const inside = { ...items, nodes: items.nodes.filter(({ type }) => type !== 'subgraph-input' && type !== 'subgraph-output') };
    const [inputs, outputs] = [ports(items.nodes, 'subgraph-input'), ports(items.nodes, 'subgraph-output')];
    const boundary = new Map<string, Socket>([
      ...inputs.map(({ id }, slot) => [id, { part: INPUT_NODE, slot } as const] as const),
      ...outputs.map(({ id }, slot) => [id, { part: OUTPUT_NODE, slot } as const] as const),
    ]);
    const state = isObject(file['state']) ? file['state'] : {};
    const { nodes, links, groups, lastNodeId } = new LevelExport(this, inside, {
      json: file,
      loose: known?.loose ?? [],
      lastNodeId: numberOf(state['lastNodeId']),
      lastLinkId: numberOf(state['lastLinkId']),
      form: 'object',
      overrides: known ? overridesOf(instance, known.json, outer) : new Map(),
      boundary,
    }).write();
    file['nodes'] = nodes;
    if (Array.isArray(file['links']) || links.json.length > 0) file['links'] = links.json;
    if (Array.isArray(file['groups']) || groups.length > 0) file['groups'] = groups;
    if (isObject(file['state'])) countUp(file['state'], lastNodeId, links.lastId);
    const before = { inputs: asList(known?.json['inputs']), outputs: asList(known?.json['outputs']) };
    const sides = { inputs, outputs };
    for (const side of ['inputs', 'outputs'] as const) {
      if (!Array.isArray(file[side]) && sides[side].length === 0) continue;
      file[side] = sides[side].map((port, slot) => writePort(port, slot, before[side], links.ports[side]));
    }
    const seen = (side: 'inputs' | 'outputs'): Map<string, InstancePort> =>
      portsOutside(instance, side, sides[side], asList(file[side]), before[side]);
    return { id: this.#register(file, known?.json), inputs: seen('inputs'), outputs: seen('outputs') };
  }

  #known(id: string | undefined): { readonly json: JsonObject; readonly loose: LooseLinks } | undefined {
    for (const { json, loose } of this.#skeleton.definitions)
      if (id !== undefined && isObject(json) && json['id'] === id) return { json, loose };
    return undefined;
  }

  /** The id under which the definition is in the file: its own, or one of its own where instances of one definition have parted. */
  #register(file: JsonObject, original: JsonObject | undefined): string {
    const own = asText(file['id']);
    const mayKeep = original === undefined || (this.#instances.get(own) ?? 0) <= 1 || equalJson(file, original);
    const id = mayKeep ? own : uuidOf(JSON.stringify({ ...file, id: '' }));
    for (let free = id, count = 0; ; free = uuidOf(`${id}${++count}`)) {
      const there = this.#written.get(free);
      if (there && !equalJson({ ...there, id: '' }, { ...file, id: '' })) continue;
      file['id'] = free;
      this.#written.set(free, file);
      return free;
    }
  }

  #writeDefinitions(file: JsonObject): void {
    const originals = this.#skeleton.definitions.map(({ json }) => json);
    const ids = new Set<Json | undefined>();
    // Of two definitions with one id only the first has instances.
    const list = originals.map((json) => {
      const id = isObject(json) && !ids.has(json['id']) ? asText(json['id']) : '';
      if (id) ids.add(id);
      return this.#written.get(id) ?? json;
    });
    const made = [...this.#written].flatMap(([id, json]) => (ids.has(id) ? [] : [json]));
    const definitions = file['definitions'];
    if (list.length + made.length === 0 && !(isObject(definitions) && Array.isArray(definitions['subgraphs']))) return;
    file['definitions'] = { ...(isObject(definitions) ? definitions : {}), subgraphs: [...list, ...made] };
  }

  #level(id: string) {
    let level = this.#levels.get(id);
    if (!level) this.#levels.set(id, (level = { nodes: [], edges: [], groups: [], notes: [] }));
    return level;
  }
}

/** What a workflow is before there is anything in it. */
const EMPTY: Skeleton = {
  kind: 'workflow',
  top: { revision: 0, last_node_id: 0, last_link_id: 0, links: [], groups: [], config: {}, extra: {}, version: 0.4 },
  loose: [],
  definitions: [],
};

function newDefinition(id: string, name: string): JsonObject {
  return {
    id,
    version: 1,
    state: { lastGroupId: 0, lastNodeId: 0, lastLinkId: 0, lastRerouteId: 0 },
    revision: 0,
    config: {},
    name,
    inputNode: { id: Number(INPUT_NODE), bounding: [-400, 0, 120, 60] },
    outputNode: { id: Number(OUTPUT_NODE), bounding: [800, 0, 120, 60] },
    inputs: [],
    outputs: [],
    widgets: [],
    nodes: [],
    groups: [],
    links: [],
    extra: {},
  };
}

/** Boundary nodes in the order of the ports. */
function ports(nodes: readonly GraphNodeJSON[], type: string): GraphNodeJSON[] {
  return nodes.filter((node) => node.type === type).sort((a, b) => a.y - b.y || a.x - b.x || (a.id < b.id ? -1 : 1));
}

function writePort(node: GraphNodeJSON, slot: number, originals: readonly Json[], ids: { before: IdsBySlot; after: IdsBySlot }): Json {
  const origin = readOrigin(node);
  const original = origin?.port === undefined ? undefined : originals[origin.port];
  if (original !== undefined && !isObject(original)) return original;
  const name = asText(node.params?.['name'] as Json);
  const type = slotType(asText(node.params?.['type'] as Json) || 'any');
  const json = original ? cloneJson(original) : { id: uuidOf(`port ${node.id}`), name: name || type.toLowerCase(), type };
  if (original && name !== origin?.was['name']) json['label'] = name;
  const [before, after] = [ids.before.get(origin?.port ?? -1) ?? [], ids.after.get(slot) ?? []];
  const same = original !== undefined && sameIds(before, after);
  if (!same) json['linkIds'] = [...after];
  return json;
}

function portsOutside(
  instance: JsonObject,
  side: 'inputs' | 'outputs',
  nodes: readonly GraphNodeJSON[],
  written: readonly Json[],
  before: readonly Json[],
): Map<string, InstancePort> {
  const slots = slotsByPort(readSlots(instance[side]), readSlots(before as Json[]));
  return new Map(
    nodes.map((node, index) => {
      const { name, type } = readSlots([written[index]!])[0]!;
      const port = readOrigin(node)?.port;
      const slot = port === undefined ? undefined : slots.get(port)?.index;
      return [node.id, { name, type, ...(slot === undefined ? {} : { slot }) }];
    }),
  );
}

/** Where a changed value of a widget inside is written: into the instance, where that says the value. */
function overridesOf(instance: JsonObject, json: JsonObject, outer: (name: string) => Override | undefined): Map<string, Override> {
  const definition = readDefinition(json, 0, '', new Warnings());
  const found = new Map<string, Override>();
  for (const { node, widget, name, index, value: before } of promotedOf(instance, definition)) {
    const further = outer(name);
    if (further) found.set(`${node}\n${widget}`, further);
    if (further || before === undefined) continue;
    found.set(`${node}\n${widget}`, (value) => {
      if (equalJson(value, before)) return;
      const named = instance['widgets_values_named'];
      if (isObject(named) && Object.hasOwn(named, name)) withKey(named, name, value);
      const values = asList(instance['widgets_values']);
      if (index < values.length) values[index] = value;
    });
  }
  return found;
}

function countUp(state: JsonObject, lastNodeId: number, lastLinkId: number): void {
  if (lastNodeId > 0) state['lastNodeId'] = lastNodeId;
  if (lastLinkId > 0) state['lastLinkId'] = lastLinkId;
}

const numberOf = (value: Json | undefined): number => (typeof value === 'number' && Number.isSafeInteger(value) ? value : 0);
