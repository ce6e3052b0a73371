/**
 * Where values really come from: through subgraphs, their boundary nodes, reroutes and bypassed nodes, which hand on what they are given.
 *
 * A subgraph that is muted or bypassed acts as a whole: what is inside it is off, and bypassed it hands the first connected input of an
 * output's type on to that output, as any node does. Answers come from the graph as it is; nothing is kept here.
 */
import { REROUTE, SUBGRAPH, SUBGRAPH_INPUT, SUBGRAPH_OUTPUT, isBoundary } from '../graph/levels.js';
import type { EdgeRecord, NodePorts, NodeRecord, PortRef } from '../graph/types.js';

/** The part of the graph store that is read here. */
export interface WiringGraph {
  readonly nodes: ReadonlyMap<string, NodeRecord>;
  edgesOf(nodeId: string): EdgeRecord[];
  edgeAt(nodeId: string, portId: string): EdgeRecord | undefined;
  portsOf(nodeId: string): NodePorts;
  childrenOf(parent: string): ReadonlySet<string>;
}

/** What stops a value on its way: the muted node. */
export interface Stopped {
  readonly stoppedBy: string;
}
/** The output of a node that runs; what stops it; undefined where nothing is connected. */
export type Source = PortRef | Stopped | undefined;

export const isStopped = (source: Source): source is Stopped => source !== undefined && 'stoppedBy' in source;

/** Whether nodes of this type only hand on. */
export function handsOn(type: string): boolean {
  return type === SUBGRAPH || type === REROUTE || isBoundary(type);
}

export class Wiring {
  constructor(private readonly graph: WiringGraph) {}

  /** What feeds an input. */
  source(nodeId: string, portId: string): Source {
    const edge = this.graph.edgeAt(nodeId, portId);
    return edge && this.origin(edge.from);
  }

  /** What an output stands for. */
  origin(output: PortRef): Source {
    let ref: PortRef | undefined = output;
    // Levels are a tree and every level is free of cycles, so this comes to an end.
    while (ref) {
      const record = this.graph.nodes.get(ref[0]);
      if (!record) return undefined;
      if (record.mode === 'muted') return { stoppedBy: record.id };
      const before = this.#before(record, ref[1]);
      if (before === 'itself') return ref;
      ref = before && this.graph.edgeAt(...before)?.from;
    }
    return undefined;
  }

  /** The first of a node and the subgraphs around it that is muted or bypassed. */
  offBy(record: NodeRecord): NodeRecord | undefined {
    for (let at: NodeRecord | undefined = record; at; at = at.parent === undefined ? undefined : this.graph.nodes.get(at.parent)) {
      if (at.mode !== 'active') return at;
    }
    return undefined;
  }

  /** The subgraphs around a node, innermost first. */
  around(record: NodeRecord | undefined): string[] {
    const ids: string[] = [];
    for (let parent = record?.parent; parent !== undefined; parent = this.graph.nodes.get(parent)?.parent) ids.push(parent);
    return ids;
  }

  /** Nodes that run, in the place of `id`: what is inside a subgraph, what feeds a node that only hands on, or the node itself. */
  standsFor(id: string): string[] {
    const record = this.graph.nodes.get(id);
    if (!record) return [];
    if (record.type === SUBGRAPH && this.offBy(record) === undefined) {
      return [...this.graph.childrenOf(id)]
        .filter((child) => !isBoundary(this.graph.nodes.get(child)?.type))
        .flatMap((child) => this.standsFor(child));
    }
    if (!handsOn(record.type) && record.mode !== 'bypassed') return [id];
    const inputs =
      record.type === SUBGRAPH_INPUT
        ? [[record.parent ?? '', id] as const]
        : this.graph.portsOf(id).inputs.map((port) => [id, port.id] as const);
    return inputs.map((input) => this.source(...input)).flatMap((source) => (source && !isStopped(source) ? source[0] : []));
  }

  /** Nodes that are not just handing on and whose inputs may come by way of one of `ids`; the ids themselves are not among them. */
  behind(ids: Iterable<string>): Set<string> {
    const found = new Set<string>();
    const seen = new Set<string>();
    const stack = [...ids];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      const record = this.graph.nodes.get(id);
      if (record?.type === SUBGRAPH_OUTPUT && record.parent !== undefined) stack.push(record.parent);
      for (const { from, to } of this.graph.edgesOf(id)) {
        const target = this.graph.nodes.get(to[0]);
        if (from[0] !== id || !target) continue;
        if (target.type === SUBGRAPH) stack.push(to[1]);
        if (handsOn(target.type) || target.mode === 'bypassed') stack.push(target.id);
        if (!handsOn(target.type)) found.add(target.id);
      }
    }
    return found;
  }

  /** The input that an output hands on; `itself` for a node that makes its own outputs. */
  #before(record: NodeRecord, port: string): PortRef | 'itself' | undefined {
    if (record.type === SUBGRAPH_INPUT) return record.parent === undefined ? undefined : [record.parent, record.id];
    if (record.type === SUBGRAPH_OUTPUT) return undefined;
    if (record.type === REROUTE) return [record.id, 'in'];
    if (record.mode === 'bypassed') return this.#passing(record.id, port);
    return record.type === SUBGRAPH ? this.#inner(record.id, port) : 'itself';
  }

  /** A subgraph's output is the boundary node inside of that id. */
  #inner(subgraph: string, port: string): PortRef | undefined {
    const boundary = this.graph.nodes.get(port);
    return boundary?.type === SUBGRAPH_OUTPUT && boundary.parent === subgraph ? [port, 'value'] : undefined;
  }

  /** The first connected input of the output's type. */
  #passing(id: string, port: string): PortRef | undefined {
    const { inputs, outputs } = this.graph.portsOf(id);
    const type = outputs.find((output) => output.id === port)?.type;
    const input = inputs.find((candidate) => candidate.type === type && this.graph.edgeAt(id, candidate.id));
    return input && [id, input.id];
  }
}
