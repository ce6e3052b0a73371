// One scene, three renderers, one picture. The tolerances are stated here and in docs/decisions/0121, with what was measured.
import { expect } from '@open-wc/testing';
import { compare, testTheme, type Picture } from '../../src/render/testing.js';
import { drawScene, type Look } from './draw.js';
import { SCENES, SIZE, type TestScene } from './scenes.js';

interface Tolerance {
  /** A pixel differs where a channel does by more than this, of 255. */
  readonly beyond: number;
  /** Share of the pixels that may. */
  readonly share: number;
  /** Mean of the largest difference of each pixel, of 255. */
  readonly mean: number;
}
/** The same arithmetic on another driver. */
const WEBGL: Tolerance = { beyond: 8, share: 0.0005, mean: 0.4 };
/** Its pictures have fewer sizes and no mip levels. */
const WEBGL_PICTURES: Tolerance = { beyond: 8, share: 0.01, mean: 0.4 };
/** The browser's own letters and edges. */
const CANVAS: Tolerance = { beyond: 32, share: 0.01, mean: 1.5 };

const still = (scheme: 'dark' | 'light') => ({ ...testTheme(scheme), reducedMotion: true });
const LOOKS: readonly { readonly name: string; readonly look: Look; readonly scenes: readonly TestScene[] }[] = [
  { name: 'dark, ratio 1', look: { theme: still('dark'), dpr: 1 }, scenes: SCENES },
  { name: 'light, ratio 1', look: { theme: still('light'), dpr: 1 }, scenes: SCENES.filter((_, index) => index % 3 === 0) },
  { name: 'dark, ratio 2', look: { theme: still('dark'), dpr: 2 }, scenes: SCENES.filter((_, index) => index % 3 === 1) },
];

const rows: string[] = [];
function hold(name: string, reference: Picture, picture: Picture, { beyond, share, mean }: Tolerance): void {
  const found = compare(reference, picture, beyond);
  const said = `${name}: ${(found.share * 100).toFixed(3)} % beyond ${beyond}, mean ${found.mean.toFixed(3)}`;
  rows.push(said);
  expect(found.share, said).to.be.at.most(share);
  expect(found.mean, said).to.be.at.most(mean);
}

for (const { name, look, scenes } of LOOKS) {
  describe(`the tiers beside each other, ${name}`, () => {
    for (const scene of scenes)
      it(scene.name, async () => {
        const reference = await drawScene('webgpu', scene, look);
        expect(reference.width).to.equal(SIZE.width * look.dpr);
        const webgl = scene.name.startsWith('pictures') ? WEBGL_PICTURES : WEBGL;
        hold(`${scene.name}, ${name}, WebGL`, reference, await drawScene('webgl', scene, look), webgl);
        hold(`${scene.name}, ${name}, canvas`, reference, await drawScene('canvas', scene, look), CANVAS);
      });
  });
}

describe('what the comparison would not let pass', () => {
  it('a scene one pixel aside', async () => {
    const [scene] = SCENES;
    const look = LOOKS[0]!.look;
    const reference = await drawScene('webgpu', scene!, look);
    const { camera } = scene!;
    for (const [kind, { beyond, share }] of [
      ['webgl', WEBGL],
      ['canvas', CANVAS],
    ] as const) {
      const shifted = await drawScene(kind, scene!, look, { ...camera, x: camera.x + 1 });
      expect(compare(reference, shifted, beyond).share, kind).to.be.above(share);
    }
  });
  // For the reader: how near they are, not only that they are near enough.
  after(() => console.log(rows.join('\n')));
});
