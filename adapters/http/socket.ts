/**
 * Events of any number of jobs over one WebSocket, which is open while a job is followed.
 *
 * A socket that closes cuts all its jobs; each goes on behind its last event with the next one. What it cannot say (a token that was
 * refused, a job that is gone) is left to the transports below, which hear it with a status.
 */
import type { HttpClient } from './client.js';
import { unreachable } from './errors.js';
import { jobEvent, type Subscription } from './types.js';

/** The part of the standard WebSocket in use. */
export interface WebSocketLike {
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string): void;
  close(): void;
}
export type WebSocketConstructor = new (url: string) => WebSocketLike;

interface Follower extends Subscription {
  /** The socket opened while it waited. */
  through: boolean;
  readonly end: (error?: Error) => void;
}

const OPEN = 1;

export class SocketLink {
  #socket: WebSocketLike | undefined;
  readonly #followers = new Map<string, Set<Follower>>();

  constructor(
    private readonly client: HttpClient,
    private readonly path: string,
    private readonly make: WebSocketConstructor,
    private readonly options: { readonly previews: boolean; readonly connect: number },
  ) {}

  /** A `Transport`. */
  follow(subscription: Subscription): Promise<'cut'> {
    return new Promise((resolve, reject) => {
      const { signal, jobId } = subscription;
      if (signal.aborted) return resolve('cut');
      const late = setTimeout(() => follower.through || follower.end(unreachable(this.client.label)), this.options.connect);
      const follower: Follower = {
        ...subscription,
        through: false,
        end: (error) => {
          clearTimeout(late);
          signal.removeEventListener('abort', leave);
          this.#leave(follower);
          if (error) reject(error);
          else resolve('cut');
        },
      };
      const leave = (): void => follower.end();
      signal.addEventListener('abort', leave, { once: true });
      const others = this.#followers.get(jobId);
      if (others) others.add(follower);
      else this.#followers.set(jobId, new Set([follower]));
      if (this.#socket?.readyState === OPEN) this.#subscribe(this.#socket, follower);
      else this.#socket ??= this.#open();
    });
  }

  #open(): WebSocketLike {
    const socket = new this.make(this.client.url(this.path).replace(/^http/, 'ws'));
    socket.onopen = () => void this.#greet(socket);
    socket.onmessage = ({ data }: { data: unknown }) => this.#hear(data);
    socket.onclose = () => this.#closed(socket);
    socket.onerror = () => this.#closed(socket);
    return socket;
  }

  async #greet(socket: WebSocketLike): Promise<void> {
    const token = await this.client.token(this.path).catch(() => undefined);
    if (socket !== this.#socket || socket.readyState !== OPEN) return;
    if (token !== undefined) socket.send(JSON.stringify({ type: 'auth', token }));
    for (const follower of this.#all()) this.#subscribe(socket, follower);
  }

  #subscribe(socket: WebSocketLike, follower: Follower): void {
    follower.through = true;
    const { jobId, after } = follower;
    socket.send(
      JSON.stringify({ type: 'subscribe', job_id: jobId, after, image: 'path', ...(this.options.previews ? { previews: true } : {}) }),
    );
  }

  #hear(data: unknown): void {
    let message: Record<string, unknown>;
    try {
      message = JSON.parse(String(data)) as Record<string, unknown>;
    } catch {
      return;
    }
    const followers = [...(this.#followers.get(String(message['job_id'])) ?? [])];
    if (message['type'] === 'error') {
      // Without a job it concerns all: a token that is not taken.
      for (const follower of message['job_id'] === undefined ? this.#all() : followers)
        follower.end(unreachable(this.client.label, message['code']));
      return;
    }
    const event = message['type'] === 'event' ? jobEvent(message['event'], message['data'], message['id']) : undefined;
    for (const follower of followers) {
      follower.onSign();
      if (event) follower.onEvent(event);
    }
  }

  #closed(socket: WebSocketLike): void {
    if (socket !== this.#socket) return;
    this.#drop();
    for (const follower of this.#all()) follower.end(follower.through ? undefined : unreachable(this.client.label));
  }

  #leave(follower: Follower): void {
    const { jobId } = follower;
    const others = this.#followers.get(jobId);
    if (!others?.delete(follower) || others.size > 0) return;
    this.#followers.delete(jobId);
    if (this.#followers.size === 0) this.#drop();
    else if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify({ type: 'unsubscribe', job_id: jobId }));
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    // A socket that is closed while it connects says so; nobody is to hear it.
    socket.onerror = () => undefined;
    socket.close();
  }

  #all(): Follower[] {
    return [...this.#followers.values()].flatMap((followers) => [...followers]);
  }
}
