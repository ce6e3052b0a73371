/**
 * Ports of a node, as the document knows them.
 *
 * A subgraph's ports are the boundary nodes inside it; a boundary node's type is its parameter `type`; a reroute has the type of its
 * source, through any number of reroutes. Every other node has the ports of its registered type; where that is not registered, those
 * that it carries; where it carries none, any port of any type.
 */
import { REROUTE, SUBGRAPH, SUBGRAPH_INPUT, SUBGRAPH_OUTPUT, isBoundary } from './levels.js';
import type { EdgeRecord, GraphSchema, NodePorts, NodeRecord, PortInfo } from './types.js';

export type PortDirection = 'in' | 'out';

/** What ports depend on. */
export interface PortContext {
  readonly nodes: ReadonlyMap<string, NodeRecord>;
  readonly schema: GraphSchema | undefined;
  /** The edge at an input. */
  edgeAt(nodeId: string, portId: string): EdgeRecord | undefined;
  /** Types of reroutes found so far, where the graph stays as it is between questions. */
  readonly rerouteTypes?: Map<string, string>;
}

/** The port of a boundary node. */
const BOUNDARY_PORT = 'value';
const ANY = 'any';

/** Type of a port; undefined where the node has no such port, or where nothing is known of its ports. */
export function portType(context: PortContext, node: NodeRecord, direction: PortDirection, port: string): string | undefined {
  switch (node.type) {
    case SUBGRAPH: {
      const child = context.nodes.get(port);
      const kind = direction === 'in' ? SUBGRAPH_INPUT : SUBGRAPH_OUTPUT;
      return child?.type === kind && child.parent === node.id ? boundaryType(child) : undefined;
    }
    case SUBGRAPH_INPUT:
      return direction === 'out' && port === BOUNDARY_PORT ? boundaryType(node) : undefined;
    case SUBGRAPH_OUTPUT:
      return direction === 'in' && port === BOUNDARY_PORT ? boundaryType(node) : undefined;
    case REROUTE:
      return port === direction ? rerouteType(context, node.id) : undefined;
  }
  if (context.schema?.knows(node.type)) return context.schema.portType(node.type, direction, port);
  return node.ports?.[direction === 'in' ? 'inputs' : 'outputs'].find(({ id }) => id === port)?.type;
}

/** Whether an edge may use the port. */
export function hasPort(context: PortContext, node: NodeRecord, direction: PortDirection, port: string): boolean {
  if (node.type === REROUTE) return port === direction;
  return isOpen(context, node) || portType(context, node, direction, port) !== undefined;
}

/** Ports of a node, with `quiet` those too that nothing is connected to yet. `children` are the nodes inside it. */
export function portsOf(context: PortContext, node: NodeRecord, children: Iterable<string>, quiet = false): NodePorts {
  switch (node.type) {
    case SUBGRAPH: {
      const boundary = [...children].flatMap((id) => context.nodes.get(id) ?? []).filter(({ type }) => isBoundary(type));
      boundary.sort((a, b) => a.y - b.y || a.x - b.x || (a.id < b.id ? -1 : 1));
      const side = (kind: string): PortInfo[] => boundary.filter(({ type }) => type === kind).map(boundaryPort);
      return { inputs: side(SUBGRAPH_INPUT), outputs: side(SUBGRAPH_OUTPUT) };
    }
    case SUBGRAPH_INPUT:
      return { inputs: [], outputs: [titled(context, node, BOUNDARY_PORT, boundaryType(node))] };
    case SUBGRAPH_OUTPUT:
      return { inputs: [titled(context, node, BOUNDARY_PORT, boundaryType(node))], outputs: [] };
    case REROUTE: {
      const type = rerouteType(context, node.id);
      return { inputs: [titled(context, node, 'in', type)], outputs: [titled(context, node, 'out', type)] };
    }
  }
  const known = context.schema?.knows(node.type) ? context.schema.ports?.(node.type) : node.ports;
  if (!known) return NO_PORTS;
  return quiet ? known : withoutQuiet(context, node, known);
}

/** Whether the node has the port only while something is connected to it. */
export function isQuiet({ schema }: Pick<PortContext, 'schema'>, node: NodeRecord, input: string): boolean {
  return schema?.ports?.(node.type)?.inputs.some(({ id, quiet }) => id === input && quiet) ?? false;
}

function withoutQuiet(context: PortContext, node: NodeRecord, ports: NodePorts): NodePorts {
  if (!ports.inputs.some(({ quiet }) => quiet)) return ports;
  return { inputs: ports.inputs.filter(({ id, quiet }) => !quiet || context.edgeAt(node.id, id)), outputs: ports.outputs };
}

/** What a person reads at the port. */
export function portTitle(context: PortContext, node: NodeRecord, direction: PortDirection, port: string): string {
  if (node.type !== SUBGRAPH && context.schema?.knows(node.type)) return context.schema.titleOf(node.type, port);
  const child = node.type === SUBGRAPH ? context.nodes.get(port) : undefined;
  const ports = child ? [boundaryPort(child)] : (node.ports?.[direction === 'in' ? 'inputs' : 'outputs'] ?? []);
  return ports.find(({ id }) => id === port)?.title ?? port;
}

export const NO_PORTS: NodePorts = Object.freeze({ inputs: Object.freeze([]), outputs: Object.freeze([]) });

/** Whether nothing is known of the node's ports, so that any may be used. */
function isOpen({ schema }: PortContext, node: NodeRecord): boolean {
  return node.type !== SUBGRAPH && !isBoundary(node.type) && !schema?.knows(node.type) && !node.ports;
}

function boundaryType(node: NodeRecord): string {
  const type = node.params['type'];
  return typeof type === 'string' && type !== '' ? type : ANY;
}

function titled({ schema }: PortContext, node: NodeRecord, id: string, type: string): PortInfo {
  return { id, type, ...(schema?.knows(node.type) ? { title: schema.titleOf(node.type, id) } : {}) };
}

function boundaryPort(node: NodeRecord): PortInfo {
  const title = node.params['name'];
  return { id: node.id, type: boundaryType(node), ...(typeof title === 'string' && title !== '' ? { title } : {}) };
}

function rerouteType(context: PortContext, id: string): string {
  const passed = new Set<string>();
  let type: string | undefined;
  let at = id;
  for (;;) {
    type = context.rerouteTypes?.get(at);
    // A document that is not settled yet may hold a ring.
    if (type !== undefined || passed.has(at)) break;
    passed.add(at);
    const [sourceId, port] = context.edgeAt(at, 'in')?.from ?? [];
    const source = sourceId === undefined ? undefined : context.nodes.get(sourceId);
    if (!source) break;
    if (source.type !== REROUTE) {
      type = portType(context, source, 'out', port!);
      break;
    }
    at = source.id;
  }
  type ??= ANY;
  for (const reroute of passed) context.rerouteTypes?.set(reroute, type);
  return type;
}
