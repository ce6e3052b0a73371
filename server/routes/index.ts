/** Jobs, direct calls and models, as routes. */
import type { Server } from 'node:http';
import { Hono } from 'hono';
import { problem } from '../http/answers.js';
import { JobSockets } from '../jobs/socket.js';
import type { ServerEnv } from '../part.js';
import type { Inference, InferenceOptions, SocketGuard } from './contract.js';
import { directRoutes } from './direct-routes.js';
import { jobRoutes } from './job-routes.js';
import { modelRoutes } from './model-routes.js';
import { INFERENCE_OPENAPI } from './openapi.js';
import { problemOf } from './refusal.js';
import { createServices } from './services.js';

export type { Inference, InferenceOptions, Log, SocketGuard } from './contract.js';

/** Time that running jobs get to end when the server is closed, milliseconds. */
const DEADLINE = 10_000;
/** And behind that, for the step they are in. */
const LAST_STEP = 3000;

/**
 * Reads what an earlier process left behind and starts the processes that compute when they are first needed.
 * @throws where the data folder cannot be written.
 */
export async function inferenceRoutes(options: InferenceOptions): Promise<Inference> {
  const services = await createServices(options);
  const { queue, pool, presenter, slowReader, log } = services;
  const sockets = new JobSockets({
    find: (id) => queue.get(id),
    cancel: (job) => queue.cancel(job),
    data: (event, form) => presenter.data(event, form),
    slowReader,
    log,
  });

  const app = new Hono<ServerEnv>();
  app.onError((error, context) => {
    const known = problemOf(error);
    if (!known) throw error;
    // The connection stays: what is left of the body is read and thrown away, or the client would be cut off before it has read the answer.
    return problem(context, known);
  });
  for (const routes of [modelRoutes(services), jobRoutes(services), directRoutes(services)]) app.route('/', routes);

  return {
    app,
    attachSocket: (server: Server, guard?: SocketGuard) => sockets.attach(server, guard),
    counts: () => queue.counts(),
    openapi: INFERENCE_OPENAPI,
    async close(deadline = DEADLINE) {
      // A process that does not hear of the end is ended: nothing waits for it.
      const deaf = setTimeout(() => void pool.close(), deadline + LAST_STEP);
      await queue.close(deadline);
      clearTimeout(deaf);
      sockets.close();
      await pool.close();
    },
  };
}
