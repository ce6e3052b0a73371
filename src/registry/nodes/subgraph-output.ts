/** An output of the subgraph it lies in: gives outside what it is given inside. */
import type { NodeDefinition } from '../types.js';

export const subgraphOutputNode: NodeDefinition = {
  type: 'subgraph-output',
  version: 1,
  title: 'Subgraph output',
  category: 'structure',
  description: 'An output port of the subgraph you are in.',
  keywords: ['port', 'boundary', 'result'],
  icon: 'log-out',
  inputs: [{ id: 'value', title: 'Value', type: 'any' }],
  outputs: [],
  parameters: [
    { kind: 'text', name: 'name', title: 'Name', default: '', maxLength: 200 },
    {
      kind: 'text',
      name: 'type',
      title: 'Type',
      help: 'A port type such as image or string; any takes all.',
      default: 'any',
      maxLength: 200,
    },
  ],
};
