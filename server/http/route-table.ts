/** What an app answers, read from its own routes: for 405, for redirects, and to hold the OpenAPI document to it. */
import type { Hono } from 'hono';
import type { ServerEnv } from '../part.js';

export interface Route {
  readonly method: string;
  /** As registered: `/api/jobs/:id`. */
  readonly path: string;
}

/** Without middleware, and without what is answered for any path. */
export const routesOf = (app: Hono<ServerEnv>): Route[] => {
  const found = new Map<string, Route>();
  for (const { method, path } of app.routes) {
    if (method !== 'ALL' && path !== '*' && path !== '/*') found.set(`${method} ${path}`, { method, path });
  }
  return [...found.values()];
};

/** Methods that are answered at `path`, in the order of the alphabet. HEAD comes with GET outside `/api`, and at uploads. */
export function methodsAt(app: Hono<ServerEnv>, path: string): string[] {
  const methods = routesOf(app)
    .filter((route) => patternOf(route.path).test(path))
    .map(({ method }) => method);
  if (methods.includes('GET') && answersHead(path)) methods.push('HEAD');
  return [...new Set(methods)].sort();
}

/** The original answers HEAD nowhere in its API. */
export const answersHead = (path: string): boolean => !path.startsWith('/api/') || path.startsWith('/api/uploads/');

const patternOf = (path: string): RegExp =>
  new RegExp(
    `^${path
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/:\w+/g, '[^/]+')
      .replace(/\*/g, '.*')}$`,
  );
