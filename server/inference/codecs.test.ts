/** Pictures of every kind to pixels, and files that are none or mean harm. */
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import { expect } from 'chai';
import { crc32 } from '../../adapters/metadata/crc32.js';
import type { GdsError } from '../../src/errors.js';
import { decodeImage, opaque } from './codecs.js';
import { encodePng } from './png.js';

const MOST = 1_000_000;
const file = (name: string) => Uint8Array.from(readFileSync(new URL(`../../test/fixtures/backend/files/${name}`, import.meta.url)));

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body) >>> 0);
  return Buffer.concat([length, body, sum]);
}
/** A PNG of rows as they are, filter bytes included. */
function png(
  width: number,
  height: number,
  depth: number,
  colour: number,
  rows: readonly number[][],
  more: Buffer[] = [],
): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.from(rows.flat()));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Uint8Array.from(Buffer.concat([signature, chunk('IHDR', header), ...more, chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]));
}
function riff(name: string, content: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(content.length);
  return Buffer.concat([Buffer.from(name), length, content, Buffer.alloc(content.length & 1)]);
}
const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => undefined,
    (error: GdsError) => error.code,
  );
const pixelsOf = async (bytes: Uint8Array<ArrayBuffer>) => Array.from((await decodeImage(bytes, MOST)).data);

describe('decodeImage', () => {
  it('reads PNG, JPEG and WebP alike', async () => {
    const [exact, webp, jpeg] = await Promise.all(['rgb64.png', 'rgb64.webp', 'rgb64.jpg'].map((name) => decodeImage(file(name), MOST)));
    expect([exact!.width, exact!.height]).to.deep.equal([64, 64]);
    const apart = (other: Uint8ClampedArray) => other.reduce((sum, value, i) => sum + Math.abs(value - exact!.data[i]!), 0) / other.length;
    expect(apart(webp!.data), 'lossless').to.equal(0);
    expect(apart(jpeg!.data), 'grey levels on average').to.be.below(6);
  });

  it('keeps the colour under transparent pixels when the alpha is dropped', async () => {
    const picture = await decodeImage(file('rgba64.png'), MOST);
    const { data } = await decodeImage(file('rgb64.png'), MOST);
    expect(picture.data.some((value, i) => i % 4 === 3 && value < 255)).to.equal(true);
    expect(opaque(picture).data).to.deep.equal(data);
  });

  it('reads the first frame of an animated WebP', async () => {
    const still = Buffer.from(file('rgb64.webp'));
    const frame = (content: Uint8Array) => {
      const place = Buffer.alloc(16);
      place.set([63, 0, 0, 63, 0, 0], 6);
      return riff('ANMF', Buffer.concat([place, content]));
    };
    const header = Buffer.from([0x02, 0, 0, 0, 63, 0, 0, 63, 0, 0]);
    const chunks = [riff('VP8X', header), riff('ANIM', Buffer.alloc(6)), frame(still.subarray(12)), frame(Buffer.from('no picture'))];
    const animated = riff('RIFF', Buffer.concat([Buffer.from('WEBP'), ...chunks]));
    expect((await decodeImage(Uint8Array.from(animated), MOST)).data).to.deep.equal((await decodeImage(file('rgb64.png'), MOST)).data);
  });

  it('reads every depth and colour type of PNG', async () => {
    const palette = chunk('PLTE', Buffer.from([10, 20, 30, 40, 50, 60]));
    const [grey, red] = [
      [0, 0, 0, 255],
      [255, 255, 255, 255],
    ];
    expect(await pixelsOf(png(3, 1, 1, 0, [[0, 0b010_00000]]))).to.deep.equal([...grey, ...red, ...grey]);
    expect(await pixelsOf(png(2, 1, 2, 0, [[0, 0b01_11_0000]]))).to.deep.equal([85, 85, 85, 255, ...red]);
    expect(await pixelsOf(png(2, 1, 4, 0, [[0, 0x0f]]))).to.deep.equal([...grey, ...red]);
    expect(await pixelsOf(png(1, 1, 16, 0, [[0, 0x80, 0x7f]]))).to.deep.equal([128, 128, 128, 255]);
    expect(await pixelsOf(png(1, 1, 8, 4, [[0, 7, 9]]))).to.deep.equal([7, 7, 7, 9]);
    expect(await pixelsOf(png(1, 1, 16, 6, [[0, 1, 0, 2, 0, 3, 0, 4, 0]]))).to.deep.equal([1, 2, 3, 4]);
    expect(await pixelsOf(png(3, 1, 1, 3, [[0, 0b101_00000]], [palette]))).to.deep.equal([
      40, 50, 60, 255, 10, 20, 30, 255, 40, 50, 60, 255,
    ]);
    const key = chunk('tRNS', Buffer.from([0, 5, 0, 6, 0, 7]));
    const keyed = await pixelsOf(png(4, 1, 8, 2, [[0, 5, 6, 7, 5, 6, 8, 5, 6, 7, 0, 0, 0]], [key]));
    expect(keyed).to.deep.equal([5, 6, 7, 0, 5, 6, 8, 255, 5, 6, 7, 0, 0, 0, 0, 255]);
  });

  it('refuses what is no picture, and what breaks off', async () => {
    for (const bytes of [file('not-an-image.txt'), file('empty.bin'), file('triposr-ok.glb')]) {
      expect(await codeOf(decodeImage(bytes, MOST))).to.equal('GDS_IMAGE_DECODE');
    }
    for (const name of ['rgb64.png', 'rgb64.webp']) {
      const whole = file(name);
      for (const share of [0.3, 0.6, 0.9]) {
        expect(await codeOf(decodeImage(whole.slice(0, whole.length * share), MOST)), `${name} ${share}`).to.equal('GDS_IMAGE_DECODE');
      }
      expect(await codeOf(decodeImage(whole, MOST)), 'and goes on').to.equal(undefined);
    }
  });

  it('refuses too many pixels by the header, before it decodes any', async () => {
    expect(await codeOf(decodeImage(png(30_000, 30_000, 8, 2, [[0]]), MOST))).to.equal('GDS_IMAGE_SIZE');
  });

  it('inflates no more than the picture needs', async () => {
    // A profile that would break whoever inflates it.
    const profile = chunk('iCCP', Buffer.from('x\0\0no zlib', 'latin1'));
    expect(await pixelsOf(png(1, 1, 8, 0, [[0, 3]], [profile])), 'profiles are not read').to.deep.equal([3, 3, 3, 255]);
    const rows = Array.from({ length: 64 }, () => Array<number>(1024).fill(0));
    expect(await codeOf(decodeImage(png(8, 8, 8, 0, rows), MOST))).to.equal('GDS_IMAGE_DECODE');
  });

  it('reads back what encodePng writes', async () => {
    const picture = { width: 2, height: 1, data: Uint8ClampedArray.from([1, 2, 3, 255, 4, 5, 6, 255]) };
    expect((await decodeImage(encodePng(picture), MOST)).data).to.deep.equal(picture.data);
  });
});
