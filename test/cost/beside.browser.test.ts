// What stands beside a moving view follows it in one frame of four, to its end; what the hand moves follows at once.
import { expect } from '@open-wc/testing';
import type { GdsMinimap } from '../../src/element/gds-minimap.js';
import type { GdsToolbar } from '../../src/element/gds-toolbar.js';
import { frames, mount, part, unmountAll } from '../journeys/support.js';
import { pairs } from './scenes.js';

const STEPS = 24;

describe('beside a moving view', () => {
  afterEach(unmountAll);

  it('the figure of the toolbar and the rectangle of the minimap are others in one frame of four, and right in the end', async () => {
    const canvas = await mount({ graph: pairs(20) });
    await frames(8);
    const minimap = part<GdsMinimap>(canvas, 'gds-minimap');
    const toolbar = part<GdsToolbar>(canvas, 'gds-toolbar');
    const figure = toolbar.renderRoot.querySelector('.figure')!;
    const changes = { figure: 0, rectangle: 0 };
    const observers = [new MutationObserver(() => (changes.figure += 1)), new MutationObserver(() => (changes.rectangle += 1))];
    observers[0]!.observe(figure, { childList: true, characterData: true, subtree: true });
    observers[1]!.observe(minimap.renderRoot.querySelector('.view')!, { attributes: true });
    const begun = performance.now();
    for (let step = 1; step <= STEPS; step += 1) {
      canvas.camera = { x: step * 10, y: -step * 10, zoom: 1 + step / 40 };
      await frames(1);
    }
    // Where frames take longer than 60 ms it is four times a second.
    const most = STEPS / 4 + 1 + (performance.now() - begun) / 250;
    expect(changes.figure).to.be.within(3, most);
    expect(changes.rectangle).to.be.within(3, most);
    await frames(8);
    expect(figure.textContent).to.equal('160\u00a0%');
    expect(minimap.view).to.include({ x: 240, y: -240 });
    expect(minimap.view.width).to.be.closeTo(part(canvas, '.surface').clientWidth / 1.6, 1e-6);
    const rest = { ...changes };
    await frames(8);
    expect(changes, 'at rest').to.deep.equal(rest);
    // The check can fail: what is set by the frame is another by the frame.
    for (let step = 1; step <= STEPS; step += 1) {
      toolbar.zoom = 1 + step / 10;
      await frames(1);
    }
    expect(changes.figure - rest.figure).to.equal(STEPS);
    for (const observer of observers) observer.disconnect();
  });

  it('is right again after the canvas was taken off the page in the middle of it', async () => {
    const canvas = await mount({ graph: pairs(20) });
    await frames(8);
    for (const zoom of [1.1, 1.2, 1.3]) canvas.camera = { x: 0, y: 0, zoom };
    const { parentElement } = canvas;
    canvas.remove();
    await frames(2);
    parentElement!.append(canvas);
    await canvas.ready;
    await frames(8);
    const figure = part<GdsToolbar>(canvas, 'gds-toolbar').renderRoot.querySelector('.figure')!;
    expect(figure.textContent).to.equal('130\u00a0%');
  });

  it('the rectangle is under the hand that drags it in each frame', async () => {
    const canvas = await mount({ graph: pairs(20) });
    await frames(8);
    const minimap = part<GdsMinimap>(canvas, 'gds-minimap');
    for (const x of [100, 200, 300, 400]) {
      minimap.dispatchEvent(new CustomEvent('gds-minimap-move', { detail: { x, y: 50 }, bubbles: true, composed: true }));
      const { view } = minimap;
      expect(view.x + view.width / 2).to.be.closeTo(x, 1e-6);
      expect(view.y + view.height / 2).to.be.closeTo(50, 1e-6);
    }
  });
});
