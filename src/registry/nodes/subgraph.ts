/**
 * A graph inside a node. Its ports are the boundary nodes inside it, its parameters those promoted to it; the document knows both.
 * Runs look through it: it has no result of its own.
 */
import type { NodeDefinition } from '../types.js';

export const subgraphNode: NodeDefinition = {
  type: 'subgraph',
  version: 1,
  title: 'Subgraph',
  category: 'structure',
  description: 'Holds nodes of its own and shows the ports and parameters you choose.',
  keywords: ['group', 'nested', 'component', 'macro', 'collapse', 'inside'],
  icon: 'package',
  inputs: [],
  outputs: [],
  parameters: [],
};
