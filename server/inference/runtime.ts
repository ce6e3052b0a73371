/** Which ONNX Runtime computes here: the native one where it is installed, otherwise the browsers' one, which is slower. */
import type { OrtModule } from '../../adapters/onnx/session-ort.js';
import { GdsError } from '../../src/errors.js';

export interface Runtime {
  readonly ort: OrtModule;
  /** As `GenerationInfo.backend`. */
  readonly backend: 'cpu' | 'wasm';
  /** Why it is not the native one. */
  readonly fallback?: string;
}

/** @throws GdsError `GDS_ORT_MISSING`. */
export async function loadRuntime(wanted: 'auto' | 'native' | 'wasm'): Promise<Runtime> {
  let fallback: string | undefined;
  if (wanted !== 'wasm') {
    try {
      // The names and not the default: interpreters differ in what a CommonJS module's default is.
      const { InferenceSession, Tensor } = await import('onnxruntime-node');
      return { ort: { InferenceSession, Tensor } as OrtModule, backend: 'cpu' };
    } catch (error) {
      if (wanted === 'native') throw notThere('onnxruntime-node', error);
      fallback = error instanceof Error ? error.message : String(error);
    }
  }
  try {
    const { InferenceSession, Tensor, env } = await import('onnxruntime-web');
    env.logLevel = 'error';
    return { ort: { InferenceSession, Tensor } as OrtModule, backend: 'wasm', ...(fallback === undefined ? {} : { fallback }) };
  } catch (error) {
    throw notThere('onnxruntime-web', error);
  }
}

function notThere(name: string, cause: unknown): GdsError {
  return new GdsError('GDS_ORT_MISSING', `${name} cannot be loaded. Install it beside gds-canvas: npm install ${name}.`, { cause });
}
