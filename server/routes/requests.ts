/** From the body of a request to work for the queue: fields, model, steps, input, in the original's order of checks. */
import { writeFile } from 'node:fs/promises';
import type { Context } from 'hono';
import type { Work } from '../jobs/queue.js';
import { IMG2IMG, IMG2IMG_BASE64, TRIPOSR, TXT2IMG } from './declared-fields.js';
import { readFields, type Fields, type Values } from './fields.js';
import type { Form } from './form.js';
import { checkEffectiveSteps, copyInput, imageWork, stepsOf } from './image-work.js';
import { meshWork } from './mesh-work.js';
import type { ServerEnv } from '../part.js';
import { Problem } from '../problem.js';
import type { Services } from './services.js';
import { INFLATE } from '../inference/catalogue.js';

/** Work, and for a stream the number of steps that its progress counts to. */
export interface Prepared {
  readonly work: Work;
  readonly steps: number;
}

const keyOf = (context: Context<ServerEnv>): string | undefined => context.req.header('idempotency-key') || undefined;

export async function textToImageRequest(services: Services, context: Context<ServerEnv>): Promise<Prepared> {
  const form = await services.form(context);
  try {
    const fields = readFields(TXT2IMG, form);
    const model = await modelFor(services, 'text-to-image', fields.model);
    const steps = stepsOf(model, 'text-to-image', fields.steps);
    checkEffectiveSteps(steps, 1);
    return { work: imageWork({ fields, model, key: keyOf(context) }, services.pool, services.output), steps };
  } finally {
    await form.discard();
  }
}

export async function imageToImageRequest(services: Services, context: Context<ServerEnv>): Promise<Prepared> {
  const form = await services.form(context);
  return keepingFile(form, async () => {
    const fields = readFields(withoutFile(IMG2IMG, form), form);
    return imageToImage(services, context, fields, (place) => input(services, form, fields.image_sha256, place));
  });
}

/** The picture is in a field, plain or as a data URL. */
export async function base64Request(services: Services, context: Context<ServerEnv>): Promise<Prepared> {
  const form = await services.form(context, Math.ceil((services.limits.uploadBytes * 4) / 3));
  try {
    const fields = readFields(IMG2IMG_BASE64, form);
    return await imageToImage(services, context, fields, async (place) => {
      await writeFile(place, decodeBase64(fields.image_base64), { flag: 'wx' });
      return place;
    });
  } finally {
    await form.discard();
  }
}

export async function imageToMeshRequest(services: Services, context: Context<ServerEnv>): Promise<Prepared> {
  const form = await services.form(context);
  return keepingFile(form, async () => {
    // The name that the original's documentation uses for the field.
    const alias = form.fields.get('remove_background');
    const named = alias && !form.fields.get('remove_bg') ? { ...form, fields: new Map([...form.fields, ['remove_bg', alias]]) } : form;
    const fields = readFields(withoutFile(TRIPOSR, form), named);
    if (fields.model !== undefined && fields.model !== INFLATE.id)
      throw new Problem(404, 'GDS_MODEL_UNKNOWN', `Model not found: ${fields.model}`);
    const file = await input(services, form, fields.image_sha256, services.place());
    return { work: meshWork(file, fields, keyOf(context), services.pool, services.output), steps: 0 };
  });
}

async function imageToImage(
  services: Services,
  context: Context<ServerEnv>,
  fields: Omit<Values<typeof IMG2IMG>, 'image'>,
  fileAt: (place: string) => Promise<string>,
): Promise<Prepared> {
  const model = await modelFor(services, 'image-to-image', fields.model);
  const steps = stepsOf(model, 'image-to-image', fields.steps);
  checkEffectiveSteps(steps, fields.denoise);
  const from = { file: await fileAt(services.place()), denoise: fields.denoise };
  return { work: imageWork({ fields, model, from, key: keyOf(context) }, services.pool, services.output), steps };
}

async function modelFor(services: Services, task: 'image-to-image' | 'text-to-image', id: string | undefined) {
  const model = await services.catalogue.find(task, id);
  if (!model) throw new Problem(503, 'GDS_MODEL_MISSING', 'Model not loaded');
  return model;
}

/** With a hash in its place the file may be left out. */
function withoutFile<F extends Fields & { readonly image: Fields[string] }>(fields: F, form: Form): F {
  return form.file === undefined && form.fields.get('image_sha256') ? { ...fields, image: { ...fields.image, required: false } } : fields;
}

/** Where the picture lies: in the form's file, or in a copy of what was uploaded before. */
async function input(services: Services, form: Form, hash: string | undefined, place: string): Promise<string> {
  if (form.file !== undefined) return form.file;
  const stored = hash === undefined ? undefined : await services.upload(hash);
  if (stored === undefined) throw new Problem(409, 'GDS_UPLOAD_UNKNOWN', 'Upload not found');
  await copyInput(stored, place);
  return place;
}

/** The form's file is the work's from then on; where there is no work, it goes. */
async function keepingFile(form: Form, prepare: () => Promise<Prepared>): Promise<Prepared> {
  try {
    return await prepare();
  } catch (error) {
    await form.discard();
    throw error;
  }
}

/** As Python reads it: letters outside the alphabet are skipped, the padding must be there. */
function decodeBase64(value: string): Buffer {
  const [, encoded = value] = /^data:[^,]*,([^]*)$/.exec(value) ?? [];
  const letters = encoded.replace(/[^A-Za-z0-9+/=]/g, '');
  if (letters.length % 4 !== 0) throw new Problem(500, 'GDS_IMAGE_DECODE', 'Incorrect padding');
  return Buffer.from(letters, 'base64');
}
