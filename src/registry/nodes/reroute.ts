/** A point that leads an edge another way. It has the type of its source; runs look through it. */
import type { NodeDefinition } from '../types.js';

export const rerouteNode: NodeDefinition = {
  type: 'reroute',
  version: 1,
  title: 'Reroute',
  category: 'structure',
  description: 'A point that a connection runs through, to keep the canvas tidy.',
  keywords: ['dot', 'wire', 'connection', 'junction', 'split'],
  icon: 'spline',
  inputs: [{ id: 'in', title: 'In', type: 'any' }],
  outputs: [{ id: 'out', title: 'Out', type: 'any' }],
  parameters: [],
};
