/** What enters a node: the flows of its inputs, converted to the types that its ports take. */
import { GdsError } from '../errors.js';
import { titleOf } from '../graph/edge-rules.js';
import type { NodeRegistry } from '../registry/registry.js';
import type { NodeDefinition } from '../registry/types.js';
import type { PortValue } from '../registry/values.js';
import { flowsOf, type Flow } from './lists.js';
import type { Plan, PlannedNode } from './plan.js';
import type { NodeResult } from './types.js';

export interface EnteringContext {
  readonly plan: Plan;
  readonly registry: NodeRegistry;
}

/**
 * By input port, in the order of the node type.
 * @param sources What came out of the nodes before, by input port.
 * @throws GdsError `GDS_INPUT_MISSING` where a required input was given nothing; what a conversion throws.
 */
export async function entering(
  planned: PlannedNode,
  definition: NodeDefinition,
  sources: ReadonlyMap<string, { readonly key: string; readonly result: NodeResult }>,
  context: EnteringContext,
): Promise<Map<string, readonly Flow[]>> {
  const inputs = new Map<string, readonly Flow[]>();
  for (const spec of definition.inputs) {
    const ref = planned.inputs.get(spec.id);
    const source = sources.get(spec.id);
    if (!ref || !source) continue;
    const flows = flowsOf(source.result, source.key, ref[1]);
    if (spec.required && flows.some(({ value }) => value === undefined)) {
      const record = context.plan.get(ref[0])?.record;
      const title = record ? titleOf(record, context.registry) : ref[0];
      throw new GdsError('GDS_INPUT_MISSING', `"${title}" gave nothing to the input "${spec.title}".`, { path: spec.id });
    }
    inputs.set(spec.id, await convert(flows, ref, spec.type, context));
  }
  return inputs;
}

async function convert(flows: Flow[], [source, output]: readonly [string, string], to: string, { plan, registry }: EnteringContext) {
  const from = plan.get(source)?.definition?.outputs.find((port) => port.id === output)?.type;
  const conversion = from === undefined ? undefined : registry.conversion(from, to);
  if (!conversion) return flows;
  return Promise.all(
    flows.map(async (flow) => ({ ...flow, value: flow.value === undefined ? undefined : await conversion.convert(flow.value) })),
  );
}

export function valuesIn(inputs: ReadonlyMap<string, readonly Flow[]>): PortValue[] {
  return [...inputs.values()].flatMap((flows) => flows.flatMap(({ value }) => (value === undefined ? [] : [value])));
}
