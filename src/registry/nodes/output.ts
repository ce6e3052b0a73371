/** A picture that a model made. Comes by itself when one succeeds; hands its picture on. */
import type { NodeDefinition } from '../types.js';
import { imageInput } from './results.js';

export const outputNode: NodeDefinition = {
  type: 'output',
  version: 1,
  title: 'Picture',
  category: 'output',
  description: 'Keeps a picture that was made, and hands it on.',
  keywords: ['result', 'image', 'output', 'generated'],
  icon: 'image',
  inputs: [{ id: 'image', title: 'Image', type: 'image', required: true }],
  outputs: [{ id: 'image', title: 'Image', type: 'image' }],
  parameters: [],
  face: { media: 'image' },
  skipUnconnected: true,
  async execute({ inputs }) {
    return { image: imageInput(inputs['image']) };
  },
};
