/**
 * gds-canvas as a page gets it: the built element with all of its parts (hit testing, semantic mirror, minimap, rail, tool bar, autosave into
 * IndexedDB), node types from its registry.
 */
import '../../../dist/src/define.js';
import { picture } from '../driver.mjs';
import { graphOf, TYPES } from '../graph.mjs';
import { NODE } from '../scene.mjs';

export function createSubject() {
  const canvas = document.createElement('gds-canvas');
  let changes = 0;

  /** Assets for the pictures of a scene: their hashes by node id. */
  async function store({ nodes }) {
    const hashes = new Map();
    for (const { id, picture: index } of nodes) {
      if (index === undefined) continue;
      const draft = { name: `${index}.png`, origin: 'imported', width: 192, height: 192 };
      hashes.set(id, (await canvas.storage.assets.put(await picture(index), draft)).hash);
    }
    return hashes;
  }

  /** Everything is stored, and no frame was drawn for a while: pictures have arrived. */
  async function settled() {
    await canvas.flush();
    for (let still = 0, frames = -1, end = performance.now() + 20_000; still < 3 && performance.now() < end;) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const now = canvas.stats().frames;
      still = now === frames ? still + 1 : 0;
      frames = now;
    }
  }

  return {
    async mount(scene) {
      canvas.style.cssText = 'position:fixed;inset:0';
      canvas.assetBase = '/gds-assets/';
      canvas.wheel = 'capture';
      canvas.project = 'bench';
      canvas.addEventListener('gds-change', () => (changes += 1));
      document.body.append(canvas);
      await canvas.ready;
      canvas.load(graphOf(scene, await store(scene)));
      await canvas.updateComplete;
    },
    info: () => canvas.rendererInfo,
    view: (camera) => (canvas.camera = camera),
    settled,
    selectAll: () => canvas.select([...canvas.graph.nodes.keys()]),
    handle() {
      const middle = canvas.clientToCanvas(innerWidth / 2, innerHeight / 2);
      let best;
      for (const { x, y } of canvas.graph.nodes.values()) {
        const distance = Math.hypot(x + NODE.width / 2 - middle.x, y - middle.y);
        if (!best || distance < best.distance) best = { distance, x, y };
      }
      return canvas.canvasToClient(best.x + NODE.width / 2, best.y + 16);
    },
    async add({ nodes }) {
      canvas.graph.transact('Add', () => {
        for (const { x, y, title, kind } of nodes) canvas.graph.addNode({ type: TYPES[kind], x, y, title });
      });
    },
    undo() {
      if (!canvas.undo()) throw new Error('There was nothing to undo.');
    },
    where: (id) => canvas.graph.nodes.get(id),
    count: () => canvas.graph.nodes.size,
    stats: () => canvas.stats(),
    writes: () => changes,
  };
}
