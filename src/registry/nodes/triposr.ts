/** Image to mesh. Without a network (TripoSR) that a host supplies, the adapter in place inflates the outline and says so. */
import type { NodeDefinition } from '../types.js';
import { imageInput, meshValue } from './results.js';

export const triposrNode: NodeDefinition = {
  type: 'triposr',
  version: 1,
  title: 'Image to 3D',
  category: 'model',
  description: 'Makes a textured mesh from the subject of a picture.',
  keywords: ['mesh', 'triposr', '3d', 'glb', 'reconstruct', 'inflate'],
  icon: 'box',
  inputs: [{ id: 'image', title: 'Image', type: 'image', required: true }],
  outputs: [{ id: 'mesh', title: 'Mesh', type: 'mesh' }],
  parameters: [
    {
      kind: 'slider',
      name: 'resolution',
      title: 'Resolution',
      default: 256,
      min: 64,
      max: 512,
      step: 16,
      help: 'Cells along the longest side.',
    },
    { kind: 'boolean', name: 'remove_background', title: 'Remove background', default: true },
    {
      kind: 'slider',
      name: 'foreground_ratio',
      title: 'Foreground ratio',
      default: 0.85,
      min: 0.5,
      max: 1,
      step: 0.05,
      help: 'Share of the square that the subject fills.',
    },
    {
      kind: 'boolean',
      name: 'bake_texture',
      title: 'Bake texture',
      default: true,
      group: 'Texture',
      help: 'Off: the picture is kept as vertex colours.',
    },
    {
      kind: 'select',
      name: 'texture_size',
      title: 'Texture size',
      default: 1024,
      group: 'Texture',
      options: [512, 1024, 2048].map((value) => ({ value, title: `${value} px` })),
    },
  ],
  face: { rows: ['resolution', 'remove_background'] },
  resultNode: 'mesh-output',
  task: { name: 'image-to-mesh' },
  skipUnconnected: true,
  async execute({ inputs, params, tasks, signal, progress }) {
    const image = imageInput(inputs['image']);
    const result = await tasks.run(
      'image-to-mesh',
      {
        image: image.blob,
        resolution: Number(params['resolution']),
        foregroundRatio: Number(params['foreground_ratio']),
        removeBackground: params['remove_background'] === true,
        textureSize: params['bake_texture'] === true ? Number(params['texture_size']) : 0,
      },
      { signal, onProgress: progress },
    );
    return { mesh: await meshValue(result, image.name ?? '') };
  },
};
