/** What a node's run state says to a person, in a word or two. */
import type { NodeRunState } from '../execution/types.js';
import type { Progress } from '../registry/tasks.js';
import { bytesOf, percent } from './format.js';

export interface StateWords {
  readonly text: string;
  readonly title: string;
  readonly tone: '' | 'running' | 'error' | 'warning';
}

export function stateWords(state: NodeRunState): StateWords {
  const { fraction } = state.progress ?? {};
  switch (state.status) {
    case 'running':
      return { text: fraction === undefined ? 'Running' : percent(fraction), title: progressText(state.progress), tone: 'running' };
    case 'queued':
      return { text: 'Queued', title: 'Waits for what it depends on.', tone: '' };
    case 'error':
      return { text: 'Failed', title: state.error?.message ?? 'The run failed.', tone: 'error' };
    case 'cancelled':
      return { text: 'Cancelled', title: 'The run was cancelled.', tone: '' };
    case 'complete':
      if (state.fresh === false && state.info?.fallback !== undefined)
        return { text: 'Stand-in', title: `${state.info.fallback} Run again to have it made where it belongs.`, tone: 'warning' };
      if (state.fresh === false)
        return { text: 'Out of date', title: 'Something it depends on has changed. Run again to bring it up to date.', tone: 'warning' };
      return state.cached
        ? { text: 'From cache', title: 'Nothing had changed, so the result was kept.', tone: '' }
        : { text: '', title: '', tone: '' };
    case 'idle':
      return { text: '', title: '', tone: '' };
  }
}

/** `Loading model · 12 of 45 MB`, `Drawing · 2 of 4 steps`, `Refining surface · 62 %`. */
export function progressText(progress: Progress | undefined): string {
  if (!progress) return 'Starting';
  const { label, bytes, step, total, fraction } = progress;
  if (bytes) return `${label} · ${bytesOf(bytes.loaded, bytes.total)}`;
  if (step !== undefined && total !== undefined && total > 1) return `${label} · ${step} of ${total} steps`;
  return fraction === undefined ? label : `${label} · ${percent(fraction)}`;
}
