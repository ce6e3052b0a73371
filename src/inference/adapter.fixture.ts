/** Adapters for tests: real ones as far as the manager can tell, whose tasks end when the test says so. */
import { GdsError } from '../errors.js';
import type { Progress, TaskName } from '../registry/tasks.js';
import type { InferenceManager } from './manager.js';
import type { AdapterStatus, InferenceAdapter, ModelInfo, RunControls } from './types.js';

/** An adapter whose tasks end when the test says so. Remote where its id begins so. */
export class TestAdapter implements InferenceAdapter {
  readonly label: string;
  status: AdapterStatus = { status: 'ready', backend: 'cpu', detail: 'CPU', models: new Map() };
  models: readonly ModelInfo[];
  place?: 'local' | 'remote';
  readonly begun: {
    model: string;
    prompt: string;
    controls: RunControls;
    end: (value: unknown) => void;
    fail: (error: unknown) => void;
  }[] = [];
  readonly loaded: string[] = [];
  disposed = false;
  #listeners = new Set<(status: AdapterStatus) => void>();

  constructor(
    readonly id: string,
    models: Record<string, TaskName[]>,
    readonly concurrency = 1,
  ) {
    this.label = id.toUpperCase();
    if (id.startsWith('remote')) this.place = 'remote';
    this.models = Object.entries(models).map(([model, tasks]) => ({ id: model, title: model, tasks, bytes: 0 }));
  }
  subscribe(listener: (status: AdapterStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  tell(status: Partial<AdapterStatus>): void {
    this.status = { ...this.status, ...status };
    for (const listener of this.#listeners) listener(this.status);
  }
  async load(model: string): Promise<void> {
    this.loaded.push(model);
  }
  run: InferenceAdapter['run'] = (_task, model, input, controls) =>
    new Promise((resolve, reject) => {
      const { prompt } = input as { prompt: string };
      this.begun.push({ model, prompt, controls, end: resolve as (value: unknown) => void, fail: reject });
      controls.signal.addEventListener('abort', () => reject(controls.signal.reason as Error));
    });
  dispose(): void {
    this.disposed = true;
  }
}

export function ask(
  manager: InferenceManager,
  prompt: string,
  options: { model?: string; priority?: number; onProgress?: (progress: Progress) => void } = {},
) {
  const abort = new AbortController();
  const outcome = manager.run('text-to-image', { prompt, seed: 1 }, { signal: abort.signal, ...options }).then(
    (value) => value as unknown,
    (error: unknown) => (error instanceof GdsError ? error.code : error),
  );
  return { abort, outcome };
}
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
