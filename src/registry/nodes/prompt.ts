/** Text that says what to make. */
import { GdsError } from '../../errors.js';
import type { NodeDefinition } from '../types.js';
import { PROMPT_LENGTH } from './diffusion-parameters.js';

export const promptNode: NodeDefinition = {
  type: 'prompt',
  version: 1,
  title: 'Prompt',
  category: 'input',
  description: 'Text that says what to make.',
  keywords: ['text', 'string', 'words', 'write'],
  icon: 'text-cursor-input',
  inputs: [],
  outputs: [{ id: 'text', title: 'Text', type: 'string' }],
  parameters: [
    {
      kind: 'textarea',
      name: 'text',
      title: 'Text',
      default: '',
      placeholder: 'A red apple on a blue background',
      maxLength: PROMPT_LENGTH,
    },
  ],
  face: { field: 'text' },
  async execute({ params }) {
    const text = String(params['text'] ?? '');
    if (text.trim() === '') throw new GdsError('GDS_PROMPT_EMPTY', 'Write what you want to see.');
    return { text };
  },
};
