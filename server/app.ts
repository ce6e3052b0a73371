/**
 * The server without a socket: what a request gets for an answer.
 *
 *   /api/files, /api/uploads, /data     the data folder
 *   /api/jobs, /api/img2img, …          jobs, direct calls and models (server/routes)
 *   /api/health, /api/ready             whether the process lives, and whether it takes work
 *   /openapi.json                       all of this, described
 *   /, /gds-assets                      the studio's page, where `root` is given
 *
 * docs/formats/server-api.md says what is kept of the original's API and what is added.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { Logger } from 'pino';
import { configOf, type ServerConfig, type ServerOptions } from './config.js';
import { claimFolder } from './files/claim.js';
import { filesRoutes } from './files/routes.js';
import { DataStore } from './files/store.js';
import { Admission } from './http/admission.js';
import { answerError, answerMissing } from './http/answers.js';
import { cors } from './http/cors.js';
import { guard } from './http/guard.js';
import { securityHeaders } from './http/headers.js';
import { requestLog } from './http/request-log.js';
import { answersHead, routesOf, type Route } from './http/route-table.js';
import { createLog } from './log.js';
import { openApiDocument, type OpenApiDocument } from './openapi/document.js';
import { frameOpenApi } from './openapi/frame.js';
import type { ServerEnv } from './part.js';
import { inferenceRoutes, type InferenceOptions } from './routes/index.js';
import { dataRoutes } from './static/data-routes.js';
import { studioRoutes } from './static/studio-routes.js';

export interface ServerApp {
  readonly config: ServerConfig;
  readonly log: Logger;
  readonly openapi: OpenApiDocument;
  readonly routes: readonly Route[];
  fetch(request: Request, bindings: HttpBindings): Response | Promise<Response>;
  /** Takes the WebSocket upgrades of `server` that are for jobs, and leaves others alone. Returns what undoes it. */
  attach(server: Server): () => void;
  /** Whether an upgrade request is for this app. */
  upgrades(request: IncomingMessage): boolean;
  /** Is not ready any more and takes no more jobs; running ones may end within `deadlineMs`, by default the setting `shutdownSeconds`. */
  close(deadlineMs?: number): Promise<void>;
}

const SOCKET = '/api/jobs/socket';

/** Throws a `GdsError`: `GDS_SERVER_OPTION` where an option is wrong, `GDS_SERVER_DATA` where the data folder cannot be used. */
export async function createApp(options: ServerOptions): Promise<ServerApp> {
  const config = configOf(options);
  const log = createLog(config.logLevel);
  const store = await DataStore.open(config);
  const admission = new Admission(config);
  const files = filesRoutes(store, config);
  const jobs = await claimFolder(config.data, '.jobs');
  const inference = await inferenceRoutes({ ...inferenceOptions(config, store, log), jobs: jobs.folder });
  const openapi = openApiDocument([frameOpenApi, files.openapi, inference.openapi]);
  let closing: Promise<void> | undefined;

  const app = new Hono<ServerEnv>();
  app.use(requestLog(log), securityHeaders, cors(admission), guard(admission));
  app.use('/api/*', async (context, next) => {
    if (context.req.method === 'HEAD' && !answersHead(context.req.path)) return answerMissing(app)(context);
    return next();
  });
  app.get('/api/ready', (context) => (closing ? context.json({ status: 'stopping' }, 503) : context.json({ status: 'ready' })));
  app.get('/openapi.json', (context) => context.json(openapi));
  app.route('/', files.app);
  app.route('/', inference.app);
  app.route('/', dataRoutes(store));
  if (config.root !== undefined) app.route('/', studioRoutes(config.root));
  app.notFound(answerMissing(app));
  app.onError(answerError);

  return {
    config,
    log,
    openapi,
    routes: routesOf(app),
    fetch: (request, bindings) => app.fetch(request, bindings),
    attach: (server) =>
      inference.attachSocket(server, {
        allows: ({ headers }) => admission.acceptsHost(headers.host) && admission.acceptsCaller(headers),
        ...(admission.asksForToken && { token: (token: string) => admission.acceptsToken(token) }),
      }),
    upgrades: ({ url = '' }) => new URL(url, 'http://localhost').pathname === SOCKET,
    close: (deadlineMs = config.shutdownSeconds * 1000) => (closing ??= inference.close(deadlineMs).finally(() => jobs.release())),
  };
}

function inferenceOptions(config: ServerConfig, store: DataStore, log: Logger): InferenceOptions {
  return {
    data: config.data,
    ...(config.packages !== undefined && { packages: config.packages }),
    workers: config.workers,
    queue: config.queue,
    keepJobs: config.jobSeconds * 1000,
    stall: config.stallSeconds * 1000,
    slowReader: config.readerSeconds * 1000,
    uploadBytes: config.uploadBytes,
    fieldBytes: config.fieldBytes,
    idle: config.idleSeconds * 1000,
    imagePixels: config.imagePixels,
    runtime: config.runtime,
    auth: config.token !== undefined,
    upload: (sha256) => store.uploads.find(sha256),
    log,
  };
}
