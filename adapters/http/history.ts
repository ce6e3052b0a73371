/**
 * What is known of one job, so that nothing is told twice or backwards however often its events come: streams of the original begin anew at
 * each connection and number nothing, ours go on behind a number, and looks at the job itself tell of the present alone.
 */
import { isLast, type JobEvent } from './types.js';

export class History {
  /** Id of the last event that had one. */
  lastId = 0;
  last: JobEvent | undefined;
  readonly #told = new Set<string>();
  readonly #reached = new Map<string, number>();

  /** True where the event is news. */
  accept(event: JobEvent): boolean {
    if (this.last) return false;
    // A preview is no event of the job's own: it bears the number of the one before it, or none.
    if (event.name === 'preview') return true;
    if (event.id !== undefined) {
      if (event.id <= this.lastId) return false;
      this.lastId = event.id;
    }
    if (event.name === 'progress') {
      const stage = String(event.data['stage']);
      const current = Number(event.data['current']);
      if (current <= (this.#reached.get(stage) ?? -1)) return false;
      this.#reached.set(stage, current);
    } else {
      if (this.#told.has(event.name)) return false;
      this.#told.add(event.name);
      if (isLast(event)) this.last = event;
    }
    return true;
  }
}

/** The events that lead to the state that `GET /api/jobs/:id` tells of. */
export function eventsOf(job: Readonly<Record<string, unknown>>): JobEvent[] {
  const { status, progress, result, error } = job;
  if (status === 'queued') return [{ name: 'queued', data: { status } }];
  if (status === 'cancelled') return [{ name: 'cancelled', data: { status } }];
  const events: JobEvent[] = [
    { name: 'queued', data: { status: 'queued' } },
    { name: 'started', data: { status: 'running' } },
  ];
  if (typeof progress === 'object' && progress !== null && Number((progress as Record<string, unknown>)['total']) > 0)
    events.push({ name: 'progress', data: progress as Record<string, unknown> });
  if (status === 'succeeded') events.push({ name: 'completed', data: { status, result } });
  if (status === 'failed') events.push({ name: 'failed', data: { status, error } });
  return events;
}
