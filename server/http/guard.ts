/** Turns away, before any handler: requests for a host that is not ours, changes that foreign pages ask for, calls without the token. */
import type { MiddlewareHandler } from 'hono';
import type { ServerEnv } from '../part.js';
import { Problem } from '../problem.js';
import type { Admission } from './admission.js';

const READING = ['GET', 'HEAD', 'OPTIONS'];
/** Asked by those who watch over the process and know no token. */
const OPEN = ['/api/health', '/api/ready'];
/** What people have made lies behind the token; the page and its assets are the program itself, and anyone's. */
const GUARDED = /^\/(api|data|openapi\.json)(\/|$)/;

export const guard =
  (admission: Admission): MiddlewareHandler<ServerEnv> =>
  async (context, next) => {
    const { headers } = context.env.incoming;
    if (!admission.acceptsHost(headers.host)) {
      throw new Problem(403, 'GDS_ORIGIN', 'This host name is not allowed. The operator can allow it with --allow-host or --public-url.');
    }
    if (!READING.includes(context.req.method) && !admission.acceptsCaller(headers)) {
      throw new Problem(403, 'GDS_ORIGIN', 'Pages of this origin may not do this. The operator can allow it with --allow-origin.');
    }
    const { path } = context.req;
    if (GUARDED.test(path) && !OPEN.includes(path) && !admission.acceptsAuthorization(headers.authorization)) {
      throw new Problem(401, 'GDS_AUTH', 'A token is needed.', { headers: { 'WWW-Authenticate': 'Bearer' } });
    }
    await next();
  };
