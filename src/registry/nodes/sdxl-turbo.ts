/** Text to image in few steps, without guidance. Defaults are those of the card of `gds-tiny-turbo`. */
import type { SamplerName } from '../tasks.js';
import type { NodeDefinition } from '../types.js';
import { NEGATIVE_PROMPT, PROMPT, SAMPLERS, SEED, numberInputs } from './diffusion-parameters.js';
import { imageValue, nameFromPrompt, negativePromptOf, promptOf } from './results.js';

/** The student learnt the straight way from one noise to one picture: samplers that add noise or look back do not suit it. */
const TURBO_SAMPLERS: readonly SamplerName[] = ['ddim', 'euler'];

export const sdxlTurboNode: NodeDefinition = {
  type: 'sdxl-turbo',
  version: 1,
  title: 'Text to image',
  category: 'generate',
  description: 'Draws what the prompt says, in a few steps.',
  keywords: ['generate', 'draw', 'picture', 'stable diffusion', 'sdxl', 'turbo', 'txt2img'],
  icon: 'sparkles',
  inputs: [
    { id: 'prompt', title: 'Prompt', type: 'string' },
    { id: 'negative_prompt', title: 'Negative prompt', type: 'string' },
    ...numberInputs({ seed: 'Seed', steps: 'Steps', guidance: 'Guidance' }),
  ],
  outputs: [{ id: 'image', title: 'Image', type: 'image' }],
  parameters: [
    { kind: 'slider', name: 'steps', title: 'Steps', default: 4, min: 1, max: 8, step: 1, port: 'steps' },
    { kind: 'select', name: 'size', title: 'Size', default: 256, options: [{ value: 256, title: '256 × 256' }] },
    SEED,
    {
      kind: 'slider',
      name: 'guidance',
      title: 'Guidance',
      default: 0,
      min: 0,
      max: 2,
      step: 0.1,
      port: 'guidance',
      group: 'Sampling',
      help: 'The turbo model wants 0. Above 1 the negative prompt counts.',
    },
    {
      kind: 'select',
      name: 'sampler',
      title: 'Sampler',
      default: 'ddim',
      options: SAMPLERS.filter(({ value }) => TURBO_SAMPLERS.includes(value)),
      group: 'Sampling',
    },
    PROMPT,
    NEGATIVE_PROMPT,
  ],
  face: { rows: ['steps', 'size', 'seed'], badge: 'turbo' },
  resultNode: 'output',
  task: { name: 'text-to-image', model: 'gds-tiny-turbo' },
  skipUnconnected: true,
  async execute(context) {
    const { params, tasks, signal, progress } = context;
    const prompt = promptOf(context);
    const size = Number(params['size']);
    const result = await tasks.run(
      'text-to-image',
      {
        prompt,
        negativePrompt: negativePromptOf(context),
        seed: Number(params['seed']),
        steps: Number(params['steps']),
        guidance: Number(params['guidance']),
        width: size,
        height: size,
        sampler: params['sampler'] as SamplerName,
      },
      { signal, onProgress: progress, model: 'gds-tiny-turbo' },
    );
    return { image: await imageValue(result, nameFromPrompt(prompt)) };
  },
};
