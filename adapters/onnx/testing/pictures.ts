/** Small helpers of the browser tests: pictures and controls. */
import type { Progress } from '../../../src/registry/tasks.js';
import type { RunControls } from '../../../src/inference/types.js';

export function controls(onProgress: (progress: Progress) => void = () => {}, signal = new AbortController().signal): RunControls {
  return { signal, onProgress };
}

export async function pixelsOf(blob: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(blob);
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

/** Mean red, green and blue of a square of `side` pixels from (`left`, `top`). */
export function meanColour({ data, width }: ImageData, left: number, top: number, side: number): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  for (let y = top; y < top + side; y++) {
    for (let x = left; x < left + side; x++) for (const channel of [0, 1, 2] as const) sum[channel] += data[(y * width + x) * 4 + channel]!;
  }
  return sum.map((value) => value / (side * side)) as [number, number, number];
}

/** What `run` is rejected with; fails when it is not. */
export async function rejection(run: Promise<unknown>): Promise<{ code?: string; message: string; name: string }> {
  const result = await run.then(
    () => undefined,
    (error: unknown) => error as { code?: string; message: string; name: string },
  );
  if (!result) throw new Error('It was fulfilled.');
  return result;
}
