/** Which ports fit together: what a dragged wire, the filtered palette and the keyboard's list of connections all ask. */
import type { EdgeRecord, PortRef, ReadonlyGraph } from '../../graph/types.js';
import type { PortEnd } from '../../interaction/chart.js';
import type { NodeDefinition } from '../../registry/types.js';

/** The part of the node registry that this needs. */
export interface PortTypes {
  get(type: string): NodeDefinition | undefined;
  portType(nodeType: string, direction: 'in' | 'out', portId: string): string | undefined;
  compatible(from: string, to: string): boolean;
}

/** The two ends of a connection, output first; undefined where both point the same way. */
export function asEdge(a: PortEnd, b: PortEnd): { from: PortRef; to: PortRef } | undefined {
  if (a.direction === b.direction) return undefined;
  return a.direction === 'out' ? { from: a.ref, to: b.ref } : { from: b.ref, to: a.ref };
}

/** True where the graph would take an edge between the two: other node, fitting types, no cycle. */
export function fits(graph: ReadonlyGraph, types: PortTypes, a: PortEnd, b: PortEnd): boolean {
  const edge = asEdge(a, b);
  if (!edge || edge.from[0] === edge.to[0]) return false;
  const source = graph.nodes.get(edge.from[0]);
  const target = graph.nodes.get(edge.to[0]);
  if (!source || !target) return false;
  const from = types.portType(source.type, 'out', edge.from[1]);
  const to = types.portType(target.type, 'in', edge.to[1]);
  if (from === undefined || to === undefined || !types.compatible(from, to)) return false;
  return !reaches(graph, edge.to[0], edge.from[0]);
}

function reaches(graph: ReadonlyGraph, start: string, goal: string): boolean {
  const next = new Map<string, string[]>();
  for (const { from, to } of graph.edges.values()) {
    const list = next.get(from[0]);
    if (list) list.push(to[0]);
    else next.set(from[0], [to[0]]);
  }
  const seen = new Set<string>();
  const stack = [start];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (id === goal) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    stack.push(...(next.get(id) ?? []));
  }
  return false;
}

/** The edge that ends at an input. */
export function edgeInto(graph: ReadonlyGraph, ref: PortRef): EdgeRecord | undefined {
  for (const edge of graph.edges.values()) if (edge.to[0] === ref[0] && edge.to[1] === ref[1]) return edge;
  return undefined;
}

/** The first port of a new node of `definition` that `end` can be joined to. */
export function firstFit(definition: NodeDefinition, end: PortEnd, endType: string, types: PortTypes): PortEnd['ref'][1] | undefined {
  const ports = end.direction === 'out' ? definition.inputs : definition.outputs;
  const fit = (type: string) => (end.direction === 'out' ? types.compatible(endType, type) : types.compatible(type, endType));
  return ports.find((port) => port.type === endType)?.id ?? ports.find((port) => fit(port.type))?.id;
}

export interface ConnectionChoice {
  readonly from: PortRef;
  readonly to: PortRef;
  /** `Text to Text to image: Prompt`. */
  readonly title: string;
  /** The input has an edge already, which this one would replace. */
  readonly replaces: boolean;
}

/** Every connection that `nodeId` could take part in, its own outputs first. */
export function connectionChoices(
  graph: ReadonlyGraph,
  types: PortTypes,
  nodeId: string,
  nameOf: (id: string) => string,
): ConnectionChoice[] {
  const node = graph.nodes.get(nodeId);
  const own = node && types.get(node.type);
  if (!node || !own) return [];
  const taken = new Map([...graph.edges.values()].map((edge) => [edge.to.join('\0'), edge]));
  const choices: ConnectionChoice[] = [];
  const offer = (from: PortEnd, to: PortEnd, title: string): void => {
    const edge = taken.get(to.ref.join('\0'));
    const present = edge && edge.from[0] === from.ref[0] && edge.from[1] === from.ref[1];
    if (!present && fits(graph, types, from, to)) choices.push({ from: from.ref, to: to.ref, title, replaces: edge !== undefined });
  };
  for (const [id, other] of graph.nodes) {
    if (id === nodeId) continue;
    for (const output of own.outputs) {
      for (const input of types.get(other.type)?.inputs ?? []) {
        offer(
          { ref: [nodeId, output.id], direction: 'out' },
          { ref: [id, input.id], direction: 'in' },
          `${output.title} to ${nameOf(id)}: ${input.title}`,
        );
      }
    }
  }
  for (const [id, other] of graph.nodes) {
    if (id === nodeId) continue;
    for (const input of own.inputs) {
      for (const output of types.get(other.type)?.outputs ?? []) {
        offer(
          { ref: [id, output.id], direction: 'out' },
          { ref: [nodeId, input.id], direction: 'in' },
          `${input.title} from ${nameOf(id)}: ${output.title}`,
        );
      }
    }
  }
  return choices;
}
