import { describe, it } from 'node:test';
import { expect } from 'chai';
import { decodePicture, encodePicture } from '../pictures/pixels.js';
import { layoutSheet } from '../pictures/sheet.js';
import type { ExecuteContext, ListItem } from '../types.js';
import type { ImageValue, Pixels } from '../values.js';
import { contactSheetNode } from './contact-sheet.js';

type Rgba = [number, number, number, number];

async function picture(width: number, height: number, colour: Rgba): Promise<ImageValue> {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < data.length; at += 4) data.set(colour, at);
  return { kind: 'image', blob: await encodePicture({ width, height, data }), hash: '', width, height };
}

async function sheetOf(items: ListItem[], params: Record<string, string | number | boolean> = {}): Promise<ImageValue> {
  const result = await contactSheetNode.execute!({
    nodeId: 'n',
    inputs: {},
    lists: { images: items },
    nameItems: () => undefined,
    params: { columns: 0, cell: 64, labels: true, paper: '#ffffff', ...params },
    progress: () => undefined,
    signal: new AbortController().signal,
    tasks: { run: () => Promise.reject(new Error()) },
    assets: { get: async () => undefined },
  } satisfies ExecuteContext);
  return result['image'] as ImageValue;
}

const at = ({ width, data }: Pixels, x: number, y: number): number[] => [...data.slice((y * width + x) * 4, (y * width + x) * 4 + 3)];
const item = (value: ImageValue, label: string, index = 0): ListItem => ({ value, axes: [{ source: 's', index, label }] });

describe('contact sheet', () => {
  it('places pictures in rows, keeps their proportions and lets the paper through', async () => {
    const items = [
      item(await picture(32, 32, [255, 0, 0, 255]), 'one', 0),
      item(await picture(128, 64, [0, 255, 0, 255]), 'two', 1),
      item(await picture(64, 64, [0, 0, 255, 0]), 'three', 2),
    ];
    const value = await sheetOf(items);
    const layout = layoutSheet({ count: 3, columns: 0, cell: 64, labels: true });
    expect(layout).to.include({ columns: 2, rows: 2 });
    const sheet = await decodePicture(value.blob);
    expect([sheet.width, sheet.height, value.width, value.height]).to.deep.equal([
      layout.width,
      layout.height,
      layout.width,
      layout.height,
    ]);
    const { gap, cell, line } = layout;
    expect(at(sheet, gap, gap)).to.deep.equal([255, 0, 0]);
    expect(at(sheet, gap + 63, gap + 63)).to.deep.equal([255, 0, 0]);
    expect(at(sheet, 0, 0)).to.deep.equal([255, 255, 255]);
    // Twice as wide as high: free space above and below.
    expect(at(sheet, 2 * gap + cell + 32, gap + 8)).to.deep.equal([255, 255, 255]);
    expect(at(sheet, 2 * gap + cell + 32, gap + 32)).to.deep.equal([0, 255, 0]);
    expect(at(sheet, gap + 32, 2 * gap + cell + line + 32)).to.deep.equal([255, 255, 255]);
  });

  it('is the same to the bit every time, and another one for other labels', async () => {
    const red = await picture(8, 8, [255, 0, 0, 255]);
    const [first, again, other] = await Promise.all([
      sheetOf([item(red, 'seed 1')]),
      sheetOf([item(red, 'seed 1')]),
      sheetOf([item(red, 'seed 2')]),
    ]);
    expect(first.hash).to.equal(again.hash);
    expect(first.hash).to.not.equal(other.hash);
  });

  it('writes on dark paper in light letters, cut to the width of the picture, whatever the script', async () => {
    const value = await sheetOf([item(await picture(8, 8, [9, 9, 9, 255]), 'Äpfel 苹果 and many more words than fit')], {
      paper: '#000000',
    });
    const sheet = await decodePicture(value.blob);
    const { gap, cell } = layoutSheet({ count: 1, columns: 0, cell: 64, labels: true });
    const below = [...sheet.data.slice(sheet.width * (gap + cell) * 4)];
    expect(Math.max(...below.filter((_, index) => index % 4 !== 3))).to.equal(238);
    for (let y = gap + cell; y < sheet.height; y++) expect(at(sheet, gap + cell, y)).to.deep.equal([0, 0, 0]);
  });

  it('has no line of text without labels, and keeps large sheets within bounds', () => {
    expect(layoutSheet({ count: 4, columns: 4, cell: 100, labels: false })).to.include({ line: 0, height: 106 });
    const large = layoutSheet({ count: 256, columns: 0, cell: 512, labels: true });
    expect(Math.max(large.width, large.height)).to.be.at.most(4096);
    expect(large.cell).to.be.above(200);
    expect(layoutSheet({ count: 256, columns: 1, cell: 64, labels: true }).height).to.be.at.most(4096);
  });

  it('says what it cannot read', async () => {
    const broken: ImageValue = { kind: 'image', blob: new Blob(['no picture']), hash: '', width: 1, height: 1 };
    const error = await sheetOf([item(broken, '')]).catch((reason: { code: string }) => reason);
    expect(error).to.include({ code: 'GDS_IMAGE_DECODE' });
  });
});
