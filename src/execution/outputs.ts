/** Looking at what a node's `execute` handed back before anyone relies on it. */
import { GdsError } from '../errors.js';
import { titleOf } from '../graph/edge-rules.js';
import type { NodeRegistry } from '../registry/registry.js';
import { typeOfValue } from '../registry/port-types.js';
import type { NodeDefinition, NodeOutputs } from '../registry/types.js';
import type { PlannedNode } from './plan.js';

const PLAIN_TYPES: ReadonlySet<string> = new Set(['string', 'number', 'image', 'mesh', 'tensor']);

/** @throws GdsError `GDS_NODE_OUTPUT` where `value` is not a set of port values of the declared types. */
export function checkOutputs(value: unknown, definition: NodeDefinition): NodeOutputs {
  if ((value === undefined || value === null) && definition.outputs.length === 0) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new GdsError(
      'GDS_NODE_OUTPUT',
      `"${definition.title}" handed back ${describe(value)} instead of values by port. Its type has a fault.`,
    );
  }
  const outputs: NodeOutputs = {};
  for (const [port, output] of Object.entries(value)) {
    if (output === undefined) continue;
    const declared = definition.outputs.find((spec) => spec.id === port)?.type;
    const actual = typeOfValue(output);
    if (actual === undefined || (declared !== undefined && PLAIN_TYPES.has(declared) && declared !== actual)) {
      throw new GdsError(
        'GDS_NODE_OUTPUT',
        `"${definition.title}" handed back ${describe(output)} at its output "${port}" instead of ${declared ?? 'a value'}. Its type has a fault.`,
      );
    }
    outputs[port] = output as NodeOutputs[string];
  }
  return Object.freeze(outputs);
}

/** The error for a required input that nothing feeds; it says which port and what could be connected. */
export function missingInput(planned: PlannedNode, registry: NodeRegistry): GdsError | undefined {
  const port = planned.definition?.inputs.find((input) => input.required && !planned.inputs.has(input.id));
  if (!port) return undefined;
  const givers = registry.list().filter((definition) => definition.outputs.some((output) => output.type === port.type));
  const examples = [...new Set(givers.map((definition) => definition.title))].slice(0, 2);
  const advice = examples.length > 0 ? ` Connect ${examples.join(' or ')}.` : ` Connect a node that gives ${port.type}.`;
  return new GdsError(
    'GDS_INPUT_MISSING',
    `"${titleOf(planned.record, registry)}" needs something at its input "${port.title}".${advice}`,
    { path: port.id },
  );
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  return Array.isArray(value) ? 'a list' : (typeOfValue(value) ?? (typeof value === 'object' ? 'an object' : typeof value));
}
