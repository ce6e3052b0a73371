/**
 * What the pipelines know of an inference runtime: named tensors in, named tensors out.
 *
 * The browser worker, the server and the tests hand in sessions of their own; see `session-ort.ts` for ONNX Runtime, which has one
 * interface on the web and in Node.
 */
export type TensorData = Float32Array | Uint16Array | Int32Array | BigInt64Array | Uint8Array | Float64Array;

export interface Tensor {
  /** ONNX element type. `float16` data is a Uint16Array of bit patterns. */
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: TensorData;
}

export interface TensorMetadata {
  readonly name: string;
  readonly type: string;
  /** Numbers, or names of axes that may have any length. */
  readonly shape: readonly (number | string)[];
}

export interface Session {
  readonly inputMetadata: readonly TensorMetadata[];
  readonly outputMetadata: readonly TensorMetadata[];
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
  /** Frees it; a later `run` rejects. */
  release(): Promise<void>;
}

/** Makes a session from the bytes of an ONNX file. */
export type SessionFactory = (model: Uint8Array) => Promise<Session>;
