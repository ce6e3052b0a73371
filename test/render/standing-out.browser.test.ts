// What is selected, dragged or running stays a card where the others are flat boxes, on every tier.
import { expect } from '@open-wc/testing';
import { bytes, difference, pixelAt, testTheme, type Picture } from '../../src/render/testing.js';
import { Scene } from '../../src/scene/scene.js';
import { registry } from '../../src/scene/testing/fixture.js';
import { drawScene } from './draw.js';
import { manyNodes } from './scenes.js';

const theme = { ...testTheme('dark'), reducedMotion: true };
const graph = manyNodes(200);
const [selected, running, dragged, left] = [...graph.nodes.values()].filter(({ type }) => type === 'output').map(({ id }) => id) as [
  string,
  string,
  string,
  string,
];
/** Below 8 %, where nodes are flat boxes; a card's header is some three pixels high. */
const CAMERA = { x: -100, y: -100, zoom: 0.075 };
/** Pixels at a node's edge: its border and the ring of its state. */
const EDGE = 3;

function build(atHand: boolean): Scene {
  const scene = new Scene(registry);
  scene.setGraph(graph);
  if (!atHand) return scene;
  scene.setSelection(new Set([selected]));
  scene.setVisual(running, { status: 'running', fraction: 0.5 });
  scene.setDrag({ ids: new Set([dragged]), dx: 0, dy: 0 });
  return scene;
}

/** Share of the node's inside that has the colour of a flat box. */
function flat(picture: Picture, id: string): number {
  const rect = build(false).rect(id)!;
  const [left, top] = [(rect.x - CAMERA.x) * CAMERA.zoom, (rect.y - CAMERA.y) * CAMERA.zoom];
  let all = 0;
  let found = 0;
  for (let y = Math.ceil(top) + EDGE; y < top + rect.height * CAMERA.zoom - EDGE; y += 1)
    for (let x = Math.ceil(left) + EDGE; x < left + rect.width * CAMERA.zoom - EDGE; x += 1) {
      all += 1;
      if (difference(pixelAt(picture, x, y), bytes(theme.border)) < 6) found += 1;
    }
  expect(all, 'pixels of a node').to.be.above(60);
  return found / all;
}

for (const kind of ['webgpu', 'webgl', 'canvas'] as const)
  it(`what is at hand is a card from afar: ${kind}`, async () => {
    const draw = (atHand: boolean): Promise<Picture> =>
      drawScene(kind, { name: 'far', camera: CAMERA, build: () => build(atHand) }, { theme, dpr: 1 });
    const [before, after] = [await draw(false), await draw(true)];
    for (const id of [selected, running, dragged]) {
      expect(flat(before, id), `${id} as the others are`).to.be.above(0.9);
      expect(flat(after, id), `${id} at hand`).to.be.below(0.1);
    }
    expect(flat(after, left), 'another').to.be.above(0.9);
  });
