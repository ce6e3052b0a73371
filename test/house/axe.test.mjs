/**
 * axe finds nothing to object to in the studio: in every state that people meet, in both themes, best practices included.
 * What axe could not decide by itself (text over the drawn canvas) is held by `src/element/contrast.test.ts`.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { openStudio } from '../../scripts/lib/studio-page.mjs';
import { startStudio } from '../../scripts/lib/studio-server.mjs';
import { enter, STATES } from './studio-states.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const THEMES = ['dark', 'light'];

describe('axe', () => {
  let server;
  let studio;
  let page;

  before(async () => {
    server = await startStudio({ port: 0 });
    studio = await openStudio('about:blank', { wait: false });
    page = studio.page;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.addInitScript(AXE);
  });
  after(async () => {
    await studio?.close();
    await server?.close();
  });

  /** What axe objects to, in lines: the rule, what breaks it, and why. */
  async function violations() {
    const found = await page.evaluate(async (tags) => {
      for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
      const { violations, passes } = await window.axe.run(document, { runOnly: tags, resultTypes: ['violations'] });
      const lines = violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.flat().join(' » ')}: ${failureSummary.split('\n')[1]?.trim()}`),
      );
      return { lines, passes: passes.length };
    }, TAGS);
    expect(found.passes, 'rules that found something to look at').to.be.greaterThan(10);
    return found.lines;
  }

  for (const state of STATES) {
    it(`finds nothing in: ${state.name}`, async () => {
      await enter(page, server.url, state);
      for (const theme of THEMES) {
        await page.evaluate((theme) => document.querySelector('gds-canvas').setAttribute('theme', theme), theme);
        expect(await violations(), theme).to.deep.equal([]);
      }
    });
  }

  it('finds a button without a name, in the page and inside the element', async () => {
    await enter(page, server.url, STATES[0]);
    await page.evaluate(() => {
      document.body.append(document.createElement('button'));
      document.querySelector('gds-canvas').shadowRoot.querySelector('.toolbar').append(document.createElement('button'));
    });
    const names = (await violations()).filter((line) => line.startsWith('button-name'));
    expect(names).to.have.length(2);
    expect(names.filter((line) => line.includes('gds-canvas »'))).to.have.length(1);
  });
});
