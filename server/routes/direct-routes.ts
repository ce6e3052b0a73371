/** The direct calls: one request, one picture or mesh. They go through the same queue as jobs. */
import { Hono, type Context } from 'hono';
import { progressStream, whenEnded } from './direct-answers.js';
import { base64Request, imageToImageRequest, imageToMeshRequest } from './requests.js';
import type { ServerEnv } from '../part.js';
import type { Services } from './services.js';

export function directRoutes(services: Services): Hono<ServerEnv> {
  const { queue, presenter } = services;
  const app = new Hono<ServerEnv>();

  app.post('/api/img2img', async (context) => {
    const { work } = await imageToImageRequest(services, context);
    const result = await whenEnded(context, await queue.submit(work), queue);
    return context.json(await presenter.result(result, 'url'));
  });

  app.post('/api/img2img/base64', async (context) => {
    const { work } = await base64Request(services, context);
    const result = await whenEnded(context, await queue.submit(work), queue, ['GDS_IMAGE_DECODE']);
    const { output_path: _, image_path: __, ...shown } = await presenter.result(result, 'url');
    return context.json(shown);
  });

  app.post('/api/img2img/stream', async (context: Context<ServerEnv>) => {
    const { work, steps } = await imageToImageRequest(services, context);
    return progressStream(context, await queue.submit(work), steps, queue, presenter, services.slowReader);
  });

  app.post('/api/triposr', async (context) => {
    const { work } = await imageToMeshRequest(services, context);
    return context.json(await whenEnded(context, await queue.submit(work), queue));
  });

  return app;
}
