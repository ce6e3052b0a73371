import { describe, it } from 'node:test';
import { expect } from 'chai';
import { encode } from 'fast-png';
import { readImageHeader } from './image-size.js';

const blob = (...bytes: (number | string)[]): Blob =>
  new Blob([
    Uint8Array.from(bytes.flatMap((part) => (typeof part === 'string' ? [...part].map((letter) => letter.charCodeAt(0)) : [part]))),
  ]);
const zeros = (count: number): number[] => new Array<number>(count).fill(0);

describe('readImageHeader', () => {
  it('reads a PNG', async () => {
    const png = encode({ width: 3, height: 7, data: new Uint8Array(3 * 7 * 4), channels: 4 });
    expect(await readImageHeader(new Blob([png as Uint8Array<ArrayBuffer>]))).to.deep.equal({ mime: 'image/png', width: 3, height: 7 });
  });

  it('reads a JPEG behind other segments', async () => {
    const file = blob(
      0xff,
      0xd8,
      0xff,
      0xe0,
      0,
      4,
      1,
      2,
      0xff,
      0xff,
      0xc4,
      0,
      3,
      9,
      0xff,
      0xc2,
      0,
      11,
      8,
      0x01,
      0x02,
      0x03,
      0x04,
      1,
      0,
      0,
      0,
    );
    expect(await readImageHeader(file)).to.deep.equal({ mime: 'image/jpeg', width: 0x0304, height: 0x0102 });
  });

  it('reads the three kinds of WebP', async () => {
    const vp8x = blob('RIFF', ...zeros(4), 'WEBPVP8X', ...zeros(8), 0xff, 1, 0, 0x0f, 0, 0);
    expect(await readImageHeader(vp8x)).to.deep.equal({ mime: 'image/webp', width: 512, height: 16 });
    const vp8l = blob('RIFF', ...zeros(4), 'WEBPVP8L', ...zeros(4), 0x2f, 0xff, 0xc0, 0x3f, 0, ...zeros(6));
    expect(await readImageHeader(vp8l)).to.deep.equal({ mime: 'image/webp', width: 256, height: 256 });
    const vp8 = blob('RIFF', ...zeros(4), 'WEBPVP8 ', ...zeros(10), 0x40, 1, 0xc8, 0);
    expect(await readImageHeader(vp8)).to.deep.equal({ mime: 'image/webp', width: 320, height: 200 });
  });

  const broken: [string, Blob][] = [
    ['an empty file', new Blob([])],
    ['text', new Blob(['<svg onload="alert(1)"></svg>'])],
    ['a PNG that breaks off in its header', blob(0x89, 'PNG\r\n', 0x1a, '\n')],
    ['a PNG of width 0', blob(0x89, 'PNG\r\n', 0x1a, '\n', 0, 0, 0, 13, 'IHDR', ...zeros(8))],
    ['a JPEG without a frame', blob(0xff, 0xd8, 0xff, 0xda, 0, 4, 0, 0)],
    ['a JPEG with a segment of length 0', blob(0xff, 0xd8, 0xff, 0xe0, 0, 0, ...zeros(40))],
  ];
  for (const [what, file] of broken) {
    it(`refuses ${what}`, async () => {
      const code = await readImageHeader(file).then(
        () => 'no error',
        (error: { code: string }) => error.code,
      );
      expect(code).to.equal('GDS_IMAGE_DECODE');
    });
  }
});
