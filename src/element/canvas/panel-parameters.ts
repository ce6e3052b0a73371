/**
 * What the node panel edits: a node's own parameters, or those that a subgraph shows of the nodes inside it. The value stays at the
 * inner node; here it goes by a name that names both.
 */
import { promotedParams, readPromoted, PROMOTED } from '../../graph/commands/subgraph/promoted.js';
import { SUBGRAPH, isBoundary } from '../../graph/levels.js';
import type { GraphStore } from '../../graph/store.js';
import type { NodeRecord, ParamValue } from '../../graph/types.js';
import type { NodeRegistry } from '../../registry/registry.js';
import type { ParameterSpec } from '../../registry/types.js';

export interface PanelParameters {
  readonly specs: readonly ParameterSpec[];
  readonly values: Readonly<Record<string, ParamValue>>;
  /** Names of parameters that a connection overrides. */
  readonly overridden: ReadonlySet<string>;
  /** Names of those that a subgraph shows; undefined where none could. */
  readonly promoted: ReadonlySet<string> | undefined;
}

/** Between a node's id and a parameter's name. */
const SEPARATOR = '/';

export function panelParameters(graph: GraphStore, registry: NodeRegistry, node: NodeRecord): PanelParameters {
  if (node.type === SUBGRAPH) return promotedOf(graph, registry, node);
  const specs = registry.get(node.type)?.parameters ?? [];
  return { specs, values: node.params, overridden: connectedOf(graph, node.id), promoted: promotedHere(graph, node) };
}

/** The node and the parameter that a name in the panel of `nodeId` stands for. */
export function resolveParameter(graph: GraphStore, nodeId: string, name: string): readonly [nodeId: string, name: string] {
  const at = name.indexOf(SEPARATOR);
  return graph.nodes.get(nodeId)?.type === SUBGRAPH && at > 0 ? [name.slice(0, at), name.slice(at + 1)] : [nodeId, name];
}

function promotedOf(graph: GraphStore, registry: NodeRegistry, node: NodeRecord): PanelParameters {
  const specs: ParameterSpec[] = [];
  const values: Record<string, ParamValue> = {};
  const overridden = new Set<string>();
  const found = promotedParams(graph, node.id, ({ type }, name) => registry.get(type)?.parameters.find((spec) => spec.name === name));
  for (const { nodeId, spec, node: inner } of found) {
    if (!spec) continue;
    const prefix = `${nodeId}${SEPARATOR}`;
    // A seed has a partner among the values, so all of the node's come along.
    for (const [key, value] of Object.entries(inner.params)) values[prefix + key] = value;
    const connected = connectedOf(graph, nodeId);
    if (connected.has(spec.name) || (spec.port !== undefined && connected.has(spec.port))) overridden.add(prefix + spec.name);
    const { port: _port, ...rest } = spec;
    specs.push({
      ...rest,
      name: prefix + spec.name,
      group: inner.title || (registry.get(inner.type)?.title ?? inner.type),
    } as ParameterSpec);
  }
  return { specs, values, overridden, promoted: new Set(specs.map(({ name }) => name)) };
}

function promotedHere(graph: GraphStore, { id, type, parent }: NodeRecord): ReadonlySet<string> | undefined {
  const around = parent === undefined || isBoundary(type) ? undefined : graph.nodes.get(parent);
  if (!around) return undefined;
  return new Set(readPromoted(around.params[PROMOTED]).flatMap(([nodeId, name]) => (nodeId === id ? [name] : [])));
}

const connectedOf = (graph: GraphStore, id: string): ReadonlySet<string> =>
  new Set(graph.edgesOf(id).flatMap(({ to }) => (to[0] === id ? [to[1]] : [])));
