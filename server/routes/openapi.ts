/** The OpenAPI part of jobs, direct calls and models. */
import type { OpenApiPart } from '../part.js';
import { INFERENCE_SCHEMAS, object, ref } from './openapi-schemas.js';

const json = (schema: object) => ({ 'application/json': { schema } });
const refusal = (description: string) => ({ description, content: json(ref('Problem')) });
const form = (schema: object, urlencoded = false) => ({
  required: true,
  content: { 'multipart/form-data': { schema }, ...(urlencoded && { 'application/x-www-form-urlencoded': { schema } }) },
});

const FILE = { type: 'string', format: 'binary' };

const SIDE = { type: 'integer', minimum: 64, maximum: 2048, multipleOf: 8, description: "Pixels. Left out: the model's own." };
const OURS = {
  model: { type: 'string', description: 'Id of a model of `/api/capabilities`. Left out: the first that does the task.' },
  priority: { type: 'integer', minimum: -10, maximum: 10, default: 0, description: 'Higher goes first.' },
};
const STORED = { image_sha256: { type: 'string', pattern: '^[0-9a-f]{64}$', description: 'An upload in place of the picture.' } };
const PICTURE = {
  positive_prompt: { type: 'string', minLength: 1 },
  negative_prompt: { type: 'string', default: '' },
  seed: { type: 'integer', default: 42, description: 'Up to 64 bits. Negative: any; the result says which.' },
  steps: { type: 'integer', minimum: 1, description: "Left out: the model card's." },
  cfg: { type: 'number', description: "1 and less: without guidance. Left out: the model card's." },
  sampler_name: {
    type: 'string',
    description: "ddim, euler, euler_a, dpmpp_2m, dpmpp_2m_sde, dpmpp_sde, lcm, uni_pc; any other is euler. Left out: the model card's.",
  },
  scheduler: { type: 'string', description: 'normal, karras, exponential, sgm_uniform, simple; any other is normal.' },
};
const DENOISE = { type: 'number', minimum: 0, maximum: 1, default: 0.75, description: 'Share of the steps that run.' };
const SIZE = { width: SIDE, height: SIDE };

const TXT2IMG = object({ ...PICTURE, ...SIZE, ...OURS }, ['positive_prompt']);
const IMG2IMG = object({ image: FILE, ...PICTURE, denoise: DENOISE, ...SIZE, ...OURS, ...STORED }, ['positive_prompt']);
const IMG2IMG_BASE64 = object(
  { image_base64: { type: 'string', description: 'Base64, plain or as a data URL.' }, ...PICTURE, denoise: DENOISE, ...SIZE, ...OURS },
  ['image_base64', 'positive_prompt'],
);
const TRIPOSR = object(
  {
    image: FILE,
    foreground_ratio: { type: 'number', default: 0.85, description: 'Held within 0.5 to 1.' },
    mc_resolution: { type: 'integer', minimum: 3, default: 256, description: 'Held within 64 to 512.' },
    remove_bg: { type: 'boolean', default: true },
    bake_texture: { type: 'boolean', default: false },
    texture_resolution: { type: 'integer', default: 2048, description: 'Pixels, held within 256 to 4096.' },
    ...Object.fromEntries(
      ['chunk_size', 'render_video', 'render_n_views', 'render_resolution'].map((name) => [
        name,
        { description: 'Read for its form, and of no effect.' },
      ]),
    ),
    ...OURS,
    ...STORED,
  },
  [],
);

const REFUSALS = {
  400: refusal('The form is broken, or no step would be left.'),
  401: refusal('A token is needed.'),
  403: refusal('Pages of this origin may not do this.'),
  404: refusal('There is no such model.'),
  408: refusal('The body stood still for too long.'),
  409: refusal('There is no such upload, or the job was cancelled.'),
  413: refusal('Too many bytes, parts or pixels.'),
  422: refusal('Fields are missing or wrong: `detail` lists them.'),
  429: {
    ...refusal('The queue is full.'),
    headers: { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer', minimum: 1 } } },
  },
  503: refusal('No model does this, or the server is shutting down.'),
  507: refusal('There is no room left on the disk.'),
};
const FAILED = { 500: refusal('The run failed.') };
const UNKNOWN = { 401: refusal('A token is needed.'), 404: refusal('There is no such job.') };

const KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key, while its job waits, runs or has succeeded, answers with that job.',
  schema: { type: 'string' },
};
const JOB = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const IMAGE = { name: 'image', in: 'query', description: '`path` leaves the data URL out.', schema: { enum: ['url', 'path'] } };
const EVENTS = { 'text/event-stream': { schema: { type: 'string' } } };

const submit = (summary: string, schema: object) => ({
  post: {
    summary,
    parameters: [KEY],
    requestBody: form(schema),
    responses: { 200: { description: 'Taken.', content: json(ref('JobTaken')) }, ...REFUSALS },
  },
});
const direct = (summary: string, schema: object, result: string, urlencoded = false) => ({
  post: {
    summary,
    description: 'Goes through the queue of jobs. A client that leaves cancels it.',
    requestBody: form(schema, urlencoded),
    responses: { 200: { description: 'Made.', content: json(ref(result)) }, ...REFUSALS, ...FAILED },
  },
});
const info = (summary: string, schema: string) => ({
  get: { summary, responses: { 200: { description: 'As it is now.', content: json(ref(schema)) }, 401: refusal('A token is needed.') } },
});

const LOADED = { description: 'Loaded.', content: json(ref('Loaded')) };

export const INFERENCE_OPENAPI = {
  paths: {
    '/api/health': {
      get: { summary: 'Whether the process lives', responses: { 200: { description: 'It does.', content: json(ref('Health')) } } },
    },
    '/api/capabilities': info('What this server is, has and takes', 'Capabilities'),
    '/api/model/info': info('The model for pictures', 'ModelState'),
    '/api/model/load': {
      post: {
        summary: 'Read a model into memory before it is needed',
        requestBody: form(object({ model_path: { type: 'string', description: 'Id of the model.' } }, ['model_path']), true),
        responses: { 200: LOADED, ...REFUSALS, ...FAILED },
      },
    },
    '/api/triposr/info': info('What makes meshes', 'ModelState'),
    '/api/triposr/load': {
      post: {
        summary: 'Nothing: what makes meshes is always there',
        parameters: [{ name: 'chunk_size', in: 'query', description: 'Read for its form.', schema: { type: 'integer' } }],
        responses: {
          200: LOADED,
          401: refusal('A token is needed.'),
          403: refusal('Pages of this origin may not do this.'),
          422: refusal('It is no number.'),
        },
      },
    },
    '/api/img2img': direct('A picture and a prompt to a picture', IMG2IMG, 'ImageResult'),
    '/api/img2img/base64': direct('The same with the picture in a field', IMG2IMG_BASE64, 'InlineImageResult', true),
    '/api/img2img/stream': {
      post: {
        summary: 'The same, with its progress',
        description: 'Events `progress`, then `complete` or `error`. A client that leaves cancels it.',
        requestBody: form(IMG2IMG),
        responses: { 200: { description: 'Under way.', content: EVENTS }, ...REFUSALS },
      },
    },
    '/api/triposr': direct('A picture to a mesh', TRIPOSR, 'MeshResult'),
    '/api/jobs/img2img': submit('A picture and a prompt to a picture', IMG2IMG),
    '/api/jobs/txt2img': submit('A prompt to a picture', TXT2IMG),
    '/api/jobs/triposr': submit('A picture to a mesh', TRIPOSR),
    '/api/jobs/socket': {
      get: {
        summary: 'Events of many jobs over one WebSocket',
        responses: {
          101: { description: 'Opened.' },
          401: refusal('A token is needed.'),
          426: refusal('The request was no upgrade.'),
        },
      },
    },
    '/api/jobs/{id}': {
      get: {
        summary: 'A job as it is now',
        parameters: [JOB, IMAGE],
        responses: { 200: { description: 'The job.', content: json(ref('Job')) }, ...UNKNOWN },
      },
    },
    '/api/jobs/{id}/cancel': {
      post: {
        summary: 'Cancel a job',
        description: 'One that waits at once, one that runs between two steps. One that has ended stays as it is.',
        parameters: [JOB],
        responses: {
          200: { description: 'Heard.', content: json(ref('JobTaken')) },
          403: refusal('Pages of this origin may not do this.'),
          ...UNKNOWN,
        },
      },
    },
    '/api/jobs/{id}/events': {
      get: {
        summary: 'What happens to a job, from its beginning or behind an event',
        description: '`queued`, `started`, `progress`, then `completed`, `failed` or `cancelled`, with ids from 1; `preview` has none.',
        parameters: [
          JOB,
          IMAGE,
          { name: 'after', in: 'query', description: 'Id of the last event that is known.', schema: { type: 'integer', minimum: 0 } },
          { name: 'previews', in: 'query', description: '`1` asks for them.', schema: { type: 'string' } },
          { name: 'Last-Event-ID', in: 'header', description: 'As `after`, and before it.', schema: { type: 'string' } },
        ],
        responses: { 200: { description: 'The events.', content: EVENTS }, 204: { description: 'There will be no more.' }, ...UNKNOWN },
      },
    },
  },
  components: {
    schemas: INFERENCE_SCHEMAS,
  },
} satisfies OpenApiPart;
