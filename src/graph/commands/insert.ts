/** Putting a node into a wire. */
import { GdsError } from '../../errors.js';
import { titleOf } from '../edge-rules.js';
import type { GraphStore } from '../store.js';
import type { EdgeRecord, PortInfo, PortRef } from '../types.js';
import { nodeOf } from './items.js';
import { edgeOf } from './reconnect.js';

interface Fit {
  readonly input: string;
  readonly output: string;
}

/**
 * The ports by which a node without wires fits into an edge: of the same type before those that convert. Undefined where it has none,
 * or is at an end of that edge.
 */
export function insertionFit(graph: GraphStore, nodeId: string, edge: EdgeRecord): Fit | undefined {
  if (nodeId === edge.from[0] || nodeId === edge.to[0]) return undefined;
  const ports = graph.portsOf(nodeId);
  const input = choose(ports.inputs, graph.portType(edge.from[0], 'out', edge.from[1]), (id) => fits(graph, edge.from, [nodeId, id]));
  const output = choose(ports.outputs, graph.portType(edge.to[0], 'in', edge.to[1]), (id) => fits(graph, [nodeId, id], edge.to));
  return input === undefined || output === undefined ? undefined : { input, output };
}

/**
 * Leads an edge through a node that has no wires, as one step.
 * @throws GdsError `GDS_EDGE_MISSING`, `GDS_NODE_MISSING`, `GDS_READONLY`; `GDS_EDGE_TYPE` where the node does not fit.
 */
export function insertNode(graph: GraphStore, nodeId: string, edgeId: string): void {
  const edge = edgeOf(graph, edgeId);
  const node = nodeOf(graph, nodeId);
  const fit = insertionFit(graph, nodeId, edge);
  if (!fit) throw new GdsError('GDS_EDGE_TYPE', `"${titleOf(node, graph.schema)}" does not fit into this connection. Put it beside it.`);
  graph.transact('Insert', () => {
    graph.addEdge(edge.from, [nodeId, fit.input]);
    graph.addEdge([nodeId, fit.output], edge.to);
  });
}

/** That the node's own wires would close a cycle says nothing: it has none when it is put in. */
function fits(graph: GraphStore, from: PortRef, to: PortRef): boolean {
  const problem = graph.edgeProblem(from, to);
  return problem === undefined || problem.code === 'GDS_EDGE_CYCLE';
}

const choose = (ports: readonly PortInfo[], type: string | undefined, fit: (id: string) => boolean): string | undefined =>
  (ports.find((port) => port.type === type && fit(port.id)) ?? ports.find((port) => fit(port.id)))?.id;
