/**
 * The routes that answer with the result itself, for servers without jobs: with progress where `/stream` works, otherwise without a word
 * until it is done. Aborting closes the request; whether the server heeds that is its own affair.
 *
 * The original's `/stream` fails at once with the libraries that it pins ("I/O operation on closed file."), whatever the request: it is then left alone.
 */
import { GdsError } from '../../src/errors.js';
import type { Progress } from '../../src/registry/tasks.js';
import type { HttpClient } from './client.js';
import { jobFailure, unreachable } from './errors.js';
import { formOf, routeOf } from './forms.js';
import type { Deadlines } from './options.js';
import { toBase64 } from './pictures.js';
import type { JobProgress } from './progress.js';
import { readEvents } from './sse.js';
import type { Work } from './types.js';

const BROKEN_STREAM = /^I\/O operation on closed file/;
/** There is no such route. */
const ABSENT = [404, 405];

export class DirectRoutes {
  #streams = true;

  constructor(
    private readonly client: HttpClient,
    private readonly deadlines: Deadlines,
  ) {}

  /** What the server says that it made, with the keys of a job's result. */
  async run(work: Work, progress: JobProgress, tell: (progress: Progress) => void, signal: AbortSignal): Promise<unknown> {
    if (work.task === 'text-to-image')
      throw new GdsError(
        'GDS_TASK_UNSUPPORTED',
        `${this.client.label} cannot draw from a prompt alone. Give it a picture, or use another server.`,
      );
    tell(progress.working());
    if (work.task === 'image-to-mesh') return this.#whole(work, '/api/triposr', formOf(work, { file: work.input.image }), signal);
    if (this.#streams) {
      const result = await this.#stream(work, progress, tell, signal);
      if (result !== undefined) return result;
      this.#streams = false;
    }
    const file = await this.#post('/api/img2img', formOf(work, { file: work.input.image }), signal);
    if (file) return file;
    const base64 = await toBase64(work.input.image);
    return this.#whole(work, '/api/img2img/base64', formOf(work, { base64 }), signal);
  }

  /** The result; undefined where the route is not there or does not work. */
  #stream(work: Work, progress: JobProgress, tell: (progress: Progress) => void, signal: AbortSignal): Promise<unknown> {
    const { label } = this.client;
    const body = formOf(work, { file: (work.input as { image: Blob }).image });
    const request = {
      method: 'POST',
      body,
      signal,
      deadline: this.deadlines.job,
      accept: ABSENT,
      headers: { Accept: 'text/event-stream' },
    };
    return this.client.send(`/api/${routeOf(work)}/stream`, request, async (response, own) => {
      if (!response.ok) return undefined;
      let result: unknown;
      let failure: string | undefined;
      await readEvents(label, response, {
        signal: own,
        onSign: () => undefined,
        onEvent: (name, data) => {
          const said = data as Record<string, unknown>;
          if (name === 'progress') tell(progress.step('denoise', Number(said['step']), Number(said['total_steps'])));
          if (name === 'complete') result = said;
          if (name === 'error') failure = String(said['message']);
        },
      });
      if (failure !== undefined && BROKEN_STREAM.test(failure)) return undefined;
      if (failure !== undefined) throw jobFailure(label, failure);
      if (result === undefined) throw unreachable(label);
      return result;
    });
  }

  async #whole(work: Work, path: string, form: FormData, signal: AbortSignal): Promise<unknown> {
    const result = await this.#post(path, form, signal);
    if (!result) throw new GdsError('GDS_TASK_UNSUPPORTED', `${this.client.label} has no route for "${work.task}". Use another server.`);
    return result;
  }

  #post(path: string, body: FormData, signal: AbortSignal): Promise<unknown> {
    const request = { method: 'POST', body, signal, deadline: this.deadlines.job, accept: ABSENT };
    return this.client.send(path, request, async (response) => (response.ok ? this.client.objectOf(response) : undefined));
  }
}
