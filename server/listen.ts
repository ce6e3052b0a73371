/** Opens a socket for an app: on the port that is asked for, or the first free one from the usual one on. */
import { createServer } from 'node:net';
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';

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
  close(): Promise<void>;
}

/** Rejects where the port insisted on cannot be had. */
export async function listen(app: Hono, { port, host = '127.0.0.1' }: ListenOptions = {}): Promise<RunningServer> {
  const chosen = port ?? ((await isFree(USUAL_PORT, host)) ? USUAL_PORT : 0);
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port: chosen, hostname: host }, ({ port: bound }) => {
      const name = host === '127.0.0.1' || host === '::1' ? 'localhost' : host;
      resolve({ url: `http://${name}:${bound}/`, port: bound, close: () => closed(server as Server) });
    });
    server.on('error', reject);
  });
}

const isFree = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
