/** Shows a picture and hands nothing on. */
import type { NodeDefinition } from '../types.js';

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
};
