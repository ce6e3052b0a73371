/**
 * Cross-origin calls, answered as the original answers them: pages of the origins that are admitted may call and read, others get an
 * answer that their browser keeps from them. A preflight is answered for every path, as it says nothing of what is there.
 */
import type { MiddlewareHandler } from 'hono';
import type { ServerEnv } from '../part.js';
import type { Admission } from './admission.js';

const METHODS = 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT';
/** How long a browser may keep a preflight's answer, in seconds. */
const MAX_AGE = '600';
const EXPOSED = 'Accept-Ranges, Content-Range, Content-Disposition, ETag, Location, Retry-After, WWW-Authenticate, X-Request-Id';

export const cors =
  (admission: Admission): MiddlewareHandler<ServerEnv> =>
  async (context, next) => {
    const origin = context.req.header('Origin');
    const allowed = origin !== undefined && admission.acceptsOrigin(origin, context.req.header('Host'));
    const about: Record<string, string> = { Vary: 'Origin' };
    if (origin !== undefined) about['Access-Control-Allow-Credentials'] = 'true';
    if (allowed) about['Access-Control-Allow-Origin'] = origin;

    if (origin !== undefined && context.req.method === 'OPTIONS' && context.req.header('Access-Control-Request-Method') !== undefined) {
      const asked = context.req.header('Access-Control-Request-Headers');
      if (asked !== undefined && allowed) about['Access-Control-Allow-Headers'] = asked;
      const headers = { 'Access-Control-Allow-Methods': METHODS, 'Access-Control-Max-Age': MAX_AGE, ...about };
      return allowed ? context.text('OK', 200, headers) : context.text('Disallowed CORS origin', 400, headers);
    }
    await next();
    if (allowed) about['Access-Control-Expose-Headers'] = EXPOSED;
    for (const [name, value] of Object.entries(about)) context.res.headers.set(name, value);
    return;
  };
