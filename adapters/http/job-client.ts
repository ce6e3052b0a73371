/** The job routes: taking a job on, asking for it, cancelling it. */
import { GdsError } from '../../src/errors.js';
import type { HttpClient } from './client.js';
import { lost, protocol } from './errors.js';
import type { Deadlines } from './options.js';

export class JobClient {
  constructor(
    private readonly client: HttpClient,
    private readonly deadlines: Deadlines,
    /** Asks for addresses of pictures in place of the pictures; the original does not know it. */
    private readonly query: string,
  ) {}

  /**
   * The job as the server tells of it. @throws GDS_REMOTE_LOST where it knows none of that id.
   */
  async get(id: string, signal: AbortSignal, retry = true): Promise<Record<string, unknown>> {
    const path = `/api/jobs/${encodeURIComponent(id)}${this.query}`;
    const request = { signal, deadline: this.deadlines.request, retry, accept: [404] };
    const job = await this.client.send(path, request, (response) => {
      if (response.status === 404) throw lost(this.client.label);
      return this.client.objectOf(response);
    });
    if (typeof job['status'] !== 'string') throw protocol(this.client.label, 'something that is no job');
    return job;
  }

  /** Tells the server that nobody waits for the job any more; whether it heeds that is its own affair. Never rejects. */
  cancel(id: string): void {
    const path = `/api/jobs/${encodeURIComponent(id)}/cancel`;
    const request = { method: 'POST', signal: new AbortController().signal, deadline: this.deadlines.request, keepalive: true };
    this.client.json(path, request).catch(() => undefined);
  }
}

/** The id in the answer to a job that was taken on. */
export function jobIdOf(label: string, answer: Readonly<Record<string, unknown>>): string {
  const id = answer['job_id'];
  if (typeof id !== 'string' || id === '') throw protocol(label, 'no job id');
  return id;
}

export const isLost = (error: unknown): boolean => error instanceof GdsError && error.code === 'GDS_REMOTE_LOST';
