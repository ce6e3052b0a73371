/** The same request on onnxruntime-node, through the same pipeline. */
import ort from 'onnxruntime-node';
import { generate } from '../../adapters/onnx/generate.js';
import { DEFAULT_MANIFESTS } from '../../adapters/onnx/manifests.js';
import { nodeModelHost } from '../../adapters/onnx/node.js';

/** Milliseconds of each run: the pipeline's total and the time inside ONNX Runtime. The first run, which loads, is left out. */
export async function measureNode(models: string, runs: number, steps: number): Promise<{ total: number; sessions: number }[]> {
  const host = nodeModelHost(ort, models);
  const once = async (seed: number) => {
    const { info } = await generate(
      DEFAULT_MANIFESTS[0]!,
      { task: 'text-to-image', input: { prompt: 'a red apple', seed, steps } },
      {
        host,
        backend: 'cpu',
        signal: new AbortController().signal,
        onProgress: () => {},
        onBytes: () => {},
        decodeImage: () => Promise.reject(new Error('The benchmark has no picture to read.')),
        encodeImage: ({ data }) => Promise.resolve(new Blob([data as Uint8ClampedArray<ArrayBuffer>])),
      },
    );
    return { total: info.timings['total']!, sessions: info.timings['sessions']! };
  };
  await once(0);
  const measured: { total: number; sessions: number }[] = [];
  for (let seed = 1; seed <= runs; seed++) measured.push(await once(seed));
  await host.release();
  return measured;
}
