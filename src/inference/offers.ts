/** What adapters offer, also while one is down: a server that does not answer for a moment still has its models. */
import type { TaskName } from '../registry/tasks.js';
import { isDown, placeOf, type Offer } from './policy.js';
import type { InferenceAdapter, ModelInfo } from './types.js';

export class Offers {
  readonly #last = new WeakMap<InferenceAdapter, readonly ModelInfo[]>();

  /** Those of the adapter now, or of when it was last up. */
  of(adapter: InferenceAdapter): readonly ModelInfo[] {
    const { models } = adapter;
    if (models.length > 0 || !isDown(adapter)) {
      this.#last.set(adapter, models);
      return models;
    }
    return this.#last.get(adapter) ?? models;
  }

  /** All that can do the task, in the order of the adapters. */
  for(task: TaskName, adapters: readonly InferenceAdapter[]): Offer[] {
    return adapters.flatMap((adapter) =>
      this.of(adapter)
        .filter(({ tasks }) => tasks.includes(task))
        .map(({ id }) => ({ adapter, model: id })),
    );
  }
}

/**
 * Whose result counts, of `ranked` offers. A server that is down is still the one: its results do not become worthless with every failure
 * of the net. An adapter of this device that has failed will not come back by itself.
 */
export function claimant(ranked: readonly Offer[]): Offer | undefined {
  return ranked.find(({ adapter }) => placeOf(adapter) === 'remote' || !isDown(adapter)) ?? ranked[0];
}

/** The offers in the order in which they are tried now: those that are down only where there is no other. */
export function tries(ranked: readonly Offer[]): readonly Offer[] {
  const up = ranked.filter(({ adapter }) => !isDown(adapter));
  return up.length > 0 ? up : ranked;
}
