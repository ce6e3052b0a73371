/**
 * Writes `manifest.json` of each model package, and `adapters/onnx/manifests.ts` with the same content for the browser adapter, which must
 * know sizes and hashes before it downloads anything.
 *
 *   node models/make-manifests.mjs            write
 *   node models/make-manifests.mjs --check    exit 1 if a file on disk is not what the manifests say
 *
 * What the files themselves say (scheduler, scaling factor) is read from them; what only the model cards say is in MODELS below.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';

const here = dirname(fileURLToPath(import.meta.url));
const GENERATED = join(here, '../adapters/onnx/manifests.ts');

/** Order matters: the first model that has a task is the one taken by default. */
const MODELS = [
  {
    id: 'gds-tiny-turbo',
    title: 'gds-tiny-turbo',
    description: 'One to four steps without guidance, 256 pixels. Emoji-like objects, animals, faces and food.',
    tasks: ['text-to-image'],
    shared: '../gds-tiny-sd/',
    guided: false,
    defaults: { sampler: 'ddim', schedule: 'normal', steps: 4, guidance: 0 },
  },
  {
    id: 'gds-tiny-sd',
    title: 'gds-tiny-sd',
    description: 'Guided text to image and image to image, 256 pixels. Emoji-like objects, animals, faces and food.',
    tasks: ['image-to-image', 'text-to-image'],
    shared: '',
    guided: true,
    defaults: { sampler: 'dpmpp_2m', schedule: 'normal', steps: 10, guidance: 4 },
    taskDefaults: { 'image-to-image': { steps: 20 } },
  },
];

/** Role, path, and whether a distilled model takes it from the model it came from. */
const FILES = [
  ['text_encoder', 'text_encoder/model.onnx', true],
  ['unet', 'unet/model.onnx', false],
  ['vae_decoder', 'vae_decoder/model.onnx', true],
  ['vae_encoder', 'vae_encoder/model.onnx', true],
  ['tokenizer', 'tokenizer/tokenizer.json', true],
  ['tokenizer_config', 'tokenizer/tokenizer_config.json', true],
];

function manifest({ shared, ...model }) {
  const folder = join(here, model.id);
  const json = (path) => JSON.parse(readFileSync(join(folder, path), 'utf8'));
  const scheduler = json('scheduler/scheduler_config.json');
  if (scheduler.beta_schedule !== 'scaled_linear') throw new Error(`${model.id}: only the scaled_linear noise schedule is supported.`);
  const vae = json(`${shared}vae_decoder/config.json`);
  const files = FILES.filter(([role]) => role !== 'vae_encoder' || model.tasks.includes('image-to-image')).map(([role, path, isShared]) => {
    const place = isShared ? shared + path : path;
    const bytes = readFileSync(join(folder, place));
    return { role, path: place, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
  return {
    format: 1,
    id: model.id,
    title: model.title,
    description: model.description,
    licence: json('package.json').license,
    tasks: model.tasks,
    family: 'stable-diffusion',
    scalingFactor: vae.scaling_factor,
    scheduler: {
      trainSteps: scheduler.num_train_timesteps,
      betaStart: scheduler.beta_start,
      betaEnd: scheduler.beta_end,
      prediction: scheduler.prediction_type,
      spacing: scheduler.timestep_spacing,
      stepsOffset: scheduler.steps_offset,
      finalAlphaOne: scheduler.set_alpha_to_one,
    },
    preview: json(`${shared}vae_decoder/preview.json`),
    guided: model.guided,
    defaults: { ...model.defaults, width: vae.sample_size, height: vae.sample_size },
    ...(model.taskDefaults ? { taskDefaults: model.taskDefaults } : {}),
    files,
  };
}

async function formatted(text, path) {
  return prettier.format(text, { ...(await prettier.resolveConfig(path)), filepath: path });
}

const manifests = MODELS.map(manifest);
const wanted = new Map();
for (const one of manifests) {
  const path = join(here, one.id, 'manifest.json');
  wanted.set(path, await formatted(JSON.stringify(one), path));
}
wanted.set(
  GENERATED,
  await formatted(
    `/** The embedded default models. Made by \`node models/make-manifests.mjs\` from the packages in models/; do not edit. */
import type { ModelManifest } from './manifest.js';

export const DEFAULT_MANIFESTS: readonly ModelManifest[] = ${JSON.stringify(manifests)};
`,
    GENERATED,
  ),
);

const stale = [...wanted].filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text).map(([path]) => path);
if (process.argv.includes('--check')) {
  for (const path of stale) console.error(`${path} is not what the model files say. Run: node models/make-manifests.mjs`);
  process.exitCode = stale.length ? 1 : 0;
} else {
  for (const path of stale) writeFileSync(path, wanted.get(path));
  console.log(stale.length ? `Written: ${stale.join(', ')}` : 'All manifests are up to date.');
}
