/** What `same-picture.test.ts` runs in the page: the adapter for browsers, on WASM. */
import { OnnxAdapter } from '../../adapters/onnx/index.js';
import type { TaskMap } from '../../src/registry/tasks.js';

type PictureTask = 'text-to-image' | 'image-to-image';

/** @param picture - Bytes of a PNG, for image to image. @returns those of the result. */
async function draw(task: PictureTask, model: string, input: TaskMap[PictureTask]['input'], picture: number[]): Promise<number[]> {
  const adapter = new OnnxAdapter({ assetBase: new URL('/gds-assets/', location.href).href, provider: 'wasm' });
  const whole = { ...input, image: new Blob([Uint8Array.from(picture)], { type: 'image/png' }) };
  const { blob } = await adapter.run(task, model, whole as TaskMap[PictureTask]['input'], {
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  adapter.dispose();
  return Array.from(new Uint8Array(await blob.arrayBuffer()));
}

Object.assign(globalThis, { draw });
