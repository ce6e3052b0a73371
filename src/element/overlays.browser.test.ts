// What lies over the canvas without being asked: minimap and toasts.
import { expect } from '@open-wc/testing';
import type { GdsMinimap } from './gds-minimap.js';
import { TOAST_TIME, type GdsToasts, type ToastItem } from './gds-toasts.js';
import { byName, caught, inside, itIsAccessible, mount, press } from '../../test/support/parts.js';

const nodes = [
  { x: 0, y: 0, width: 240, height: 100, selected: false, status: 'idle' },
  { x: 760, y: 500, width: 240, height: 100, selected: true, status: 'complete' },
];
const view = { x: 0, y: 0, width: 1000, height: 600 };

describe('<gds-minimap>', () => {
  itIsAccessible<GdsMinimap>('gds-minimap', { plain: () => ({ nodes, view }) });

  it('draws nodes and view, the selected node in the accent', async () => {
    const part = await mount<GdsMinimap>('gds-minimap', { nodes, view });
    const context = inside<HTMLCanvasElement>(part, 'canvas.content').getContext('2d')!;
    // 168 × 104 with a hairline, 12 px free: 1000 × 600 is scaled by 0.13 and centred.
    const scale = Math.min(142 / 1000, 78 / 600);
    const at = (x: number, y: number): number[] => {
      const dpr = devicePixelRatio;
      return [...context.getImageData((83 + (x - 500) * scale) * dpr, (51 + (y - 300) * scale) * dpr, 1, 1).data];
    };
    const [r, g, , alpha] = at(880, 550);
    expect(alpha).to.equal(255);
    expect(g).to.be.greaterThan(r! + 40);
    expect(at(120, 50)[3]).to.be.within(100, 200);
    expect(at(500, 300)[3], 'no node there').to.equal(0);
    // The rectangle lies over what is visible, here all of it.
    const map = inside(part, 'canvas.content').getBoundingClientRect();
    const mark = inside(part, '.view').getBoundingClientRect();
    expect([mark.left - map.left, mark.top - map.top, mark.width, mark.height].map(Math.round)).to.deep.equal([18, 12, 130, 78]);
  });

  /** How often from now on the content is drawn, and the rectangle is laid elsewhere or in another size. */
  function counted(part: GdsMinimap): { content: number; moves: number; sizes: number; renders: number } {
    const drawn = { content: 0, moves: 0, sizes: 0, renders: 0 };
    const context = inside<HTMLCanvasElement>(part, 'canvas.content').getContext('2d')!;
    const clear = context.clearRect.bind(context);
    context.clearRect = (...rect) => {
      drawn.content += 1;
      clear(...rect);
    };
    const { style } = inside(part, '.view');
    const set = style.setProperty.bind(style);
    style.setProperty = (name: string, value: string) => {
      if (value !== style.getPropertyValue(name)) drawn[name === 'transform' ? 'moves' : 'sizes'] += 1;
      set(name, value);
    };
    const update = part.requestUpdate.bind(part);
    part.requestUpdate = (...of: Parameters<typeof update>) => {
      drawn.renders += 1;
      update(...of);
    };
    return drawn;
  }
  const frame = () => new Promise(requestAnimationFrame);

  it('draws again once a frame, and only when something it shows is another', async () => {
    const part = await mount<GdsMinimap>('gds-minimap', { nodes, view });
    await frame();
    await frame();
    const drawn = counted(part);
    part.view = { ...view };
    await part.updateComplete;
    await frame();
    part.view = { ...view, x: 1 };
    expect(drawn, 'the same view in another object, and one on the same pixels').to.deep.equal({
      content: 0,
      moves: 0,
      sizes: 0,
      renders: 0,
    });
    part.nodes = [...nodes, { ...nodes[0]!, x: 300 }];
    part.nodes = [...nodes, { ...nodes[0]!, x: 400 }];
    await part.updateComplete;
    await frame();
    await frame();
    expect(drawn.content, 'two lists of nodes').to.equal(1);
  });

  it('moves only the rectangle with the camera, with 10,000 nodes and frames, and draws what is new once', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      x: (index % 100) * 280,
      y: Math.floor(index / 100) * 200,
      width: 240,
      height: 100,
      selected: false,
      status: 'idle',
    }));
    const part = await mount<GdsMinimap>('gds-minimap', { nodes: many, frames: [{ x: -50, y: -50, width: 900, height: 700 }], view });
    await frame();
    await frame();
    const drawn = counted(part);
    for (let step = 1; step <= 20; step += 1) {
      part.view = { ...view, x: step * 1000 };
      await part.updateComplete;
      await frame();
    }
    expect(drawn, 'the camera moves').to.deep.equal({ content: 0, moves: 20, sizes: 0, renders: 0 });
    part.view = { ...view, width: 5000 };
    expect(drawn.sizes, 'it zooms').to.equal(1);
    part.nodes = many.map((node, index) => (index === 0 ? { ...node, selected: true } : node));
    await part.updateComplete;
    await frame();
    await frame();
    expect(drawn.content, 'a node is another').to.equal(1);
  });

  it('zooms by the wheel where it was meant, and by keys; Home shows all', async () => {
    const part = await mount<GdsMinimap>('gds-minimap', { nodes, view });
    const zooms = caught<{ factor: number }>(part, 'gds-minimap-zoom');
    const commands = caught<{ command: string }>(part, 'gds-command');
    const map = inside(part, '.map');
    const wheel = (init: WheelEventInit): boolean =>
      map.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, ...init }));
    expect(wheel({ deltaY: -60 }), 'the page keeps it').to.equal(true);
    expect(wheel({ deltaY: -60, ctrlKey: true })).to.equal(false);
    map.focus();
    expect(wheel({ deltaY: 60 })).to.equal(false);
    press(map, '+');
    press(map, '-');
    press(map, 'Home');
    expect(zooms.map(({ factor }) => Math.sign(factor - 1))).to.deep.equal([1, -1, 1, -1]);
    expect(commands).to.deep.equal([{ command: 'fit' }]);
  });

  it('moves the view to the pointer', async () => {
    const part = await mount<GdsMinimap>('gds-minimap', { nodes, view });
    const moves = caught<{ x: number; y: number }>(part, 'gds-minimap-move');
    const map = inside(part, '.map');
    const box = inside(part, 'canvas.content').getBoundingClientRect();
    map.setPointerCapture = () => undefined;
    const pointer = (type: string, x: number): PointerEvent =>
      new PointerEvent(type, {
        clientX: box.left + x,
        clientY: box.top + box.height / 2,
        pointerId: 5,
        button: type === 'pointermove' ? -1 : 0,
        bubbles: true,
      });
    map.dispatchEvent(pointer('pointermove', 10));
    map.dispatchEvent(pointer('pointerdown', box.width / 2));
    map.dispatchEvent(pointer('pointermove', box.width / 2 + 13));
    map.dispatchEvent(pointer('pointerup', box.width / 2 + 13));
    map.dispatchEvent(pointer('pointermove', 10));
    expect(moves).to.have.length(2);
    expect(moves[0]!.x).to.be.closeTo(500, 2);
    expect(moves[0]!.y).to.be.closeTo(300, 2);
    expect(moves[1]!.x).to.be.closeTo(600, 2);
  });

  it('moves the view with the arrows', async () => {
    const part = await mount<GdsMinimap>('gds-minimap', { nodes, view });
    const moves = caught(part, 'gds-minimap-move');
    press(inside(part, '.map'), 'ArrowRight');
    press(inside(part, '.map'), 'ArrowUp');
    expect(moves).to.deep.equal([
      { x: 600, y: 300 },
      { x: 500, y: 240 },
    ]);
  });
});

describe('<gds-toasts>', () => {
  const items: readonly ToastItem[] = [
    { id: 'a', kind: 'info', title: 'Deleted “red frog”', action: { label: 'Undo' } },
    { id: 'b', kind: 'error', title: 'The picture could not be read', text: 'Use a PNG, JPEG or WebP file.' },
  ];
  itIsAccessible<GdsToasts>('gds-toasts', { both: () => ({ items }), none: () => ({}) });

  it('has its live regions before there is anything to say', async () => {
    const part = await mount<GdsToasts>('gds-toasts', {});
    const polite = inside(part, '[role=status]');
    const urgent = inside(part, '[role=alert]');
    part.items = items;
    await part.updateComplete;
    expect(polite.textContent).to.contain('Deleted');
    expect(urgent.textContent).to.contain('could not be read');
    expect(inside(part, '[role=status]')).to.equal(polite);
  });

  it('acts and dismisses', async () => {
    const part = await mount<GdsToasts>('gds-toasts', { items });
    const actions = caught(part, 'gds-toast-action');
    const dismissed = caught(part, 'gds-toast-dismiss');
    inside(part, '.toast .button').click();
    inside(part, '.error [aria-label=Dismiss]').click();
    expect(actions).to.deep.equal([{ id: 'a', action: 'Undo' }]);
    expect(dismissed).to.deep.equal([{ id: 'a' }, { id: 'b' }]);
  });

  it('leaves by itself, not while it is held, and errors stay', async () => {
    const part = await mount<GdsToasts>('gds-toasts', {});
    const timers = new Map<number, { run: () => void; ms: number }>();
    const { setTimeout: realSet, clearTimeout: realClear } = window;
    let next = 1_000_000;
    // Only the clock is replaced: what it is set to, and that it is stopped, is what is tested.
    window.setTimeout = ((run: () => void, ms: number) => (timers.set(++next, { run, ms }), next)) as typeof window.setTimeout;
    window.clearTimeout = ((id: number) => void timers.delete(id)) as typeof window.clearTimeout;
    try {
      const dismissed = caught(part, 'gds-toast-dismiss');
      part.items = items;
      await part.updateComplete;
      expect([...timers.values()].map(({ ms }) => ms)).to.deep.equal([TOAST_TIME.action]);
      byName(part, 'Dismiss').focus();
      expect(timers.size, 'focus holds it').to.equal(0);
      byName(part, 'Dismiss').blur();
      expect(timers.size).to.equal(1);
      [...timers.values()][0]!.run();
      expect(dismissed).to.deep.equal([{ id: 'a' }]);
    } finally {
      window.setTimeout = realSet;
      window.clearTimeout = realClear;
    }
  });
});
