/** A real HTTP server that answers with recordings, or as a test says, and remembers byte for byte what it was asked. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Recording } from './recordings.js';

export interface Asked {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}
export type Handler = (asked: Asked, response: ServerResponse, request: IncomingMessage) => void;
/** By method and path, `POST /api/img2img`; the query is looked at only where the key has one. */
export type Routes = Record<string, Recording | Handler>;

/** Of a recording's headers, those that a server makes anew. */
const OWN = new Set(['date', 'content-length', 'transfer-encoding', 'connection', 'keep-alive']);

export class ReplayServer {
  readonly asked: Asked[] = [];
  /** Those waiting for a request, by its method and path. */
  readonly #waiting: { readonly what: string; readonly resolve: (asked: Asked) => void }[] = [];

  private constructor(
    readonly server: Server,
    public routes: Routes,
  ) {}

  static async start(routes: Routes): Promise<ReplayServer> {
    const server = createServer();
    const replay = new ReplayServer(server, routes);
    server.on('request', (request, response) => void replay.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return replay;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Requests of this method and path, so far. */
  to(what: string): Asked[] {
    return this.asked.filter((each) => matches(each, what));
  }

  /** The next such request, once its body is there. */
  next(what: string): Promise<Asked> {
    return new Promise((resolve) => this.#waiting.push({ what, resolve }));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return; // The client gave up in the middle.
    }
    const asked = { method: request.method!, path: request.url!, headers: request.headers, body: Buffer.concat(chunks) };
    this.asked.push(asked);
    const [bare] = asked.path.split('?');
    const route = this.routes[`${asked.method} ${asked.path}`] ?? this.routes[`${asked.method} ${bare}`];
    if (typeof route === 'function') route(asked, response, request);
    else if (route) play(route, response);
    else json(response, 404, { detail: 'Not Found' });
    for (const waiting of this.#waiting.filter(({ what }) => matches(asked, what))) {
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      waiting.resolve(asked);
    }
  }
}

const matches = ({ method, path }: Asked, what: string): boolean =>
  what === `${method} ${path}` || what === `${method} ${path.split('?')[0]}`;

export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Answers as recorded; a stream that the original never closed stays open. */
export function play({ response: recorded }: Recording, response: ServerResponse): void {
  const headers = recorded.headers.filter(([name]) => !OWN.has(name.toLowerCase()));
  response.writeHead(recorded.status, headers.flat());
  if (!recorded.sse) return void response.end(recorded.text ?? JSON.stringify(recorded.json));
  for (const { text } of recorded.sse.chunks) response.write(text);
  if (recorded.sse.closedByServer) response.end();
}
