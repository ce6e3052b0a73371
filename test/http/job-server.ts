/**
 * A server that speaks our job API over real HTTP and WebSocket and whose jobs do what a test says, step by step: what no recording has and a real
 * run gives no hold on. What our own server does with the same adapter is in real-server.test.ts.
 */
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { bytesOf } from './recordings.js';
import { json, ReplayServer, type Handler, type Routes } from './replay.js';

const bare = (key: string): string => key.split('?')[0]!;

interface Event {
  readonly name: string;
  readonly data: Record<string, unknown>;
  readonly id: number;
}
const LAST = ['completed', 'failed', 'cancelled'];

/** One job: its events so far, and who listens. */
export class Job {
  readonly events: Event[] = [];
  readonly #readers = new Set<(event: Event) => void>();

  constructor(readonly id: string) {}

  push(name: string, data: Record<string, unknown> = {}): this {
    const event = { name, data, id: this.events.length + 1 };
    this.events.push(event);
    for (const reader of [...this.#readers]) reader(event);
    return this;
  }
  step(current: number, total = 40): this {
    return this.push('progress', { current, total, percent: (100 * current) / total, stage: 'denoise' });
  }
  complete(): this {
    return this.push('completed', { status: 'succeeded', result: RESULT });
  }
  /** Events behind `after`, and those to come. */
  read(after: number, reader: (event: Event) => void): () => void {
    this.events.filter(({ id }) => id > after).forEach(reader);
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }
  get readers(): number {
    return this.#readers.size;
  }
  get over(): boolean {
    return LAST.includes(this.events.at(-1)?.name ?? '');
  }
  /** As `GET /api/jobs/:id` tells it. */
  get state(): Record<string, unknown> {
    const last = this.events.at(-1)!;
    const progress = this.events.findLast(({ name }) => name === 'progress')?.data ?? { current: 0, total: 0, percent: 0, stage: '' };
    const status = LAST.includes(last.name) ? last.data['status'] : this.events.length > 1 ? 'running' : 'queued';
    return { job_id: this.id, status, progress, result: last.data['result'] ?? null, error: last.data['error'] ?? null };
  }
}

export const PICTURE = '/data/output/made.png';
const RESULT = {
  status: 'success',
  image_path: PICTURE,
  time_taken: 0.5,
  width: 64,
  height: 64,
  info: { backend: 'cpu', rng: 'torch-cpu', timings: { denoise: 400 } },
};
export const CAPABILITIES = {
  server: 'gds-canvas-server',
  version: '0.1.0',
  models: [{ id: 'gds-tiny-sd', title: 'Tiny', tasks: ['text-to-image', 'image-to-image'], bytes: 1, sha256: 'ab' }],
  backend: 'cpu',
  concurrency: 1,
  jobs: { events: true, socket: '/api/jobs/socket', idempotency: true },
  uploads: '/api/uploads',
  limits: { uploadBytes: 1e8, imagePixels: 5e7, queue: 32 },
  auth: false,
};

export class JobServer {
  readonly jobs = new Map<string, Job>();
  readonly uploads = new Set<string>();
  readonly sockets: WebSocket[] = [];
  /** What sockets sent, in order. */
  readonly heard: Record<string, unknown>[] = [];
  /** Called with each new job, which is `queued` by then. */
  onJob: (job: Job) => void = () => undefined;
  readonly #byKey = new Map<string, Job>();
  readonly #webSockets = new WebSocketServer({ noServer: true });

  private constructor(readonly http: ReplayServer) {}

  static async start(overrides: Routes = {}): Promise<JobServer> {
    const http = await ReplayServer.start({});
    const server = new JobServer(http);
    http.routes = server.#routes(overrides);
    http.server.on('upgrade', (request, socket: Duplex, head) => {
      server.#webSockets.handleUpgrade(request, socket, head, (ws) => server.#greet(ws));
    });
    return server;
  }

  get url(): string {
    return this.http.url;
  }

  /** May be closed twice. */
  async close(): Promise<void> {
    if (!this.http.server.listening) return;
    this.sockets.forEach((socket) => socket.terminate());
    await this.http.close();
  }

  #routes(overrides: Routes): Routes {
    const create: Handler = ({ headers, body }, response) => {
      const sha256 = /name="image_sha256"\r\n\r\n(\w+)/.exec(body.toString('latin1'))?.[1];
      if (sha256 !== undefined && !this.uploads.has(sha256))
        return json(response, 409, { detail: 'Upload not found', code: 'GDS_UPLOAD_UNKNOWN' });
      const key = String(headers['idempotency-key']);
      const known = this.#byKey.get(key);
      const job = known ?? new Job(`job-${this.jobs.size + 1}`).push('queued', { status: 'queued' });
      this.jobs.set(job.id, job);
      this.#byKey.set(key, job);
      json(response, 200, { job_id: job.id, status: 'queued' });
      if (!known) this.onJob(job);
    };
    const upload: Handler = ({ method, path }, response) => {
      const sha256 = path.split('/').at(-1)!;
      const known = this.uploads.has(sha256);
      if (method === 'PUT') this.uploads.add(sha256);
      response.writeHead(known ? 200 : method === 'PUT' ? 201 : 404).end();
    };
    const job: Handler = (asked, response) => {
      const [, , , id, rest] = asked.path.split('?')[0]!.split('/');
      const found = this.jobs.get(id!);
      if (!found) return json(response, 404, { detail: 'Job not found', code: 'GDS_JOB_UNKNOWN' });
      if (rest === 'events') return this.#stream(found, Number(asked.headers['last-event-id'] ?? 0), response);
      if (rest === 'cancel' && !found.over) found.push('cancelled', { status: 'cancelled' });
      json(response, 200, found.state);
    };
    const any = (pattern: RegExp, handler: Handler): [RegExp, Handler] => [pattern, handler];
    const dynamic = [any(/^(PUT|HEAD) \/api\/uploads\//, upload), any(/^(GET|POST) \/api\/jobs\/job-/, job)];
    const fixed: Routes = {
      'GET /api/health': (_, response) => json(response, 200, { status: 'ok', model_loaded: true, queue: { waiting: 2, running: 1 } }),
      'GET /api/capabilities': (_, response) => json(response, 200, CAPABILITIES),
      'POST /api/jobs/img2img': create,
      'POST /api/jobs/txt2img': create,
      [`GET ${PICTURE}`]: (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(bytesOf('rgb64.png')),
    };
    return new Proxy(fixed, {
      get: (routes, key: string) => overrides[bare(key)] ?? routes[bare(key)] ?? dynamic.find(([pattern]) => pattern.test(key))?.[1],
    });
  }

  #stream(job: Job, after: number, response: ServerResponse): void {
    if (job.over && after >= job.events.length) return void response.writeHead(204).end();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    const stop = job.read(after, ({ name, data, id }) => {
      response.write(`event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
      if (LAST.includes(name)) response.end();
    });
    response.on('close', stop);
  }

  #greet(socket: WebSocket): void {
    this.sockets.push(socket);
    const stops = new Map<string, () => void>();
    socket.on('message', (text) => {
      const message = JSON.parse(String(text)) as Record<string, unknown>;
      this.heard.push(message);
      const id = String(message['job_id']);
      stops.get(id)?.();
      if (message['type'] !== 'subscribe') return;
      const job = this.jobs.get(id);
      if (!job) return socket.send(JSON.stringify({ type: 'error', job_id: id, code: 'GDS_JOB_UNKNOWN', message: 'Job not found' }));
      const tell = ({ name, data, id: number }: Event): void =>
        socket.send(JSON.stringify({ type: 'event', job_id: id, id: number, event: name, data }));
      stops.set(id, job.read(Number(message['after']), tell));
    });
    socket.on('close', () => stops.forEach((stop) => stop()));
  }
}
