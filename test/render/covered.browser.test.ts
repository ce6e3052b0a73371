// What a node covers cannot be seen through it, on any tier and at any distance: no letter, icon, picture or port shines through.
import { expect } from '@open-wc/testing';
import { difference, pixelAt, testTheme, type Picture } from '../../src/render/testing.js';
import type { RendererKind } from '../../src/render/types.js';
import { Scene } from '../../src/scene/scene.js';
import { FakeGraph, registry } from '../../src/scene/testing/fixture.js';
import type { Rect } from '../../src/scene/types.js';
import { drawScene } from './draw.js';
import { rings } from './scenes.js';

const look = { theme: testTheme('dark'), dpr: 1 };
const WORDS = 'Words that must not be read through what lies above them, 数据 مرحبا 🐸, over several lines of text.';
/** Pixels at the covering node's rim, where it is half transparent or has round corners. */
const RIM = 8;

type Part = 'under' | 'over';

/** Three nodes and a note full of words, a picture and ports; over all of them one node or note that is wide and tall enough. */
function stack(cover: 'node' | 'note', parts: readonly Part[], raised: boolean): Scene {
  const graph = new FakeGraph();
  if (parts.includes('under'))
    graph
      .node('title', 'Foreign', 40, 40, {}, { title: 'A title to be covered', width: 220, ports: { inputs: [], outputs: [] } })
      .node('text', 'prompt', 90, 70, { text: WORDS })
      .node('picture', 'output', 150, 60)
      .note('note', 60, 200, 200, 90, { text: WORDS });
  if (parts.includes('over') && cover === 'node') graph.node('over', 'prompt', 0, 0, {}, { width: 460, height: 380 });
  if (parts.includes('over') && cover === 'note') graph.note('over', 0, 0, 460, 380);
  const scene = new Scene(registry);
  scene.setGraph(graph);
  if (parts.includes('under')) scene.setMedia('picture', rings(64, 64));
  // What was selected last lies on top. Afterwards nothing is, so that no ring is in the way.
  scene.setSelection(new Set([raised ? 'text' : 'over']));
  scene.setSelection(new Set());
  return scene;
}

async function draw(kind: RendererKind, zoom: number, cover: 'node' | 'note', parts: readonly Part[], raised = false) {
  const build = (): Scene => stack(cover, parts, raised);
  return drawScene(kind, { name: 'covered', camera: { x: -20, y: -20, zoom }, build }, look);
}

/** Pixels of the area that differ at all. */
function differing(a: Picture, b: Picture, { x, y, width, height }: Rect): number {
  let count = 0;
  for (let row = Math.ceil(y); row < Math.floor(y + height); row += 1)
    for (let column = Math.ceil(x); column < Math.floor(x + width); column += 1)
      if (difference(pixelAt(a, column, row), pixelAt(b, column, row)) > 1) count += 1;
  return count;
}
const inside = (zoom: number): Rect => ({
  x: 20 * zoom + RIM,
  y: 20 * zoom + RIM,
  width: 460 * zoom - 2 * RIM,
  height: 380 * zoom - 2 * RIM,
});

for (const kind of ['webgpu', 'webgl', 'canvas'] as const)
  describe(`what lies under others on the ${kind} tier`, () => {
    for (const zoom of [1, 0.45, 0.3, 0.12])
      it(`cannot be seen at ${zoom * 100} %`, async () => {
        for (const cover of ['node', 'note'] as const) {
          const alone = await draw(kind, zoom, cover, ['over']);
          const covering = await draw(kind, zoom, cover, ['under', 'over']);
          expect(differing(alone, covering, inside(zoom)), `through the ${cover}`).to.equal(0);
        }
        // The check can fail: what is there alone, and what lies above, differs in many pixels.
        const alone = await draw(kind, zoom, 'node', ['over']);
        const raised = await draw(kind, zoom, 'node', ['under', 'over'], true);
        expect(differing(alone, raised, inside(zoom)), 'raised').to.be.above(100);
      });
  });
