/**
 * What a port, or a node, could be connected with: the list that connecting by keyboard offers. Nearest first; only what is shown is asked
 * whether the graph would take it, so that a large canvas costs no more than a small one.
 */
import type { GraphStore } from '../../graph/store.js';
import type { NodePorts, PortRef } from '../../graph/types.js';
import type { PortEnd } from '../../interaction/chart.js';
import type { Point } from '../../scene/types.js';
import { asEdge } from './connections.js';

export interface ConnectChoice {
  readonly from: PortRef;
  readonly to: PortRef;
  /** `Text to image: Prompt`; of a whole node `Text to Text to image: Prompt`. */
  readonly title: string;
  /** What happens beside it. */
  readonly note?: string;
  /** Why the graph would refuse it. */
  readonly reason?: string;
}

export interface ConnectContext {
  readonly graph: GraphStore;
  readonly types: { compatible(from: string, to: string): boolean };
  nameOf(nodeId: string): string;
  /** Of a node's middle, canvas units; undefined where it is not drawn. */
  placeOf(nodeId: string): Point | undefined;
}

interface Candidate {
  readonly edge: { readonly from: PortRef; readonly to: PortRef };
  readonly title: string;
  readonly distance: number;
}

/** Most choices shown at a time: whoever wants another types part of its name. */
export const MOST_CHOICES = 60;

/** What `end` could be joined with. */
export function choicesForPort(context: ConnectContext, end: PortEnd, query = ''): ConnectChoice[] {
  return shown(context, candidates(context, end, ''), query);
}

/** What any port of a node could be joined with: what it gives before what it takes. */
export function choicesForNode(context: ConnectContext, nodeId: string, query = ''): ConnectChoice[] {
  const { inputs, outputs } = context.graph.portsOf(nodeId, true);
  const all = [
    ...outputs.map((port) => ({ port, direction: 'out' as const })),
    ...inputs.map((port) => ({ port, direction: 'in' as const })),
  ].flatMap(({ port, direction }) =>
    candidates(context, { ref: [nodeId, port.id], direction }, `${titleOf(port)} ${direction === 'out' ? 'to' : 'from'} `),
  );
  return shown(context, all, query);
}

/** Ports of other nodes on the level whose types fit, nearest first. */
function candidates({ graph, types, nameOf, placeOf }: ConnectContext, end: PortEnd, prefix: string): Candidate[] {
  const [nodeId, portId] = end.ref;
  const out = end.direction === 'out';
  const type = graph.portType(nodeId, end.direction, portId);
  if (type === undefined) return [];
  const here = placeOf(nodeId);
  const found: Candidate[] = [];
  for (const other of graph.childrenOf(graph.nodes.get(nodeId)?.parent ?? '')) {
    if (other === nodeId) continue;
    const there = placeOf(other);
    const distance = here && there ? Math.hypot(there.x - here.x, there.y - here.y) : Infinity;
    const ports: NodePorts = graph.portsOf(other, true);
    for (const port of out ? ports.inputs : ports.outputs) {
      if (!(out ? types.compatible(type, port.type) : types.compatible(port.type, type))) continue;
      const edge = asEdge(end, { ref: [other, port.id], direction: out ? 'in' : 'out' });
      if (edge) found.push({ edge, title: `${prefix}${nameOf(other)}: ${titleOf(port)}`, distance });
    }
  }
  return found.sort((a, b) => a.distance - b.distance);
}

/** What the query leaves, without connections that are there already; what would be refused is last, with the reason. */
function shown({ graph, nameOf }: ConnectContext, all: readonly Candidate[], query: string): ConnectChoice[] {
  const words = query.trim().toLowerCase().split(/\s+/);
  const choices: ConnectChoice[] = [];
  for (const { edge, title } of all) {
    if (choices.length === MOST_CHOICES) break;
    if (!words.every((word) => title.toLowerCase().includes(word))) continue;
    const before = graph.edgeAt(...edge.to);
    if (before && before.from[0] === edge.from[0] && before.from[1] === edge.from[1]) continue;
    const problem = graph.edgeProblem(edge.from, edge.to);
    choices.push({
      ...edge,
      title,
      ...(before ? { note: `replaces ${nameOf(before.from[0])}` } : {}),
      ...(problem ? { reason: problem.message } : {}),
    });
  }
  return [...choices.filter(({ reason }) => !reason), ...choices.filter(({ reason }) => reason)];
}

const titleOf = ({ id, title }: { readonly id: string; readonly title?: string }): string => title ?? id;
