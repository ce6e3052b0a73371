/** What is answered where no handler does: a refusal, a failure, a path or a method that is not there. */
import type { Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ServerEnv } from '../part.js';
import { Problem } from '../problem.js';
import { methodsAt } from './route-table.js';

type Env = Context<ServerEnv>;

/** `app.onError`. */
export function answerError(error: Error, context: Env): Response {
  if (error instanceof Problem) return problem(context, error);
  if (error instanceof HTTPException) return error.getResponse();
  context.get('log').error({ err: error }, 'a handler failed');
  return problem(context, new Problem(500, 'GDS_INTERNAL', 'Internal Server Error'));
}

/** `app.notFound`: as the original's router does it, with 405 for another method and 307 for a slash too many or too few. */
export const answerMissing =
  (app: Hono<ServerEnv>) =>
  (context: Env): Response | Promise<Response> => {
    const { path } = context.req;
    const methods = methodsAt(app, path);
    if (isApi(path)) {
      if (methods.length === 0 && path.length > 1 && methodsAt(app, toggledSlash(path)).length > 0) return redirect(context);
      if (methods.length > 0 && !methods.includes(context.req.method)) {
        return problem(context, new Problem(405, 'GDS_METHOD', 'Method Not Allowed', { headers: { Allow: methods.join(', ') } }));
      }
      return problem(context, new Problem(404, 'GDS_NOT_FOUND', 'Not Found'));
    }
    if (context.req.method === 'GET' || context.req.method === 'HEAD') return context.text('Not found.', 404);
    return context.text('Only GET and HEAD are answered here.', 405, { Allow: 'GET, HEAD' });
  };

export function problem(context: Env, { status, code, detail, options }: Problem): Response {
  const original = context.req.path.startsWith('/api/files') ? { error: detail } : {};
  context.get('log').info({ code }, 'refused');
  return context.json({ ...original, detail, code }, status, { ...options.headers });
}

const isApi = (path: string): boolean => /^\/(api|data|openapi\.json)(\/|$)/.test(path);

const toggledSlash = (path: string): string => (path.endsWith('/') ? path.slice(0, -1) : `${path}/`);

function redirect(context: Env): Response {
  const url = new URL(context.req.url);
  url.pathname = toggledSlash(url.pathname);
  return context.body(null, 307, { Location: url.href });
}
