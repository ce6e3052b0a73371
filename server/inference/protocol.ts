/**
 * What the server and a process that computes say to each other.
 *
 * One task at a time; exactly one `done`, `failed` or `cancelled` answers it. Values travel by structured clone.
 */
import type { ModelManifest } from '../../adapters/onnx/manifest.js';
import type { GdsErrorJSON } from '../../src/errors.js';
import type { GenerationInfo, ImageToImageInput, ImageToMeshInput, Progress, TextToImageInput } from '../../src/registry/tasks.js';

/** How a process is set up; one argument of its command line, as JSON. */
export interface Setup {
  readonly runtime: 'auto' | 'native' | 'wasm';
  /** Threads inside the runtime; 0 leaves it to the runtime. */
  readonly threads: number;
  readonly imagePixels: number;
}

/** A picture that waits in a file. */
export interface FileInput {
  readonly file: string;
}

export type Task =
  | { readonly kind: 'load'; readonly model: ModelPlace }
  | { readonly kind: 'text-to-image'; readonly model: ModelPlace; readonly input: TextToImageInput }
  | { readonly kind: 'image-to-image'; readonly model: ModelPlace; readonly input: Omit<ImageToImageInput, 'image'> & FileInput }
  | { readonly kind: 'image-to-mesh'; readonly input: Omit<ImageToMeshInput, 'image'> & FileInput };

export interface ModelPlace {
  readonly manifest: ModelManifest;
  readonly folder: string;
}

export type ToProcess =
  { readonly type: 'run'; readonly id: number; readonly task: Task } | { readonly type: 'cancel'; readonly id: number };

export type Outcome =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'image'; readonly bytes: Uint8Array; readonly width: number; readonly height: number; readonly info: GenerationInfo }
  | { readonly kind: 'mesh'; readonly bytes: Uint8Array; readonly vertices: number; readonly faces: number; readonly info: GenerationInfo };

export type FromProcess =
  | { readonly type: 'ready'; readonly backend: 'cpu' | 'wasm'; readonly fallback?: string }
  | { readonly type: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly type: 'done'; readonly id: number; readonly outcome: Outcome }
  | { readonly type: 'failed'; readonly id: number; readonly error: GdsErrorJSON }
  | { readonly type: 'cancelled'; readonly id: number };
