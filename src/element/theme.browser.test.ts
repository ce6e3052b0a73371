import { expect, waitUntil } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { COLOR_TOKENS } from './tokens.js';
import { readTheme, resolveTheme, watchTheme } from './theme.js';
import { inside, mount } from '../../test/support/parts.js';
import type { GdsRail } from './gds-rail.js';

// Media queries report their changes with the next frame.
const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

describe('theme', () => {
  it('reads the tokens of both themes as sRGB', async () => {
    const dark = readTheme(await mount<GdsRail>('gds-rail', {}, 'dark'));
    const light = readTheme(await mount<GdsRail>('gds-rail', {}, 'light'));
    expect(light.surface).to.deep.equal([1, 1, 1, 1]);
    expect(dark.surface[0]).to.be.within(0.08, 0.13);
    expect(dark.text[0]).to.be.greaterThan(0.9);
    expect(dark.shadow[3]).to.be.closeTo(0.45, 0.01);
    expect(Object.keys(dark.ports)).to.include.members(['string', 'image', 'mesh', 'tensor', 'number', 'any']);
    // oklch(0.80 0.15 150) is a light green.
    const [r, g, b] = dark.accent;
    expect(g).to.be.greaterThan(r).and.greaterThan(b);
    expect(dark.font).to.contain('system-ui');
  });

  it('takes any CSS colour from the host, and its own where the value is none', async () => {
    const part = await mount<GdsRail>('gds-rail', {});
    part.style.setProperty('--gds-accent', 'hsl(240 100% 50% / 0.5)');
    part.style.setProperty('--gds-surface', 'rebeccapurple');
    part.style.setProperty('--gds-canvas', 'not a colour');
    part.style.setProperty('--x-port', '#010203');
    const theme = readTheme(part, [{ id: 'sound', colorToken: '--x-port' }]);
    expect(theme.accent[2]).to.equal(1);
    expect(theme.accent[3]).to.be.closeTo(0.5, 0.01);
    expect(theme.surface).to.deep.equal([0x66 / 255, 0x33 / 255, 0x99 / 255, 1]);
    expect(theme.ports['sound']).to.deep.equal([1 / 255, 2 / 255, 3 / 255, 1]);
    part.style.setProperty('--gds-canvas', COLOR_TOKENS.canvas.dark);
    expect(readTheme(part).canvas).to.deep.equal(theme.canvas);
  });

  it('follows the system', async () => {
    expect(resolveTheme('dark', window)).to.equal('dark');
    expect(resolveTheme('light', window)).to.equal('light');
    await emulateMedia({ colorScheme: 'light' });
    expect(resolveTheme('system', window)).to.equal('light');
    let calls = 0;
    const stop = watchTheme(window, () => calls++);
    await emulateMedia({ colorScheme: 'dark' });
    expect(resolveTheme('system', window)).to.equal('dark');
    await waitUntil(() => calls === 1, 'the change is reported once');
    stop();
    await emulateMedia({ colorScheme: 'light' });
    await nextFrame();
    expect(calls).to.equal(1);
    await emulateMedia({ colorScheme: 'no-preference' });
  });

  it('stops motion when the person asks for it', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    const part = await mount<GdsRail>('gds-rail', {});
    expect(readTheme(part).reducedMotion).to.equal(true);
    expect(getComputedStyle(inside(part, 'button')).transitionDuration).to.match(/^0(s|ms)/);
    await emulateMedia({ reducedMotion: 'no-preference' });
  });
});
