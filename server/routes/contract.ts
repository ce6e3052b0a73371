/**
 * What the rest of the server needs to know of jobs and inference: what goes in, what comes out.
 *
 * `inferenceRoutes(options)` gives an {@link Inference}: its `app` is mounted at the root (its paths begin with `/api/`), `attachSocket` is
 * called once for each HTTP server, `close` when the process ends.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Hono } from 'hono';
import type { OpenApiPart, ServerEnv } from '../part.js';

/** The part of a pino logger that is used. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface InferenceOptions {
  /** The data folder. Results go to `output/`, models of the operator's lie in `models/`. */
  readonly data: string;
  /** Folder of waiting inputs and the journal, which no other process may use meanwhile. Left out: `.jobs` of the data folder. */
  readonly jobs?: string;
  /** Folder of the model packages that come along. Left out: none. */
  readonly packages?: string;
  /** Processes that compute, 1 or more. Default 1: a run uses all cores by itself. */
  readonly workers?: number;
  /** Jobs that may wait, 0 or more. Default 32; one more is refused with 429. */
  readonly queue?: number;
  /** How long a finished job can be asked for, milliseconds. Default 30 minutes. */
  readonly keepJobs?: number;
  /** A run that says nothing for so long is given up and its process replaced, milliseconds. Default 10 minutes. */
  readonly stall?: number;
  /** A reader of events that takes nothing for so long is dropped, milliseconds. Default one minute. */
  readonly slowReader?: number;
  /** Bytes of one input picture. Default 100 MiB. */
  readonly uploadBytes?: number;
  /** Bytes of one text field of a form. Default 1 MiB. A picture in base64 counts as a file. */
  readonly fieldBytes?: number;
  /** A body that stands still for so long is given up, milliseconds. Default 30 seconds. */
  readonly idle?: number;
  /** Pixels of one input picture, refused before it is decoded. Default 50 million. */
  readonly imagePixels?: number;
  /** ONNX Runtime: the native one, the one for browsers, or (`auto`, the default) the native one where it is installed. */
  readonly runtime?: 'auto' | 'native' | 'wasm';
  /** Whether a token is asked for; `/api/capabilities` says so. The check itself is not made here, but for the socket. */
  readonly auth?: boolean;
  /** Path of the stored upload of this SHA-256, or undefined. Left out: there are none, and the field `image_sha256` always finds nothing. */
  readonly upload?: (sha256: string) => Promise<string | undefined>;
  readonly log?: Log;
}

/** Who may open a socket. */
export interface SocketGuard {
  /** Judges the upgrade request, for its origin. False: answered with 403. */
  readonly allows: (request: IncomingMessage) => boolean;
  /** Judges the token of a message `auth`, or of the header `Authorization`. Left out: no token is asked for. */
  readonly token?: (token: string) => boolean;
}

export interface Inference {
  readonly app: Hono<ServerEnv>;
  /** Takes the upgrade requests to `/api/jobs/socket` and leaves all others alone. Returns what undoes it. */
  attachSocket(server: Server, guard?: SocketGuard): () => void;
  /** Jobs as they are now, and readers of their events. */
  counts(): { readonly waiting: number; readonly running: number; readonly readers: number };
  /**
   * Takes no more jobs. What runs may end within `deadline` milliseconds; what has not ended by then, and what waits, fails with
   * `GDS_SERVER_RESTARTED`. Resolves when every process has ended and everything is written.
   */
  close(deadline?: number): Promise<void>;
  readonly openapi: OpenApiPart;
}
