/** What the routes work with, put together once. */
import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { Context } from 'hono';
import { Catalogue } from '../inference/catalogue.js';
import { Pool } from '../inference/pool.js';
import { Journal } from '../jobs/journal.js';
import { JobQueue } from '../jobs/queue.js';
import type { ServerEnv } from '../part.js';
import type { InferenceOptions, Log } from './contract.js';
import { readForm, type Form } from './form.js';
import { Presenter } from './present.js';

export interface Services {
  readonly catalogue: Catalogue;
  readonly pool: Pool;
  readonly queue: JobQueue;
  readonly presenter: Presenter;
  /** Folder of results. */
  readonly output: string;
  readonly limits: { readonly uploadBytes: number; readonly imagePixels: number; readonly queue: number; readonly workers: number };
  readonly slowReader: number;
  readonly log: Log;
  readonly auth: boolean;
  readonly upload: (sha256: string) => Promise<string | undefined>;
  /** A path for an input that nobody else uses. */
  readonly place: () => string;
  /** @param fieldBytes - Of the largest field, where that is more than usual. */
  form(context: Context<ServerEnv>, fieldBytes?: number): Promise<Form>;
}

const MINUTE = 60_000;
const FIELD_BYTES = 1024 * 1024;
const QUIET: Log = { info: () => {}, warn: () => {}, error: () => {} };

export async function createServices(options: InferenceOptions): Promise<Services> {
  const { data, packages, log = QUIET, workers = 1, queue: capacity = 32, keepJobs = 30 * MINUTE } = options;
  const { uploadBytes = 100 * 1024 * 1024, imagePixels = 50_000_000 } = options;
  const output = resolve(data, 'output');
  await mkdir(output, { recursive: true });
  const { journal, jobs } = await Journal.open(options.jobs ?? resolve(data, '.jobs'), keepJobs);
  const place = () => journal.inputPath();
  return {
    catalogue: new Catalogue([join(data, 'models'), ...(packages === undefined ? [] : [packages])], log),
    pool: new Pool({
      size: workers,
      // Several processes share the cores; one alone leaves their number to the runtime.
      setup: { runtime: options.runtime ?? 'auto', threads: workers > 1 ? Math.ceil(availableParallelism() / workers) : 0, imagePixels },
      stall: options.stall ?? 10 * MINUTE,
      log,
    }),
    queue: new JobQueue({ workers, capacity, keep: keepJobs, journal, log }, jobs),
    presenter: new Presenter(output),
    output,
    limits: { uploadBytes, imagePixels, queue: capacity, workers },
    log,
    slowReader: options.slowReader ?? MINUTE,
    auth: options.auth ?? false,
    upload: options.upload ?? (() => Promise.resolve(undefined)),
    place,
    form: (context, fieldBytes = options.fieldBytes ?? FIELD_BYTES) =>
      readForm(context.env.incoming, { place, fileBytes: uploadBytes, fieldBytes, idle: options.idle ?? MINUTE / 2 }),
  };
}
