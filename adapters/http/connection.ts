/** All that belongs to a server whose nature is known: how jobs go there and how they are heard of. Closed when it is found to be another. */
import { GdsError } from '../../src/errors.js';
import type { HttpClient } from './client.js';
import { DirectRoutes } from './direct.js';
import { protocol, refusal, timedOut } from './errors.js';
import { formOf, routeOf, type Picture } from './forms.js';
import { JobClient, jobIdOf } from './job-client.js';
import { Ladder, type Rung } from './ladder.js';
import type { Deadlines, HttpAdapterOptions } from './options.js';
import { polling } from './polling.js';
import { SocketLink, type WebSocketConstructor } from './socket.js';
import { sse } from './sse.js';
import type { ServerProfile, Work } from './types.js';
import { Uploads } from './uploads.js';

/** Milliseconds between looks at a job. */
const POLL = 500;

export class Connection {
  readonly jobs: JobClient;
  readonly ladder: Ladder;
  readonly direct: DirectRoutes;
  /** False once it showed that the server has no jobs. */
  hasJobs = true;
  readonly #uploads: Uploads | undefined;

  constructor(
    readonly profile: ServerProfile,
    readonly client: HttpClient,
    readonly deadlines: Deadlines,
    options: HttpAdapterOptions,
  ) {
    const query = profile.original ? '' : '?image=path';
    this.jobs = new JobClient(client, deadlines, query);
    this.ladder = new Ladder(this.#rungs(query, options), deadlines.stepUp);
    this.direct = new DirectRoutes(client, deadlines);
    this.#uploads = profile.uploads === undefined ? undefined : new Uploads(client, profile.uploads, deadlines);
  }

  /**
   * Gives the server a job. Its id, or undefined where it has no jobs.
   *
   * Aborting `signal` ends the sending of a picture. A request without one is short and may be taken already: it is left to `life`, so that
   * the caller learns what there is to cancel.
   * @throws GDS_REMOTE_…, or the reason of the signal that ended it.
   */
  async submit(work: Work, idempotencyKey: string, signal: AbortSignal, life: AbortSignal): Promise<string | undefined> {
    const { profile, deadlines } = this;
    for (let again = true; ; again = false) {
      const picture = await this.#picture(work, signal);
      const request = {
        method: 'POST',
        body: formOf(work, picture, profile.original ? undefined : work.model),
        ...(profile.idempotency ? { headers: { 'Idempotency-Key': idempotencyKey } } : {}),
        signal: picture && 'file' in picture ? signal : life,
        deadline: deadlines.submit,
        late: () => this.#late(),
        accept: profile.original ? [404, 405] : [409],
      };
      const answer = await this.client.send(`/api/jobs/${routeOf(work)}`, request, async (response) => {
        if (response.ok) return jobIdOf(this.client.label, await this.client.objectOf(response));
        if (response.status !== 409) return undefined;
        if (again && picture && 'sha256' in picture) return picture;
        throw await refusal(this.client.label, response);
      });
      if (typeof answer !== 'object') return answer;
      this.#uploads?.forget(answer.sha256);
    }
  }

  #late(): GdsError {
    const { label } = this.client;
    if (!this.profile.original) return timedOut(label, 'to take the job');
    return new GdsError(
      'GDS_REMOTE_BUSY',
      `${label} does not take the job: its queue is full, of which it says nothing. Try again later.`,
      {
        retryable: true,
      },
    );
  }

  async #picture(work: Work, signal: AbortSignal): Promise<Picture | undefined> {
    if (work.task === 'text-to-image') return undefined;
    const { image } = work.input;
    return this.#uploads ? { sha256: await this.#uploads.ensure(image, signal) } : { file: image };
  }

  #rungs(query: string, options: HttpAdapterOptions): [Rung, ...Rung[]] {
    const { transport = 'auto', pollInterval = POLL, previews = true } = options;
    const { client, deadlines, profile } = this;
    const make = options.WebSocket ?? (globalThis.WebSocket as WebSocketConstructor | undefined);
    const polled: Rung = { name: 'polling', transport: polling(this.jobs, pollInterval, () => this.ladder.hasBetter(polled)) };
    const events = previews && !profile.original ? `${query}&previews=1` : query;
    const rungs: Rung[] = [{ name: 'sse', transport: sse(client, events, deadlines.firstEvent) }, polled];
    if (profile.socket !== undefined && make) {
      const socket = new SocketLink(client, profile.socket, make, { previews, connect: deadlines.firstEvent });
      rungs.unshift({ name: 'websocket', transport: (subscription) => socket.follow(subscription) });
    }
    const wanted = rungs.filter(({ name }) => transport === 'auto' || name === transport);
    if (wanted.length === 0) throw protocol(client.label, 'no WebSocket, which was asked for');
    return wanted as [Rung, ...Rung[]];
  }
}
