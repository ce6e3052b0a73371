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

interface Opened {
  readonly device: GPUDevice;
  readonly name: string;
  readonly fallback: boolean;
}
interface Shared {
  readonly opened: Promise<Opened>;
  /** Leases asked for and not given back. */
  users: number;
}

let shared: Shared | undefined;

/** Later leases ask for another device; one that has been forgotten already stays so. */
const forget = (one: Shared): void => {
  if (shared === one) shared = undefined;
};

/** Rejects with `GDS_RENDERER_WEBGPU` and the reason where WebGPU cannot be used. */
export async function leaseDevice(gpu: GPU | undefined): Promise<DeviceLease> {
  const current = (shared ??= { opened: open(gpu), users: 0 });
  // Counted before it is there: another canvas may give it back in the meantime.
  current.users += 1;
  let opened: Opened;
  try {
    opened = await current.opened;
  } catch (error) {
    forget(current);
    throw error;
  }
  void opened.device.lost.then(() => forget(current));
  let released = false;
  return {
    ...opened,
    release() {
      if (released) return;
      released = true;
      current.users -= 1;
      if (current.users > 0) return;
      forget(current);
      opened.device.destroy();
    },
  };
}

async function open(gpu: GPU | undefined): Promise<Opened> {
  if (!gpu) throw new GdsError('GDS_RENDERER_WEBGPU', 'This browser has no WebGPU.');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (!adapter) throw new GdsError('GDS_RENDERER_WEBGPU', 'WebGPU finds no graphics adapter.');
  let device: GPUDevice;
  try {
    device = await adapter.requestDevice({
      label: 'gds-canvas',
      requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
    });
  } catch (cause) {
    throw new GdsError('GDS_RENDERER_WEBGPU', 'The graphics adapter gave no device.', { cause });
  }
  const compatibility = device.limits as { maxStorageBuffersInVertexStage?: number };
  if (compatibility.maxStorageBuffersInVertexStage === 0) {
    device.destroy();
    throw new GdsError('GDS_RENDERER_WEBGPU', 'This adapter cannot read node positions in the vertex stage.');
  }
  const { vendor, architecture, description } = adapter.info;
  return {
    device,
    name: [vendor, architecture].filter(Boolean).join(' ') || description || 'unknown adapter',
    fallback: adapter.info.isFallbackAdapter ?? false,
  };
}
