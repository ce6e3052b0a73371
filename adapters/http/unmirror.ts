/**
 * Turns a mesh of the original the right way round.
 *
 * Its backend exchanges two axes of the density grid; after its own rotations the mesh stands upright but is mirrored left to right. The
 * axis of glTF that points right is x: its sign is turned in positions and normals, and each triangle is wound the other way, so that
 * outside stays outside. Colours were asked for at wrong places; nothing brings them back.
 */
import { GdsError } from '../../src/errors.js';

interface Accessor {
  readonly bufferView?: number;
  readonly byteOffset?: number;
  readonly componentType: number;
  readonly count: number;
  readonly type: string;
  min?: number[];
  max?: number[];
}
interface Gltf {
  readonly accessors?: Accessor[];
  readonly bufferViews?: { readonly byteOffset?: number; readonly byteStride?: number }[];
  readonly meshes?: {
    readonly primitives: { readonly attributes: Record<string, number>; readonly indices?: number; readonly mode?: number }[];
  }[];
}

const FLOAT = 5126;
const TRIANGLES = 4;
/** Bytes of an index by component type. */
const INDEX_BYTES: Readonly<Record<number, 1 | 2 | 4>> = { 5121: 1, 5123: 2, 5125: 4 };
const HEADER = 12;
const CHUNK_HEADER = 8;

/**
 * The GLB with x mirrored; everything else of it is kept.
 * @throws GDS_REMOTE_PROTOCOL where it is no GLB of triangles.
 */
export function unmirror(glb: Uint8Array): Uint8Array<ArrayBuffer> {
  try {
    return mirrored(glb);
  } catch (error) {
    throw new GdsError('GDS_REMOTE_PROTOCOL', 'The server sent a mesh that cannot be read. Run again.', { cause: error });
  }
}

function mirrored(glb: Uint8Array): Uint8Array<ArrayBuffer> {
  const source = new DataView(glb.buffer, glb.byteOffset, glb.byteLength);
  const jsonBytes = source.getUint32(HEADER, true);
  const json = glb.subarray(HEADER + CHUNK_HEADER, HEADER + CHUNK_HEADER + jsonBytes);
  const gltf = JSON.parse(new TextDecoder().decode(json)) as Gltf;
  const rest = glb.slice(HEADER + CHUNK_HEADER + jsonBytes);
  const binary = new DataView(rest.buffer, CHUNK_HEADER);
  const views = new Views(gltf, binary);
  const turned = new Set<Accessor>();
  const once = (index: number | undefined, turn: (accessor: Accessor) => void): void => {
    const accessor = index === undefined ? undefined : gltf.accessors?.[index];
    if (!accessor || turned.has(accessor)) return;
    turned.add(accessor);
    turn(accessor);
  };
  for (const { attributes, indices, mode = TRIANGLES } of (gltf.meshes ?? []).flatMap(({ primitives }) => primitives)) {
    if (mode !== TRIANGLES || indices === undefined) throw new TypeError('no indexed triangles');
    for (const name of ['POSITION', 'NORMAL', 'TANGENT']) once(attributes[name], (accessor) => views.negateX(accessor));
    once(indices, (accessor) => views.rewind(accessor));
  }
  if (turned.size === 0) throw new TypeError('no mesh');
  return assemble(gltf, rest);
}

class Views {
  constructor(
    private readonly gltf: Gltf,
    private readonly binary: DataView,
  ) {}

  negateX(accessor: Accessor): void {
    if (accessor.componentType !== FLOAT) throw new TypeError('positions are no floats');
    const floats = accessor.type === 'VEC4' ? 4 : 3;
    const { start, stride } = this.#place(accessor, floats * 4);
    for (let i = 0; i < accessor.count; i++) {
      const at = start + i * stride;
      this.binary.setFloat32(at, -this.binary.getFloat32(at, true), true);
    }
    const { min, max } = accessor;
    if (min && max) [min[0], max[0]] = [-max[0]!, -min[0]!];
  }

  /** Exchanges the last two corners of each triangle. */
  rewind(accessor: Accessor): void {
    const bytes = INDEX_BYTES[accessor.componentType];
    if (!bytes) throw new TypeError('indices of an unknown type');
    const { start } = this.#place(accessor, bytes);
    for (let at = start + bytes; at < start + accessor.count * bytes; at += 3 * bytes) {
      for (let byte = at; byte < at + bytes; byte++) {
        const first = this.binary.getUint8(byte);
        this.binary.setUint8(byte, this.binary.getUint8(byte + bytes));
        this.binary.setUint8(byte + bytes, first);
      }
    }
  }

  #place(accessor: Accessor, element: number): { start: number; stride: number } {
    const view = this.gltf.bufferViews?.[accessor.bufferView ?? -1];
    if (!view) throw new TypeError('an accessor without bytes');
    return { start: (view.byteOffset ?? 0) + (accessor.byteOffset ?? 0), stride: view.byteStride ?? element };
  }
}

/** @param rest - The chunks behind the JSON, with their headers. */
function assemble(gltf: Gltf, rest: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(gltf));
  const padded = Math.ceil(text.length / 4) * 4;
  const glb = new Uint8Array(HEADER + CHUNK_HEADER + padded + rest.length).fill(0x20);
  const view = new DataView(glb.buffer);
  view.setUint32(0, 0x46546c67, true);
  view.setUint32(4, 2, true);
  view.setUint32(8, glb.length, true);
  view.setUint32(12, padded, true);
  view.setUint32(16, 0x4e4f534a, true);
  glb.set(text, HEADER + CHUNK_HEADER);
  glb.set(rest, HEADER + CHUNK_HEADER + padded);
  return glb;
}
