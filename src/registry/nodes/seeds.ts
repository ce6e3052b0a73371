/** A list of seeds from a first one: what is behind it runs once for each. */
import type { NodeDefinition } from '../types.js';

const SEED_RANGE = 2 ** 32;

/** `count` seeds, all different: `base` and those after it, or seeds that `base` decides but that look like chance. */
export function seedList(base: number, count: number, order: 'sequence' | 'random'): number[] {
  return Array.from({ length: count }, (_, index) => {
    const next = (base + index) % SEED_RANGE;
    return order === 'random' ? scatter(next) : next;
  });
}

/** A permutation of the unsigned 32-bit integers (finaliser of MurmurHash3, Appleby 2008): different seeds stay different. */
function scatter(seed: number): number {
  let value = seed >>> 0;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

export const seedsNode: NodeDefinition = {
  type: 'seeds',
  version: 1,
  title: 'Seeds',
  category: 'list',
  description: 'Several seeds; what is behind it runs once for each.',
  keywords: ['seed', 'random', 'variations', 'list', 'batch', 'loop'],
  icon: 'dices',
  inputs: [],
  outputs: [{ id: 'seed', title: 'Seeds', type: 'number', list: true }],
  parameters: [
    { kind: 'seed', name: 'base', title: 'First seed', default: 42 },
    { kind: 'number', name: 'count', title: 'Count', default: 4, min: 1, max: 256, step: 1 },
    {
      kind: 'select',
      name: 'order',
      title: 'Order',
      default: 'sequence',
      options: [
        { value: 'sequence', title: 'One after the other' },
        { value: 'random', title: 'Scattered' },
      ],
      help: 'Scattered seeds are the same for the same first seed.',
    },
  ],
  face: { rows: ['base', 'count', 'order'] },
  cheap: true,
  async execute({ params }) {
    return { seed: seedList(Number(params['base']), Number(params['count']), params['order'] === 'random' ? 'random' : 'sequence') };
  },
};
