/**
 * Requests to one server: its address, who asks, and what is tried again.
 *
 * Knows neither folders nor files. All requests of this adapter may be repeated: a file that is written twice is the same file.
 */
import { GdsError } from '../../src/errors.js';
import { refusal, unreachable } from './errors.js';
import { USUAL_RETRY, withRetry, type RetryPolicy } from './retry.js';
import { send, type Sending } from './send.js';

/** What a {@link HeadersHook} is asked for. */
export interface HeadersRequest {
  readonly url: string;
  readonly method: string;
  /** The server refused (401) what was given before: fetch a new token, do not take one that was kept. */
  readonly refresh: boolean;
}
export type HeadersHook = (request: HeadersRequest) => HeadersInit | undefined | Promise<HeadersInit | undefined>;

export interface ServerOptions {
  /** Address of the server, with or without a path; `/` and other relative ones are taken from the page. */
  readonly baseUrl: string;
  /** What a person reads. Default: the server's host. */
  readonly label?: string;
  /** Headers of each request, for example `Authorization`. Asked once more, with `refresh`, after a 401. */
  readonly headers?: HeadersHook;
  /** What is left out is as {@link USUAL_RETRY} has it. */
  readonly retry?: Partial<RetryPolicy>;
  /** Milliseconds until an answer must begin; for uploads, besides the time that their bytes take over a slow line. Default 15,000. */
  readonly patience?: number;
}

export interface ServerRequest extends Omit<Sending, 'headers' | 'method'> {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Not tried again: the answer is no more than useful. */
  readonly once?: boolean;
}

/** Bytes per millisecond of a slow line: 16 KiB/s. */
const SLOW_LINE = 16.384;

export class ServerClient {
  readonly base: string;
  readonly label: string;
  private readonly patience: number;
  private readonly policy: RetryPolicy;
  private readonly hook: HeadersHook | undefined;

  /** @throws GdsError `GDS_FILES_REFUSED` where `baseUrl` is no address. */
  constructor({ baseUrl, label, headers, retry, patience = 15_000 }: ServerOptions) {
    const url = addressOf(baseUrl);
    this.base = url.href.endsWith('/') ? url.href : `${url.href}/`;
    this.label = label ?? url.host;
    this.hook = headers;
    this.patience = patience;
    this.policy = { ...USUAL_RETRY, ...retry };
  }

  /** `path` is relative to the server's address and already encoded. */
  url(path: string): string {
    return this.base + path;
  }

  /**
   * What `take` makes of the answer, where its status is below 400; a body that breaks off is asked for again.
   * @throws GdsError `GDS_FILES_*` as `FileService` lists them, or the signal's reason.
   */
  async request<T>(path: string, request: ServerRequest, take: (response: Response) => Promise<T>): Promise<T> {
    const policy = request.once ? { ...this.policy, attempts: 1 } : this.policy;
    return withRetry(policy, request.signal, async () => {
      try {
        const first = await this.send(path, request, false);
        const response = first.status === 401 && this.hook ? await this.send(path, request, true) : first;
        if (response.status >= 400) throw await refusal(this.label, response);
        return await take(response);
      } catch (error) {
        request.signal?.throwIfAborted();
        throw error instanceof GdsError ? error : unreachable(this.label, error);
      }
    });
  }

  private async send(path: string, request: ServerRequest, refresh: boolean): Promise<Response> {
    const url = this.url(path);
    const method = request.method ?? 'GET';
    const headers = new Headers(await this.hook?.({ url, method, refresh }));
    for (const [name, value] of Object.entries(request.headers ?? {})) headers.set(name, value);
    const hung = new AbortController();
    const patience = this.patience + (request.body?.size ?? 0) / SLOW_LINE;
    // Asking once more would only hang as long again.
    const timer = setTimeout(() => hung.abort(unreachable(this.label, 'No answer in time.', false)), patience);
    const signal = request.signal ? AbortSignal.any([request.signal, hung.signal]) : hung.signal;
    try {
      return await send(url, { ...request, method, headers, signal });
    } finally {
      clearTimeout(timer);
    }
  }
}

function addressOf(baseUrl: string): URL {
  try {
    return new URL(baseUrl, globalThis.location?.href);
  } catch (cause) {
    throw new GdsError('GDS_FILES_REFUSED', `"${baseUrl}" is not an address of a server. Give one such as "https://studio.example/".`, {
      cause,
    });
  }
}
