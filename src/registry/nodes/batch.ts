/** A list of texts: what is behind it runs once for each. */
import type { NodeDefinition } from '../types.js';
import { PROMPT_LENGTH } from './diffusion-parameters.js';

/** Prompts of usual length, some hundred of them. */
const LENGTH = PROMPT_LENGTH * 16;

export const batchNode: NodeDefinition = {
  type: 'batch',
  version: 1,
  title: 'Batch',
  category: 'list',
  description: 'A list of texts, one a line; what is behind it runs once for each.',
  keywords: ['list', 'lines', 'prompts', 'many', 'loop', 'each'],
  icon: 'layers',
  inputs: [],
  outputs: [{ id: 'text', title: 'Texts', type: 'string', list: true }],
  parameters: [
    {
      kind: 'textarea',
      name: 'lines',
      title: 'Texts',
      default: '',
      placeholder: 'a red apple\na green pear',
      maxLength: LENGTH,
      help: 'One a line. Empty lines do not count.',
    },
  ],
  face: { field: 'lines' },
  cheap: true,
  async execute({ params }) {
    const lines = String(params['lines']).split(/\r\n?|\n/);
    return { text: lines.map((line) => line.trim()).filter((line) => line !== '') };
  },
};
