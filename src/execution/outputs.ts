/** Looking at what a node's `execute` handed back before anyone relies on it. */
import { GdsError } from '../errors.js';
import { titleOf } from '../graph/edge-rules.js';
import type { NodeRegistry } from '../registry/registry.js';
import { typeOfValue } from '../registry/port-types.js';
import type { NodeDefinition, NodeOutputs } from '../registry/types.js';
import type { PlannedNode } from './plan.js';

const PLAIN_TYPES: ReadonlySet<string> = new Set(['string', 'number', 'image', 'mesh', 'tensor']);

/** @throws GdsError `GDS_NODE_OUTPUT` where `value` is not a set of port values of the declared types; `GDS_LIST_EMPTY`. */
export function checkOutputs(value: unknown, definition: NodeDefinition): { outputs: NodeOutputs; list?: readonly NodeOutputs[] } {
  if ((value === undefined || value === null) && definition.outputs.length === 0) return { outputs: {} };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new GdsError(
      'GDS_NODE_OUTPUT',
      `"${definition.title}" handed back ${describe(value)} instead of values by port. Its type has a fault.`,
    );
  }
  const given = Object.entries(value as Record<string, unknown>).filter(([, output]) => output !== undefined);
  const isList = (port: string): boolean => definition.outputs.some((spec) => spec.id === port && spec.list === true);
  const lists = given.filter(([port, output]) => isList(port) && Array.isArray(output)).map(([, output]) => output as unknown[]);
  if (lists.length === 0) return { outputs: checkValues(given, definition) };
  const { length } = lists[0]!;
  if (length === 0) throw new GdsError('GDS_LIST_EMPTY', `"${definition.title}" gives an empty list. Put something in it.`);
  if (lists.some((list) => list.length !== length)) {
    throw new GdsError('GDS_NODE_OUTPUT', `"${definition.title}" handed back lists of different lengths. Its type has a fault.`);
  }
  const list = lists[0]!.map((_, index) =>
    checkValues(
      given.map(([port, output]) => [port, isList(port) && Array.isArray(output) ? (output as unknown[])[index] : output]),
      definition,
    ),
  );
  return { outputs: list[0]!, list };
}

function checkValues(given: readonly (readonly [string, unknown])[], definition: NodeDefinition): NodeOutputs {
  const outputs: NodeOutputs = {};
  for (const [port, output] of given) {
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
