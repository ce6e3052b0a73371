// The original's mesh, recorded, turned the right way round: x mirrored, outside still outside, everything else as it was.
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { NodeIO } from '@gltf-transform/core';
import { expect } from 'chai';
import validator from 'gltf-validator';
import { unmirror } from './unmirror.js';

const original = new Uint8Array(readFileSync(new URL('../../test/fixtures/backend/files/triposr-ok.glb', import.meta.url)));

async function meshOf(glb: Uint8Array) {
  const document = await new NodeIO().readBinary(glb);
  const [primitive] = document.getRoot().listMeshes()[0]!.listPrimitives();
  const array = (accessor: { getArray(): ArrayLike<number> | null } | null): number[] => Array.from(accessor!.getArray()!);
  const position = primitive!.getAttribute('POSITION');
  return {
    positions: array(position),
    colors: array(primitive!.getAttribute('COLOR_0')),
    indices: array(primitive!.getIndices()),
    bounds: [position!.getMin([]), position!.getMax([])],
  };
}

/** Six times the volume, by the signed tetrahedra of the triangles: positive where they face outwards. */
function volume({ positions, indices }: Awaited<ReturnType<typeof meshOf>>): number {
  const corner = (index: number): number[] => positions.slice(index * 3, index * 3 + 3);
  let sum = 0;
  for (let at = 0; at < indices.length; at += 3) {
    const [a, b, c] = indices.slice(at, at + 3).map(corner) as [number[], number[], number[]];
    sum += a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) + a[1]! * (b[2]! * c[0]! - b[0]! * c[2]!) + a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!);
  }
  return sum;
}

describe('a mirrored mesh', () => {
  it('is mirrored back, with its faces outwards and its colours where they were', async () => {
    const [before, after] = [await meshOf(original), await meshOf(unmirror(original))];
    expect(after.positions).to.deep.equal(before.positions.map((value, index) => (index % 3 === 0 ? -value : value)));
    expect(after.colors).to.deep.equal(before.colors);
    expect(volume(after)).to.be.closeTo(volume(before), 1e-6);
    expect(volume(after)).to.be.greaterThan(0);
    expect(after.bounds).to.deep.equal([
      [-before.bounds[1]![0]!, before.bounds[0]![1], before.bounds[0]![2]],
      [-before.bounds[0]![0]!, before.bounds[1]![1], before.bounds[1]![2]],
    ]);
  });

  it('stays a valid file', async () => {
    const { issues } = await validator.validateBytes(unmirror(original));
    expect(issues.numErrors).to.equal((await validator.validateBytes(original)).issues.numErrors);
  });

  it('is as it was when it is mirrored twice', async () => {
    expect(await meshOf(unmirror(unmirror(original)))).to.deep.equal(await meshOf(original));
  });

  for (const [what, bytes] of [
    ['nothing', new Uint8Array()],
    ['half a mesh', original.subarray(0, 3000)],
    ['something else', new TextEncoder().encode('<html>'.repeat(50))],
  ] as const) {
    it(`is told from ${what}`, () =>
      void expect(() => unmirror(bytes))
        .to.throw('cannot be read')
        .with.property('code', 'GDS_REMOTE_PROTOCOL'));
  }
});
