/**
 * Where tasks go: which adapters may carry one out, in which order.
 *
 * `local-first` asks this device where it has the model that the node asks for, then a server that has it, then this device with
 * another model. `remote-first` asks a server, with its own model where it lacks the one asked for: what a server has is why it was
 * chosen, and what a node asks for by default are the small models that are embedded here. The two `-only` policies leave the others out.
 */
import { GdsError } from '../errors.js';
import type { TaskMap, TaskName } from '../registry/tasks.js';
import type { InferenceAdapter } from './types.js';

export const POLICIES = ['local-first', 'remote-first', 'local-only', 'remote-only'] as const;
export type PolicyName = (typeof POLICIES)[number];

export interface PolicyRequest {
  readonly task: TaskName;
  /** The model asked for. */
  readonly model?: string;
  /** Absent where the question is not about a run but about whose result the node would show. */
  readonly input?: TaskMap[TaskName]['input'];
}

/** An adapter that can do the task. */
export interface PolicyCandidate {
  readonly id: string;
  readonly label: string;
  readonly place: 'local' | 'remote';
  /** Ids of its models that can do the task. */
  readonly models: readonly string[];
  /** False while it is down: it is tried only where nobody else is left. */
  readonly available: boolean;
}

/** Gives the ids of the adapters that may carry the task out, the first one first; what it leaves out is not asked. */
export type PolicyFunction = (request: PolicyRequest, candidates: readonly PolicyCandidate[]) => readonly string[];
export type InferencePolicy = PolicyName | PolicyFunction;

/** An adapter with one of its models that can do a task. */
export interface Offer {
  readonly adapter: InferenceAdapter;
  readonly model: string;
}

export const placeOf = (adapter: InferenceAdapter): 'local' | 'remote' => adapter.place ?? 'local';
export const isDown = (adapter: InferenceAdapter): boolean => adapter.status.status === 'error';
export const taskWords = (task: TaskName): string => task.replaceAll('-', ' ');

/** The place that a policy wants work to be done at; undefined where a function decides. */
export function wantedPlace(policy: InferencePolicy): 'local' | 'remote' | undefined {
  return typeof policy === 'function' ? undefined : policy.startsWith('local') ? 'local' : 'remote';
}

/** @throws GdsError `GDS_POLICY_UNKNOWN` where it is none. */
export function checkPolicy(policy: unknown): InferencePolicy {
  if (typeof policy === 'function' || (POLICIES as readonly unknown[]).includes(policy)) return policy as InferencePolicy;
  throw new GdsError('GDS_POLICY_UNKNOWN', `“${String(policy)}” is no inference policy. Use ${POLICIES.join(', ')} or a function.`);
}

/**
 * The offers that the policy allows, in its order; equal ones stay in the order given.
 * @throws GdsError `GDS_POLICY_FAILED` where a function threw or did not give a list.
 */
export function rank(policy: InferencePolicy, request: PolicyRequest, offers: readonly Offer[]): readonly Offer[] {
  const lacksModel = ({ model }: Offer): number => (model === request.model ? 0 : 1);
  const sorted = [...offers].sort((a, b) => lacksModel(a) - lacksModel(b));
  if (typeof policy === 'function') {
    const ids = ask(policy, request, offers);
    return ids.flatMap((id) => sorted.filter(({ adapter }) => adapter.id === id));
  }
  const wanted = wantedPlace(policy);
  const elsewhere = ({ adapter }: Offer): number => (placeOf(adapter) === wanted ? 0 : 1);
  if (policy.endsWith('only')) return sorted.filter((offer) => elsewhere(offer) === 0);
  const byPlace = (a: Offer, b: Offer): number => elsewhere(a) - elsewhere(b);
  return policy === 'remote-first' ? sorted.sort(byPlace) : sorted.sort((a, b) => lacksModel(a) - lacksModel(b) || byPlace(a, b));
}

function ask(policy: PolicyFunction, request: PolicyRequest, offers: readonly Offer[]): readonly string[] {
  const adapters = [...new Set(offers.map(({ adapter }) => adapter))];
  const candidates = adapters.map((adapter) => ({
    id: adapter.id,
    label: adapter.label,
    place: placeOf(adapter),
    models: offers.filter((offer) => offer.adapter === adapter).map(({ model }) => model),
    available: !isDown(adapter),
  }));
  let ids: unknown;
  try {
    ids = policy(request, candidates);
  } catch (cause) {
    throw new GdsError('GDS_POLICY_FAILED', `The page's policy for ${taskWords(request.task)} failed. Its author has to mend it.`, {
      cause,
    });
  }
  if (!Array.isArray(ids)) throw new GdsError('GDS_POLICY_FAILED', 'An inference policy must give a list of adapter ids.');
  return [...new Set(ids as string[])];
}
