/**
 * The dependency graph of a document at one moment: which node gets what from where, in which order they can run.
 *
 * Bypassed nodes are resolved away (what enters them leaves them), muted ones mark all that depends on them as blocked. A plan is a
 * value: edits made while it is carried out do not reach it.
 */
import type { EdgeRecord, NodeRecord, PortRef } from '../graph/types.js';
import type { NodeRegistry } from '../registry/registry.js';
import type { NodeDefinition } from '../registry/types.js';

export interface PlannedNode {
  readonly record: NodeRecord;
  /** Undefined where the type is not registered. */
  readonly definition: NodeDefinition | undefined;
  /** The output that feeds each connected input, bypassed nodes left out. */
  readonly inputs: ReadonlyMap<string, PortRef>;
  /** An edge leads to or from it. */
  readonly connected: boolean;
  /** It is muted or bypassed, or depends on a muted node. */
  readonly blocked: boolean;
}

/** Nodes in an order in which every one comes after those it depends on. */
export type Plan = ReadonlyMap<string, PlannedNode>;

export interface PlanSource {
  readonly nodes: ReadonlyMap<string, NodeRecord>;
  readonly edges: ReadonlyMap<string, EdgeRecord>;
}

export function makePlan(graph: PlanSource, registry: NodeRegistry): Plan {
  const entering = new Map<string, EdgeRecord[]>();
  const leaving = new Map<string, EdgeRecord[]>();
  for (const edge of graph.edges.values()) {
    push(entering, edge.to[0], edge);
    push(leaving, edge.from[0], edge);
  }
  const plan = new Map<string, PlannedNode>();
  /** What an output stands for once bypassed nodes are resolved; undefined where nothing passes. */
  const through = new Map<string, ReadonlyMap<string, PortRef>>();
  for (const id of topologicalOrder(graph.nodes, entering, leaving)) {
    const record = graph.nodes.get(id)!;
    const definition = registry.get(record.type);
    const inputs = new Map<string, PortRef>();
    let blocked = record.mode !== 'active';
    for (const edge of entering.get(id) ?? []) {
      const source = graph.nodes.get(edge.from[0])!;
      const real = source.mode === 'bypassed' ? through.get(source.id)?.get(edge.from[1]) : edge.from;
      if (real) inputs.set(edge.to[1], real);
      blocked ||= source.mode === 'bypassed' ? real !== undefined && plan.get(real[0])!.blocked : plan.get(source.id)!.blocked;
    }
    if (record.mode === 'bypassed') through.set(id, passing(definition, inputs));
    plan.set(id, { record, definition, inputs, connected: entering.has(id) || leaving.has(id), blocked });
  }
  return plan;
}

/** A bypassed node hands the first connected input of an output's type on to that output. */
function passing(definition: NodeDefinition | undefined, inputs: ReadonlyMap<string, PortRef>): ReadonlyMap<string, PortRef> {
  const handed = new Map<string, PortRef>();
  for (const output of definition?.outputs ?? []) {
    const input = definition?.inputs.find((port) => port.type === output.type && inputs.has(port.id));
    if (input) handed.set(output.id, inputs.get(input.id)!);
  }
  return handed;
}

/** Kahn's algorithm. The store keeps the graph free of cycles; nodes in one would be left out. */
function topologicalOrder(
  nodes: ReadonlyMap<string, NodeRecord>,
  entering: ReadonlyMap<string, readonly EdgeRecord[]>,
  leaving: ReadonlyMap<string, readonly EdgeRecord[]>,
): string[] {
  const waiting = new Map<string, number>();
  for (const id of nodes.keys()) waiting.set(id, entering.get(id)?.length ?? 0);
  const order = [...nodes.keys()].filter((id) => waiting.get(id) === 0);
  for (let next = 0; next < order.length; next++) {
    for (const { to } of leaving.get(order[next]!) ?? []) {
      const left = waiting.get(to[0])! - 1;
      waiting.set(to[0], left);
      if (left === 0) order.push(to[0]);
    }
  }
  return order;
}

function push(map: Map<string, EdgeRecord[]>, key: string, edge: EdgeRecord): void {
  const list = map.get(key);
  if (list) list.push(edge);
  else map.set(key, [edge]);
}
