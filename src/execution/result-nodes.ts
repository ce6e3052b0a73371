/** The node that appears when a model succeeds: created once, wired, to the right of it, on the level that the model is on. */
import type { GraphStore } from '../graph/store.js';
import type { NodeRegistry } from '../registry/registry.js';
import type { NodeDefinition } from '../registry/types.js';
import type { Planner } from './plan.js';

/** Canvas units between a model node and its result. */
const GAP = 80;
/** Room a node is taken to need; the scene knows better but is not asked. */
const NODE_SIZE = { width: 240, height: 310 } as const;
/** Places tried below each other before overlap is accepted. */
const PLACES = 50;

/**
 * Creates and wires the result node of `nodeId` where none is connected yet, by way of subgraphs and reroutes too. Returns its id, or
 * undefined where nothing was done.
 */
export function addResultNode(
  graph: GraphStore,
  registry: NodeRegistry,
  planner: Planner,
  nodeId: string,
  definition: NodeDefinition,
): string | undefined {
  const source = graph.nodes.get(nodeId);
  const result = definition.resultNode === undefined ? undefined : registry.get(definition.resultNode);
  const ports = result && matchingPorts(definition, result, registry);
  if (!source || !result || !ports || graph.readonly) return undefined;
  const connected = [...planner.consumers(nodeId), ...graph.edgesOf(nodeId).map((edge) => edge.to[0])];
  if (connected.some((id) => graph.nodes.get(id)?.type === result.type)) return undefined;
  const { parent } = source;
  const place = freePlace(graph, parent ?? '', source.x + (source.width ?? NODE_SIZE.width) + GAP, source.y);
  return graph.transact(`Add ${result.title}`, () => {
    const id = graph.addNode({ type: result.type, ...place, ...(parent === undefined ? {} : { parent }) });
    graph.addEdge([nodeId, ports.output], [id, ports.input]);
    return id;
  });
}

function matchingPorts(from: NodeDefinition, to: NodeDefinition, registry: NodeRegistry): { output: string; input: string } | undefined {
  for (const output of from.outputs) {
    const input = to.inputs.find((port) => registry.compatible(output.type, port.type));
    if (input) return { output: output.id, input: input.id };
  }
  return undefined;
}

function freePlace(graph: GraphStore, level: string, x: number, y: number): { x: number; y: number } {
  const step = NODE_SIZE.height + GAP / 2;
  const column = [...graph.childrenOf(level)]
    .flatMap((id) => graph.nodes.get(id) ?? [])
    .filter((node) => node.x - x < NODE_SIZE.width && x - node.x < (node.width ?? NODE_SIZE.width));
  const taken = (top: number): boolean =>
    column.some((node) => node.y - top < NODE_SIZE.height && top - node.y < (node.height ?? NODE_SIZE.height));
  for (let place = 0; place < PLACES; place++) if (!taken(y + place * step)) return { x, y: y + place * step };
  return { x, y };
}
