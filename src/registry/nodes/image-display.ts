/** Shows a picture and hands nothing on. */
import type { NodeDefinition } from '../types.js';
import { imageInput } from './results.js';

export const imageDisplayNode: NodeDefinition = {
  type: 'image-display',
  version: 1,
  title: 'Preview',
  category: 'output',
  description: 'Shows a picture.',
  keywords: ['image', 'view', 'display', 'show'],
  icon: 'images',
  inputs: [{ id: 'image', title: 'Image', type: 'image', required: true }],
  outputs: [],
  parameters: [],
  face: { media: 'image' },
  skipUnconnected: true,
  // No port hands it on; it is what the node's face shows.
  async execute({ inputs }) {
    return { image: imageInput(inputs['image']) };
  },
};
