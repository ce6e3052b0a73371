/**
 * Which node types and port types a canvas knows. The graph asks it what may be connected, the palette what can be added, the executor
 * what to run. A host registers its own types beside the built-in ones, or in their place.
 */
import { GdsError } from '../errors.js';
import { Listeners } from '../graph/listeners.js';
import type { GraphSchema, NodePorts, ParamValue } from '../graph/types.js';
import { BUILT_IN_NODES } from './nodes/index.js';
import { defaultParams, validateParam } from './parameters.js';
import { BUILT_IN_PORT_TYPES, type Conversion } from './port-types.js';
import type { NodeDefinition, PortType } from './types.js';

export class NodeRegistry implements GraphSchema {
  readonly #nodes = new Map<string, NodeDefinition>();
  readonly #ports = new Map<string, PortType>(BUILT_IN_PORT_TYPES.map((type) => [type.id, type]));
  readonly #conversions = new Map<string, Conversion>();
  readonly #listeners = new Listeners<void>();

  /**
   * Adds a node type; one of the same name is replaced.
   * @throws GdsError `GDS_NODE_DEFINITION` where the definition contradicts itself.
   */
  register(definition: NodeDefinition): void {
    checkDefinition(definition);
    this.#nodes.set(definition.type, definition);
    this.#listeners.emit();
  }

  /** Takes a node type away; nodes of it stay in the graph and cannot run. */
  unregister(type: string): void {
    if (this.#nodes.delete(type)) this.#listeners.emit();
  }

  get(type: string): NodeDefinition | undefined {
    return this.#nodes.get(type);
  }

  /** All types, in the order they were added. */
  list(): NodeDefinition[] {
    return [...this.#nodes.values()];
  }

  registerPortType(type: PortType): void {
    this.#ports.set(type.id, type);
    this.#listeners.emit();
  }

  /** A port type nobody registered looks like `any` under its own name. */
  portTypeInfo(id: string): PortType {
    return this.#ports.get(id) ?? { ...this.#ports.get('any')!, id, title: id };
  }

  /** Lets ports of type `from` be joined with ports of type `to`. */
  registerConversion(conversion: Conversion): void {
    this.#conversions.set(pair(conversion.from, conversion.to), conversion);
    this.#listeners.emit();
  }

  /** How a value of port type `from` enters a port of type `to`; undefined where it does as it is. */
  conversion(from: string, to: string): Conversion | undefined {
    return this.#conversions.get(pair(from, to));
  }

  /** Tells when types came, changed or went. */
  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  // What the graph asks

  knows(type: string): boolean {
    return this.#nodes.has(type);
  }

  portType(type: string, direction: 'in' | 'out', portId: string): string | undefined {
    const definition = this.#nodes.get(type);
    const ports = direction === 'in' ? definition?.inputs : definition?.outputs;
    return ports?.find((port) => port.id === portId)?.type;
  }

  ports(type: string): NodePorts | undefined {
    return this.#nodes.get(type);
  }

  /** Equal types fit, `any` fits everything, and so does what a conversion joins. */
  compatible(from: string, to: string): boolean {
    return from === to || from === 'any' || to === 'any' || this.#conversions.has(pair(from, to));
  }

  defaults(type: string): Record<string, ParamValue> {
    const definition = this.#nodes.get(type);
    return definition ? defaultParams(definition) : {};
  }

  titleOf(type: string, portId?: string): string {
    const definition = this.#nodes.get(type);
    if (portId === undefined) return definition?.title ?? type;
    return [...(definition?.inputs ?? []), ...(definition?.outputs ?? [])].find((port) => port.id === portId)?.title ?? portId;
  }

  /**
   * The value as the document keeps it. Parameters of types that are not registered pass as they are.
   * @throws GdsError `GDS_PARAM_UNKNOWN`, `GDS_PARAM_TYPE`, `GDS_PARAM_RANGE`, `GDS_PARAM_OPTION`, `GDS_PARAM_LENGTH`.
   */
  validateParam(type: string, name: string, value: unknown): ParamValue {
    const definition = this.#nodes.get(type);
    return definition ? validateParam(definition, name, value) : (value as ParamValue);
  }
}

/** A registry with all built-in node types. */
export function createDefaultRegistry(): NodeRegistry {
  const registry = new NodeRegistry();
  for (const definition of BUILT_IN_NODES) registry.register(definition);
  return registry;
}

function pair(from: string, to: string): string {
  return JSON.stringify([from, to]);
}

function checkDefinition(definition: NodeDefinition): void {
  const fail = (problem: string): never => {
    throw new GdsError('GDS_NODE_DEFINITION', `The node type "${String(definition?.type)}" ${problem}.`);
  };
  if (typeof definition?.type !== 'string' || definition.type === '') fail('needs a name as its "type"');
  if (typeof definition.title !== 'string') fail('needs a "title"');
  if (!Number.isFinite(definition.version)) fail('needs a number as its "version"');
  for (const list of ['inputs', 'outputs', 'parameters'] as const)
    if (!Array.isArray(definition[list])) fail(`needs a list as its "${list}"`);
  for (const ports of [definition.inputs, definition.outputs]) {
    if (new Set(ports.map((port) => port.id)).size < ports.length) fail('has two ports of one id');
  }
  if (new Set(definition.parameters.map((spec) => spec.name)).size < definition.parameters.length) fail('has two parameters of one name');
  for (const spec of definition.parameters) validateParam(definition, spec.name, spec.default);
  const names = new Set(definition.parameters.map((spec) => spec.name));
  for (const name of [...(definition.face?.rows ?? []), definition.face?.field]) {
    if (name !== undefined && !names.has(name)) fail(`shows a parameter "${name}" that it does not have`);
  }
  if (definition.execute !== undefined && typeof definition.execute !== 'function') fail('needs a function as its "execute"');
}
