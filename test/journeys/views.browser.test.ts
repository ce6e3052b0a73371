// What the view does by itself: where a canvas opens, and that a tool never hides what it is about.
import { expect } from '@open-wc/testing';
import { EMPTY, REFERENCE, mount, onNode, part, press, settled, unmountAll } from './support.js';
import type { GdsCanvas } from '../../src/element/gds-canvas.js';

const ROW = { ...EMPTY, nodes: [0, 1, 2, 3].map((i) => ({ id: `n${i}`, type: 'prompt', x: i * 300, y: 0 })) };

/** Client box of a node, by the view's own sums. */
function boxOf(canvas: GdsCanvas, id: string): { left: number; right: number; top: number; zoom: number } {
  const { x, y } = canvas.graph.nodes.get(id)!;
  const { zoom } = canvas.camera;
  const corner = canvas.canvasToClient(x, y);
  return { left: corner.x, right: corner.x + 240 * zoom, top: corner.y, zoom };
}

/** Until the camera has stood still for three frames. */
async function still(canvas: GdsCanvas): Promise<void> {
  for (let same = 0, last = canvas.camera; same < 3; last = canvas.camera) {
    await settled(canvas);
    same = canvas.camera === last ? same + 1 : 0;
  }
}

describe('the view', () => {
  afterEach(unmountAll);

  it('moves a clicked node out from under the panel that its click opens, and keeps the zoom', async () => {
    const canvas = await mount({ graph: ROW, width: 780 });
    const before = boxOf(canvas, 'n3');
    await press(onNode(canvas, 'n3'));
    await still(canvas);
    const panel = part(canvas, '.end').getBoundingClientRect();
    const after = boxOf(canvas, 'n3');
    expect(before.right, 'it would be covered').to.be.above(panel.left);
    expect(after.right).to.be.below(panel.left);
    expect(after).to.include({ top: before.top, zoom: before.zoom });
  });

  it('leaves the view alone where nothing covers the clicked node', async () => {
    const canvas = await mount({ graph: ROW, width: 780 });
    const { camera } = canvas;
    await press(onNode(canvas, 'n0'));
    await still(canvas);
    expect(canvas.camera).to.deep.equal(camera);
  });

  it('moves a clicked node up from under the sheet of a small screen', async () => {
    const canvas = await mount({ graph: REFERENCE, width: 390, height: 700 });
    await press(onNode(canvas, 't'));
    await still(canvas);
    const sheet = part(canvas, '.end').getBoundingClientRect();
    const { x, y } = canvas.graph.nodes.get('t')!;
    expect(canvas.canvasToClient(x, y).y).to.be.within(0, sheet.top - 40);
  });

  it('opens a small screen on the start of the graph, large enough to read, and fits all of it on demand', async () => {
    const canvas = await mount({ graph: REFERENCE, width: 390, height: 700 });
    expect(canvas.camera.zoom).to.be.within(0.6, 1);
    expect(boxOf(canvas, 'p').left).to.be.within(0, 390);
    canvas.fitView();
    await still(canvas);
    expect(canvas.camera.zoom).to.be.below(0.4);
  });
});
