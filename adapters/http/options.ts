/** What a host may set. Every figure has its unit and its reason. */
import type { RetryPolicy } from './backoff.js';
import type { JobLedger } from './ledger.js';
import type { WebSocketConstructor } from './socket.js';

/** Milliseconds. */
export interface Deadlines {
  /** From sending a job to the answer that it is taken, the picture's way among it. */
  readonly submit: number;
  /** Any other request that is answered at once. */
  readonly request: number;
  /** From opening a stream to the first sign of it. After that the job is asked for: what has moved on shows that the stream is held back. */
  readonly firstEvent: number;
  /** Without a sign from a stream that had given some. Servers send one every 15 s. */
  readonly quiet: number;
  /** Without a sign from the server at all, while it takes connections but answers none. The original does so for minutes while it loads. */
  readonly silence: number;
  /** From its start to its end, the queue among it. A later job is cancelled. */
  readonly job: number;
  /** Before a way of hearing events that did not get through is tried again; each further failure doubles it, to ten times at most. */
  readonly stepUp: number;
}

export const DEADLINES: Deadlines = {
  submit: 60_000,
  request: 15_000,
  firstEvent: 5_000,
  quiet: 40_000,
  silence: 300_000,
  job: 3_600_000,
  stepUp: 60_000,
};

export interface HeadersRequest {
  readonly url: string;
  readonly method: string;
  /** The server answered 401 to what the hook gave before. */
  readonly refresh: boolean;
}
export type HeadersHook = (
  request: HeadersRequest,
) => Readonly<Record<string, string>> | undefined | Promise<Readonly<Record<string, string>> | undefined>;

export interface HttpAdapterOptions {
  /** Where the server is, for example `http://localhost:8000`. `/api/…` is under it. */
  readonly baseUrl: string;
  /** Where `/data/…` is under; the original keeps its meshes on another server than its API. Left out: `baseUrl`. */
  readonly filesBaseUrl?: string;
  /** Names the adapter, for hosts with several servers. Left out: `http`. */
  readonly id?: string;
  /** What a person reads. Left out: the server's host. */
  readonly label?: string;
  /** Headers for a request, for example `Authorization`. Asked before every request, and once more when the server answers 401. */
  readonly headers?: HeadersHook;
  /** How events of a job come. `auto` takes the first that gets through, in this order, and goes back up later. Left out: `auto`. */
  readonly transport?: 'auto' | 'websocket' | 'sse' | 'polling';
  readonly deadlines?: Partial<Deadlines>;
  readonly retry?: Partial<RetryPolicy>;
  /** Gives 0 ≤ x < 1, for the spread of pauses. */
  readonly random?: () => number;
  /** Jobs of this adapter at the server at one time, 1 or more; further ones are refused as busy. The original hangs from 12 on. Left out: 8. */
  readonly maxPending?: number;
  /** Where ids of jobs outlive the page. Left out: `localStorage`, or memory where there is none. */
  readonly ledger?: JobLedger;
  /** Milliseconds between looks at the server's health while someone listens and the page is in sight. Left out: 30,000. */
  readonly healthInterval?: number;
  /** Milliseconds between looks at a job where neither socket nor stream gets through; it grows to five times this. Left out: 500. */
  readonly pollInterval?: number;
  /** `auto` turns meshes of an original, which come mirrored, the right way round; `as-is` leaves them. Left out: `auto`. */
  readonly meshes?: 'auto' | 'as-is';
  /** Small pictures on the way, where the server makes them. Left out: true. */
  readonly previews?: boolean;
  /** Left out: the platform's own. */
  readonly fetch?: typeof fetch;
  /** Left out: the platform's own, where it has one. */
  readonly WebSocket?: WebSocketConstructor;
}
