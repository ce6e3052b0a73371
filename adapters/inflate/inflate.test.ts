import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { WebIO } from '@gltf-transform/core';
import { decode } from 'fast-png';
import validator from 'gltf-validator';
import type { Progress } from '../../src/registry/tasks.js';
import { inflate, type Inflated } from './inflate.js';
import { encodePng, paint, readPng, run, topology, type Rgba } from './testing.js';

const REFERENCES = new URL('../../models/gds-tiny-turbo/reference/', import.meta.url);
const RED: Rgba = [214, 40, 36];
const GREEN: Rgba = [20, 200, 60];
const disc = (x: number, y: number, r = 44) => Math.hypot(x - 64, y - 64) < r;
const pictures = {
  disc: paint(128, 128, (x, y) => (disc(x, y) ? RED : GREEN)),
  ring: paint(128, 128, (x, y) => (disc(x, y) && !disc(x, y, 20) ? [...(RED as [number, number, number]), 255] : [0, 255, 0, 0])),
  tall: paint(40, 400, (x, y) => (Math.abs(x - 20) < 8 && Math.abs(y - 200) < 170 ? RED : GREEN)),
  'two parts': paint(128, 96, (x, y) => (Math.hypot(x - 36, y - 48) < 26 || Math.hypot(x - 94, y - 48) < 22 ? RED : GREEN)),
};

async function read({ glb }: Inflated) {
  const document = await new WebIO().readBinary(glb);
  const primitive = document.getRoot().listMeshes()[0]!.listPrimitives()[0]!;
  const get = (name: string) => primitive.getAttribute(name)?.getArray() as Float32Array | undefined;
  return {
    positions: get('POSITION')!,
    normals: get('NORMAL')!,
    uvs: get('TEXCOORD_0'),
    colours: get('COLOR_0'),
    indices: primitive.getIndices()!.getArray()!,
    texture: document.getRoot().listTextures()[0]?.getImage(),
  };
}

describe('inflate', () => {
  const real = readdirSync(REFERENCES).filter((name) => name.endsWith('.png'));
  for (const [name, picture] of [...Object.entries(pictures), ...real.map((file) => [file, readPng(new URL(file, REFERENCES))] as const)]) {
    it(`makes a closed, valid solid of ${name}`, async () => {
      const result = await run(picture);
      const report = await validator.validateBytes(result.glb);
      expect(report.issues.messages).to.deep.equal([]);
      const { positions, indices, uvs } = await read(result);
      const shape = topology(positions, indices);
      expect(shape.badEdges).to.equal(0);
      expect(shape.volume).to.be.above(0);
      expect(result.faces).to.equal(indices.length / 3);
      expect(result.vertices).to.equal(positions.length / 3);
      expect(Array.from(uvs!).every((value) => value >= 0 && value <= 1)).to.equal(true);
    });
  }

  it('has the topology of the picture: a ball of a disc, a doughnut of a ring, two balls of two parts', async () => {
    for (const [name, euler] of [
      ['disc', 2],
      ['ring', 0],
      ['two parts', 4],
    ] as const) {
      const { positions, indices } = await read(await run(pictures[name]));
      expect(topology(positions, indices).euler, name).to.equal(euler);
    }
  });

  it('stays near 25,000 faces at the default resolution and has fewer at 64', async () => {
    const apple = readPng(new URL('four-steps.png', REFERENCES));
    expect((await run(apple)).faces).to.be.within(18_000, 32_000);
    expect((await run(apple, { resolution: 64 })).faces).to.be.below(9_000);
  });

  it('is round: a disc becomes an ellipsoid, normals unit and sideways at the rim', async () => {
    const { positions, normals } = await read(await run(pictures.disc, { foregroundRatio: 1 }));
    for (let i = 0; i < positions.length; i += 3) {
      const [x, y, z] = [positions[i]!, positions[i + 1]!, positions[i + 2]!];
      // Half axes 0.5, 0.5 and PUFF / 2 × 0.5 = 0.4.
      expect((x / 0.5) ** 2 + (y / 0.5) ** 2 + (z / 0.4) ** 2).to.be.closeTo(1, 0.03);
      expect(Math.hypot(normals[i]!, normals[i + 1]!, normals[i + 2]!)).to.be.closeTo(1, 1e-4);
      // Normal of that ellipsoid, within about 4°.
      const exact = [x / 0.25, y / 0.25, z / 0.16] as const;
      const cosine = (exact[0] * normals[i]! + exact[1] * normals[i + 1]! + exact[2] * normals[i + 2]!) / Math.hypot(...exact);
      expect(cosine).to.be.above(0.9975);
    }
  });

  it('fills the share of the unit square it was asked for, upright', async () => {
    const picture = paint(128, 128, (x, y) =>
      Math.abs(x - 64) < 30 && y > 20 && y < 110 ? (y < 60 ? [20, 30, 220] : RED) : [255, 255, 255],
    );
    const { positions, uvs, texture } = await read(await run(picture, { foregroundRatio: 0.6 }));
    const ys = Array.from(positions).filter((_, i) => i % 3 === 1);
    expect(Math.max(...ys) - Math.min(...ys)).to.be.closeTo(0.6, 0.005);
    const top = ys.indexOf(Math.max(...ys));
    const { data, width, channels } = decode(texture!);
    const pixel = (Math.floor(uvs![top * 2 + 1]! * width) * width + Math.floor(uvs![top * 2]! * width)) * channels;
    expect([data[pixel]! < 60, data[pixel + 2]! > 180]).to.deep.equal([true, true]);
  });

  it('leaves no background colour in the texture, not even beyond the outline', async () => {
    for (const name of ['disc', 'tall'] as const) {
      const { texture } = await read(await run(pictures[name]));
      const { data, channels } = decode(texture!);
      let greenest = -Infinity;
      for (let i = 0; i < data.length; i += channels) greenest = Math.max(greenest, data[i + 1]! - data[i]!);
      expect(greenest, name).to.be.below(-120);
    }
  });

  it('writes vertex colours in linear light where no texture is wanted', async () => {
    const result = await run(pictures.disc, { textureSize: 0 });
    const { colours, texture } = await read(result);
    expect(texture).to.equal(undefined);
    expect(colours![0]).to.be.closeTo(((214 / 255 + 0.055) / 1.055) ** 2.4, 0.02);
    expect((await validator.validateBytes(result.glb)).issues.messages).to.deep.equal([]);
  });

  it('takes an opaque picture whole when the background is to stay', async () => {
    const { positions, indices } = await read(
      await run(
        paint(60, 30, () => RED),
        { removeBackground: false },
      ),
    );
    expect(topology(positions, indices)).to.include({ badEdges: 0, euler: 2 });
  });

  it('shrinks a 4000 × 3000 picture and finishes', async () => {
    const data = new Uint8ClampedArray(4000 * 3000 * 4).fill(255);
    for (let y = 700; y < 2300; y++) for (let x = 1000; x < 3000; x++) data.set([200, 60, 20], (y * 4000 + x) * 4);
    const result = await run({ width: 4000, height: 3000, data });
    const { positions, indices } = await read(result);
    expect(topology(positions, indices)).to.include({ badEdges: 0, euler: 2 });
  });

  it('reports progress that never goes back, through all stages', async () => {
    const seen: Progress[] = [];
    await inflate(
      pictures.disc,
      { textureSize: 256 },
      { signal: new AbortController().signal, onProgress: (p) => seen.push(p), encodePng },
    );
    expect([...new Set(seen.map(({ stage }) => stage))]).to.deep.equal(['cutout', 'inflate', 'refine', 'write']);
    expect(seen.find(({ stage }) => stage === 'refine')?.label).to.equal('Refining surface');
    seen.reduce((last, { fraction }) => {
      expect(fraction).to.be.at.least(last);
      return fraction!;
    }, 0);
  });

  it('stops at once with the reason of the signal, at any stage', async () => {
    for (const stage of ['cutout', 'inflate', 'refine', 'write']) {
      const cancel = new AbortController();
      const reason = new Error('enough');
      const stages = new Set<string>();
      const work = inflate(
        pictures.disc,
        {},
        {
          signal: cancel.signal,
          encodePng,
          onProgress: (p) => {
            stages.add(p.stage);
            if (p.stage === stage) cancel.abort(reason);
          },
        },
      );
      expect(await work.catch((error: unknown) => error)).to.equal(reason);
      expect([...stages].at(-1)).to.equal(stage);
    }
  });
});
