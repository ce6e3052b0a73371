/** A picture from the asset store. */
import { GdsError } from '../../errors.js';
import { readImageHeader } from '../image-size.js';
import type { NodeDefinition } from '../types.js';

export const imageNode: NodeDefinition = {
  type: 'image',
  version: 1,
  title: 'Image',
  category: 'input',
  description: 'A picture of yours. Drop one on the canvas or choose an asset.',
  keywords: ['picture', 'photo', 'upload', 'load', 'asset'],
  icon: 'image',
  inputs: [],
  outputs: [{ id: 'image', title: 'Image', type: 'image' }],
  parameters: [{ kind: 'image', name: 'image', title: 'Image', default: '' }],
  face: { media: 'image' },
  async execute({ params, assets, signal }) {
    const hash = String(params['image'] ?? '');
    if (hash === '') throw new GdsError('GDS_IMAGE_MISSING', 'Choose a picture, or drop one on the canvas.');
    const blob = await assets.get(hash);
    if (!blob) throw new GdsError('GDS_ASSET_MISSING', 'This picture is no longer stored. Choose another one.');
    signal.throwIfAborted();
    const { width, height } = await readImageHeader(blob);
    const name = (await assets.info?.(hash))?.name.replace(/\.(png|jpe?g|webp)$/i, '');
    return { image: { kind: 'image', blob, hash, width, height, ...(name ? { name } : {}) } };
  },
};
