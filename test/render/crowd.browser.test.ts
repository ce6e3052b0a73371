// The canvas tier draws thousands of nodes on the CPU: what it may do for each is counted.
import { expect } from '@open-wc/testing';
import { testTheme } from '../../src/render/testing.js';
import { openTier } from '../../src/render/tiers.js';
import type { Camera } from '../../src/scene/camera.js';
import { Scene } from '../../src/scene/scene.js';
import { registry } from '../../src/scene/testing/fixture.js';
import { manyNodes } from './scenes.js';

const NODES = 2000;
const PAINTS = ['fill', 'stroke', 'fillRect', 'fillText', 'drawImage'] as const;
/** Calls that touch pixels, for each node in view, with its wires and the ground. */
const BUDGET = 1.5;

/** Calls that touch pixels for one frame, and how many nodes it shows. */
async function calls(nodes: number, camera: Camera): Promise<{ paints: number; shown: number }> {
  const { tier } = await openTier(['canvas'], testTheme('dark'), document, () => true);
  const scene = new Scene(registry);
  scene.setGraph(manyNodes(nodes));
  tier!.renderer.resize(1280, 800, 1);
  tier!.renderer.sync(scene);
  tier!.renderer.draw(camera);
  const context = CanvasRenderingContext2D.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
  const originals = PAINTS.map((name) => [name, context[name]!] as const);
  let paints = 0;
  for (const [name, original] of originals)
    context[name] = function (this: unknown, ...args: unknown[]) {
      paints += 1;
      return original.apply(this, args);
    };
  try {
    tier!.renderer.draw(camera);
  } finally {
    for (const [name, original] of originals) context[name] = original;
    tier!.renderer.dispose();
  }
  const view = { x: camera.x, y: camera.y, width: 1280 / camera.zoom, height: 800 / camera.zoom };
  return { paints, shown: scene.nodesIn(view).length };
}

describe('thousands of nodes on the canvas tier', () => {
  it('are boxes, whatever the zoom', async () => {
    const { paints, shown } = await calls(NODES, { x: -100, y: -100, zoom: 0.07 });
    expect(shown).to.be.above(1500);
    expect(paints / shown, 'calls for each node').to.be.below(BUDGET);
  });

  it('would exceed the budget were they drawn as a few are', async () => {
    const { paints, shown } = await calls(60, { x: -100, y: -100, zoom: 0.45 });
    expect(shown).to.be.within(10, 60);
    expect(paints / shown, 'calls for each node').to.be.above(BUDGET * 4);
  });
});
