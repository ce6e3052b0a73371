/**
 * Many jobs' events over one WebSocket (docs/formats/server-api.md).
 *
 * Messages leave one after the other, each made when it is its turn, so a slow client costs one message of memory however many jobs it
 * follows; one that takes nothing at all is dropped after a while.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { GdsErrorCode } from '../../src/errors.js';
import type { Log, SocketGuard } from '../routes/contract.js';
import type { Job, JobEvent } from './job.js';
import { JobReader, type PreviewEvent } from './reader.js';

export const SOCKET_PATH = '/api/jobs/socket';

export interface SocketOptions {
  readonly find: (id: string) => Job | undefined;
  readonly cancel: (job: Job) => void;
  /** What a client gets to see of an event. */
  readonly data: (event: JobEvent | PreviewEvent, image: 'url' | 'path') => Promise<unknown>;
  /** Milliseconds that a message may wait for its client. */
  readonly slowReader: number;
  /** Milliseconds from ping to ping; a client that has not answered the one before is dropped. By default 30,000. */
  readonly heartbeat?: number;
  readonly log: Log;
}

/** Bytes of a message from a client. */
const MAX_MESSAGE = 16 * 1024;
const MAX_SUBSCRIPTIONS = 10_000;
/** Milliseconds. */
const TIME_TO_AUTHENTICATE = 10_000;
const HEARTBEAT = 30_000;
const FOREVER = 2 ** 31 - 1;

export class JobSockets {
  private readonly server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE, perMessageDeflate: false });
  private readonly detachers = new Set<() => void>();

  constructor(private readonly options: SocketOptions) {}

  attach(server: Server, guard: SocketGuard = { allows: () => true }): () => void {
    const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (new URL(request.url ?? '', 'http://localhost').pathname !== SOCKET_PATH) return;
      if (!guard.allows(request)) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      this.server.handleUpgrade(request, socket, head, (opened) => new Session(opened, request, guard, this.options));
    };
    server.on('upgrade', onUpgrade);
    const detach = () => {
      server.off('upgrade', onUpgrade);
      this.detachers.delete(detach);
    };
    this.detachers.add(detach);
    return detach;
  }

  /** Opens nothing more and says goodbye to those who are there. */
  close(): void {
    for (const detach of [...this.detachers]) detach();
    for (const client of this.server.clients) client.close(1001, 'The server is shutting down.');
    this.server.close();
  }
}

class Session {
  private readonly readers = new Map<string, JobReader>();
  private turn: Promise<void> = Promise.resolve();
  private trusted: boolean;
  private answered = true;

  constructor(
    private readonly socket: WebSocket,
    request: IncomingMessage,
    private readonly guard: SocketGuard,
    private readonly options: SocketOptions,
  ) {
    const [, token] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
    this.trusted = !guard.token || (token !== undefined && guard.token(token));
    const impatience = setTimeout(() => this.trusted || this.refuse(), TIME_TO_AUTHENTICATE).unref();
    const heartbeat = setInterval(() => {
      if (!this.answered) return socket.terminate();
      this.answered = false;
      socket.ping();
    }, this.options.heartbeat ?? HEARTBEAT).unref();
    socket.on('pong', () => (this.answered = true));
    socket.on('message', (data, isBinary) => this.receive(data, isBinary));
    // A broken frame or a reset: ws closes behind it.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(impatience);
      clearInterval(heartbeat);
      for (const reader of this.readers.values()) reader.close();
    });
  }

  private receive(data: RawData, isBinary: boolean): void {
    const message = isBinary ? undefined : parse(String(data));
    if (!message) return this.fail(undefined, 'GDS_REQUEST_INVALID', 'Send a JSON object with a "type".');
    if (message.type === 'auth' && this.guard.token) {
      this.trusted ||= typeof message.token === 'string' && this.guard.token(message.token);
      if (!this.trusted) this.refuse();
      return;
    }
    if (!this.trusted) return this.refuse();
    const id = typeof message.job_id === 'string' ? message.job_id : '';
    if (message.type === 'unsubscribe') return this.unsubscribe(id);
    if (message.type !== 'subscribe' && message.type !== 'cancel')
      return this.fail(id, 'GDS_REQUEST_INVALID', 'The types are "auth", "subscribe", "unsubscribe" and "cancel".');
    const job = this.options.find(id);
    if (!job) return this.fail(id, 'GDS_JOB_UNKNOWN', 'Job not found');
    if (message.type === 'cancel') this.options.cancel(job);
    else this.subscribe(job, message);
  }

  private subscribe(job: Job, message: Message): void {
    this.unsubscribe(job.id);
    if (this.readers.size >= MAX_SUBSCRIPTIONS)
      return this.fail(job.id, 'GDS_QUEUE_FULL', `One socket follows at most ${MAX_SUBSCRIPTIONS} jobs.`);
    const after = Number.isInteger(message.after) ? Math.max(0, message.after as number) : 0;
    const reader = new JobReader(job, { after, previews: message.previews === true });
    this.readers.set(job.id, reader);
    void this.follow(reader, message.image === 'path' ? 'path' : 'url');
  }

  private unsubscribe(id: string): void {
    this.readers.get(id)?.close();
    this.readers.delete(id);
  }

  private async follow(reader: JobReader, image: 'url' | 'path'): Promise<void> {
    while (!reader.done) {
      const event = reader.take();
      if (!event) {
        await reader.wait(FOREVER);
        continue;
      }
      await this.inTurn(async () => {
        const data = await this.options.data(event, image);
        if (reader.closed) return;
        await this.send({ type: 'event', job_id: reader.job.id, id: event.id, event: event.event, data });
      });
    }
    if (this.readers.get(reader.job.id) === reader) this.unsubscribe(reader.job.id);
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    return (this.turn = this.turn.then(work));
  }

  private fail(id: string | undefined, code: GdsErrorCode, message: string): void {
    void this.inTurn(() => this.send({ type: 'error', ...(id ? { job_id: id } : {}), code, message }));
  }

  private refuse(): void {
    this.fail(undefined, 'GDS_AUTH', 'This server asks for a token. Send {"type":"auth","token":…} first.');
    void this.inTurn(() => Promise.resolve(this.socket.close(1008, 'Unauthorised')));
  }

  /** Resolves once the message has left, or the socket is gone. */
  private send(message: object): Promise<void> {
    return new Promise((resolve) => {
      const stalled = setTimeout(() => {
        this.options.log.warn({ subscriptions: this.readers.size }, 'reader dropped: its socket takes no messages');
        this.socket.terminate();
      }, this.options.slowReader).unref();
      this.socket.send(JSON.stringify(message), () => {
        clearTimeout(stalled);
        resolve();
      });
    });
  }
}

interface Message {
  readonly type?: unknown;
  readonly job_id?: unknown;
  readonly after?: unknown;
  readonly previews?: unknown;
  readonly image?: unknown;
  readonly token?: unknown;
}

function parse(text: string): Message | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
