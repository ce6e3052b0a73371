/** From plain numbers to the element type and shape that a graph declares, and back. Nothing here assumes a signature. */
import { GdsError } from '../../../src/errors.js';
import { fromHalf, toHalf } from '../float16.js';
import type { Session, Tensor, TensorMetadata } from '../session.js';

/** The input called `name`. @throws GdsError `GDS_MODEL_INVALID` when the graph has none. */
export function input(session: Session, name: string): TensorMetadata {
  return find(session.inputMetadata, name, 'input');
}

/** The output called `name`, or the only one. */
export function output(session: Session, name: string): TensorMetadata {
  const { outputMetadata } = session;
  return outputMetadata.length === 1 ? outputMetadata[0]! : find(outputMetadata, name, 'output');
}

function find(list: readonly TensorMetadata[], name: string, what: string): TensorMetadata {
  const found = list.find((entry) => entry.name === name);
  if (found) return found;
  const names = list.map((entry) => entry.name).join(', ');
  throw new GdsError(
    'GDS_MODEL_INVALID',
    `The model has no ${what} "${name}" (it has: ${names}). Use an export in the Stable Diffusion ONNX layout.`,
  );
}

/** `values` in the element type of `metadata`. */
export function tensor(metadata: TensorMetadata, values: ArrayLike<number>, dims: readonly number[]): Tensor {
  const { type } = metadata;
  switch (type) {
    case 'float32':
      return { type, dims, data: values instanceof Float32Array ? values : Float32Array.from(values) };
    case 'float64':
      return { type, dims, data: Float64Array.from(values) };
    case 'float16':
      return { type, dims, data: Uint16Array.from(values, toHalf) };
    case 'int32':
      return { type, dims, data: Int32Array.from(values, Math.round) };
    case 'int64':
      return { type, dims, data: BigInt64Array.from(Array.from(values, (value) => BigInt(Math.round(value)))) };
    default:
      throw new GdsError(
        'GDS_MODEL_INVALID',
        `The model's input "${metadata.name}" wants ${type} values, which this adapter does not make. Use a float32 or float16 export.`,
      );
  }
}

/** A tensor's values in single precision. */
export function floats({ type, data }: Tensor): Float32Array {
  if (data instanceof Float32Array) return data;
  if (type === 'float16') return Float32Array.from(data as Uint16Array, fromHalf);
  return Float32Array.from(data as ArrayLike<number>);
}

/** One time step as the graph wants it: a scalar, one value, or one for each picture of a batch of fixed size. */
export function timestepTensor(metadata: TensorMetadata, timestep: number): Tensor {
  const { shape } = metadata;
  const count = typeof shape[0] === 'number' && shape[0] > 0 ? shape[0] : 1;
  return tensor(metadata, new Float64Array(count).fill(timestep), shape.length === 0 ? [] : [count]);
}
