/** All variants of a prompt with alternatives in braces: what is behind it runs once for each. */
import { GdsError } from '../../errors.js';
import type { NodeDefinition } from '../types.js';
import { PROMPT_LENGTH } from './diffusion-parameters.js';

/** More variants than any run takes; keeps twenty alternatives from filling memory. */
const MOST = 10_000;

export interface Variant {
  readonly text: string;
  /** The alternatives that were chosen, in order. */
  readonly chosen: readonly string[];
}

/**
 * Every choice of one alternative from each `{a|b|c}`, the first pair of braces changing slowest. `{a}` without a bar is left as it is,
 * and so is a brace after a backslash, which goes. Alternatives may be empty: `a {|shiny} apple`.
 * @throws GdsError `GDS_RUN_TOO_MANY`.
 */
export function promptVariants(template: string): Variant[] {
  const parts = template.split(/(?<!\\)\{((?:[^{}\\]|\\.)*\|(?:[^{}\\]|\\.)*)\}/s);
  const choices = parts.map((part, index) => (index % 2 === 1 ? part.split(/(?<!\\)\|/).map((each) => plain(each).trim()) : [plain(part)]));
  const count = choices.reduce((product, list) => product * list.length, 1);
  if (count > MOST) throw new GdsError('GDS_RUN_TOO_MANY', `This prompt has ${count} variants. Take some alternatives out.`);
  let variants: Variant[] = [{ text: '', chosen: [] }];
  for (const [index, list] of choices.entries()) {
    const isChoice = index % 2 === 1;
    variants = variants.flatMap(({ text, chosen }) =>
      list.map((each) => ({ text: text + each, chosen: isChoice ? [...chosen, each] : chosen })),
    );
  }
  return variants.map(({ text, chosen }) => ({ text: text.replace(/[ \t]{2,}/g, ' ').trim(), chosen }));
}

function plain(text: string): string {
  return text.replace(/\\([{}|\\])/g, '$1');
}

export const promptMatrixNode: NodeDefinition = {
  type: 'prompt-matrix',
  version: 1,
  title: 'Prompt matrix',
  category: 'list',
  description: 'Every variant of a prompt with alternatives, such as {red|green} apple.',
  keywords: ['alternatives', 'variants', 'combinations', 'wildcard', 'list', 'grid', 'batch'],
  icon: 'grid-3x3',
  inputs: [{ id: 'prompt', title: 'Prompt', type: 'string' }],
  outputs: [{ id: 'text', title: 'Prompts', type: 'string', list: true }],
  parameters: [
    {
      kind: 'textarea',
      name: 'prompt',
      title: 'Prompt',
      default: '',
      placeholder: 'a {red|green|blue} {apple|pear}',
      maxLength: PROMPT_LENGTH,
      port: 'prompt',
      help: 'One of the words between bars is taken; every choice is made once.',
    },
  ],
  face: { field: 'prompt' },
  cheap: true,
  async execute({ inputs, params, nameItems }) {
    const template = String(inputs['prompt'] ?? params['prompt']);
    if (template.trim() === '') throw new GdsError('GDS_PROMPT_EMPTY', 'Write a prompt with alternatives, such as {red|green} apple.');
    const variants = promptVariants(template);
    nameItems(variants.map(({ text, chosen }) => (chosen.length > 0 ? chosen.map((each) => each || '–').join(' · ') : text)));
    return { text: variants.map(({ text }) => text) };
  },
};
