/** Writes the solid as a GLB: one mesh, one material, the texture inside; y up, front towards +z, about one unit large. */
import { Document, WebIO } from '@gltf-transform/core';
import type { Solid } from './surface.js';

export interface GlbContent {
  readonly solid: Solid;
  /** Two floats a vertex, v down as in glTF. */
  readonly uvs?: Float32Array;
  /** PNG. */
  readonly texture?: Uint8Array;
  /** Linear RGB, three floats 0 to 1 a vertex, where there is no texture. */
  readonly colours?: Float32Array;
}

export async function writeGlb({ solid, uvs, texture, colours }: GlbContent): Promise<Uint8Array<ArrayBuffer>> {
  const document = new Document();
  document.getRoot().getAsset().generator = 'gds-canvas inflate';
  const buffer = document.createBuffer();
  const accessor = (
    type: 'VEC2' | 'VEC3' | 'SCALAR',
    array: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>,
  ) => document.createAccessor().setType(type).setArray(array).setBuffer(buffer);
  const small = solid.positions.length / 3 < 65535;
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor('VEC3', Float32Array.from(solid.positions)))
    .setAttribute('NORMAL', accessor('VEC3', Float32Array.from(solid.normals)))
    .setIndices(accessor('SCALAR', small ? Uint16Array.from(solid.indices) : Uint32Array.from(solid.indices)));
  const material = document.createMaterial('Inflated').setMetallicFactor(0).setRoughnessFactor(0.6);
  primitive.setMaterial(material);
  if (texture && uvs) {
    primitive.setAttribute('TEXCOORD_0', accessor('VEC2', Float32Array.from(uvs)));
    material.setBaseColorTexture(document.createTexture('Picture').setMimeType('image/png').setImage(Uint8Array.from(texture)));
    // Clamped: the texture ends where the subject does.
    material.getBaseColorTextureInfo()!.setWrapS(33071).setWrapT(33071);
  }
  if (colours) primitive.setAttribute('COLOR_0', accessor('VEC3', Float32Array.from(colours)));
  const mesh = document.createMesh('Subject').addPrimitive(primitive);
  const scene = document.createScene('Scene').addChild(document.createNode('Subject').setMesh(mesh));
  document.getRoot().setDefaultScene(scene);
  return Uint8Array.from(await new WebIO().writeBinary(document));
}
