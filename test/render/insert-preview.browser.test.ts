// While a node is dragged onto a wire, the way it would hang in it lies above the node, on any tier: the node may cover all of it.
import { expect } from '@open-wc/testing';
import { difference, pixelAt, testTheme, type Picture } from '../../src/render/testing.js';
import type { RendererKind } from '../../src/render/types.js';
import { Scene } from '../../src/scene/scene.js';
import { FakeGraph, registry } from '../../src/scene/testing/fixture.js';
import type { Point } from '../../src/scene/types.js';
import { drawScene } from './draw.js';

const look = { theme: testTheme('dark'), dpr: 1 };
const DRAG = { dx: -560, dy: 10 };

/** A prompt and a model, joined; between them a large node is dropped that covers the prompt with its port. */
function build(preview: boolean): Scene {
  const graph = new FakeGraph()
    .node('source', 'prompt', 40, 60, { text: 'a red apple' })
    .node('target', 'sdxl-turbo', 420, 60)
    .edge(['source', 'text'], ['target', 'prompt'])
    .node('dropped', 'sdxl-turbo', 620, 20, {}, { width: 320, height: 300 });
  const scene = new Scene(registry);
  scene.setGraph(graph);
  scene.setSelection(new Set(['dropped']));
  scene.setDrag({ ids: new Set(['dropped']), ...DRAG });
  const [wire] = graph.edges.keys();
  scene.setMarked(new Set([wire!]));
  if (preview) scene.setDraft({ from: { ref: ['source', 'text'], direction: 'out' }, to: { ref: ['dropped', 'prompt'] } });
  return scene;
}

/** The preview's ends, canvas units. */
function ends(): { from: Point; to: Point } {
  const scene = build(true);
  return { from: scene.portPosition('source', 'text', 'out')!, to: scene.portPosition('dropped', 'prompt', 'in')! };
}

/** Whether it is seen near a canvas point. */
function seen(without: Picture, shown: Picture, at: Point, camera: { x: number; y: number; zoom: number }): boolean {
  const [x, y] = [Math.round((at.x - camera.x) * camera.zoom), Math.round((at.y - camera.y) * camera.zoom)];
  for (let row = y - 6; row <= y + 6; row += 1)
    for (let column = x - 2; column <= x + 2; column += 1)
      if (difference(pixelAt(without, column, row), pixelAt(shown, column, row)) > 24) return true;
  return false;
}

for (const kind of ['webgpu', 'webgl', 'canvas'] satisfies RendererKind[])
  describe(`the preview of a node in a wire on the ${kind} tier`, () => {
    for (const zoom of [1, 0.4, 0.15])
      it(`lies above the node that covers it, at ${zoom * 100} %`, async () => {
        const camera = { x: 0, y: 0, zoom };
        const draw = (preview: boolean) => drawScene(kind, { name: 'insert', camera, build: () => build(preview) }, look);
        const [without, shown] = [await draw(false), await draw(true)];
        const { from, to } = ends();
        const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
        // The dragged node lies over the wire's middle.
        expect(middle.x).to.be.within(620 + DRAG.dx, 620 + DRAG.dx + 320);
        expect(middle.y).to.be.within(20 + DRAG.dy, 320 + DRAG.dy);
        expect(seen(without, shown, middle, camera)).to.equal(true);
      });
  });
