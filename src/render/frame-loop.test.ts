import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { expect } from 'chai';
import { FrameLoop } from './frame-loop.js';

const SCREEN = 1000 / 60;

/** A browser whose next frame comes after `drawnMs` where something was drawn, and with the screen otherwise. */
class Browser {
  now = 0;
  /** When what was drawn. */
  readonly draws: { readonly at: number; readonly reasons: string[] }[] = [];
  animating = true;
  /** A page that nobody sees gets no frames. */
  hidden = false;
  readonly loop: FrameLoop;
  #frame: { readonly at: number; readonly callback: (now: number) => void } | undefined;
  #busyUntil = 0;

  constructor(readonly drawnMs: number) {
    const view = {
      document: { timeline: { currentTime: null } },
      requestAnimationFrame: (callback: (now: number) => void) => {
        this.#frame = { at: Math.max(this.now + SCREEN, this.#busyUntil), callback };
        return 1;
      },
      cancelAnimationFrame: () => (this.#frame = undefined),
    } as unknown as Window;
    this.loop = new FrameLoop({ view, runnable: () => true, draw: () => this.#draw() });
  }

  #draw(): void {
    this.draws.push({ at: this.now, reasons: [...this.loop.take()] });
    this.#busyUntil = this.now + this.drawnMs;
    if (this.animating) this.loop.animate();
  }

  /** Lets milliseconds pass, one by one. */
  pass(ms: number): void {
    for (let i = 0; i < ms; i++) {
      this.now += 1;
      mock.timers.tick(1);
      const frame = this.#frame;
      if (frame && frame.at <= this.now && !this.hidden) {
        this.#frame = undefined;
        frame.callback(this.now);
      }
    }
  }
}

describe('frame loop', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('draws what moves by itself thirty times a second where frames cost little', () => {
    const browser = new Browser(SCREEN);
    browser.loop.animate();
    browser.pass(2000);
    expect(browser.draws.length).to.be.within(56, 64);
  });

  it('draws it a fifth of the time where frames cost a lot, and asks the browser for none in between', () => {
    const browser = new Browser(100);
    browser.loop.animate();
    browser.pass(10_000);
    expect(browser.draws.length).to.be.within(18, 21);
    expect(browser.loop.asked).to.be.at.most(3 * browser.draws.length + 1);
  });

  it('draws at once what else is asked for while an animation rests', () => {
    const browser = new Browser(100);
    browser.loop.animate();
    browser.pass(1250);
    const before = browser.draws.length;
    browser.loop.ask('camera');
    browser.pass(20);
    expect(browser.draws.length).to.equal(before + 1);
    expect(browser.draws.at(-1)?.reasons).to.deep.equal(['animation', 'camera']);
    browser.pass(1000);
    expect(browser.draws.length, 'the rest that was broken off draws nothing more').to.be.within(before + 2, before + 3);
  });

  it('asks for nothing more once it was called off in a rest', () => {
    const browser = new Browser(100);
    browser.loop.animate();
    browser.pass(250);
    const { asked } = browser.loop;
    browser.loop.cancel();
    browser.pass(2000);
    expect(browser.loop.asked).to.equal(asked);
  });

  it('goes on within two seconds where no frame came for minutes', () => {
    const browser = new Browser(SCREEN);
    browser.loop.animate();
    browser.pass(500);
    browser.hidden = true;
    browser.pass(120_000);
    browser.hidden = false;
    const before = browser.draws.length;
    browser.pass(2000);
    expect(browser.draws.length - before).to.be.at.least(20);
  });

  it('is as quick as before once frames cost little again', () => {
    const browser = new Browser(100);
    browser.loop.animate();
    browser.pass(2000);
    Object.assign(browser, { drawnMs: SCREEN });
    browser.pass(1000);
    const before = browser.draws.length;
    browser.pass(1000);
    expect(browser.draws.length - before).to.be.within(28, 32);
  });
});
