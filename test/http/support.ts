/** What the tests of adapters/http share: an adapter in a hurry, the tasks as recorded, and what a run did. */
import { setTimeout } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { HttpAdapter, StoredLedger, type HttpAdapterOptions } from '../../adapters/http/index.js';
import type { GdsError } from '../../src/errors.js';
import type { ImageToImageInput, ImageToMeshInput, Progress, TaskMap, TaskName } from '../../src/registry/tasks.js';
import type { WebSocketConstructor } from '../../adapters/http/socket.js';
import { JobServer, type Job } from './job-server.js';
import { pictureOf, recording } from './recordings.js';
import { ReplayServer, type Routes } from './replay.js';

/** Deadlines and pauses of a few milliseconds, so that what is waited for comes soon. */
export function adapterFor(server: { readonly url: string }, options: Partial<HttpAdapterOptions> = {}): HttpAdapter {
  const { retry, ...rest } = options;
  return new HttpAdapter({
    baseUrl: server.url,
    label: 'The server',
    retry: { base: 1, longest: 50, ...retry },
    pollInterval: 5,
    ledger: new StoredLedger(undefined),
    ...rest,
  });
}

/** What a server without `/api/capabilities` says of itself. */
export const ORIGINAL: Routes = {
  'GET /api/health': recording('health'),
  'GET /api/model/info': recording('model-info'),
  'GET /api/triposr/info': recording('triposr-info'),
};

export const JOB = '1ab03764-bc8e-4166-9cc6-4c238bfa842b';
export const MESH_JOB = '209a7843-88d3-456d-92cb-cf0719afd186';
/** The original with its jobs. */
export const ORIGINAL_JOBS: Routes = {
  ...ORIGINAL,
  'POST /api/jobs/img2img': recording('job-create'),
  [`GET /api/jobs/${JOB}/events`]: recording('job-events-live'),
  [`GET /api/jobs/${JOB}`]: recording('job-get-succeeded'),
  [`POST /api/jobs/${JOB}/cancel`]: recording('job-cancel-running'),
  'POST /api/jobs/triposr': recording('job-triposr-create'),
  [`GET /api/jobs/${MESH_JOB}/events`]: recording('job-triposr-events'),
  [`GET /api/jobs/${MESH_JOB}`]: recording('job-triposr-get'),
};

/** As in `job-create`. */
export const DRAWING: ImageToImageInput = {
  image: pictureOf('rgb64.png'),
  prompt: 'a red cat',
  negativePrompt: 'blurry',
  seed: 7,
  steps: 12,
  guidance: 7.5,
  sampler: 'euler',
  schedule: 'normal',
  strength: 0.75,
};
/** As in `job-triposr-create`. */
export const MESH: ImageToMeshInput = { image: pictureOf('mug240.png'), resolution: 64, removeBackground: false };

export interface Ran<T extends TaskName> {
  readonly outcome: Promise<TaskMap[T]['output']>;
  /** Its error; undefined where it succeeded. */
  readonly error: Promise<GdsError | undefined>;
  readonly progress: Progress[];
  readonly abort: AbortController;
}

export function run<T extends TaskName>(
  adapter: HttpAdapter,
  task: T,
  input: TaskMap[T]['input'],
  options: { readonly model?: string; readonly key?: string; readonly onProgress?: (progress: Progress) => void } = {},
): Ran<T> {
  const { model = task === 'image-to-mesh' ? 'triposr' : 'stable-diffusion', key, onProgress } = options;
  const abort = new AbortController();
  const progress: Progress[] = [];
  const outcome = adapter.run(task, model, input, {
    signal: abort.signal,
    onProgress: (told) => {
      progress.push(told);
      onProgress?.(told);
    },
    ...(key === undefined ? {} : { key }),
  });
  const error = outcome.then(
    () => undefined,
    (reason: GdsError) => reason,
  );
  return { outcome, error, progress, abort };
}

export const draw = (adapter: HttpAdapter, options: Parameters<typeof run>[3] = {}): Ran<'image-to-image'> =>
  run(adapter, 'image-to-image', DRAWING, options);

/** Node 20 has no WebSocket of its own. */
export const SOCKET = { WebSocket: WebSocket as unknown as WebSocketConstructor };
export const NO_SOCKET = { transport: 'auto' } as const;

/** Draws in 40 steps at a server of our own kind. */
export const drawHere = (adapter: HttpAdapter, options: Parameters<typeof run>[3] = {}): Ran<'image-to-image'> =>
  run(adapter, 'image-to-image', { ...DRAWING, steps: 40, strength: 1 }, { model: 'gds-tiny-sd', ...options });

export async function jobServer(bench: Bench, overrides: Routes = {}): Promise<JobServer> {
  const server = await JobServer.start(overrides);
  bench.ends(() => server.close());
  return server;
}

/** The next job that the server gets. */
export const jobOf = (server: JobServer): Promise<Job> => new Promise((resolve) => (server.onJob = resolve));

/** What was waited for; rejects where the run comes to its end before that. */
export const before = <R>(end: Promise<unknown>, awaited: Promise<R>): Promise<R> =>
  Promise.race([
    awaited,
    end.then((outcome) => {
      throw outcome instanceof Error ? outcome : new Error('The run ended too soon.');
    }),
  ]);

/** Resolves once `check` holds, or `end` has come to its end. Rejects as `end` does. */
export async function until(check: () => boolean, end?: Promise<unknown>): Promise<void> {
  let ended = false;
  const mark = (): void => void (ended = true);
  end?.then(mark, mark);
  while (!ended && !check()) await setTimeout(2);
  if (ended) await end;
}

/** Starts servers and adapters and ends them all together. */
export class Bench {
  readonly #ends: (() => unknown)[] = [];

  async server(routes: Routes): Promise<ReplayServer> {
    const server = await ReplayServer.start(routes);
    this.ends(() => server.close());
    return server;
  }

  adapter(server: { readonly url: string }, options: Partial<HttpAdapterOptions> = {}): HttpAdapter {
    const adapter = adapterFor(server, options);
    this.ends(() => adapter.dispose());
    return adapter;
  }

  ends(end: () => unknown): void {
    this.#ends.push(end);
  }

  async close(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
  }
}
