/** Jobs, direct calls and models, as routes. */
import { Hono } from 'hono';
import type { Inference, InferenceOptions } from './contract.js';

export type { Inference, InferenceOptions, Log, SocketGuard } from './contract.js';

export function inferenceRoutes(_options: InferenceOptions): Promise<Inference> {
  const app = new Hono();
  app.get('/api/health', (context) => context.json({ status: 'ok', model_loaded: false, queue: { waiting: 0, running: 0 } }));
  return Promise.resolve({
    app,
    attachSocket: () => () => {},
    counts: () => ({ waiting: 0, running: 0, readers: 0 }),
    close: () => Promise.resolve(),
    openapi: { paths: {}, components: { schemas: {} } },
  });
}
