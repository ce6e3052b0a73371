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
    const canvas = inside<HTMLCanvasElement>(part, 'canvas');
    const context = canvas.getContext('2d')!;
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
    expect(at(500, 300)[3], 'inside the view').to.be.within(5, 60);
  });

  it('draws again once a frame, and only when something it shows is another', async () => {
    const part = await mount<GdsMinimap>('gds-minimap', { nodes, view });
    const frame = () => new Promise(requestAnimationFrame);
    const context = inside<HTMLCanvasElement>(part, 'canvas').getContext('2d')!;
    await frame();
    await frame();
    let drawn = 0;
    const clear = context.clearRect.bind(context);
    context.clearRect = (...rect) => {
      drawn += 1;
      clear(...rect);
    };
    part.view = { ...view };
    await part.updateComplete;
    await frame();
    expect(drawn, 'the same view in another object').to.equal(0);
    for (const x of [10, 20, 30]) {
      part.view = { ...view, x };
      await part.updateComplete;
    }
    await frame();
    expect(drawn, 'three views').to.equal(1);
  });

  it('moves the view to the pointer', async () => {
    const part = await mount<GdsMinimap>('gds-minimap', { nodes, view });
    const moves = caught<{ x: number; y: number }>(part, 'gds-minimap-move');
    const map = inside(part, '.map');
    const box = inside(part, 'canvas').getBoundingClientRect();
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
