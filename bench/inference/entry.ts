/** Runs in the benchmark's page: the adapter, from its own worker and the asset base, timed from outside. */
import { OnnxAdapter } from '../../adapters/onnx/index.js';

export interface Measured {
  /** Milliseconds from the call of `run` to the encoded picture in the page. */
  readonly wall: number;
  /** Stages as the adapter reports them; `sessions` is the time inside ONNX Runtime. */
  readonly timings: Readonly<Record<string, number>>;
}

export interface Measurement {
  readonly detail: string;
  readonly first: Measured;
  readonly runs: readonly Measured[];
  /** Longest task of the page's main thread during all runs, milliseconds; 0 where none reached 50. */
  readonly longestTask: number;
}

async function measure(threads: number, runs: number, steps: number): Promise<Measurement> {
  let longestTask = 0;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longestTask = Math.max(longestTask, entry.duration);
  });
  observer.observe({ entryTypes: ['longtask'] });
  const adapter = new OnnxAdapter({ assetBase: '/gds-assets/', provider: 'wasm', threads });
  const once = async (seed: number): Promise<Measured> => {
    const start = performance.now();
    const controls = { signal: new AbortController().signal, onProgress: () => {} };
    const { info } = await adapter.run('text-to-image', 'gds-tiny-turbo', { prompt: 'a red apple', seed, steps }, controls);
    return { wall: performance.now() - start, timings: info.timings };
  };
  const first = await once(0);
  const measured: Measured[] = [];
  for (let seed = 1; seed <= runs; seed++) measured.push(await once(seed));
  const { detail = '' } = adapter.status;
  adapter.dispose();
  observer.disconnect();
  return { detail, first, runs: measured, longestTask };
}

Object.assign(globalThis, { measure });
