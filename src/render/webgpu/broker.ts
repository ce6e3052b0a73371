/**
 * One GPUDevice for all canvases of a page, counted.
 *
 * A lost device is forgotten at once, so that the next lease asks for a new adapter (an adapter gives one device only).
 */
import { GdsError } from '../../errors.js';

export interface DeviceLease {
  readonly device: GPUDevice;
  /** Vendor and architecture as the adapter names itself. */
  readonly name: string;
  /** A software adapter. */
  readonly fallback: boolean;
  /** Gives the device back; the last one destroys it. */
  release(): void;
}

interface Shared {
  readonly device: GPUDevice;
  readonly name: string;
  readonly fallback: boolean;
  users: number;
}

let shared: Promise<Shared> | undefined;

/** Rejects with `GDS_RENDERER_WEBGPU` and the reason where WebGPU cannot be used. */
export async function leaseDevice(gpu: GPU | undefined): Promise<DeviceLease> {
  const current = (shared ??= open(gpu));
  let opened: Shared;
  try {
    opened = await current;
  } catch (error) {
    if (shared === current) shared = undefined;
    throw error;
  }
  opened.users += 1;
  let released = false;
  return {
    device: opened.device,
    name: opened.name,
    fallback: opened.fallback,
    release() {
      if (released) return;
      released = true;
      opened.users -= 1;
      if (opened.users > 0) return;
      if (shared === current) shared = undefined;
      opened.device.destroy();
    },
  };
}

async function open(gpu: GPU | undefined): Promise<Shared> {
  if (!gpu) throw new GdsError('GDS_RENDERER_WEBGPU', 'This browser has no WebGPU.');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (!adapter) throw new GdsError('GDS_RENDERER_WEBGPU', 'WebGPU finds no graphics adapter.');
  let device: GPUDevice;
  try {
    device = await adapter.requestDevice({ label: 'gds-canvas' });
  } catch (cause) {
    throw new GdsError('GDS_RENDERER_WEBGPU', 'The graphics adapter gave no device.', { cause });
  }
  const compatibility = device.limits as { maxStorageBuffersInVertexStage?: number };
  if (compatibility.maxStorageBuffersInVertexStage === 0) {
    device.destroy();
    throw new GdsError('GDS_RENDERER_WEBGPU', 'This adapter cannot read node positions in the vertex stage.');
  }
  const { vendor, architecture, description } = adapter.info;
  const opened: Shared = {
    device,
    name: [vendor, architecture].filter(Boolean).join(' ') || description || 'unknown adapter',
    fallback: adapter.info.isFallbackAdapter ?? false,
    users: 0,
  };
  void device.lost.then(() => {
    shared = undefined;
  });
  return opened;
}
