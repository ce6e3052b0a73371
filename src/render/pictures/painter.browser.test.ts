/** Pictures through the real worker, and the same on the page: sizes, colours, edges, turned photographs, and files that are refused. */
import { expect } from '@open-wc/testing';
import { countCalls } from '../../../test/support/counters.js';
import type { GdsError } from '../../errors.js';
import type { PictureTile } from '../../scene/types.js';
import { PicturePainter } from './painter.js';

type Rgba = readonly [number, number, number, number];

async function draw(
  width: number,
  height: number,
  paint: (context: OffscreenCanvasRenderingContext2D) => void,
  type = 'image/png',
): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  paint(canvas.getContext('2d')!);
  return canvas.convertToBlob({ type, quality: 0.95 });
}
/** Left half red, right half blue. */
const halves = (type?: string): Promise<Blob> =>
  draw(
    600,
    300,
    (context) => {
      context.fillStyle = 'rgb(200 30 40)';
      context.fillRect(0, 0, 300, 300);
      context.fillStyle = 'rgb(20 60 220)';
      context.fillRect(300, 0, 300, 300);
    },
    type,
  );
function texel({ levels }: PictureTile, level: number, x: number, y: number): Rgba {
  const { width, data } = levels[level]!;
  return [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)] as unknown as Rgba;
}
const near = (a: readonly number[], b: readonly number[], most = 3): boolean =>
  a.every((value, index) => Math.abs(value - b[index]!) <= most);
const code = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing thrown',
    (error: GdsError) => error.code,
  );

/** A JPEG that asks to be turned by a quarter, clockwise: EXIF orientation 6. */
async function turned(): Promise<Blob> {
  const jpeg = new Uint8Array(await (await halves('image/jpeg')).arrayBuffer());
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
  const app1 = [0xff, 0xe1, 0, exif.length + 2, ...exif];
  return new Blob([jpeg.slice(0, 2), new Uint8Array(app1), jpeg.slice(2)], { type: 'image/jpeg' });
}
/** The first bytes of a PNG of this size, and nothing else. */
function header(width: number, height: number): Blob {
  const bytes = new DataView(new ArrayBuffer(33));
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52].forEach((byte, at) => bytes.setUint8(at, byte));
  bytes.setUint32(16, width);
  bytes.setUint32(20, height);
  return new Blob([bytes], { type: 'image/png' });
}

const PLACES = {
  worker: () => new PicturePainter({ assetBase: '/gds-assets/' }),
  page: () =>
    new PicturePainter({
      createWorker: () => {
        throw new Error('this page lets no worker start');
      },
    }),
} as const;

for (const place of ['worker', 'page'] as const) {
  describe(`pictures made in the ${place}`, () => {
    let painter: PicturePainter;
    beforeEach(() => (painter = PLACES[place]()));
    afterEach(() => painter.dispose());

    it('are scaled to fit, with mip levels and a mean colour', async () => {
      const tile = await painter.tile(await halves(), { edge: 128, levels: 5 });
      expect(painter.place).to.equal(place);
      expect([tile.width, tile.height, tile.bitmap]).to.deep.equal([128, 64, undefined]);
      expect(tile.levels.map(({ width, height }) => [width, height])).to.deep.equal([
        [128, 65],
        [64, 33],
        [32, 17],
        [16, 9],
        [8, 5],
      ]);
      for (const [level, x, y] of [
        [0, 10, 30],
        [2, 3, 8],
        [4, 1, 2],
      ] as const) {
        expect(near(texel(tile, level, x, y), [200, 30, 40, 255]), `left, level ${level}`).to.equal(true);
        const { width } = tile.levels[level]!;
        expect(near(texel(tile, level, width - 1 - x, y), [20, 60, 220, 255]), `right, level ${level}`).to.equal(true);
      }
      expect(texel(tile, 0, 0, 64), 'the last row once more').to.deep.equal(texel(tile, 0, 0, 63));
      expect(near(tile.mean, [110, 45, 130, 255], 4), `mean ${tile.mean}`).to.equal(true);
    });

    it('stay as large as they are where that is less, and come as bitmaps where those are asked for', async () => {
      const blob = await draw(40, 20, (context) => context.fillRect(0, 0, 40, 20));
      expect(await painter.tile(blob, { edge: 128, levels: 1 })).to.include({ width: 40, height: 20 });
      const { bitmap, levels, mean } = await painter.tile(await halves(), { edge: 100, levels: 0 });
      expect([bitmap!.width, bitmap!.height, levels.length, near(mean, [110, 45, 130, 255], 4)]).to.deep.equal([100, 50, 0, true]);
      bitmap!.close();
    });

    it('have no dark fringe where they fade out', async () => {
      // A white disc on nothing; what is clear is black underneath.
      const blob = await draw(512, 512, (context) => {
        context.fillStyle = 'white';
        context.arc(256, 256, 200, 0, 7);
        context.fill();
      });
      const tile = await painter.tile(blob, { edge: 128, levels: 5 });
      let faded = 0;
      for (const { data } of tile.levels) {
        for (let at = 0; at < data.length; at += 4) {
          const [r, g, b, a] = [data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!];
          // Premultiplied white is as bright as it is opaque.
          expect(Math.max(a - r, a - g, a - b, r - a)).to.be.at.most(3);
          if (a > 20 && a < 235) faded += 1;
        }
      }
      expect(faded, 'texels of the edge').to.be.above(50);
      expect(near(tile.mean.slice(0, 3), [255, 255, 255])).to.equal(true);
    });

    it('are turned as the file asks for', async () => {
      const tile = await painter.tile(await turned(), { edge: 128, levels: 1 });
      expect([tile.width, tile.height]).to.deep.equal([64, 128]);
      expect(near(texel(tile, 0, 32, 20), [200, 30, 40, 255], 12), 'red on top').to.equal(true);
      expect(near(texel(tile, 0, 32, 108), [20, 60, 220, 255], 12), 'blue below').to.equal(true);
    });

    it('are refused by the typed error where the file is broken or too large, the latter before it is decoded', async () => {
      const decoded = countCalls(window, 'createImageBitmap');
      expect(await code(painter.tile(header(20_000, 20_000), { edge: 128, levels: 1 }))).to.equal('GDS_IMAGE_DECODE');
      expect(decoded.count).to.equal(0);
      expect(await code(painter.tile(header(20, 20), { edge: 128, levels: 1 }))).to.equal('GDS_IMAGE_DECODE');
      expect(decoded.count, 'positive control').to.equal(place === 'page' ? 1 : 0);
      decoded.stop();
      expect(await code(painter.card(new Blob(['no picture']), 64))).to.equal('GDS_IMAGE_DECODE');
      expect((await painter.tile(await halves(), { edge: 64, levels: 1 })).width, 'others go on').to.equal(64);
    });

    it('become cards of the asset browser', async () => {
      const png = await painter.card(await halves(), 96);
      const bitmap = await createImageBitmap(png);
      expect([png.type, bitmap.width, bitmap.height]).to.deep.equal(['image/png', 96, 48]);
      bitmap.close();
    });
  });
}

describe('the picture worker', () => {
  it('is one for many pictures, ends when there is nothing to do, and starts anew', async () => {
    const workers: Worker[] = [];
    const painter = new PicturePainter({
      idleMs: 50,
      createWorker: () => {
        workers.push(new Worker('/gds-assets/workers/picture.js', { type: 'module' }));
        return workers.at(-1)!;
      },
    });
    const blob = await halves();
    await Promise.all([1, 2, 3, 4].map(() => painter.tile(blob, { edge: 64, levels: 1 })));
    expect(workers).to.have.length(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await painter.tile(blob, { edge: 64, levels: 1 });
    expect(workers).to.have.length(2);
    painter.dispose();
    expect(await code(painter.tile(blob, { edge: 64, levels: 1 }))).to.equal('GDS_PICTURE_DISPOSED');
  });
});
