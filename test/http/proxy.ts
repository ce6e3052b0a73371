/**
 * A real TCP proxy before a server, which does to the bytes of answers what bad networks do: cuts them anywhere, swallows WebSockets, holds
 * streams back.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface Faults {
  /** Bytes of an answer after which its connection is cut; asked for each connection anew, with the first answer after it is set. Left out: never. */
  cutAfter?: () => number;
  /** Answers a request to upgrade with 400 instead of passing it on. */
  stripWebSocket?: boolean;
  /** Passes an answer's body on only when it is whole, as buffering proxies do with streams. */
  holdStreams?: boolean;
}

export class FaultyProxy {
  readonly #sockets = new Set<Socket>();
  /** Connections cut so far. */
  cuts = 0;

  private constructor(
    private readonly server: Server,
    readonly faults: Faults,
  ) {}

  static async start(target: { readonly url: string }, faults: Faults, port = 0): Promise<FaultyProxy> {
    const server = createServer();
    const proxy = new FaultyProxy(server, faults);
    server.on('connection', (client) => proxy.#serve(client, Number(new URL(target.url).port)));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
  }

  #serve(client: Socket, port: number): void {
    const upstream = connect(port, '127.0.0.1');
    let left: number | undefined;
    let held: Buffer[] | undefined;
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      this.#sockets.add(socket);
      socket.on('error', end);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        end();
      });
    }
    client.on('data', (data) => {
      const head = data.toString('latin1');
      if (this.faults.stripWebSocket && /^GET [^\r]+\r\n(.*\r\n)*upgrade: websocket/i.test(head))
        return client.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
      held = this.faults.holdStreams && /^GET \/api\/jobs\/[^/]+\/events/.test(head) ? [] : undefined;
      upstream.write(data);
      return undefined;
    });
    upstream.on('data', (data) => {
      if (held) return void held.push(data);
      left ??= this.faults.cutAfter?.();
      if (left === undefined) return void client.write(data);
      const part = data.subarray(0, left);
      left -= part.length;
      const last = left <= 0;
      client.write(part, () => {
        if (!last) return;
        this.cuts += 1;
        end();
      });
    });
  }
}
