// What is no plain node, and states that must be told apart from afar, as pixels of every tier.
import { expect } from '@open-wc/testing';
import { Scene } from '../scene/scene.js';
import { registry, showcaseGraph } from '../scene/testing/fixture.js';
import type { Rect } from '../scene/types.js';
import { wirePoint } from '../scene/wire.js';
import { FRAME_WORDS } from './frame.js';
import { Stage } from './stage.js';
import { bytes, compare, difference, pixelAt, testTheme, type Picture } from './testing.js';
import type { RendererPreference, RenderTheme, Rgba } from './types.js';

/** The whole showcase at 100 %, ratio 1. */
const VIEW = { x: -50, y: -70, width: 1280, height: 760 };
type Color = readonly [number, number, number];

let open: { stage: Stage; container: HTMLElement }[] = [];
afterEach(() => {
  for (const { stage, container } of open) {
    stage.dispose();
    container.remove();
  }
  open = [];
});

async function setup(preference: RendererPreference, zoom: number, theme: RenderTheme) {
  const container = document.createElement('div');
  container.style.cssText = `position:relative;width:${VIEW.width * zoom}px;height:${VIEW.height * zoom + (zoom < 1 ? 30 : 0)}px`;
  document.body.append(container);
  const scene = new Scene(registry);
  scene.setGraph(showcaseGraph());
  const stage = new Stage({ container, scene, preference, theme });
  // From afar titles reach higher above their frames.
  stage.camera = { x: VIEW.x, y: VIEW.y - (zoom < 1 ? 30 / zoom : 0), zoom };
  open.push({ stage, container });
  expect((await stage.start()).kind).to.equal(preference);
  return { stage, scene };
}

/** Reads a picture in canvas units. */
function reader(picture: Picture, { x, y, zoom }: { x: number; y: number; zoom: number }) {
  const at = (px: number, py: number): Color => pixelAt(picture, (px - x) * zoom, (py - y) * zoom);
  /** Share of the rectangle's pixels that pass. */
  const share = (rect: Rect, passes: (color: Color) => boolean): number => {
    let all = 0;
    let found = 0;
    for (let py = Math.ceil((rect.y - y) * zoom); py < Math.floor((rect.y + rect.height - y) * zoom); py += 1)
      for (let px = Math.ceil((rect.x - x) * zoom); px < Math.floor((rect.x + rect.width - x) * zoom); px += 1) {
        all += 1;
        if (passes(pixelAt(picture, px, py))) found += 1;
      }
    return found / all;
  };
  return { at, share };
}
const near =
  (to: readonly number[], limit = 8) =>
  (color: Color): boolean =>
    difference(color, to) < limit;
const far =
  (to: readonly number[], limit = 8) =>
  (color: Color): boolean =>
    difference(color, to) >= limit;
const mix = (top: Rgba, alpha: number, bottom: Rgba): Color =>
  bytes([0, 1, 2].map((c) => top[c]! * alpha + bottom[c]! * (1 - alpha)).concat(1) as unknown as Rgba);
const box = (x: number, y: number, width: number, height: number): Rect => ({ x, y, width, height });

for (const preference of ['webgpu', 'webgl', 'canvas'] as const) {
  for (const [scheme, zoom] of [
    ['dark', 1],
    ['dark', 0.25],
    ['light', 0.25],
  ] as const) {
    describe(`the ${preference} tier at ${zoom * 100} %, ${scheme}`, () => {
      const theme = testTheme(scheme);
      async function look() {
        const { stage, scene } = await setup(preference, zoom, theme);
        return { stage, scene, ...reader(await stage.capture(), stage.camera) };
      }

      it('draws frames: tint, border and a title that can be read', async () => {
        const { scene, share } = await look();
        const tint = mix(theme.items.blue, 0.1, theme.canvas);
        expect(share(box(0, 180, 500, 80), near(tint, 5)), 'tint').to.be.above(0.9);
        expect(share(box(0, 180, 500, 80), near(bytes(theme.canvas), 3)), 'no bare ground').to.be.below(0.05);
        // One pixel, wherever rounding puts it.
        expect(share(box(100, -24, 300, 12), near(mix(theme.items.blue, 0.75, theme.canvas), 24)) * 12 * zoom, 'border').to.be.within(
          0.9,
          1.7,
        );
        for (const id of ['frame', 'locked-frame']) {
          const tab = scene.titleRect(id, zoom)!;
          expect(tab.height * zoom, 'pixels of the title').to.be.above(19);
          expect(share(tab, near(bytes(theme.text), 70)), `letters of ${id}`).to.be.above(0.08);
          const color = scene.groups.get(id)!.record.color as 'blue' | 'red';
          expect(share(tab, near(mix(theme.items[color], 0.28, theme.surface), 10)), `ground of ${id}`).to.be.above(0.35);
        }
      });

      it('draws notes: tint, border and text', async () => {
        const { share } = await look();
        const tint = mix(theme.items.yellow, 0.2, theme.surface);
        expect(share(box(10, 590, 240, 50), near(tint, 5)), 'tint').to.equal(1);
        expect(share(box(14, 534, 200, 50), far(tint, 40)), 'words, or bars for them').to.be.above(0.06);
        expect(share(box(20, 516, 220, 10), near(mix(theme.items.yellow, 0.9, theme.surface), 40)) * 10 * zoom, 'border').to.be.within(
          0.9,
          2.2,
        );
      });

      it('tells muted, bypassed and locked nodes from plain ones', async () => {
        const { share } = await look();
        const header = (x: number, y: number): Rect => box(x + 120, y + 3, 50, 29);
        const end = (x: number, y: number): Rect => box(x + 203, y + 6, 27, 25);
        const body = (x: number, y: number): Rect => box(x + 14, y + 94, 30, 14);
        // Plain: Text to image at 950, 20 and Prompt at 0, 20.
        expect(share(header(950, 20), near(bytes(theme.surface), 4)), 'plain header').to.equal(1);
        expect(share(end(0, 20), near(bytes(theme.surface), 4)), 'plain end of the header').to.equal(1);
        expect(share(header(306, 340), far(bytes(theme.surface), 16)), 'stripes').to.be.within(0.25, 0.8);
        expect(share(end(630, 20), near(bytes(theme.text), 60)), 'lock').to.be.above(zoom < 1 ? 0.25 : 0.09);
        const line = { ...box(0, 340, 240, 110), x: 6, width: 228 };
        expect(share(line, near(bytes(theme.canvas), 3)), 'a muted node is hollow').to.be.above(0.6);
        expect(share({ ...line, x: 956, y: 20 }, near(bytes(theme.surface), 3)), 'a plain one is not').to.be.above(0.6);
        const strength = (rect: Rect, ground: Rgba): number => share(rect, far(bytes(ground), scheme === 'dark' ? 60 : 70));
        expect(strength(body(0, 340), theme.canvas), 'muted words').to.be.below(strength(body(950, 20), theme.surface) + 0.001);
        if (zoom < 1) expect(share(end(0, 340), near(bytes(theme.muted), 50)), 'no-entry sign').to.be.above(0.25);
      });

      it('draws a reroute as a dot in the colour of what passes, with wires into its middle', async () => {
        const { at, share } = await look();
        const image = bytes(theme.ports['image']!);
        expect(difference(at(590, 120), image), 'dot').to.be.below(12);
        const middle = wirePoint({ x: 546, y: 92 }, { x: 590, y: 120 }, 0.4);
        expect(share(box(middle.x - 6, middle.y - 6, 12, 12), near(image, zoom < 1 ? 150 : 60)), 'wire').to.be.above(0.05);
        if (zoom === 1) expect(difference(at(582, 120), bytes(theme.surface)), 'a gap around the dot').to.be.below(30);
      });

      it('marks nodes that are not available, and stacks subgraphs', async () => {
        const { share } = await look();
        expect(share(box(1100, 344, 80, 26), near(mix(theme.warning, 0.22, theme.surface), 8)), 'header').to.equal(1);
        expect(share(box(700, 457, 150, 14), far(bytes(theme.canvas), 12)), 'stack').to.be.above(0.3);
        expect(share(box(700, 480, 150, 14), far(bytes(theme.canvas), 12)), 'nothing below it').to.be.below(0.2);
      });
    });
  }
}

describe('levels, frames and notes as frames are drawn', () => {
  const theme = testTheme('dark');

  for (const preference of ['webgpu', 'webgl'] as const) {
    it(`shows another level whole and nothing of the one before (${preference})`, async () => {
      const { stage, scene } = await setup(preference, 1, theme);
      await stage.capture();
      scene.setLevel('sub');
      const inside = reader(await stage.capture(), stage.camera);
      expect(inside.share(box(620, 80, 600, 560), near(bytes(theme.canvas), 3))).to.be.above(0.97);
      expect(inside.share(box(310, 268, 220, 12), near(bytes(theme.surface), 3))).to.be.above(0.8);
      expect(inside.share(box(20, 190, 100, 30), near(mix(theme.items.green, 0.2, theme.surface), 4))).to.equal(1);
      scene.setLevel('');
      const back = await stage.capture();
      const fresh = await setup(preference, 1, theme);
      expect(compare(back, await fresh.stage.capture(), 0)).to.deep.equal({ mean: 0, share: 0 });
    });

    it(`rings selected frames and notes and gives them handles of one size on screen (${preference})`, async () => {
      for (const zoom of [1, 0.25]) {
        const { stage, scene } = await setup(preference, zoom, theme);
        scene.setSelection(new Set(['frame', 'note', 'locked-frame']));
        const { at, share } = reader(await stage.capture(), stage.camera);
        const accent = near(bytes(theme.accent), 40);
        expect(share(box(100, -30, 300, 20), accent) * 20 * zoom, 'ring').to.be.within(1.5, 3.1);
        const side = 14 / zoom;
        const corner = (x: number, y: number): number => share(box(x - side / 2, y - side / 2, side, side), accent) * 14 * 14;
        expect(corner(-30, -20), 'frame').to.be.within(20, 60);
        expect(corner(260, 650), 'note').to.be.within(20, 60);
        expect(difference(at(-30, -20), bytes(theme.surface)), 'inside of the handle').to.be.below(12);
        expect(difference(at(610, -20), bytes(theme.surface)), 'none on a locked frame').to.be.above(3);
      }
    });
  }

  it('WebGL draws nearly the same as WebGPU (mean below 1 of 255, 0.5 % beyond 24), the canvas tier a close one', async () => {
    for (const zoom of [1, 0.25]) {
      const pictures: Picture[] = [];
      for (const preference of ['webgpu', 'webgl', 'canvas'] as const) {
        const { stage, scene } = await setup(preference, zoom, theme);
        scene.setSelection(new Set(['frame', 'note', 'sub', 'reroute']));
        pictures.push(await stage.capture());
      }
      const webgl = compare(pictures[0]!, pictures[1]!);
      expect(webgl.mean).to.be.below(1);
      expect(webgl.share).to.be.below(0.005);
      expect(compare(pictures[0]!, pictures[2]!).mean).to.be.below(3);
    }
  });

  it('moves a frame with all that is in it by rows alone', async () => {
    const { stage, scene } = await setup('webgpu', 1, theme);
    await stage.capture();
    scene.setDrag({ ids: new Set(['frame', ...scene.contentOf('frame')]), dx: 7, dy: 0 });
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const stats = stage.stats();
    expect(stats.reasons).to.deep.equal(['drag']);
    // At most all rows, and the uniform block: no quads, no wires.
    expect(stats.bytesUploaded).to.be.at.most(scene.rows.count * 16 + FRAME_WORDS * 4);
  });

  it('builds titles anew by steps of zoom, not with every frame', async () => {
    const { stage } = await setup('webgpu', 1, theme);
    const uploads = new Set<number>();
    let frames = 0;
    for (let zoom = 0.99; zoom > 0.51; zoom -= 0.02) {
      stage.camera = { ...stage.camera, zoom };
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      frames += 1;
      uploads.add(stage.stats().bytesUploaded);
    }
    const plain = FRAME_WORDS * 4;
    expect(uploads.has(plain), 'frames that upload the uniform block only').to.equal(true);
    expect(uploads.size, `different uploads in ${frames} frames`).to.be.at.most(8);
  });
});
