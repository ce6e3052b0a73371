/**
 * Loads ONNX Runtime into the worker and picks where it computes.
 *
 * Its files are imported raw from the asset base, never bundled: each build (JSPI and asyncify with WebGPU, plain WASM) is megabytes, and
 * just one is used.
 */
import { GdsError } from '../../src/errors.js';
import { gpuName, wasmDetail, wasmThreads, webgpuDetail, type Backend } from './backend.js';
import type { Provider } from './protocol.js';
import { ortSessions, type OrtModule } from './session-ort.js';
import type { SessionFactory } from './session.js';

interface WebOrtModule extends OrtModule {
  readonly env: { logLevel?: string; readonly wasm: { wasmPaths?: string; numThreads?: number } };
}

export interface Runtime extends Backend {
  readonly createSession: SessionFactory;
}

export interface RuntimeOptions {
  readonly assetBase: string;
  readonly provider: Provider;
  readonly threads: number;
}

/** @throws GdsError `GDS_ORT_MISSING` when the files are not there, `GDS_WEBGPU_UNAVAILABLE` when WebGPU is demanded and absent. */
export async function loadRuntime({ assetBase, provider, threads }: RuntimeOptions): Promise<Runtime> {
  const gpu = await gpuName(provider);
  if (provider === 'webgpu' && gpu === undefined) {
    throw new GdsError('GDS_WEBGPU_UNAVAILABLE', 'This browser offers no WebGPU adapter. Choose the provider "auto" or "wasm".');
  }
  const build = gpu === undefined ? 'ort.wasm.min.mjs' : 'Suspending' in WebAssembly ? 'ort.jspi.min.mjs' : 'ort.webgpu.min.mjs';
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
  const count = wasmThreads(threads);
  ort.env.logLevel = 'error';
  ort.env.wasm.wasmPaths = `${assetBase}ort/`;
  ort.env.wasm.numThreads = count;
  return gpu === undefined
    ? { createSession: ortSessions(ort, { executionProviders: ['wasm'] }), backend: 'wasm', detail: wasmDetail(count) }
    : { createSession: ortSessions(ort, { executionProviders: ['webgpu'] }), backend: 'webgpu', detail: webgpuDetail(gpu) };
}
