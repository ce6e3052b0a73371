/** What a subgraph shows of its inside: how many nodes, and the parameters promoted to it. */
import { promotedParams } from '../graph/commands/subgraph/promoted.js';
import type { ReadonlyGraph } from '../graph/types.js';
import type { NodeDefinition, ParameterSpec } from '../registry/types.js';
import { formatValue } from './format.js';
import type { SubgraphFace } from './layout.js';

/** Rows of promoted parameters on the node; the panel has the rest. */
const MOST = 3;

export function subgraphFace(
  graph: ReadonlyGraph,
  id: string,
  registry: { definition(type: string): NodeDefinition | undefined },
): SubgraphFace {
  const { inputs, outputs } = graph.portsOf(id);
  // Nodes that are its ports stand on its outside already.
  const nodes = graph.childrenOf(id).size - inputs.length - outputs.length;
  const specOf = ({ type }: { readonly type: string }, name: string): ParameterSpec | undefined =>
    registry.definition(type)?.parameters.find((parameter) => parameter.name === name);
  const promoted = promotedParams<ParameterSpec>(graph, id, specOf).flatMap(({ node, spec }) =>
    spec ? [{ title: spec.title, value: formatValue(spec, node.params) }] : [],
  );
  return { nodes, promoted: promoted.slice(0, MOST) };
}
