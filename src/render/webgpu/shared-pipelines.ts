/** Pipelines belong to a device, not to a canvas: fifty canvases of a page compile their shaders once. */
import { createPipelines, type Pipelines } from './pipelines.js';

const known = new WeakMap<GPUDevice, Map<GPUTextureFormat, Promise<Pipelines>>>();

/** Rejects where the device refuses the shaders; then the next call tries anew. */
export function sharedPipelines(device: GPUDevice, format: GPUTextureFormat): Promise<Pipelines> {
  let formats = known.get(device);
  if (!formats) known.set(device, (formats = new Map()));
  const ready = formats.get(format);
  if (ready) return ready;
  const made = createPipelines(device, format);
  formats.set(format, made);
  made.catch(() => formats.delete(format));
  return made;
}
