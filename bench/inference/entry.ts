/** Runs in the benchmark's page: the adapter, from its own worker and the asset base, timed from outside. */
import { OnnxAdapter } from '../../adapters/onnx/index.js';

export interface Measured {
  /** Milliseconds from the call of `run` to the encoded picture in the page. */
  readonly wall: number;
  /** Stages as the adapter reports them; `sessions` is the time inside ONNX Runtime. */
  readonly timings: Readonly<Record<string, number>>;
}

let adapter: OnnxAdapter;
let longestTask = 0;

/** Loads worker, ONNX Runtime and model. Returns where it computes. */
async function open(threads: number): Promise<string> {
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longestTask = Math.max(longestTask, entry.duration);
  });
  observer.observe({ entryTypes: ['longtask'] });
  adapter = new OnnxAdapter({ assetBase: '/gds-assets/', provider: 'wasm', threads });
  await adapter.load('gds-tiny-turbo', { signal: new AbortController().signal, onProgress: () => {} });
  return adapter.status.detail ?? '';
}

async function once(seed: number, steps: number): Promise<Measured> {
  const start = performance.now();
  const controls = { signal: new AbortController().signal, onProgress: () => {} };
  const { info } = await adapter.run('text-to-image', 'gds-tiny-turbo', { prompt: 'a red apple', seed, steps }, controls);
  return { wall: performance.now() - start, timings: info.timings };
}

/** Longest task of the page's main thread so far, milliseconds; 0 where none reached 50. */
const longest = (): number => longestTask;

Object.assign(globalThis, { bench: { open, once, longest } });
