/** The result that a run may take for a node instead of running it. */
import type { ResultCache } from './cache.js';
import type { PlannedNode } from './plan.js';
import { shownResult, type RunStates } from './states.js';
import type { NodeResult } from './types.js';

export type AtHand =
  | {
      /** The node shows it; it shows one of `before` a seed moved; or it is in memory. */
      readonly from: 'shown' | 'before' | 'memory';
      readonly key: string;
      readonly result: NodeResult;
    }
  | { readonly from: 'assets'; readonly key: string };

/**
 * @param asked Whether the node was asked for by itself. Then it draws with the seed it has now; what is only needed for others keeps
 *   the picture that it shows, even though its seed has moved since.
 */
export function atHand(
  { record, key }: PlannedNode,
  asked: boolean,
  { states, cache }: { readonly states: RunStates; readonly cache: ResultCache },
): AtHand | undefined {
  if (key === undefined) return undefined;
  const state = states.get(record.id);
  const shown = shownResult(state);
  if (shown && state.key === key) return { from: 'shown', key, result: shown };
  if (shown && !asked && state.fresh && state.key !== undefined) return { from: 'before', key: state.key, result: shown };
  const result = cache.get(key);
  if (result) return { from: 'memory', key, result };
  return cache.hasRecord(key) ? { from: 'assets', key } : undefined;
}
