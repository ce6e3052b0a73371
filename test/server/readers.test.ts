/**
 * What a client that follows a job leaves behind when it goes: nothing. The routes on a real socket, in this process so that readers can be
 * counted.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { pino } from 'pino';
import type { ServerEnv } from '../../server/part.js';
import { inferenceRoutes, type Inference } from '../../server/routes/index.js';
import { HANG, imageForm, LONG } from './jobs-client.js';
import { SocketClient } from './socket-client.js';

describe('readers of events', { timeout: HANG }, () => {
  const data = mkdtempSync(join(tmpdir(), 'gds-readers-'));
  let inference: Inference;
  let server: Server;
  let port: number;
  let job: string;
  before(async () => {
    inference = await inferenceRoutes({ data, packages: 'models' });
    const log = pino({ level: 'silent' });
    const host = new Hono<ServerEnv>();
    host.use((context, next) => {
      context.set('log', log);
      return next();
    });
    host.route('/', inference.app);
    server = createServer(getRequestListener((request, bindings) => host.fetch(request, bindings as HttpBindings)));
    inference.attachSocket(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
    const response = await fetch(`http://127.0.0.1:${port}/api/jobs/img2img`, { method: 'POST', body: imageForm(LONG) });
    job = ((await response.json()) as { job_id: string }).job_id;
  });
  after(async () => {
    await inference.close(0);
    server.closeAllConnections();
    server.close();
    rmSync(data, { recursive: true });
  });

  async function readersAre(count: number): Promise<void> {
    while (inference.counts().readers !== count) await setImmediate();
  }
  function follow(): Socket {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`GET /api/jobs/${job}/events?previews=1 HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    socket.resume();
    return socket;
  }

  it('are gone when their connections are, however these end', async () => {
    const streams = Array.from({ length: 20 }, follow);
    await readersAre(20);
    streams.forEach((socket, i) => (i % 2 ? socket.destroy() : socket.resetAndDestroy()));
    await readersAre(0);
    expect(inference.counts().running, 'the job goes on').to.equal(1);
  });

  it('are gone when a socket unsubscribes, subscribes anew or breaks', async () => {
    const url = `http://127.0.0.1:${port}/`;
    const [one, other] = await Promise.all([SocketClient.open(url), SocketClient.open(url)]);
    for (const client of [one, other, one, one]) client.subscribe(job);
    await readersAre(2);
    one.send({ type: 'unsubscribe', job_id: job });
    await readersAre(1);
    other.socket.terminate();
    await readersAre(0);
    await one.close();
  });

  it('are gone when the job ends', async () => {
    const stream = follow();
    await readersAre(1);
    await fetch(`http://127.0.0.1:${port}/api/jobs/${job}/cancel`, { method: 'POST' });
    await readersAre(0);
    stream.destroy();
  });
});
