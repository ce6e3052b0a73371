/** One line for each request, when its answer is over: what was asked, what came of it, how long it took. No bodies, queries or tokens. */
import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Logger } from 'pino';
import type { ServerEnv } from '../part.js';

/** An id that a proxy in front has given is kept, so that its lines and ours can be put together. */
const REQUEST_ID = /^[\w.-]{1,64}$/;

export const requestLog =
  (log: Logger): MiddlewareHandler<ServerEnv> =>
  async (context, next) => {
    const { incoming, outgoing } = context.env;
    const given = context.req.header('X-Request-Id');
    const id = given !== undefined && REQUEST_ID.test(given) ? given : randomUUID();
    const mine = log.child({ request: id });
    context.set('log', mine);
    const { socket } = incoming;
    const before = { at: performance.now(), sent: socket.bytesWritten, received: socket.bytesRead };
    outgoing.once('close', () => {
      mine.info(
        {
          method: incoming.method,
          route: routePath(context, -1),
          status: outgoing.headersSent ? outgoing.statusCode : 499,
          finished: outgoing.writableFinished,
          ms: Math.round(performance.now() - before.at),
          bytes: socket.bytesWritten - before.sent,
          received: socket.bytesRead - before.received,
        },
        'request',
      );
    });
    await next();
    context.res.headers.set('X-Request-Id', id);
  };
