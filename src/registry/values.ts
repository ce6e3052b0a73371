/** Values that travel along wires. Binary values are immutable blobs named by their content hash (SHA-256, hex). */

export interface ImageValue {
  readonly kind: 'image';
  readonly blob: Blob;
  readonly hash: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** A name a person would give it, without extension. */
  readonly name?: string;
}

export interface MeshValue {
  readonly kind: 'mesh';
  /** `model/gltf-binary`. */
  readonly blob: Blob;
  readonly hash: string;
  readonly vertices: number;
  readonly faces: number;
  readonly name?: string;
}

export interface TensorValue {
  readonly kind: 'tensor';
  readonly type: 'float32' | 'int32' | 'uint8';
  readonly dims: readonly number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

export type PortValue = string | number | ImageValue | MeshValue | TensorValue;

/** RGBA pixels, 8 bits a channel, row by row from the top left; alpha not premultiplied. The structural part of `ImageData`. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}
