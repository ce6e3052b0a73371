/** Files that the browser encoded, with metadata written into them, as the browser decodes them again. */
import { expect } from 'chai';
import { readMetadata, readProvenance, provenanceOf, writeMetadata, writeProvenance } from './index.js';

const EDGE = 24;

function painted(alpha: boolean): OffscreenCanvas {
  const canvas = new OffscreenCanvas(EDGE, EDGE);
  const context = canvas.getContext('2d')!;
  const gradient = context.createLinearGradient(0, 0, EDGE, EDGE);
  gradient.addColorStop(0, 'red');
  gradient.addColorStop(1, alpha ? 'rgb(0 0 255 / 40%)' : 'blue');
  context.fillStyle = gradient;
  context.fillRect(0, 0, EDGE, EDGE);
  return canvas;
}

async function pixels(blob: Blob): Promise<number[]> {
  const bitmap = await createImageBitmap(blob);
  const context = new OffscreenCanvas(EDGE, EDGE).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return [...context.getImageData(0, 0, EDGE, EDGE).data];
}

describe('metadata in files of the browser’s own encoders', () => {
  const cases: [name: string, type: string, quality: number | undefined, alpha: boolean][] = [
    ['PNG', 'image/png', undefined, true],
    ['WebP', 'image/webp', 0.8, false],
    ['WebP with alpha', 'image/webp', 0.8, true],
    ['lossless WebP', 'image/webp', 1, true],
  ];
  for (const [name, type, quality, alpha] of cases) {
    it(`leaves every pixel of a ${name} file`, async () => {
      const blob = await painted(alpha).convertToBlob({ type, ...(quality === undefined ? {} : { quality }) });
      expect(blob.type).to.equal(type);
      const first = await writeMetadata(blob, new Map([['workflow', '{"grün":"✓"}']]));
      const graph = { format: 'gds-graph', version: 1, nodes: [], edges: [], groups: [], notes: [], meta: {} } as const;
      const both = await writeProvenance(first, provenanceOf(structuredClone(graph) as never, 'x'));
      expect(both.type).to.equal(type);
      expect((await readMetadata(both)).entries.get('workflow')).to.equal('{"grün":"✓"}');
      expect((await readProvenance(both))?.result.node).to.equal('x');
      expect(await pixels(both)).to.deep.equal(await pixels(blob));
    });
  }

  it('unpacks compressed text with the browser’s own streams, and stops where it grows without end', async () => {
    const packed = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
      new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'))).arrayBuffer());
    const png = await painted(false).convertToBlob({ type: 'image/png' });
    const withText = async (text: Uint8Array<ArrayBuffer>): Promise<Blob> => {
      const { crc32 } = await import('./crc32.js');
      const data = new Uint8Array([...new TextEncoder().encode('zTXtkey\0\0'), ...(await packed(text))]);
      const frame = new DataView(new ArrayBuffer(8));
      frame.setUint32(0, data.length - 4);
      frame.setUint32(4, crc32(data));
      return new Blob([png.slice(0, 33), frame.buffer.slice(0, 4), data, frame.buffer.slice(4), png.slice(33)]);
    };
    const { entries } = await readMetadata(await withText(new TextEncoder().encode('hello '.repeat(1_000))));
    expect(entries.get('key')).to.equal('hello '.repeat(1_000));
    const error: unknown = await readMetadata(await withText(new Uint8Array(32 * 1024 * 1024))).catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'GDS_METADATA_SIZE' });
  });
});
