/** Which ports fit together: what a dragged wire, the filtered palette and the keyboard's list of connections all ask. */
import type { GraphStore } from '../../graph/store.js';
import type { EdgeRecord, NodePorts, PortRef, ReadonlyGraph } from '../../graph/types.js';
import type { PortEnd } from '../../interaction/chart.js';

/** The two ends of a connection, output first; undefined where both point the same way. */
export function asEdge(a: PortEnd, b: PortEnd): { from: PortRef; to: PortRef } | undefined {
  if (a.direction === b.direction) return undefined;
  return a.direction === 'out' ? { from: a.ref, to: b.ref } : { from: b.ref, to: a.ref };
}

/** Why the graph would refuse an edge between the two; undefined where it would take it. */
export function misfit(graph: GraphStore, a: PortEnd, b: PortEnd): string | undefined {
  const edge = asEdge(a, b);
  if (!edge)
    return a.direction === 'out'
      ? 'Both ends give something. Connect an output to an input.'
      : 'Both ends take something. Connect an input to an output.';
  return graph.edgeProblem(edge.from, edge.to)?.message;
}

/** The edge that ends at an input. */
export function edgeInto(graph: ReadonlyGraph, ref: PortRef): EdgeRecord | undefined {
  for (const edge of graph.edges.values()) if (edge.to[0] === ref[0] && edge.to[1] === ref[1]) return edge;
  return undefined;
}

/** The first port of a new node that `end` can be joined to. */
export function firstFit(
  { inputs, outputs }: NodePorts,
  end: PortEnd,
  endType: string,
  types: { compatible(from: string, to: string): boolean },
): string | undefined {
  const ports = end.direction === 'out' ? inputs : outputs;
  const fit = (type: string) => (end.direction === 'out' ? types.compatible(endType, type) : types.compatible(type, endType));
  return ports.find((port) => port.type === endType)?.id ?? ports.find((port) => fit(port.type))?.id;
}

/** What `nodeId` could take the other end of a wire by, the inputs of its parameters too. */
export function portsFor(graph: GraphStore, end: PortEnd, nodeId: string): { readonly end: PortEnd; readonly title: string }[] {
  const { inputs, outputs } = graph.portsOf(nodeId, true);
  const direction = end.direction === 'out' ? 'in' : 'out';
  return (direction === 'in' ? inputs : outputs)
    .map((port) => ({ end: { ref: [nodeId, port.id] as const, direction } as const, title: titleOf(port) }))
    .filter((choice) => misfit(graph, end, choice.end) === undefined);
}

const titleOf = ({ id, title }: { readonly id: string; readonly title?: string }): string => title ?? id;
