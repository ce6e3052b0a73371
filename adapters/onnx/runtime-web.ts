/**
 * Loads ONNX Runtime into the worker and picks where it computes.
 *
 * Its files are imported raw from the asset base, never bundled: each build (JSPI and asyncify with WebGPU, plain WASM) is megabytes, and
 * just one is used. WebGPU is taken only on a real GPU, because a software adapter is slower than WASM.
 */
import { GdsError } from '../../src/errors.js';
import type { Provider } from './protocol.js';
import { ortSessions, type OrtModule } from './session-ort.js';
import type { SessionFactory } from './session.js';

interface WebOrtModule extends OrtModule {
  readonly env: { logLevel?: string; readonly wasm: { wasmPaths?: string; numThreads?: number } };
}

export interface Runtime {
  readonly createSession: SessionFactory;
  readonly backend: 'webgpu' | 'wasm';
  /** What a person reads, for example `WASM, 2 threads`. */
  readonly detail: string;
}

export interface RuntimeOptions {
  readonly assetBase: string;
  readonly provider: Provider;
  readonly threads: number;
}

/** @throws GdsError `GDS_ORT_MISSING` when the files are not there, `GDS_WEBGPU_UNAVAILABLE` when WebGPU is demanded and absent. */
export async function loadRuntime({ assetBase, provider, threads }: RuntimeOptions): Promise<Runtime> {
  const adapter = provider === 'wasm' ? undefined : await gpuAdapter(provider === 'webgpu');
  if (provider === 'webgpu' && !adapter) {
    throw new GdsError('GDS_WEBGPU_UNAVAILABLE', 'This browser offers no WebGPU adapter. Choose the provider "auto" or "wasm".');
  }
  const build = !adapter ? 'ort.wasm.min.mjs' : 'Suspending' in WebAssembly ? 'ort.jspi.min.mjs' : 'ort.webgpu.min.mjs';
  const url = `${assetBase}ort/${build}`;
  const ort = await import(/* @vite-ignore */ /* webpackIgnore: true */ url).then(
    (module: WebOrtModule) => module,
    (error: unknown) => {
      throw new GdsError(
        'GDS_ORT_MISSING',
        `ONNX Runtime cannot be loaded from ${url}. Serve its files there, or set "asset-base" to where they are.`,
        { cause: error },
      );
    },
  );
  const count = globalThis.crossOriginIsolated ? Math.max(1, threads) : 1;
  ort.env.logLevel = 'error';
  ort.env.wasm.wasmPaths = `${assetBase}ort/`;
  ort.env.wasm.numThreads = count;
  if (adapter)
    return { createSession: ortSessions(ort, { executionProviders: ['webgpu'] }), backend: 'webgpu', detail: `WebGPU, ${adapter}` };
  return {
    createSession: ortSessions(ort, { executionProviders: ['wasm'] }),
    backend: 'wasm',
    detail: `WASM, ${count} ${count === 1 ? 'thread' : 'threads'}`,
  };
}

/** Name of the GPU, or undefined where there is none worth using. */
async function gpuAdapter(softwareToo: boolean): Promise<string | undefined> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (!adapter) return undefined;
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  const software = isFallbackAdapter || /swiftshader|llvmpipe|basic render/i.test(`${architecture} ${description}`);
  if (software && !softwareToo) return undefined;
  return description || [vendor, architecture].filter(Boolean).join(' ') || 'GPU';
}
