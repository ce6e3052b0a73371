import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import { JobSockets, SOCKET_PATH } from './socket.js';

describe('a socket for jobs', () => {
  let server: Server;
  let sockets: JobSockets;
  before(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const data = () => Promise.resolve({});
    sockets = new JobSockets({ find: () => undefined, cancel: () => undefined, data, slowReader: 60_000, heartbeat: 100, log });
    sockets.attach(server);
  });
  after(() => {
    sockets.close();
    server.close();
  });
  const open = (autoPong: boolean): WebSocket =>
    new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}${SOCKET_PATH}`, { autoPong });

  it('is asked for signs of life, and dropped where it gives none', async () => {
    const [alive, dead] = [open(true), open(false)];
    const closed = once(dead, 'close');
    const pings = { alive: 0, dead: 0 };
    alive.on('ping', () => (pings.alive += 1));
    dead.on('ping', () => (pings.dead += 1));
    const [code] = (await closed) as [number];
    // Without a goodbye: nobody is taken to be there.
    expect([code, pings.dead]).to.deep.equal([1006, 1]);
    while (pings.alive < 3) await once(alive, 'ping');
    expect(alive.readyState).to.equal(WebSocket.OPEN);
    alive.terminate();
  });
});
