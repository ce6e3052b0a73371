/** Many adapters, one line: what the status chip says about inference. */
import type { GdsError } from '../errors.js';
import type { InferenceAdapter } from './types.js';

export interface InferenceStatus {
  /** Who carries tasks out, for example `This device`. */
  readonly label: string;
  /** `webgpu`, `wasm`, `cpu`, …; '' until known. */
  readonly backend: string;
  /** For example `WASM, 2 threads`. */
  readonly detail: string;
  readonly state: 'starting' | 'ready' | 'loading' | 'error';
  /** Bytes of all models that are loading. */
  readonly loaded?: number;
  readonly total?: number;
  readonly error?: GdsError;
}

/**
 * Loading comes before error, error before starting. `preferred` is the id of the adapter to speak of otherwise: the last one used.
 * Where several adapters go by the same label (all of `This device`), the one that runs networks speaks for them.
 */
export function summarise(adapters: readonly InferenceAdapter[], preferred: string | undefined): InferenceStatus {
  if (adapters.length === 0) return { label: 'No models', backend: '', detail: 'Nothing can generate here', state: 'starting' };
  const loading = adapters.flatMap((adapter) =>
    [...adapter.status.models.values()].flatMap((model) => (model.status === 'loading' ? [{ adapter, ...model }] : [])),
  );
  const broken = adapters.find(({ status }) => status.status === 'error');
  const last = adapters.find(({ id }) => id === preferred) ?? adapters.find(({ status }) => status.status === 'ready') ?? adapters[0]!;
  const runsNetworks = (adapter: InferenceAdapter): boolean => adapter.models.some(({ bytes }) => bytes > 0);
  const usual = runsNetworks(last) ? last : (adapters.find((adapter) => adapter.label === last.label && runsNetworks(adapter)) ?? last);
  const subject = loading[0]?.adapter ?? broken ?? usual;
  const { status } = subject;
  const base = { label: subject.label, backend: status.backend ?? '', detail: status.detail ?? '' };
  if (loading.length > 0) {
    const sum = (key: 'loaded' | 'total'): number => loading.reduce((bytes, model) => bytes + model[key], 0);
    return { ...base, state: 'loading', loaded: sum('loaded'), total: sum('total') };
  }
  const modelError = [...status.models.values()].find((model) => model.status === 'error')?.error;
  const error = status.error ?? modelError;
  if (status.status === 'error' || modelError) return { ...base, state: 'error', ...(error ? { error } : {}) };
  return { ...base, state: status.status };
}
