/** What jobs, direct calls and models answer, as JSON Schema. */

export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
export const object = (properties: object, required: readonly string[]) => ({ type: 'object', required, properties });
const nullable = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });

const TEXT = { type: 'string' };
const COUNT = { type: 'integer', minimum: 0 };
const SECONDS = { type: 'number', minimum: 0, description: 'Seconds.' };
const UNIX = { type: 'integer', description: 'Unix time in seconds.' };
const DATA_URL = nullable({
  type: 'string',
  pattern: '^data:image/png;base64,',
  description: 'Null where the file has been deleted since.',
});

export const INFERENCE_SCHEMAS = {
  Health: object(
    {
      status: { const: 'ok' },
      model_loaded: { type: 'boolean' },
      queue: object({ waiting: COUNT, running: COUNT }, ['waiting', 'running']),
    },
    ['status', 'model_loaded', 'queue'],
  ),
  Capabilities: object(
    {
      server: { const: 'gds-canvas-server' },
      version: TEXT,
      models: { type: 'array', items: ref('Model') },
      backend: { enum: ['cpu', 'wasm'] },
      concurrency: { type: 'integer', minimum: 1 },
      jobs: object({ events: { type: 'boolean' }, socket: TEXT, idempotency: { type: 'boolean' } }, ['events', 'socket', 'idempotency']),
      uploads: TEXT,
      limits: object({ uploadBytes: COUNT, imagePixels: COUNT, queue: COUNT }, ['uploadBytes', 'imagePixels', 'queue']),
      auth: { type: 'boolean' },
    },
    ['server', 'version', 'models', 'backend', 'concurrency', 'jobs', 'uploads', 'limits', 'auth'],
  ),
  Model: object(
    {
      id: TEXT,
      title: TEXT,
      tasks: { type: 'array', items: { enum: ['text-to-image', 'image-to-image', 'image-to-mesh'] } },
      bytes: COUNT,
      sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    },
    ['id', 'title', 'tasks', 'bytes'],
  ),
  ModelState: object({ loaded: { type: 'boolean' }, model_name: TEXT, device: TEXT }, ['loaded', 'model_name', 'device']),
  Loaded: object({ status: { const: 'success' }, model_name: TEXT, device: TEXT }, ['status', 'device']),
  JobTaken: object({ job_id: TEXT, status: ref('JobStatus') }, ['job_id', 'status']),
  JobStatus: { enum: ['queued', 'running', 'succeeded', 'failed', 'cancelled'] },
  JobProgress: object({ current: COUNT, total: COUNT, percent: { type: 'number', minimum: 0, maximum: 100 }, stage: TEXT }, [
    'current',
    'total',
    'percent',
    'stage',
  ]),
  JobError: object(
    {
      message: TEXT,
      code: { type: 'string', pattern: '^GDS_' },
      retryable: { const: true, description: 'It may well succeed when sent again.' },
    },
    ['message', 'code'],
  ),
  Job: object(
    {
      job_id: TEXT,
      type: { enum: ['img2img', 'txt2img', 'triposr'] },
      status: ref('JobStatus'),
      created_at: UNIX,
      started_at: nullable(UNIX),
      ended_at: nullable(UNIX),
      progress: ref('JobProgress'),
      result: { anyOf: [ref('ImageResult'), ref('MeshResult'), { type: 'null' }] },
      error: nullable(ref('JobError')),
    },
    ['job_id', 'type', 'status', 'created_at', 'started_at', 'ended_at', 'progress', 'result', 'error'],
  ),
  InlineImageResult: object(
    {
      status: { const: 'success' },
      image: DATA_URL,
      time_taken: SECONDS,
      width: COUNT,
      height: COUNT,
      info: { type: 'object', description: 'How it was made.' },
    },
    ['status', 'image', 'time_taken', 'width', 'height', 'info'],
  ),
  ImageResult: object(
    {
      status: { const: 'success' },
      image: DATA_URL,
      time_taken: SECONDS,
      width: COUNT,
      height: COUNT,
      output_path: { type: 'string', pattern: '^data/output/' },
      image_path: { type: 'string', pattern: '^/data/output/' },
      info: { type: 'object', description: 'How it was made.' },
    },
    ['status', 'time_taken', 'width', 'height', 'output_path', 'image_path', 'info'],
  ),
  MeshResult: object(
    {
      status: { const: 'success' },
      mesh_path: { type: 'string', pattern: '^/data/output/' },
      video_url: { type: 'null' },
      preview_url: { type: 'null' },
      output_path: { type: 'string', pattern: '^data/output/' },
      time_taken: SECONDS,
      mesh_time: SECONDS,
      video_time: { type: 'null' },
      vertices: COUNT,
      faces: COUNT,
      info: { type: 'object', description: 'How it was made.' },
    },
    ['status', 'mesh_path', 'output_path', 'time_taken', 'mesh_time', 'vertices', 'faces', 'info'],
  ),
};
