// A thousand PNG files on nodes: every tier fills up, what was seen longest ago makes room, memory of the GPU has an end, and what is in
// view is right. Files are decoded by the real worker.
import { expect } from '@open-wc/testing';
import { Scene } from '../scene/scene.js';
import { registry } from '../scene/testing/fixture.js';
import type { PictureSource, TileRequest } from '../scene/types.js';
import { MOST_TEXELS } from './focused-picture.js';
import { PicturePainter } from './pictures/painter.js';
import { Stage } from './stage.js';
import { createCanvas } from './surface.js';
import { testTheme } from './testing.js';
import { colorsOf, many, wrong } from './testing-pictures.js';
import { WEBGPU_TIERS } from './webgpu/painter.js';

const COUNT = 1000;
const COLUMNS = 40;
/** Of one cell of the grid of nodes. */
const PITCH = { x: 260, y: 330 } as const;
const SIZE = { width: 500, height: 300 } as const;
/** Pixels on each side: some pictures are large enough for the tiers of large ones. */
const edgeOf = (index: number): number => (index < 80 ? 512 : index < 400 ? 256 : 64);

const painter = new PicturePainter({ assetBase: '/gds-assets/' });
const files: Blob[] = [];
before(async function () {
  this.timeout(120_000);
  for (let index = 0; index < COUNT; index += 1) {
    const edge = edgeOf(index);
    const { canvas, context } = createCanvas(edge, edge);
    colorsOf(index).forEach(([r, g, b], half) => {
      context.fillStyle = `rgb(${r} ${g} ${b})`;
      context.fillRect((half * edge) / 2, 0, edge / 2, edge);
    });
    files.push(await (canvas as OffscreenCanvas).convertToBlob({ type: 'image/png' }));
  }
});
after(() => painter.dispose());

/** Counts how often and for what size its tile is asked for. */
class Counted implements PictureSource {
  readonly width: number;
  readonly height: number;
  readonly asked: number[] = [];
  static pending = 0;
  constructor(
    index: number,
    private readonly file: Blob,
  ) {
    this.width = this.height = edgeOf(index);
  }
  async tile(request: TileRequest) {
    this.asked.push(request.edge);
    Counted.pending += 1;
    try {
      return await painter.tile(this.file, request);
    } finally {
      Counted.pending -= 1;
    }
  }
}

let opened: { stage: Stage; container: HTMLElement } | undefined;
afterEach(() => {
  opened?.stage.dispose();
  opened?.container.remove();
});

async function setup() {
  const container = document.createElement('div');
  container.style.cssText = `position:relative;width:${SIZE.width}px;height:${SIZE.height}px`;
  document.body.append(container);
  const scene = new Scene(registry);
  scene.setGraph(many(COUNT, COLUMNS));
  const sources = files.map((file, index) => new Counted(index, file));
  sources.forEach((picture, index) => scene.setMedia(`n${index}`, { picture }));
  const stage = new Stage({ container, scene, preference: 'webgpu', theme: testTheme('dark') });
  opened = { stage, container };
  await stage.start();
  expect(stage.info.kind).to.equal('webgpu');
  const asked = (): number => sources.reduce((sum, source) => sum + source.asked.length, 0);
  const seen = new Set<string>();
  /** Goes to this cell and waits until nothing comes any more. */
  const go = async (column: number, row: number, zoom: number): Promise<void> => {
    stage.camera = { x: column * PITCH.x - 5, y: row * PITCH.y - 5, zoom };
    await rest(stage);
  };
  /** The same, and looks. Returns how many tiles were asked for. */
  const visit = async (column: number, row: number, zoom: number): Promise<number> => {
    const before = asked();
    await go(column, row, zoom);
    expect(wrong(scene, stage, await stage.capture(), colorsOf, seen), `${column}, ${row} at ${zoom}`).to.deep.equal([]);
    return asked() - before;
  };
  return { stage, sources, go, visit, seen };
}

const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
/** Until no frame is asked for and no tile is on its way for a while. */
async function rest(stage: Stage): Promise<void> {
  let quiet = 0;
  for (let count = stage.stats().frames; quiet < 3; await frame()) {
    const now = stage.stats().frames;
    quiet = now === count && Counted.pending === 0 ? quiet + 1 : 0;
    count = now;
  }
}

const bytesOf = (tiers: readonly { size: number; layers: number; levels: number }[]): number => {
  let bytes = 0;
  for (const { size, layers, levels } of tiers) for (let level = 0; level < levels; level += 1) bytes += (size >> level) ** 2 * 4 * layers;
  return bytes;
};
/** Buffers, atlases of letters. */
const BESIDE = 24 * 2 ** 20;

describe('a thousand pictures', () => {
  it('make room for each other by when they were seen last', async () => {
    const { go, visit } = await setup();
    // Where no pictures are: the first look at another detail gathers fewer of those around the view.
    await go(-60, 10, 0.3);
    // Each holds some hundred pictures with those around it: two fit into the tier of 256, three do not.
    const [a, b, c] = [
      [2, 10, 0.3],
      [16, 10, 0.3],
      [30, 10, 0.3],
    ] as const;
    expect(await visit(...a), 'comes').to.be.within(86, 128);
    expect(await visit(...b), 'comes').to.be.within(86, 128);
    expect(await visit(...a), 'is there yet').to.equal(0);
    expect(await visit(...c), 'takes the place of b, which was seen longest ago').to.be.within(86, 128);
    expect(await visit(...a), 'is there yet').to.equal(0);
    // The control: what was seen longest ago has gone.
    expect(await visit(...b), 'comes again').to.be.above(30);
  });

  it('fill every tier, are right wherever one goes, and take no more memory once all are full', async function () {
    this.timeout(180_000);
    const { stage, sources, go, visit, seen } = await setup();
    for (let row = 0; row < 25; row += 4) for (let column = 0; column < COLUMNS; column += 8) await visit(column, row, 0.2);
    expect(seen.size, 'nodes that were looked at').to.be.above(600);
    // Rows 0 and 1 hold the pictures of 512 pixels, 2 to 9 those of 256: each stop claims some.
    for (let column = 0; column < COLUMNS; column += 2) await go(column, 0, 1.25);
    for (let column = 0; column < COLUMNS; column += 3) for (const row of [3, 6]) await go(column, row, 0.9);
    for (const { size, layers } of WEBGPU_TIERS)
      expect(sources.filter(({ asked }) => asked.includes(size)).length, `pictures that came at ${size}`).to.be.above(layers);
    const { gpuBytes } = stage.stats();
    const full = bytesOf(WEBGPU_TIERS);
    expect(gpuBytes, 'all tiers are full').to.be.within(full, full + MOST_TEXELS * 4 + BESIDE);
    const more = [
      [30, 20, 0.2],
      [3, 0, 1.25],
      [5, 3, 0.9],
      [20, 12, 0.2],
    ] as const;
    for (const [column, row, zoom] of more) await visit(column, row, zoom);
    expect(stage.stats().gpuBytes - gpuBytes, 'bytes more for going on').to.be.below(2 ** 20);
  });
});
