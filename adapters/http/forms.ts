/**
 * Tasks as the multipart forms of the job routes: the fields of the original, in its order and its spelling.
 *
 * What a task leaves out is left out of the form too, so that the server's own default holds. Of image to mesh the original's front end sends
 * every field; so does this.
 */
import type { ImageToMeshInput, TextToImageInput } from '../../src/registry/tasks.js';
import type { Work } from './types.js';

/** Names of samplers that the original spells in its own way. */
const SAMPLERS: Readonly<Record<string, string>> = { euler_ancestral: 'euler_a', unipc: 'uni_pc' };

const EXTENSIONS: Readonly<Record<string, string>> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' };

/** What the original computes with at one time; its own default. */
export const CHUNK_SIZE = 8192;

const ROUTES = { 'text-to-image': 'txt2img', 'image-to-image': 'img2img', 'image-to-mesh': 'triposr' } as const;

/** The last part of the task's routes, below `/api/jobs/` and `/api/`. */
export const routeOf = ({ task }: Work): string => ROUTES[task];

/** How the picture goes: itself, the hash of an upload, or as text for `/base64`. */
export type Picture = { readonly file: Blob } | { readonly sha256: string } | { readonly base64: string };

/** @param model - The field `model`, which the original does not know. */
export function formOf(work: Work, picture: Picture | undefined, model?: string): FormData {
  const form = new FormData();
  if (picture) addPicture(form, picture);
  if (work.task === 'image-to-mesh') addMesh(form, work.input);
  else addDrawing(form, work.input);
  if (work.task === 'image-to-image') form.append('denoise', String(work.input.strength));
  if (model !== undefined) form.append('model', model);
  return form;
}

function addPicture(form: FormData, picture: Picture): void {
  if ('sha256' in picture) form.append('image_sha256', picture.sha256);
  else if ('base64' in picture) form.append('image_base64', picture.base64);
  else form.append('image', picture.file, `input.${EXTENSIONS[picture.file.type] ?? 'png'}`);
}

function addDrawing(form: FormData, input: TextToImageInput): void {
  const { prompt, negativePrompt, seed, steps, guidance, sampler, schedule, width, height } = input;
  form.append('positive_prompt', prompt);
  if (negativePrompt !== undefined) form.append('negative_prompt', negativePrompt);
  form.append('seed', String(seed));
  if (steps !== undefined) form.append('steps', String(steps));
  if (guidance !== undefined) form.append('cfg', String(guidance));
  if (sampler !== undefined) form.append('sampler_name', SAMPLERS[sampler] ?? sampler);
  if (schedule !== undefined) form.append('scheduler', schedule);
  if (width !== undefined) form.append('width', String(width));
  if (height !== undefined) form.append('height', String(height));
}

function addMesh(form: FormData, input: ImageToMeshInput): void {
  const { foregroundRatio = 0.85, resolution = 256, removeBackground = true, textureSize = 0 } = input;
  const fields = {
    foreground_ratio: foregroundRatio,
    mc_resolution: resolution,
    remove_bg: removeBackground,
    chunk_size: CHUNK_SIZE,
    bake_texture: textureSize > 0,
    texture_resolution: textureSize > 0 ? textureSize : 2048,
    render_video: false,
    render_n_views: 30,
    render_resolution: 256,
  };
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
}
