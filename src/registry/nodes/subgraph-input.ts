/** An input of the subgraph it lies in: gives inside what the subgraph is given outside. */
import type { NodeDefinition } from '../types.js';

export const subgraphInputNode: NodeDefinition = {
  type: 'subgraph-input',
  version: 1,
  title: 'Subgraph input',
  category: 'structure',
  description: 'An input port of the subgraph you are in.',
  keywords: ['port', 'boundary', 'argument'],
  icon: 'log-in',
  inputs: [],
  outputs: [{ id: 'value', title: 'Value', type: 'any' }],
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
