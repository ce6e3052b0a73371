/** Asks for a job again and again: what is left where neither socket nor stream gets through. */
import { eventsOf } from './history.js';
import type { JobClient } from './job-client.js';
import { isLast, type Transport } from './types.js';
import { pause } from '../../src/pause.js';

/** Growth of the pause from look to look, and its longest over its first. */
const GROWTH = 1.3;
const LONGEST = 5;

/** @param interval - First pause in milliseconds. @param better - True where a better way may be tried again; then this one ends. */
export function polling(jobs: JobClient, interval: number, better: () => boolean): Transport {
  return async ({ jobId, signal, onEvent, onSign }) => {
    for (let wait = interval; ; wait = Math.min(wait * GROWTH, interval * LONGEST)) {
      const events = eventsOf(await jobs.get(jobId, signal, false));
      onSign();
      events.forEach(onEvent);
      if (events.some(isLast)) return 'over';
      await pause(wait, signal);
      if (better()) return 'cut';
    }
  };
}
