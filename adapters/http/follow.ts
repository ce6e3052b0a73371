/**
 * Follows one job to its end through whatever the network does: takes the best way of hearing that gets through, goes on behind what is known
 * when it is cut, steps down where one is held back, and asks for the job where a stream is silent (the original loses events between
 * the history it tells and what follows).
 */
import { GdsError } from '../../src/errors.js';
import { pause } from '../../src/pause.js';
import { backoff } from './backoff.js';
import type { HttpClient } from './client.js';
import { unreachable } from './errors.js';
import { eventsOf, History } from './history.js';
import { isLost, type JobClient } from './job-client.js';
import type { Ladder, Rung } from './ladder.js';
import type { Deadlines } from './options.js';
import type { JobEvent } from './types.js';
import { following } from './wait.js';

/** So many connections in a row that brought nothing new are one that does not get through. */
const BARREN = 3;

/** So many connections in a row that did not come about, by a way that had got through, make it one that does not. */
const MISSES = 3;

/** What no other way of hearing changes. */
const FINAL: ReadonlySet<string> = new Set(['GDS_REMOTE_AUTH', 'GDS_REMOTE_REFUSED', 'GDS_REMOTE_LOST']);

export class JobFollower {
  readonly #history = new History();
  /** When the server last gave a sign. */
  #contact = performance.now();
  /** Failures in a row with nothing left to step down to. */
  #failures = 0;
  /** Connections in a row that did not come about, by a way that had got through. */
  #misses = 0;
  /** Connections in a row without news. */
  #barren = 0;

  constructor(
    private readonly jobId: string,
    private readonly parts: {
      readonly client: HttpClient;
      readonly jobs: JobClient;
      readonly ladder: Ladder;
      readonly deadlines: Deadlines;
    },
    private readonly tell: (event: JobEvent) => void,
  ) {}

  /**
   * The last event.
   * @throws GDS_REMOTE_LOST, GDS_REMOTE_AUTH, GDS_REMOTE_UNREACHABLE, or the signal's reason.
   */
  async follow(signal: AbortSignal): Promise<JobEvent> {
    for (;;) {
      const rung = this.parts.ladder.pick();
      const news = await this.#listen(rung, signal);
      signal.throwIfAborted();
      if (this.#history.last) return this.#history.last;
      this.#barren = news ? 0 : this.#barren + 1;
      if (this.#barren >= BARREN) {
        this.#barren = 0;
        this.parts.ladder.failed(rung);
      }
      const { policy, random } = this.parts.client;
      await pause(random() * policy.base * (1 + this.#barren), signal);
    }
  }

  /** One connection. True where it brought news. */
  async #listen(rung: Rung, signal: AbortSignal): Promise<boolean> {
    const { ladder } = this.parts;
    let news = false;
    let signs = 0;
    try {
      await following([signal], async (outer) => {
        const connection = new AbortController();
        outer.addEventListener('abort', () => connection.abort(outer.reason), { once: true });
        const ended = new Promise<'ended'>((resolve) => {
          connection.signal.addEventListener('abort', () => resolve('ended'), { once: true });
        });
        const take = (event: JobEvent): boolean => {
          if (!this.#history.accept(event)) return false;
          news = true;
          this.tell(event);
          if (this.#history.last) connection.abort();
          return true;
        };
        const onSign = (): void => {
          signs++;
          this.#sign();
        };
        const { jobId } = this;
        const own = connection.signal;
        const heard = rung.transport({ jobId, after: this.#history.lastId, signal: own, onEvent: take, onSign });
        const watch = rung.name === 'polling' ? ended : this.#watch(own, () => signs, take);
        try {
          const end = await Promise.race([ended, heard, watch]);
          if (end === 'deaf') ladder.failed(rung);
          else if (end === 'over' && !this.#history.last) await this.#look(own, take);
          else if (news) ladder.worked(rung);
        } finally {
          connection.abort();
          // Whatever they still say of their end is no news.
          Promise.allSettled([heard, watch]);
        }
      });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      await this.#trouble(error, rung, signal);
    }
    return news;
  }

  /** Decides whether another attempt is worth it, and waits for it. */
  async #trouble(error: unknown, rung: Rung, signal: AbortSignal): Promise<void> {
    const { ladder, client, deadlines } = this.parts;
    if (!(error instanceof GdsError) || FINAL.has(error.code)) throw error;
    this.#barren = 0;
    // What got through before is not to blame at once: the server may be away for a moment.
    if (error.code === 'GDS_REMOTE_UNREACHABLE' && ladder.isProven(rung) && ++this.#misses < MISSES) return;
    this.#misses = 0;
    ladder.failed(rung);
    if (!ladder.isLast(rung)) return;
    const late = error.code === 'GDS_REMOTE_TIMEOUT';
    if (!late && !error.retryable) throw error;
    if (late && performance.now() - this.#contact > deadlines.silence) throw unreachable(client.label, error);
    const wait = backoff(client.policy, late ? 1 : ++this.#failures, client.random, error.retryAfter);
    if (wait === undefined) throw error;
    ladder.forgive();
    await pause(wait, signal);
  }

  /** Looks at the job whenever the connection is silent. Resolves once that shows that the connection holds something back. */
  async #watch(signal: AbortSignal, signs: () => number, take: (event: JobEvent) => boolean): Promise<'deaf'> {
    const { deadlines, client } = this.parts;
    for (;;) {
      const before = signs();
      await pause(before === 0 ? deadlines.firstEvent : deadlines.quiet, signal);
      if (signs() > before) continue;
      try {
        if (await this.#look(signal, take)) return 'deaf';
      } catch (error) {
        if (signal.aborted || isLost(error) || !(error instanceof GdsError)) throw error;
        if (performance.now() - this.#contact > deadlines.silence) throw unreachable(client.label, error);
      }
    }
  }

  /** Asks for the job itself. True where that was news. */
  async #look(signal: AbortSignal, take: (event: JobEvent) => boolean): Promise<boolean> {
    const job = await this.parts.jobs.get(this.jobId, signal, false);
    this.#sign();
    return eventsOf(job).filter(take).length > 0;
  }

  #sign(): void {
    this.#contact = performance.now();
    this.#failures = this.#misses = 0;
  }
}
