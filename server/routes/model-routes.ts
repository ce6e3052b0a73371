/** Health, capabilities, and what the original tells of its two models. */
import { Hono } from 'hono';
import { VERSION } from '../../src/version.js';
import { INFLATE } from '../inference/catalogue.js';
import { SOCKET_PATH } from '../jobs/socket.js';
import { MODEL_LOAD, TRIPOSR_LOAD } from './declared-fields.js';
import { readFields } from './fields.js';
import type { ServerEnv } from '../part.js';
import { Problem } from '../problem.js';
import type { Services } from './services.js';

/** Said before the first process that computes has started, and it is what it will be. */
const DEVICE = 'cpu';

export function modelRoutes(services: Services): Hono<ServerEnv> {
  const { catalogue, pool, queue, limits } = services;
  const app = new Hono<ServerEnv>();
  const image = async () => (await catalogue.find('image-to-image')) ?? (await catalogue.find('text-to-image'));

  app.get('/api/health', async (context) => {
    const { waiting, running } = queue.counts();
    return context.json({ status: 'ok', model_loaded: (await image()) !== undefined, queue: { waiting, running } });
  });

  app.get('/api/capabilities', async (context) => {
    const models = await catalogue.offered();
    return context.json({
      server: 'gds-canvas-server',
      version: VERSION,
      models: models.map(({ id, title, tasks, bytes, sha256 }) => ({
        id,
        title,
        tasks,
        bytes,
        ...(sha256 === undefined ? {} : { sha256 }),
      })),
      backend: pool.backend ?? DEVICE,
      concurrency: limits.workers,
      jobs: { events: true, socket: SOCKET_PATH, idempotency: true },
      uploads: '/api/uploads',
      limits: { uploadBytes: limits.uploadBytes, imagePixels: limits.imagePixels, queue: limits.queue },
      auth: services.auth,
    });
  });

  app.get('/api/model/info', async (context) => {
    const model = await image();
    return context.json({ loaded: model !== undefined, model_name: model?.info.id ?? '', device: DEVICE });
  });

  app.post('/api/model/load', async (context) => {
    const form = await services.form(context);
    await form.discard();
    const { model_path: id } = readFields(MODEL_LOAD, form);
    const model = (await catalogue.all()).find(({ info }) => info.id === id);
    if (!model) throw new Problem(404, 'GDS_MODEL_UNKNOWN', `Model not found: ${id}`);
    await pool.each({ kind: 'load', model: { manifest: model.manifest, folder: model.folder } }, context.req.raw.signal);
    return context.json({ status: 'success', model_name: id, device: DEVICE });
  });

  // What makes meshes has nothing to load.
  app.get('/api/triposr/info', (context) => context.json({ loaded: true, device: DEVICE, model_name: INFLATE.title }));

  app.post('/api/triposr/load', (context) => {
    readFields(TRIPOSR_LOAD, { fields: new Map(Object.entries(context.req.query())) }, 'query');
    return context.json({ status: 'success', device: DEVICE });
  });

  return app;
}
