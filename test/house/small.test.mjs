/**
 * Where there is little room nothing is cut off: at 320 pixels, and at 200 % and 400 % of a desktop's window, every control of what
 * is open can be scrolled to and lies on top, where a pointer meets it.
 */
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { openStudio } from '../../scripts/lib/studio-page.mjs';
import { startStudio } from '../../scripts/lib/studio-server.mjs';
import { enter, STATES } from './studio-states.mjs';

const SIZES = [
  { name: 'a narrow phone', width: 320, height: 640 },
  { name: '1280 × 800 at 200 %', width: 640, height: 400 },
  { name: '1280 × 1024 at 400 %', width: 320, height: 256 },
];
/** What is open, and where its controls are: a sheet may cover the rest until it is closed. */
const OPEN = [
  ['start', 'gds-rail, gds-toolbar, gds-status-chip'],
  ['node selected', 'gds-node-panel'],
  ['add palette', 'gds-add-palette'],
  ['changing a key', 'gds-shortcuts'],
  ['several selected', 'gds-rail, gds-toolbar'],
];

describe('little room', () => {
  let server;
  let studio;
  let page;

  before(async () => {
    server = await startStudio({ port: 0 });
    studio = await openStudio('about:blank', { wait: false });
    page = studio.page;
    await page.emulateMedia({ reducedMotion: 'reduce' });
  });
  after(async () => {
    await studio?.close();
    await server?.close();
  });

  /** Controls below the parts that `selector` names: how many there are, and which of them cannot be met. */
  const controls = (selector) =>
    page.evaluate(async (selector) => {
      for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
      const all = (root) => [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
      const topAt = (x, y) => {
        let found = document.elementFromPoint(x, y);
        for (let inner; found?.shadowRoot && (inner = found.shadowRoot.elementFromPoint(x, y)) && inner !== found;) found = inner;
        return found;
      };
      const parts = [...document.querySelector('gds-canvas').shadowRoot.querySelectorAll(selector)];
      const found = parts
        .flatMap((part) => all(part.shadowRoot))
        .filter(
          (one) => one.matches('button, input, select, textarea, [role="option"]') && one.checkVisibility({ visibilityProperty: true }),
        );
      const missed = found.filter((one) => {
        one.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        const { left, top, right, bottom, width, height } = one.getBoundingClientRect();
        if (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1) return true;
        const met = topAt(left + width / 2, top + height / 2);
        return !met || !(one === met || one.contains(met) || met.contains(one) || met.getRootNode() === one.getRootNode());
      });
      return { count: found.length, missed: missed.map((one) => one.ariaLabel || one.textContent.trim() || one.outerHTML.slice(0, 80)) };
    }, selector);

  for (const { name: size, width, height } of SIZES)
    for (const [name, selector] of OPEN)
      it(`hides nothing on ${size}: ${name}`, async () => {
        await enter(page, server.url, { ...STATES.find((state) => state.name === name), size: { width, height } });
        const { count, missed } = await controls(selector);
        expect(count).to.be.above(4);
        expect(missed).to.deep.equal([]);
      });

  it('notices a control that is pushed over the edge', async () => {
    await enter(page, server.url, { ...STATES[0], size: { width: 320, height: 640 } });
    await page.evaluate(() => {
      const rail = document.querySelector('gds-canvas').shadowRoot.querySelector('gds-rail');
      const button = rail.shadowRoot.querySelector('button');
      button.style.setProperty('position', 'fixed');
      button.style.setProperty('left', '400px');
    });
    expect((await controls('gds-rail')).missed).to.have.length(1);
  });
});
