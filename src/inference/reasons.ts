/** Why work was not done where the policy wants it, in words for a person. */
import { GdsError } from '../errors.js';
import type { TaskName } from '../registry/tasks.js';
import { isDown, placeOf, taskWords, wantedPlace, type InferencePolicy, type Offer } from './policy.js';
import type { InferenceAdapter } from './types.js';

/** An error's first sentence: where there is room for no more, it is what matters. */
export const firstSentence = (error: Error): string => error.message.split(/(?<=[.!?])\s/)[0]!;

/** What keeps an adapter from working. */
export function downReason(adapter: InferenceAdapter): string {
  const { error } = adapter.status;
  return error ? firstSentence(error) : `${adapter.label} is not available.`;
}

/** An adapter that does not do such work, or was taken away. */
const ELSEWHERE: ReadonlySet<string> = new Set(['GDS_TASK_UNSUPPORTED', 'GDS_DISPOSED']);

/** Whether another adapter may do what failed with `error`: the adapter did not come to it, or lost it. Bad input stays bad elsewhere. */
export const mayFallOver = (error: unknown): error is GdsError =>
  error instanceof GdsError && (error.retryable === true || ELSEWHERE.has(error.code));

/**
 * Why `taken` is not in the place that the policy wants, although nothing there has failed; undefined where it is, or where that place has
 * no adapters at all.
 */
export function lackReason(
  policy: InferencePolicy,
  task: TaskName,
  model: string | undefined,
  taken: Offer,
  offers: readonly Offer[],
  adapters: readonly InferenceAdapter[],
): string | undefined {
  const wanted = wantedPlace(policy);
  if (wanted === undefined || placeOf(taken.adapter) === wanted) return undefined;
  const there = adapters.find((adapter) => placeOf(adapter) === wanted);
  if (!there) return undefined;
  if (isDown(there)) return downReason(there);
  const able = offers.some(({ adapter }) => placeOf(adapter) === wanted);
  return able ? `${there.label} does not have the model “${model}”.` : `${there.label} cannot do ${taskWords(task)}.`;
}

/** @returns The error for a task that no adapter may carry out: nobody can, or the policy leaves out all who can. */
export function nobody(policy: InferencePolicy, task: TaskName, offers: readonly Offer[], adapters: readonly InferenceAdapter[]): GdsError {
  const what = taskWords(task);
  if (offers.length > 0) {
    const able = [...new Set(offers.map(({ adapter }) => adapter.label))].join(', ');
    const name = typeof policy === 'function' ? 'The policy of this page' : `The policy “${policy}”`;
    const place = wantedPlace(policy);
    const down = adapters.find((adapter) => placeOf(adapter) === place && isDown(adapter));
    const why = down ? ` ${downReason(down)}` : '';
    return new GdsError(
      'GDS_POLICY_NONE',
      `${name} leaves nobody for ${what}.${why} ${able} could do it: allow that, or connect what the policy asks for.`,
      down?.status.error ? { cause: down.status.error, retryable: down.status.error.retryable === true } : {},
    );
  }
  const down = adapters.find((adapter) => isDown(adapter) && adapter.models.length === 0);
  if (down)
    return new GdsError('GDS_TASK_UNSUPPORTED', `${downReason(down)} Nothing else here can do ${what}.`, { cause: down.status.error });
  return new GdsError('GDS_TASK_UNSUPPORTED', `Nothing here can do ${what}. Load a model for it, or connect a server that has one.`);
}
