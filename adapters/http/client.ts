/**
 * Requests to one server: its address, the host's headers (asked once more on 401), deadlines, and further attempts where waiting may help.
 *
 * Tries again after 429, 503 and a lost connection, never after any other refusal.
 */
import { GdsError } from '../../src/errors.js';
import { pause } from '../../src/pause.js';
import { backoff, RETRY, type RetryPolicy } from './backoff.js';
import { protocol, refusal, timedOut, unreachable } from './errors.js';
import type { HeadersHook } from './options.js';
import { following } from './wait.js';

export interface Request {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
  readonly signal: AbortSignal;
  /** Milliseconds until the headers of the answer are there. */
  readonly deadline: number;
  /** What an answer that comes too late means. Left out: `GDS_REMOTE_TIMEOUT`. */
  readonly late?: () => GdsError;
  /** Sent even while the page closes. */
  readonly keepalive?: boolean;
  /** False: one attempt. */
  readonly retry?: boolean;
  /** Statuses outside 200 to 299 that are an answer too. */
  readonly accept?: readonly number[];
}

export interface ClientOptions {
  readonly baseUrl: string;
  readonly label: string;
  readonly headers?: HeadersHook | undefined;
  readonly retry?: Partial<RetryPolicy> | undefined;
  readonly random?: (() => number) | undefined;
  readonly fetch?: typeof fetch | undefined;
}

export class HttpClient {
  readonly label: string;
  readonly policy: RetryPolicy;
  readonly random: () => number;
  readonly #base: string;
  readonly #fetch: typeof fetch;
  /** The server asked for other headers than the hook gave: the hook is told with each request until one is taken. */
  #refused = false;
  /** Errors that stand for a deadline: a server that hangs gets no second request to hang on. */
  readonly #overdue = new WeakSet<GdsError>();

  constructor(private readonly options: ClientOptions) {
    this.label = options.label;
    this.policy = { ...RETRY, ...options.retry };
    this.random = options.random ?? Math.random;
    this.#base = options.baseUrl.replace(/\/+$/, '');
    // Called as a plain function: the page's own refuses another `this`.
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init));
  }

  /** The address of `path`, which begins with a slash. */
  url(path: string): string {
    return this.#base + path;
  }

  /**
   * What `read` makes of the answer. It may take its time: the deadline ends with the headers, the signal holds to its end.
   * @throws GDS_REMOTE_…, what `read` throws, or the signal's reason, at once.
   */
  async send<T>(path: string, request: Request, read: (response: Response, signal: AbortSignal) => Promise<T>): Promise<T> {
    for (let failures = 1; ; failures++) {
      try {
        return await this.#attempt(path, request, read);
      } catch (error) {
        const { code, retryAfter } = error as GdsError;
        const passing = code === 'GDS_REMOTE_BUSY' || code === 'GDS_REMOTE_UNREACHABLE';
        const wait =
          passing && request.retry !== false && !this.#overdue.has(error as GdsError)
            ? backoff(this.policy, failures, this.random, retryAfter)
            : undefined;
        if (wait === undefined || request.signal.aborted) throw error;
        await pause(wait, request.signal);
      }
    }
  }

  /** The answer's JSON, an object. @throws GDS_REMOTE_PROTOCOL where it is none. */
  json(path: string, request: Request): Promise<Record<string, unknown>> {
    return this.send(path, request, (response) => this.objectOf(response));
  }

  /** The body as an object. */
  async objectOf(response: Response): Promise<Record<string, unknown>> {
    const text = await this.whole(response.text());
    try {
      const body: unknown = JSON.parse(text);
      if (typeof body === 'object' && body !== null) return body as Record<string, unknown>;
    } catch {
      // What it is instead is said below.
    }
    throw protocol(this.label, /^\s*</.test(text) ? 'a page instead of data' : 'something that is not JSON');
  }

  /** A body that is read whole; one that breaks off is a lost connection. */
  whole<T>(body: Promise<T>): Promise<T> {
    return body.catch((error: unknown) => {
      throw unreachable(this.label, error);
    });
  }

  /** The bearer token that the hook gives, for connections that cannot carry headers. */
  async token(path: string): Promise<string | undefined> {
    const headers = new Headers((await this.#headers(this.url(path), 'GET', this.#refused)) ?? {});
    return /^Bearer\s+(.+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  }

  #attempt<T>(path: string, request: Request, read: (response: Response, signal: AbortSignal) => Promise<T>): Promise<T> {
    return following([request.signal], async (signal, abort) => {
      const once = (refresh: boolean): Promise<Response> => this.#once(path, request, refresh, signal, abort);
      let response = await once(this.#refused);
      if (response.status === 401 && this.options.headers && !this.#refused) {
        await response.body?.cancel().catch(() => undefined);
        response = await once(true);
      }
      this.#refused = response.status === 401;
      if (response.ok || request.accept?.includes(response.status)) return read(response, signal);
      throw await refusal(this.label, response);
    });
  }

  async #once(path: string, request: Request, refresh: boolean, signal: AbortSignal, abort: (reason: Error) => void): Promise<Response> {
    const { method = 'GET', headers, body, deadline, late, keepalive } = request;
    const url = this.url(path);
    const timer = setTimeout(() => {
      const overdue = late?.() ?? timedOut(this.label, 'to answer');
      this.#overdue.add(overdue);
      abort(overdue);
    }, deadline);
    try {
      const mine = await this.#headers(url, method, refresh);
      return await this.#fetch(url, {
        method,
        headers: { ...headers, ...mine },
        signal,
        ...(body === undefined ? {} : { body }),
        ...(keepalive ? { keepalive } : {}),
      });
    } catch (error) {
      throw error instanceof GdsError ? error : unreachable(this.label, error);
    } finally {
      clearTimeout(timer);
    }
  }

  async #headers(url: string, method: string, refresh: boolean): Promise<Readonly<Record<string, string>> | undefined> {
    try {
      return await this.options.headers?.({ url, method, refresh });
    } catch (error) {
      throw GdsError.from(error, 'GDS_REMOTE_AUTH', `Signing in to ${this.label} failed. Try again.`);
    }
  }
}
