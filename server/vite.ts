/**
 * The server inside a Vite development server: the same handlers under the page's own origin, so that nothing has to be told of origins.
 *
 * ```ts
 * import { gdsCanvasServer } from 'gds-canvas/vite';
 * export default defineConfig({ plugins: [gdsCanvasServer({ data: 'data' })] });
 * ```
 */
import type { Server } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import type { Plugin } from 'vite';
import { createApp } from './app.js';
import type { ServerOptions } from './config.js';

export type VitePluginOptions = Partial<Omit<ServerOptions, 'root'>>;

const OURS = /^\/(api|data|openapi\.json)(\/|\?|$)/;

/**
 * Answers `/api`, `/data` and `/openapi.json`, and the socket of jobs where Vite has an HTTP server of its own (not in middleware mode).
 * Defaults are those of `createApp`, but for `data` (the folder `data` beside where Vite was started) and the log, which tells warnings only.
 */
export function gdsCanvasServer(options: VitePluginOptions = {}): Plugin {
  /** By what each Vite server has of its own: at a restart Vite makes the new one before it closes the old. */
  const ends = new Map<object, () => Promise<void>>();
  return {
    name: 'gds-canvas-server',
    apply: 'serve',
    async configureServer(vite) {
      const app = await createApp({ data: 'data', logLevel: 'warn', ...options });
      const detach = vite.httpServer ? app.attach(vite.httpServer as Server) : undefined;
      const answer = getRequestListener((request, bindings) => app.fetch(request, bindings as HttpBindings), {
        overrideGlobalObjects: false,
      });
      vite.middlewares.use((request, response, next) => {
        if (OURS.test(request.url ?? '')) void answer(request, response);
        else next();
      });
      ends.set(vite.environments.client, async () => {
        detach?.();
        await app.close(0);
      });
    },
    async closeBundle() {
      const environment: object = this.environment;
      await ends.get(environment)?.();
      ends.delete(environment);
    },
  };
}
