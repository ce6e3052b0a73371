// What the first move of the pointer over a large graph costs: it asks what lies there, which was made ready before.
import { expect } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import { BoxGrid } from '../../src/scene/box-grid.js';
import { mount, onPort, part, unmountAll, until } from '../journeys/support.js';
import { countCalls } from '../support/counters.js';
import { pairs } from './scenes.js';

const PAIRS = 600;

describe('the first move of the pointer over a large graph', () => {
  afterEach(unmountAll);

  it('puts nothing into the grids: that was done while nothing else was to do', async () => {
    const puts = countCalls(BoxGrid.prototype, 'put');
    const canvas = await mount({ graph: pairs(PAIRS) });
    canvas.camera = { x: -100, y: -100, zoom: 1 };
    await until(() => puts.count >= 3 * PAIRS, 'all nodes and wires to lie in the grids');
    expect(getComputedStyle(part(canvas, '.tree')).clipPath, 'no line of the tree is asked for the pointer').to.equal('inset(50%)');
    const before = puts.count;
    await sendMouse({ type: 'move', position: onPort(canvas, 'a0', 'text') });
    await until(() => part(canvas, '.surface').style.cursor === 'crosshair', 'the port to be found');
    expect(puts.count - before).to.equal(0);
    // The control: something that has moved is put anew, by the next question.
    canvas.graph.moveNodes(['b0'], 40, 40);
    await sendMouse({ type: 'move', position: onPort(canvas, 'b0', 'prompt') });
    await until(() => puts.count > before, 'the node that has moved');
    puts.stop();
  });
});
