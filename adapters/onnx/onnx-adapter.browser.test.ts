import { expect } from '@open-wc/testing';
import { OnnxAdapter } from './index.js';
import type { Progress } from '../../src/registry/tasks.js';

const controls = (progress: Progress[] = [], signal = new AbortController().signal) => ({
  signal,
  onProgress: (p: Progress) => void progress.push(p),
});

async function pixelsOf(blob: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(blob);
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

it('draws a red apple', async () => {
  const adapter = new OnnxAdapter({ assetBase: '/gds-assets/' });
  const progress: Progress[] = [];
  const t0 = performance.now();
  const result = await adapter.run('text-to-image', 'gds-tiny-turbo', { prompt: 'a red apple', seed: 42 }, controls(progress));
  console.log(performance.now() - t0, JSON.stringify(result.info), adapter.status.detail);
  const t1 = performance.now();
  const again = await adapter.run('text-to-image', 'gds-tiny-turbo', { prompt: 'a red apple', seed: 42 }, controls(progress));
  console.log(performance.now() - t1, JSON.stringify(again.info));
  const { data } = await pixelsOf(result.blob);
  const at = (x: number, y: number) => [...data.slice((y * 256 + x) * 4, (y * 256 + x) * 4 + 3)];
  console.log(at(128, 140), at(4, 4));
  console.log(
    progress
      .map((p) => `${p.stage} ${p.fraction?.toFixed(2)} ${p.step ?? ''} ${p.preview ? 'p' : ''}`)
      .slice(-24)
      .join('\n'),
  );
  expect(result.width).to.equal(256);
});
