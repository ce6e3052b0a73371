/** Jobs: sent, asked after, followed, cancelled. */
import { Hono, type Context } from 'hono';
import { dropReader } from './drop-reader.js';
import { eventChunk, eventStream, EVENT_STREAM_HEADERS } from '../jobs/event-stream.js';
import type { Job } from '../jobs/job.js';
import { JobReader } from '../jobs/reader.js';
import { SOCKET_PATH } from '../jobs/socket.js';
import type { ServerEnv } from '../part.js';
import { Problem } from '../problem.js';
import { imageToImageRequest, imageToMeshRequest, textToImageRequest, type Prepared } from './requests.js';
import type { Services } from './services.js';

const KINDS = { img2img: imageToImageRequest, txt2img: textToImageRequest, triposr: imageToMeshRequest };

export function jobRoutes(services: Services): Hono<ServerEnv> {
  const { queue, presenter } = services;
  const app = new Hono<ServerEnv>();

  for (const [kind, prepare] of Object.entries(KINDS) as [
    string,
    (services: Services, context: Context<ServerEnv>) => Promise<Prepared>,
  ][]) {
    app.post(`/api/jobs/${kind}`, async (context) => {
      const { work } = await prepare(services, context);
      const job = await queue.submit(work);
      return context.json({ job_id: job.id, status: job.status });
    });
  }

  app.get(SOCKET_PATH, () => {
    throw new Problem(426, 'GDS_REQUEST_INVALID', 'Open a WebSocket here', { headers: { Upgrade: 'websocket' } });
  });

  app.get('/api/jobs/:id', async (context) => context.json(await presenter.job(known(context), imageForm(context))));

  app.post('/api/jobs/:id/cancel', (context) => {
    const job = known(context);
    queue.cancel(job);
    return context.json({ job_id: job.id, status: job.status });
  });

  app.get('/api/jobs/:id/events', (context) => {
    const job = known(context);
    const after = lastEventId(context);
    if (job.ended && after >= job.lastEvent) return context.body(null, 204);
    const form = imageForm(context);
    const reader = new JobReader(job, { after, previews: isYes(context.req.query('previews')) });
    const stream = eventStream(reader, {
      slowReader: services.slowReader,
      drop: () => dropReader(context),
      write: async (event) => eventChunk(event.event, await presenter.data(event, form), event.event === 'preview' ? undefined : event.id),
    });
    return new Response(stream, { headers: EVENT_STREAM_HEADERS });
  });

  function known(context: Context<ServerEnv>): Job {
    const job = queue.get(context.req.param('id') ?? '');
    if (!job) throw new Problem(404, 'GDS_JOB_UNKNOWN', 'Job not found');
    return job;
  }
  return app;
}

const imageForm = (context: Context<ServerEnv>) => (context.req.query('image') === 'path' ? 'path' : 'url');
const isYes = (value: string | undefined): boolean => value === '1' || value === 'true';

/** Anything but a whole number counts as none: the whole history. */
function lastEventId(context: Context<ServerEnv>): number {
  const given = context.req.header('last-event-id') ?? context.req.query('after') ?? '';
  return /^\d{1,10}$/.test(given) ? Number(given) : 0;
}
