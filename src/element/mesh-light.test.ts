/** The studio's light: its levels are what the renderer expects, and blurring it neither adds nor loses light. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { DataUtils, type CubeTexture, type DataTexture } from 'three';
import { radianceTowards, studioLight } from './mesh-light.lazy.js';

/** Mean over the sphere, by a Fibonacci lattice. */
function mean(roughness: number): number {
  const count = 20_000;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const y = 1 - (2 * (i + 0.5)) / count;
    const around = i * Math.PI * (3 - Math.sqrt(5));
    const radius = Math.sqrt(1 - y * y);
    sum += radianceTowards([radius * Math.cos(around), y, radius * Math.sin(around)], roughness);
  }
  return sum / count;
}

describe('studioLight', () => {
  it('holds as much light on rough surfaces as on mirrors', () => {
    const mirror = mean(0);
    for (const roughness of [0.2, 0.4, 0.7, 1]) expect(mean(roughness) / mirror, `roughness ${roughness}`).to.be.closeTo(1, 0.02);
  });

  it('comes from in front and from above, and leaves no side dark', () => {
    const [front, back, above, below] = [[0, 0, 1] as const, [0, 0, -1] as const, [0, 1, 0] as const, [0, -1, 0] as const].map(
      (direction) => radianceTowards(direction, 1),
    );
    expect(front).to.be.above(1.5 * back!);
    expect(above).to.be.above(1.5 * below!);
    expect(Math.min(back!, below!)).to.be.above(0.4);
  });

  it('is a cube with smaller levels, brightest in front where the renderer looks it up', () => {
    const light = studioLight();
    const cubes = [light, ...(light.mipmaps as CubeTexture[])];
    const edges = cubes.map(({ images }) => (images as DataTexture[]).map(({ image }) => image.width));
    expect(edges).to.deep.equal([64, 32, 16, 8, 4].map((edge) => Array(6).fill(edge)));
    const brightness = (cubes[3]!.images as DataTexture[]).map(({ image }) => {
      const data = image.data as Uint16Array;
      let sum = 0;
      for (let i = 0; i < data.length; i += 4) sum += DataUtils.fromHalfFloat(data[i]!);
      return sum;
    });
    // Faces are +x, -x, +y, -y, +z, -z, with x mirrored: the lamp on the right is on the face -x.
    expect(brightness.indexOf(Math.max(...brightness))).to.equal(4);
    expect(brightness[3]).to.equal(Math.min(...brightness));
    expect(brightness[1]! / brightness[0]!).to.be.above(1.02);
    expect(radianceTowards([1, 0, 0], 1)).to.be.above(radianceTowards([-1, 0, 0], 1));
    light.dispose();
  });
});
