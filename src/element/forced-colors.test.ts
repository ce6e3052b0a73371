// Forced colours (Windows high contrast), which the browser test runner cannot switch on: a page of its own in real Chromium.
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumPath } from '../../tools/chromium.mjs';

const SOURCE = `
  import { defineParts } from './src/element/parts.js';
  import { readTheme } from './src/element/theme.js';
  defineParts();
  window.readTheme = readTheme;
`;

describe('forced colours', () => {
  let browser: Browser;
  let page: Page;

  before(async () => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const { outputFiles } = await build({
      stdin: { contents: SOURCE, resolveDir: root, loader: 'ts' },
      bundle: true,
      format: 'esm',
      write: false,
      external: ['./gds-mesh-viewer.js'],
      tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    });
    browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
    page = await browser.newPage({ forcedColors: 'active' });
    await page.setContent(
      '<gds-rail data-theme="dark" open="assets"></gds-rail><gds-parameter-editor data-theme="dark"></gds-parameter-editor>',
    );
    await page.addScriptTag({ type: 'module', content: outputFiles[0]!.text });
    await page.waitForFunction(() => 'readTheme' in window);
  });
  after(() => browser.close());

  it('hands the renderer system colours', async () => {
    const theme = await page.evaluate(() => {
      const { readTheme } = window as unknown as {
        readTheme: (host: Element) => Record<'surface' | 'canvas' | 'text' | 'border' | 'accent', number[]>;
      };
      return readTheme(document.querySelector('gds-rail')!);
    });
    expect(theme.surface).to.deep.equal(theme.canvas);
    expect(theme.border).to.deep.equal(theme.text);
    expect(theme.text).to.not.deep.equal(theme.canvas);
    expect(theme.accent).to.not.deep.equal(theme.canvas);
  });

  it('gives icons the colour of the text they stand by', async () => {
    const pairs = await page.evaluate(() => {
      const icons = [...document.querySelector('gds-rail')!.shadowRoot!.querySelectorAll('.icon')];
      return icons.map((icon) => [getComputedStyle(icon).color, getComputedStyle(icon.parentElement!).color]);
    });
    expect(pairs).to.not.have.length(0);
    for (const [icon, text] of pairs) expect(icon).to.equal(text);
  });

  it('keeps pressed buttons and switches apart from their ground', async () => {
    const looks = await page.evaluate(async () => {
      const editor = document.querySelector('gds-parameter-editor') as HTMLElement & {
        parameters: unknown;
        updateComplete: Promise<boolean>;
      };
      editor.parameters = [{ kind: 'boolean', name: 'on', title: 'On', default: true }];
      await editor.updateComplete;
      const rail = document.querySelector('gds-rail')!.shadowRoot!;
      return {
        pressed: getComputedStyle(rail.querySelector('[aria-pressed="true"]')!).backgroundColor,
        plain: getComputedStyle(rail.querySelector('[aria-pressed="false"]')!).backgroundColor,
        on: getComputedStyle(editor.shadowRoot!.querySelector('.switch')!).backgroundColor,
        page: getComputedStyle(document.body).backgroundColor,
      };
    });
    expect(looks.pressed).to.not.equal(looks.plain);
    expect(looks.on).to.not.equal(looks.page);
  });
});
