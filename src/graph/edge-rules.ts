/** What may be connected with what. One place for the store, for loading and for the type check while a wire is dragged. */
import { GdsError } from '../errors.js';
import { shorten } from './json.js';
import type { EdgeIndex } from './edge-index.js';
import type { GraphSchema, NodeRecord, PortRef } from './types.js';

/**
 * Why `from` must not be joined with `to`, or undefined where it may. An input that has an edge already is no reason: the new one
 * takes its place.
 *
 * Codes: `GDS_EDGE_PORT` (no such node or port), `GDS_EDGE_SELF`, `GDS_EDGE_TYPE`, `GDS_EDGE_CYCLE`. A node of an unknown type may
 * have any port of any type.
 */
export function edgeProblem(
  from: PortRef,
  to: PortRef,
  nodes: ReadonlyMap<string, NodeRecord>,
  index: EdgeIndex,
  schema: GraphSchema | undefined,
): GdsError | undefined {
  const source = nodes.get(from[0]);
  const target = nodes.get(to[0]);
  if (!source || !target) {
    const missing = shorten(source ? to[0] : from[0]);
    return new GdsError('GDS_EDGE_PORT', `There is no node "${missing}". Connect ports of nodes that are in the graph.`);
  }
  if (source.id === target.id) {
    return new GdsError('GDS_EDGE_SELF', `"${titleOf(source, schema)}" cannot be connected with itself. Connect it to another node.`);
  }
  const fromType = portType(source, 'out', from[1], schema);
  const toType = portType(target, 'in', to[1], schema);
  if (fromType instanceof GdsError) return fromType;
  if (toType instanceof GdsError) return toType;
  if (fromType !== undefined && toType !== undefined && schema && !schema.compatible(fromType, toType)) {
    return new GdsError(
      'GDS_EDGE_TYPE',
      `"${titleOf(source, schema)}" gives ${fromType}, but "${schema.titleOf(target.type, to[1])}" of "${titleOf(target, schema)}" takes ${toType}. ` +
        `Connect it to a port that takes ${fromType}.`,
    );
  }
  if (index.reaches(target.id, source.id)) {
    return new GdsError(
      'GDS_EDGE_CYCLE',
      `"${titleOf(source, schema)}" already depends on "${titleOf(target, schema)}"; this connection would close a cycle. Remove one on the way first.`,
    );
  }
  return undefined;
}

/** What a person calls the node. */
export function titleOf(node: NodeRecord, schema: GraphSchema | undefined): string {
  return shorten(node.title || (schema?.knows(node.type) ? schema.titleOf(node.type) : node.type));
}

function portType(node: NodeRecord, direction: 'in' | 'out', port: string, schema: GraphSchema | undefined): string | undefined | GdsError {
  if (!schema?.knows(node.type)) return undefined;
  const type = schema.portType(node.type, direction, port);
  if (type !== undefined) return type;
  const kind = direction === 'in' ? 'input' : 'output';
  return new GdsError('GDS_EDGE_PORT', `"${titleOf(node, schema)}" has no ${kind} "${shorten(port)}". Use one of the ports of its type.`);
}
