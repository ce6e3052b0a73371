/**
 * Results that come back after a reload and differ from what the graph asks for only because seeds moved after the run that made them.
 *
 * Nobody edited anything, so they are fresh. The seeds a result was made with are kept with it: with those in the place of the present
 * ones, and the results that its sources show in the place of those they would make now, the key must be the one that was kept.
 */
import { nextSeed, seedAfterName } from '../registry/parameters.js';
import type { SeedAfter } from '../registry/types.js';
import type { KeyMaker } from './keys.js';
import { upstream } from './order.js';
import type { Plan, PlannedNode } from './plan.js';
import type { RunStates } from './states.js';

type Seeds = Readonly<Record<string, number>>;

/** The ids of `made` that only moved seeds keep from being fresh, sources first. `seedsOf` are the seeds that results were made with. */
export function movedOnly(made: ReadonlyMap<string, Seeds>, plan: Plan, states: RunStates, keys: KeyMaker): string[] {
  const moved = new Set<string>();
  const order = upstream(
    made.keys(),
    (id) => plan.get(id)?.inputs,
    (id) => plan.has(id),
  );
  for (const id of order) {
    const planned = plan.get(id)!;
    const { key, outputs } = states.get(id);
    if (!outputs || planned.key === undefined || key === planned.key) continue;
    const shownKey = (source: string): string | undefined => (moved.has(source) ? states.get(source).key : plan.get(source)?.key);
    if (keys.special(withSeeds(planned, made.get(id) ?? {}), shownKey).key === key) moved.add(id);
  }
  return [...moved];
}

/** The seeds among the parameters that a key is made of. */
export function seedsIn(
  { definition }: Pick<PlannedNode, 'definition'>,
  params: Readonly<Record<string, unknown>> | undefined,
): Seeds | undefined {
  const seeds = Object.fromEntries(
    (definition?.parameters ?? []).flatMap(({ kind, name }) =>
      kind === 'seed' && typeof params?.[name] === 'number' ? [[name, params[name]]] : [],
    ),
  ) as Record<string, number>;
  return Object.keys(seeds).length > 0 ? seeds : undefined;
}

/** The node as it was before its seeds moved. Where they cannot have moved from `seeds` to what they are, they stay. */
function withSeeds(planned: PlannedNode, seeds: Seeds): PlannedNode {
  const params = { ...planned.record.params };
  for (const [name, used] of Object.entries(seeds)) {
    const after = (params[seedAfterName(name)] ?? 'fixed') as SeedAfter;
    if (after === 'randomize' || nextSeed(used, after) === params[name]) params[name] = used;
  }
  return { ...planned, record: { ...planned.record, params } };
}
