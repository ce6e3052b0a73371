/** What may be connected with what. One place for the store, for loading and for the type check while a wire is dragged. */
import { GdsError } from '../errors.js';
import type { EdgeIndex } from './edge-index.js';
import { shorten } from './json.js';
import { REROUTE } from './levels.js';
import { hasPort, portTitle, portType, type PortContext, type PortDirection } from './ports.js';
import type { GraphSchema, NodeRecord, PortRef } from './types.js';

/**
 * Why `from` must not be joined with `to`, or undefined where it may. An input that has an edge already is no reason: the new one
 * takes its place. What is joined with a reroute must suit what hangs on the reroute too.
 *
 * Codes: `GDS_EDGE_PORT` (no such node or port), `GDS_EDGE_SELF`, `GDS_EDGE_LEVEL` (not inside the same subgraph), `GDS_EDGE_TYPE`,
 * `GDS_EDGE_CYCLE`. A node of an unknown type that carries no ports may have any port of any type.
 */
export function edgeProblem(from: PortRef, to: PortRef, context: PortContext, index: EdgeIndex): GdsError | undefined {
  return joinProblem(from, to, context) ?? rerouteProblem(from, to, context, index) ?? cycleProblem(from, to, context, index);
}

/** {@link edgeProblem} as far as it concerns the two ends alone. */
export function joinProblem(from: PortRef, to: PortRef, context: PortContext): GdsError | undefined {
  const { nodes, schema } = context;
  const source = nodes.get(from[0]);
  const target = nodes.get(to[0]);
  if (!source || !target) {
    const missing = shorten(source ? to[0] : from[0]);
    return new GdsError('GDS_EDGE_PORT', `There is no node "${missing}". Connect ports of nodes that are in the graph.`);
  }
  if (source.id === target.id) {
    return new GdsError('GDS_EDGE_SELF', `"${titleOf(source, schema)}" cannot be connected with itself. Connect it to another node.`);
  }
  if (source.parent !== target.parent) {
    return new GdsError(
      'GDS_EDGE_LEVEL',
      `"${titleOf(source, schema)}" and "${titleOf(target, schema)}" are not inside the same subgraph. Connect them by a port of the subgraph.`,
    );
  }
  if (!hasPort(context, source, 'out', from[1])) return missingPort(source, 'out', from[1], schema);
  if (!hasPort(context, target, 'in', to[1])) return missingPort(target, 'in', to[1], schema);
  return typesFit(context, from, to) ? undefined : misfit(source, target, from, to, context);
}

/** Whether the types of two ports that exist fit; what enters a reroute always does. */
export function typesFit(context: PortContext, from: PortRef, to: PortRef): boolean {
  const source = context.nodes.get(from[0])!;
  const target = context.nodes.get(to[0])!;
  if (!context.schema || target.type === REROUTE) return true;
  const given = portType(context, source, 'out', from[1]);
  const taken = portType(context, target, 'in', to[1]);
  return given === undefined || taken === undefined || context.schema.compatible(given, taken);
}

/** Why the edge would close a cycle, or undefined. */
export function cycleProblem(from: PortRef, to: PortRef, { nodes, schema }: PortContext, index: EdgeIndex): GdsError | undefined {
  if (!index.reaches(to[0], from[0])) return undefined;
  const [source, target] = [nodes.get(from[0])!, nodes.get(to[0])!];
  return new GdsError(
    'GDS_EDGE_CYCLE',
    `"${titleOf(source, schema)}" already depends on "${titleOf(target, schema)}"; this connection would close a cycle. Remove one on the way first.`,
  );
}

/** What a person calls the node. */
export function titleOf(node: NodeRecord, schema: GraphSchema | undefined): string {
  return shorten(node.title || (schema?.knows(node.type) ? schema.titleOf(node.type) : node.type));
}

/** Why a value of `from` does not suit an input that the reroute `to` leads to. */
function rerouteProblem(from: PortRef, to: PortRef, context: PortContext, index: EdgeIndex): GdsError | undefined {
  const source = context.nodes.get(from[0])!;
  const given = portType(context, source, 'out', from[1]);
  if (!context.schema || given === undefined || context.nodes.get(to[0])!.type !== REROUTE) return undefined;
  const seen = new Set([to[0]]);
  for (const reroute of seen) {
    for (const edge of index.from(reroute)) {
      const target = context.nodes.get(edge.to[0])!;
      if (target.type === REROUTE) seen.add(target.id);
      else {
        const taken = portType(context, target, 'in', edge.to[1]);
        if (taken !== undefined && !context.schema.compatible(given, taken)) return misfit(source, target, from, edge.to, context);
      }
    }
  }
  return undefined;
}

function misfit(source: NodeRecord, target: NodeRecord, from: PortRef, to: PortRef, context: PortContext): GdsError {
  const { schema } = context;
  const given = portType(context, source, 'out', from[1]);
  const taken = portType(context, target, 'in', to[1]);
  return new GdsError(
    'GDS_EDGE_TYPE',
    `"${titleOf(source, schema)}" gives ${given}, but "${shorten(portTitle(context, target, 'in', to[1]))}" of "${titleOf(target, schema)}" takes ${taken}. ` +
      `Connect it to a port that takes ${given}.`,
  );
}

function missingPort(node: NodeRecord, direction: PortDirection, port: string, schema: GraphSchema | undefined): GdsError {
  const kind = direction === 'in' ? 'input' : 'output';
  return new GdsError('GDS_EDGE_PORT', `"${titleOf(node, schema)}" has no ${kind} "${shorten(port)}". Use one of the ports of its type.`);
}
