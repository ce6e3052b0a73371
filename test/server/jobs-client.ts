/** A client of jobs, as plain as can be. */
import { readFileSync } from 'node:fs';
import { eventsOf, type StreamEvent } from './recording.js';
import type { ServerProcess } from '../support/server-process.js';

const PICTURE = new URL('../fixtures/backend/files/rgb64.png', import.meta.url);

export interface JobAnswer {
  readonly job_id: string;
  readonly status: string;
  readonly started_at: number | null;
  readonly progress: { readonly current: number; readonly total: number };
  readonly result: Record<string, unknown> | null;
  readonly error: { readonly message: string; readonly code: string; readonly retryable?: boolean } | null;
}

export type Fields = Readonly<Record<string, string | number>>;

/** Milliseconds after which a test that waits for what never comes is ended; far beyond what a busy machine takes. */
export const HANG = 300_000;

/** Small and short: 64 × 64 pixels, one step. */
export function imageForm(fields: Fields = {}): FormData {
  const form = new FormData();
  form.append('image', new Blob([readFileSync(PICTURE)]), 'input.png');
  const all = { positive_prompt: 'a red cat', steps: 1, denoise: 1, cfg: 1, width: 64, height: 64, ...fields };
  for (const [name, value] of Object.entries(all)) form.append(name, String(value));
  return form;
}

/** So many steps that it runs until it is cancelled. */
export const LONG = { steps: 1000 } as const;

export class JobsClient {
  constructor(private readonly server: ServerProcess) {}

  post(path: string, body?: FormData, headers: Record<string, string> = {}): Promise<Response> {
    return this.server.get(path, { method: 'POST', headers, ...(body ? { body } : {}) });
  }

  async submit(fields: Fields = {}, headers: Record<string, string> = {}): Promise<string> {
    const response = await this.post('/api/jobs/img2img', imageForm(fields), headers);
    const answer = (await response.json()) as JobAnswer;
    if (!answer.job_id) throw new Error(`${response.status} ${JSON.stringify(answer)}`);
    return answer.job_id;
  }

  async job(id: string): Promise<JobAnswer> {
    return (await (await this.server.get(`/api/jobs/${id}?image=path`)).json()) as JobAnswer;
  }

  async cancel(id: string): Promise<JobAnswer> {
    return (await (await this.post(`/api/jobs/${id}/cancel`)).json()) as JobAnswer;
  }

  /** All events, to the end of the stream. */
  async events(id: string, query = 'image=path', headers: Record<string, string> = {}): Promise<StreamEvent[]> {
    return eventsOf(await (await this.server.get(`/api/jobs/${id}/events?${query}`, { headers })).text());
  }

  /** Reads events until one is `wanted`, then leaves. */
  async until(id: string, wanted: string): Promise<StreamEvent[]> {
    const response = await this.server.get(`/api/jobs/${id}/events?image=path`);
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body!) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const events = eventsOf(text.slice(0, text.lastIndexOf('\r\n\r\n') + 4));
      // Leaving the loop closes the connection.
      if (events.some(({ event }) => event === wanted)) return events;
    }
    throw new Error(`The stream ended without "${wanted}": ${text}`);
  }
}
