/**
 * Sessions of ONNX Runtime, for any of its JavaScript packages: the module is handed in, so this file imports none of them.
 *
 * All calls into one module go through one lock: its WebGPU provider does not survive two at a time, not even on different sessions.
 */
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-common';
import { Lock } from './lock.js';
import type { Session, SessionFactory, Tensor, TensorData, TensorMetadata } from './session.js';

/** The part of `onnxruntime-web` and `onnxruntime-node` that is used. */
export interface OrtModule {
  readonly InferenceSession: { create(model: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession> };
  readonly Tensor: new (type: OrtTensor.Type, data: OrtTensor.DataType, dims: readonly number[]) => OrtTensor;
}

const locks = new WeakMap<OrtModule, Lock>();

export function ortSessions(ort: OrtModule, options: InferenceSession.SessionOptions = {}): SessionFactory {
  let lock = locks.get(ort);
  if (!lock) locks.set(ort, (lock = new Lock()));
  return async (model) => new OrtSession(ort, await lock.run(() => ort.InferenceSession.create(model, options)), lock);
}

class OrtSession implements Session {
  readonly inputMetadata: readonly TensorMetadata[];
  readonly outputMetadata: readonly TensorMetadata[];

  constructor(
    private readonly ort: OrtModule,
    private readonly session: InferenceSession,
    private readonly lock: Lock,
  ) {
    this.inputMetadata = tensors(session.inputMetadata);
    this.outputMetadata = tensors(session.outputMetadata);
  }

  run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
    return this.lock.run(async () => {
      const inputs = Object.entries(feeds).map(([name, { type, data, dims }]) => {
        return [name, new this.ort.Tensor(type as OrtTensor.Type, toRuntime(type, data) as OrtTensor.DataType, dims)] as const;
      });
      const results = await this.session.run(Object.fromEntries(inputs));
      const outputs: Record<string, Tensor> = {};
      for (const [name, value] of Object.entries(results)) {
        outputs[name] = { type: value.type, dims: value.dims, data: fromRuntime(value.type, (await value.getData()) as TensorData) };
      }
      return outputs;
    });
  }

  release(): Promise<void> {
    return this.lock.run(() => this.session.release());
  }
}

function tensors(metadata: readonly InferenceSession.ValueMetadata[]): TensorMetadata[] {
  return metadata.flatMap((value) => (value.isTensor ? [{ name: value.name, type: value.type, shape: value.shape }] : []));
}

type Float16Constructor = new (buffer: ArrayBufferLike, offset: number, length: number) => unknown;

/** ONNX Runtime takes a Float16Array where the engine has one, and bit patterns where it has not. */
function toRuntime(type: string, data: TensorData): unknown {
  const Float16 = (globalThis as { Float16Array?: Float16Constructor }).Float16Array;
  return type === 'float16' && Float16 ? new Float16(data.buffer, data.byteOffset, data.length) : data;
}

function fromRuntime(type: string, data: TensorData): TensorData {
  return type === 'float16' && !(data instanceof Uint16Array) ? new Uint16Array(data.buffer, data.byteOffset, data.length) : data;
}
