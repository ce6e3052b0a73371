/** The same request on onnxruntime-node, through the same pipeline. */
import ort from 'onnxruntime-node';
import { generate } from '../../adapters/onnx/generate.js';
import { DEFAULT_MANIFESTS } from '../../adapters/onnx/manifests.js';
import { ModelHost } from '../../adapters/onnx/model-host.js';
import { folderSource } from '../../adapters/onnx/node.js';
import { ortSessions } from '../../adapters/onnx/session-ort.js';
import type { Measured } from './entry.js';

export interface NodeSubject {
  once(seed: number, steps: number): Promise<Measured>;
  close(): Promise<void>;
}

/** @param models - The folder with the model packages. */
export function openNode(models: string, threads: number): NodeSubject {
  const host = new ModelHost(folderSource(models), ortSessions(ort, { intraOpNumThreads: threads }));
  const once = async (seed: number, steps: number) => {
    const start = performance.now();
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
    return { wall: performance.now() - start, timings: info.timings };
  };
  return { once, close: () => host.release() };
}
