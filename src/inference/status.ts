/** Many adapters, one line: what the status chip says about inference, and what stands behind it. */
import type { GdsError } from '../errors.js';
import { isDown, placeOf, wantedPlace, type InferencePolicy } from './policy.js';
import type { InferenceAdapter } from './types.js';

/** One place where work can be done: a server, or this device with all its adapters. */
export interface BackendState {
  /** For example `This device`. */
  readonly label: string;
  readonly place: 'local' | 'remote';
  /** `webgpu`, `wasm`, `cpu`, …; '' until known. */
  readonly backend: string;
  /** For example `WASM, 2 threads`. */
  readonly detail: string;
  readonly state: 'starting' | 'ready' | 'loading' | 'error';
  /** Bytes of all models that are loading. */
  readonly loaded?: number;
  readonly total?: number;
  readonly error?: GdsError;
  /** Tasks of anyone that wait there. */
  readonly waiting?: number;
}

/** The place that would do the next task. */
export interface InferenceStatus extends BackendState {
  /** The place that the policy wants, while it is down and this one stands in for it. */
  readonly insteadOf?: BackendState;
  /** All places, the one spoken of first. */
  readonly backends: readonly BackendState[];
}

export interface SummaryOptions {
  /** Id of the adapter that worked last. */
  readonly lastUsed: string | undefined;
  readonly policy: InferencePolicy;
}

const NONE: BackendState = { label: 'No models', place: 'local', backend: '', detail: 'Nothing can generate here', state: 'starting' };

/** Adapters that go by the same label, such as all of `This device`, are one place. */
export function summarise(adapters: readonly InferenceAdapter[], { lastUsed, policy }: SummaryOptions): InferenceStatus {
  const labels = [...new Set(adapters.map(({ label }) => label))];
  const last = adapters.find(({ id }) => id === lastUsed);
  const wanted = wantedPlace(policy) ?? (last && placeOf(last));
  const places = labels.map((label) =>
    stateOf(
      adapters.filter((adapter) => adapter.label === label),
      lastUsed,
    ),
  );
  // A model that could not be loaded is said, but does not keep the place from other work.
  const down = new Set(adapters.filter(isDown).map(({ label }) => label));
  const order = (place: BackendState): number => (place.place === wanted ? 0 : 2) + (place.label === last?.label ? 0 : 1);
  const sorted = places.sort((a, b) => order(a) - order(b));
  const allowed = typeof policy === 'string' && policy.endsWith('only') ? sorted.filter(({ place }) => place === wanted) : sorted;
  const speaker =
    allowed.find(({ state }) => state === 'loading') ?? allowed.find(({ label }) => !down.has(label)) ?? allowed[0] ?? sorted[0] ?? NONE;
  const first = allowed[0];
  return {
    ...speaker,
    ...(first && first !== speaker && down.has(first.label) ? { insteadOf: first } : {}),
    backends: [speaker, ...sorted.filter((place) => place !== speaker)],
  };
}

/** Loading comes before error, error before starting. The adapter that runs networks speaks for the others. */
function stateOf(group: readonly InferenceAdapter[], lastUsed: string | undefined): BackendState {
  const loading = group.flatMap((adapter) =>
    [...adapter.status.models.values()].flatMap((model) => (model.status === 'loading' ? [{ adapter, ...model }] : [])),
  );
  const runsNetworks = (adapter: InferenceAdapter): boolean => adapter.models.some(({ bytes }) => bytes > 0);
  const last = group.find(({ id }) => id === lastUsed) ?? group.find(({ status }) => status.status === 'ready') ?? group[0]!;
  const usual = runsNetworks(last) ? last : (group.find(runsNetworks) ?? last);
  const subject = loading[0]?.adapter ?? group.find(isDown) ?? usual;
  const { status } = subject;
  const base = {
    label: subject.label,
    place: placeOf(subject),
    backend: status.backend ?? '',
    detail: status.detail ?? '',
    ...(status.waiting === undefined ? {} : { waiting: status.waiting }),
  };
  if (loading.length > 0) {
    const sum = (key: 'loaded' | 'total'): number => loading.reduce((bytes, model) => bytes + model[key], 0);
    return { ...base, state: 'loading', loaded: sum('loaded'), total: sum('total') };
  }
  const modelError = [...status.models.values()].find((model) => model.status === 'error')?.error;
  const error = status.error ?? modelError;
  if (isDown(subject) || modelError) return { ...base, state: 'error', ...(error ? { error } : {}) };
  return { ...base, state: status.status };
}
