/** Opens a socket for an app: on the port that is asked for, or the first free one from the usual one on. */
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import type { ServerApp } from './app.js';

/** Tried first, so that the address (and with it what the browser keeps for that origin) stays the same between starts. */
export const USUAL_PORT = 4173;

export interface ListenOptions {
  /** A port to insist on. Left out: {@link USUAL_PORT}, or a free one where that is taken. 0: any free one. */
  readonly port?: number;
  /** Interface to listen on; only this machine by default. */
  readonly host?: string;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /**
   * Shuts down: readiness says 503 and no job is taken any more; running jobs and answers may end within `deadlineMs` (by default the
   * setting `shutdownSeconds`), then every connection is closed.
   */
  close(deadlineMs?: number): Promise<void>;
}

/** Rejects where the port insisted on cannot be had. */
export async function listen(app: ServerApp, { port, host = '127.0.0.1' }: ListenOptions = {}): Promise<RunningServer> {
  const chosen = port ?? ((await isFree(USUAL_PORT, host)) ? USUAL_PORT : 0);
  const server = createHttpServer(
    {
      headersTimeout: app.config.headerSeconds * 1000,
      // How long a body may take is a matter of `idleSeconds`: a large file over a slow line is no fault.
      requestTimeout: 0,
      connectionsCheckingInterval: Math.min(1000, app.config.headerSeconds * 1000),
    },
    getRequestListener((request, bindings) => app.fetch(request, bindings as HttpBindings)),
  );
  app.attach(server);
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    if (!app.upgrades(request)) refuse(socket, 404, 'GDS_NOT_FOUND', 'Not Found');
  });
  const pending = new WeakMap<Duplex, { readonly request: IncomingMessage; readonly response: ServerResponse }>();
  server.prependListener('request', (request, response) => void pending.set(request.socket, { request, response }));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const { request, response } = pending.get(socket) ?? {};
    // Something that is no request follows a whole one, for example a body longer than announced: that one keeps its answer.
    if (request?.complete && !response!.writableEnded) response!.once('close', () => socket.destroy());
    else answerBroken(error, socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(chosen, host, resolve);
  });
  const bound = (server.address() as { port: number }).port;
  const name = ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return { url: `http://${name}:${bound}/`, port: bound, close: (deadlineMs) => shutDown(server, app, deadlineMs) };
}

const isFree = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });

/** What no handler has seen: headers that are too long, too slow or no HTTP, and bodies that end before their length. */
function answerBroken(error: NodeJS.ErrnoException, socket: Duplex): void {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return refuse(socket, 431, 'GDS_TOO_LARGE', 'The headers are too long.');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return refuse(socket, 408, 'GDS_TIMEOUT', 'The headers took too long.');
    case 'HPE_INVALID_EOF_STATE':
      return refuse(socket, 400, 'GDS_BODY_LENGTH', 'The request ended before the length that was announced.');
    default:
      return refuse(socket, 400, 'GDS_REQUEST_INVALID', 'This is no HTTP request.');
  }
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

function refuse(socket: Duplex, status: number, code: string, detail: string): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify({ detail, code });
  const head = [`HTTP/1.1 ${status} ${REASONS[status]}`, 'Connection: close', 'Content-Type: application/json'];
  socket.end(`${[...head, `Content-Length: ${Buffer.byteLength(body)}`].join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

async function shutDown(server: Server, app: ServerApp, deadlineMs = app.config.shutdownSeconds * 1000): Promise<void> {
  const end = performance.now() + deadlineMs;
  await app.close(deadlineMs);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Connections that finish their last answer meanwhile become idle, and would be kept for the next request.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const timer = setTimeout(() => server.closeAllConnections(), Math.max(0, end - performance.now()));
  await closed;
  clearInterval(sweep);
  clearTimeout(timer);
}
