/** Text from parts: a template with places for what is connected. */
import { GdsError } from '../../errors.js';
import type { NodeDefinition } from '../types.js';
import type { PortValue } from '../values.js';
import { PROMPT_LENGTH } from './diffusion-parameters.js';

const PARTS = ['a', 'b', 'c', 'd'] as const;

export const textNode: NodeDefinition = {
  type: 'text',
  version: 1,
  title: 'Join text',
  category: 'input',
  description: 'Puts texts and numbers together, in the places that a template has for them.',
  keywords: ['string', 'template', 'concatenate', 'format', 'prompt'],
  icon: '<path d="M12 4v16"/><path d="M4 7V5a1 1 0 0 1 1-1h14a1 1 0 0 1 1 1v2"/><path d="M9 20h6"/>',
  inputs: PARTS.map((id) => ({ id, title: id.toUpperCase(), type: 'any' })),
  outputs: [{ id: 'text', title: 'Text', type: 'string' }],
  parameters: [
    {
      kind: 'textarea',
      name: 'template',
      title: 'Template',
      default: '{a}, {b}',
      maxLength: PROMPT_LENGTH,
      help: '{a} to {d} stand for what is connected; what is not stands for nothing.',
    },
  ],
  face: { field: 'template' },
  cheap: true,
  async execute({ inputs, params }) {
    const filled = String(params['template']).replace(/\{([a-d])\}/g, (_, part: string) => wordsOf(inputs[part], part));
    // What is left around places that stand for nothing: `, , ` and spaces at the ends.
    return { text: filled.replace(/(,\s*){2,}/g, ', ').replace(/^[\s,]+|[\s,]+$/g, '') };
  },
};

function wordsOf(value: PortValue | undefined, part: string): string {
  if (value === undefined) return '';
  if (typeof value === 'object') {
    throw new GdsError('GDS_INPUT_TYPE', `The input "${part.toUpperCase()}" takes text or a number. Connect a node that gives one.`, {
      path: part,
    });
  }
  return typeof value === 'number' ? String(Number(value.toPrecision(12))) : value;
}
