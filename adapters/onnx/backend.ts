/**
 * Where this browser computes. One place for the worker, which decides, and for the page, which says so before the worker starts.
 *
 * `auto` takes WebGPU only on a real GPU, because a software adapter is slower than WASM.
 */
import type { Provider } from './protocol.js';

export interface Backend {
  readonly backend: 'webgpu' | 'wasm';
  /** What a person reads, for example `WASM, 2 threads`. */
  readonly detail: string;
}

/** Name of the GPU to use, or undefined for WASM. */
export async function gpuName(provider: Provider): Promise<string | undefined> {
  if (provider === 'wasm') return undefined;
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (!adapter) return undefined;
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  const software = isFallbackAdapter || /swiftshader|llvmpipe|basic render/i.test(`${architecture} ${description}`);
  if (software && provider !== 'webgpu') return undefined;
  return description || [vendor, architecture].filter(Boolean).join(' ') || 'GPU';
}

/** WASM threads in fact: without cross-origin isolation there is no shared memory, so one. */
export const wasmThreads = (wanted: number): number => (globalThis.crossOriginIsolated ? Math.max(1, wanted) : 1);

export const wasmDetail = (threads: number): string => `WASM, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
export const webgpuDetail = (gpu: string): string => `WebGPU, ${gpu}`;

/** What the worker will choose. */
export async function expectedBackend(provider: Provider, threads: number): Promise<Backend> {
  const gpu = await gpuName(provider);
  return gpu === undefined
    ? { backend: 'wasm', detail: wasmDetail(wasmThreads(threads)) }
    : { backend: 'webgpu', detail: webgpuDetail(gpu) };
}
