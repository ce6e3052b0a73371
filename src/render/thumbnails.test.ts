/** The cache alone, with sources that answer when they are told to: who gets a layer, what is asked for, and what is stored when. */
import { expect } from 'chai';
import { describe, it } from 'node:test';
import type { PictureSource, PictureTile, TileRequest } from '../scene/types.js';
import { ThumbnailCache, UPLOAD_BYTES, type ThumbnailTier } from './thumbnails.js';

const TIERS: readonly ThumbnailTier[] = [
  { size: 512, layers: 2, levels: 1 },
  { size: 128, layers: 3, levels: 1 },
];

class Source implements PictureSource {
  readonly asked: TileRequest[] = [];
  #answers: ((tile: PictureTile | undefined) => void)[] = [];
  constructor(
    readonly width = 1000,
    readonly height = 500,
  ) {}
  tile(request: TileRequest): Promise<PictureTile> {
    this.asked.push(request);
    return new Promise((resolve, reject) => this.#answers.push((tile) => (tile ? resolve(tile) : reject(new Error('it cannot be read')))));
  }
  async answer(bytes = 4): Promise<void> {
    const { edge } = this.asked.at(-1)!;
    this.#answers.shift()!({
      width: edge,
      height: edge / 2,
      mean: [1, 2, 3, 255],
      levels: [{ width: 1, height: 1, data: new Uint8Array(bytes) }],
    });
    await turn();
  }
  async fail(): Promise<void> {
    this.#answers.shift()!(undefined);
    await turn();
  }
}
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function setup(tiers = TIERS) {
  const stored: { tier: number; layer: number }[] = [];
  const cache = new ThumbnailCache(tiers, {
    store(tier, layer, tile) {
      stored.push({ tier, layer });
      return tile.levels.reduce((sum, { data }) => sum + data.byteLength, 0);
    },
  });
  /** One pass over pictures of one size. */
  const pass = (sources: Record<string, Source>, pixels: number): void => {
    cache.begin();
    for (const [id, picture] of Object.entries(sources)) cache.want(id, { picture }, pixels);
    cache.settle();
  };
  /** Passes and answers until nothing is on its way. */
  const settle = async (sources: Record<string, Source>, pixels: number): Promise<void> => {
    for (let round = 0; round < 50 && !cache.settled; round += 1) {
      for (const source of Object.values(sources)) while (pending(source)) await source.answer();
      pass(sources, pixels);
    }
    expect(cache.settled).to.equal(true);
  };
  const answered = new Map<Source, number>();
  const pending = (source: Source): boolean => {
    const before = answered.get(source) ?? 0;
    if (source.asked.length === before) return false;
    answered.set(source, before + 1);
    return true;
  };
  return { cache, stored, pass, settle };
}
const named = (count: number): Record<string, Source> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, new Source()]));

describe('the thumbnail cache', () => {
  it('takes the smallest tier that is large enough, and a larger one only beyond it', async () => {
    const { cache, pass, settle } = setup();
    const sources = named(1);
    pass(sources, 128);
    await settle(sources, 128);
    expect(cache.place('n0', { picture: sources['n0']! })).to.include({ tier: 1, u: 1, v: 0.5, aspect: 2 });
    pass(sources, 129);
    expect(cache.place('n0', { picture: sources['n0']! }), 'the smaller one until the larger has come').to.include({ tier: 1 });
    await settle(sources, 129);
    expect(cache.place('n0', { picture: sources['n0']! })).to.include({ tier: 0 });
    expect(sources['n0']!.asked.map(({ edge }) => edge)).to.deep.equal([128, 512]);
  });

  it('stays in its tier a little below it, and asks for nothing when it goes back', async () => {
    const { cache, pass, settle } = setup([
      { size: 512, layers: 2, levels: 1 },
      { size: 256, layers: 3, levels: 1 },
    ]);
    const sources = named(1);
    for (const pixels of [300, 250]) {
      pass(sources, pixels);
      await settle(sources, pixels);
    }
    expect(sources['n0']!.asked, 'just below').to.have.length(1);
    pass(sources, 200);
    await settle(sources, 200);
    pass(sources, 300);
    expect([sources['n0']!.asked.length, cache.settled], 'both are held').to.deep.equal([2, true]);
  });

  it('asks for no more than a picture has', async () => {
    const { pass } = setup();
    const small = new Source(100, 80);
    pass({ small }, 500);
    expect(small.asked).to.deep.equal([{ edge: 128, levels: 1 }]);
  });

  it('gives a smaller tier and then the mean colour where there are more pictures than layers, and stores nothing at rest', async () => {
    const { cache, stored, pass, settle } = setup();
    const sources = named(7);
    pass(sources, 500);
    await settle(sources, 500);
    const places = Object.entries(sources).map(([id, picture]) => cache.place(id, { picture }));
    expect(places.map((place) => ('mean' in place ? place.mean : place.tier))).to.deep.equal([
      0,
      0,
      1,
      1,
      1,
      [1, 2, 3, 255],
      [1, 2, 3, 255],
    ]);
    const before = stored.length;
    for (let round = 0; round < 10; round += 1) pass(sources, 500);
    expect([stored.length - before, cache.settled]).to.deep.equal([0, true]);
    // Positive control: one that comes into view is stored, into the layer of one that went.
    const { n0, ...others } = sources;
    pass({ ...others, late: n0! }, 500);
    await settle({ ...others, late: n0! }, 500);
    expect(stored.length - before).to.be.above(0);
  });

  it('gives away the layer that was seen longest ago', async () => {
    const { cache, pass, settle } = setup();
    const { n0, n1, n2 } = named(3) as { n0: Source; n1: Source; n2: Source };
    for (const sources of [{ n0, n1 }, { n0 }, { n0, n2 }]) {
      pass(sources, 500);
      await settle(sources, 500);
    }
    expect([n0, n1, n2].map((picture, index) => 'tier' in cache.place(`n${index}`, { picture }))).to.deep.equal([true, false, true]);
  });

  it('stores no more than the budget in a frame, one picture in any case, and says when there is more', async () => {
    const { cache, stored, pass } = setup([{ size: 512, layers: 64, levels: 1 }]);
    const sources = named(3);
    let ready = 0;
    cache.onReady = () => (ready += 1);
    pass(sources, 500);
    for (const source of Object.values(sources)) await source.answer(UPLOAD_BYTES);
    ready = 0;
    for (const expected of [1, 2, 3]) {
      pass(sources, 500);
      expect(stored).to.have.length(expected);
    }
    expect([ready, cache.settled], 'asked for a frame while there was more, and not after').to.deep.equal([2, true]);
  });

  it('has few tiles made at once, and none while nobody draws', async () => {
    const { pass } = setup([{ size: 512, layers: 64, levels: 1 }]);
    const sources = named(40);
    pass(sources, 500);
    const asked = (): number => Object.values(sources).reduce((sum, source) => sum + source.asked.length, 0);
    expect(asked()).to.equal(4);
    for (const source of Object.values(sources)) if (source.asked.length > 0) await source.answer();
    expect(asked(), 'tiles that wait are bounded').to.be.within(5, 12);
    const before = asked();
    await turn();
    expect(asked()).to.equal(before);
  });

  it('drops what has come for a picture that is not drawn any more', async () => {
    const { cache, stored, pass } = setup();
    const sources = named(1);
    pass(sources, 500);
    await sources['n0']!.answer();
    pass({}, 500);
    expect([stored.length, cache.settled]).to.deep.equal([0, true]);
  });

  it('overwrites the layer of a preview in place, shows the last one until the picture comes, and none after it', async () => {
    const { cache, stored, pass } = setup();
    const preview = (value: number) => ({ pixels: { width: 2, height: 2, data: new Uint8ClampedArray(16).fill(value) } });
    for (let step = 0; step < 100; step += 1) {
      const media = preview(step);
      for (let frame = 0; frame < 2; frame += 1) {
        cache.begin();
        cache.want('n0', media, 500);
        cache.settle();
      }
    }
    expect(stored, 'one for each').to.have.length(100);
    expect(new Set(stored.map(({ tier, layer }) => `${tier} ${layer}`)).size, 'one layer').to.equal(1);
    const n0 = new Source();
    pass({ n0 }, 500);
    expect(cache.place('n0', { picture: n0 })).to.include({ tier: 1 });
    await n0.answer();
    pass({ n0 }, 500);
    expect(cache.place('n0', { picture: n0 })).to.include({ tier: 0 });
    expect(cache.counts, 'the layer of the preview is free').to.deep.equal([1, 0]);
  });

  it('does not ask again for what failed, and goes on with the others', async () => {
    const { cache, pass } = setup();
    const bad = new Source();
    const good = new Source();
    pass({ bad, good }, 500);
    await bad.fail();
    await good.answer();
    for (let frame = 0; frame < 3; frame += 1) pass({ bad, good }, 500);
    expect([bad.asked.length, cache.settled]).to.deep.equal([1, true]);
    expect(cache.place('bad', { picture: bad })).to.deep.equal({ mean: undefined });
    expect(cache.place('good', { picture: good })).to.include({ tier: 0 });
  });

  it('closes bitmaps that come too late', async () => {
    const { cache, pass } = setup();
    let closed = 0;
    const late: PictureSource = {
      width: 9,
      height: 9,
      tile: async () => {
        await turn();
        return { width: 9, height: 9, mean: [0, 0, 0, 0], levels: [], bitmap: { width: 9, height: 9, close: () => (closed += 1) } };
      },
    };
    pass({ late: late as Source }, 9);
    cache.dispose();
    await turn();
    await turn();
    expect(closed).to.equal(1);
  });
});
