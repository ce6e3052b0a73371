/** Image to image with guidance (Stable Diffusion 1.5 class). Defaults are those of the card of `gds-tiny-sd`. */
import type { SamplerName, ScheduleName } from '../tasks.js';
import type { NodeDefinition } from '../types.js';
import { NEGATIVE_PROMPT, PROMPT, SAMPLERS, SCHEDULES, SEED, numberInputs } from './diffusion-parameters.js';
import { imageInput, imageValue, nameFromPrompt, negativePromptOf, promptOf } from './results.js';

export const modelNode: NodeDefinition = {
  type: 'model',
  version: 1,
  title: 'Image to image',
  category: 'model',
  description: 'Draws a picture anew after a prompt: restyle, recolour, replace.',
  keywords: ['stable diffusion', 'img2img', 'restyle', 'generate', 'denoise', 'model'],
  icon: 'wand-sparkles',
  inputs: [
    { id: 'prompt', title: 'Prompt', type: 'string' },
    { id: 'negative_prompt', title: 'Negative prompt', type: 'string' },
    { id: 'image', title: 'Image', type: 'image', required: true },
    ...numberInputs({ seed: 'Seed', steps: 'Steps', denoise: 'Strength', cfg: 'Guidance' }),
  ],
  outputs: [{ id: 'image', title: 'Image', type: 'image' }],
  parameters: [
    { kind: 'slider', name: 'steps', title: 'Steps', default: 20, min: 1, max: 50, step: 1, port: 'steps' },
    {
      kind: 'slider',
      name: 'denoise',
      title: 'Strength',
      default: 0.6,
      min: 0,
      max: 1,
      step: 0.05,
      port: 'denoise',
      help: '0.3 to 0.7 restyles, 0.8 and more changes colour or object. Up to 0.25 keeps a photograph.',
    },
    SEED,
    {
      kind: 'slider',
      name: 'cfg',
      title: 'Guidance',
      default: 4,
      min: 0,
      max: 20,
      step: 0.5,
      port: 'cfg',
      group: 'Sampling',
      help: 'How closely the prompt is followed. Above 5 colours become harsh.',
    },
    { kind: 'select', name: 'sampler', title: 'Sampler', default: 'dpmpp_2m', options: SAMPLERS, group: 'Sampling' },
    {
      kind: 'select',
      name: 'schedule',
      title: 'Schedule',
      default: 'normal',
      options: SCHEDULES,
      group: 'Sampling',
      help: 'Karras and exponential go with Euler, DPM++ and UniPC.',
    },
    PROMPT,
    NEGATIVE_PROMPT,
  ],
  face: { rows: ['steps', 'denoise', 'seed'] },
  resultNode: 'output',
  task: { name: 'image-to-image', model: 'gds-tiny-sd' },
  skipUnconnected: true,
  async execute(context) {
    const { inputs, params, tasks, signal, progress } = context;
    const image = imageInput(inputs['image']);
    const prompt = promptOf(context);
    const result = await tasks.run(
      'image-to-image',
      {
        image: image.blob,
        strength: Number(params['denoise']),
        prompt,
        negativePrompt: negativePromptOf(context),
        seed: Number(params['seed']),
        steps: Number(params['steps']),
        guidance: Number(params['cfg']),
        sampler: params['sampler'] as SamplerName,
        schedule: params['schedule'] as ScheduleName,
      },
      { signal, onProgress: progress, model: 'gds-tiny-sd' },
    );
    return { image: await imageValue(result, nameFromPrompt(prompt)) };
  },
};
