/** A mesh that a model made. Comes by itself when one succeeds; hands its mesh on. */
import type { NodeDefinition } from '../types.js';
import { meshInput } from './results.js';

export const meshOutputNode: NodeDefinition = {
  type: 'mesh-output',
  version: 1,
  title: 'Mesh',
  category: 'output',
  description: 'Keeps a mesh that was made, and hands it on.',
  keywords: ['result', '3d', 'glb', 'output', 'generated'],
  icon: 'rotate-3d',
  inputs: [{ id: 'mesh', title: 'Mesh', type: 'mesh', required: true }],
  outputs: [{ id: 'mesh', title: 'Mesh', type: 'mesh' }],
  parameters: [],
  face: { media: 'mesh' },
  skipUnconnected: true,
  async execute({ inputs }) {
    return { mesh: meshInput(inputs['mesh']) };
  },
};
