/** One number. */
import type { NodeDefinition } from '../types.js';
import { NUMBER_RANGE } from './sweep.js';

export const numberNode: NodeDefinition = {
  type: 'number',
  version: 1,
  title: 'Number',
  category: 'input',
  description: 'A number for other nodes.',
  keywords: ['value', 'integer', 'float', 'constant'],
  icon: '<line x1="4" x2="20" y1="9" y2="9"/><line x1="4" x2="20" y1="15" y2="15"/><line x1="10" x2="8" y1="3" y2="21"/><line x1="16" x2="14" y1="3" y2="21"/>',
  inputs: [],
  outputs: [{ id: 'value', title: 'Number', type: 'number' }],
  parameters: [{ kind: 'number', name: 'value', title: 'Number', default: 1, ...NUMBER_RANGE, step: 0.1 }],
  face: { rows: ['value'] },
  cheap: true,
  async execute({ params }) {
    return { value: Number(params['value']) };
  },
};
