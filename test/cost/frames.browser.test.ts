// Rules K1 to K3 and K5 of docs/rules/canvas.md: frames that nobody needs are not drawn, and no frame is drawn twice.
import { expect } from '@open-wc/testing';
import { Executor } from '../../src/execution/executor.js';
import type { GdsCanvas } from '../../src/element/gds-canvas.js';
import { createDefaultRegistry } from '../../src/registry/registry.js';
import type { NodeDefinition } from '../../src/registry/types.js';
import { EMPTY, frames, mount, unmountAll, until } from '../journeys/support.js';
import { countCalls, countDrawing, countSubmitsPerFrame, type Counter } from '../support/counters.js';
import { SMALL } from './scenes.js';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** Milliseconds that an idle canvas is watched for: thirty frames. */
const WATCHED = 500;

const counters: Counter[] = [];
const counting = <C extends Counter>(counter: C): C => {
  counters.push(counter);
  return counter;
};
afterEach(async () => {
  for (const counter of counters.splice(0)) counter.stop();
  await unmountAll();
});

/** Waits until a canvas has come to rest after mounting: fonts, panels and pictures are there. */
async function rested(canvas: GdsCanvas): Promise<void> {
  let before = -1;
  await until(() => canvas.stats().frames > 0, 'the first frame');
  while (canvas.stats().frames !== before) {
    before = canvas.stats().frames;
    await wait(300);
    // On a busy machine a frame that was asked for comes later than that.
    await frames(3);
  }
}

describe('a canvas at rest', () => {
  for (const renderer of ['webgpu', 'webgl', 'canvas'] as const) {
    it(`draws nothing and asks for no animation frame (${renderer})`, async () => {
      const canvas = await mount({ graph: SMALL, before: (element) => (element.renderer = renderer) });
      expect(canvas.rendererInfo.kind).to.equal(renderer);
      await rested(canvas);
      const drawn = counting(countDrawing());
      const asked = counting(countCalls(window, 'requestAnimationFrame'));
      await wait(WATCHED);
      expect([drawn.count, asked.count]).to.deep.equal([0, 0]);
      // The control: a canvas that something pokes, however little, is seen.
      const poke = setInterval(() => canvas.select(canvas.selection.size > 0 ? [] : ['a']), 50);
      await wait(WATCHED);
      clearInterval(poke);
      expect(drawn.count, 'drawings are seen').to.be.above(0);
      expect(asked.count, 'asking is seen').to.be.above(0);
    });
  }

  it('is not drawn by what changes nothing', async () => {
    const canvas = await mount({ graph: SMALL });
    canvas.select(['a']);
    await rested(canvas);
    const { frames: before } = canvas.stats();
    canvas.select(['a']);
    canvas.camera = { ...canvas.camera };
    canvas.theme = 'system';
    await frames(3);
    expect(canvas.stats().frames).to.equal(before);
  });
});

describe('a canvas that nobody sees', () => {
  /** Changes the picture for a while; how many frames were drawn, and how many asked for. */
  async function drawnWhileChanging(canvas: GdsCanvas): Promise<{ drawn: number; asked: number; submits: number }> {
    const submits = counting(countCalls(GPUQueue.prototype, 'submit'));
    const { frames: drawn, animationFrames: asked } = canvas.stats();
    for (let turn = 0; turn < 10; turn += 1) {
      canvas.select(turn % 2 === 0 ? ['a'] : ['b']);
      canvas.camera = { x: turn * 10, y: 0, zoom: 1 };
      await frames(1);
    }
    submits.stop();
    const after = canvas.stats();
    return { drawn: after.frames - drawn, asked: after.animationFrames - asked, submits: submits.count };
  }
  const NOTHING = { drawn: 0, asked: 0, submits: 0 };

  it('is not drawn while it is scrolled away, and shows what was missed when it comes back', async () => {
    const canvas = await mount({ graph: SMALL });
    await rested(canvas);
    expect((await drawnWhileChanging(canvas)).submits, 'the same is seen where it is visible').to.be.above(0);
    canvas.parentElement!.style.setProperty('margin-block-start', '4000px');
    await frames(3);
    expect(await drawnWhileChanging(canvas)).to.deep.equal(NOTHING);
    // A new size takes the picture; that has time until somebody looks.
    const { frames: before } = canvas.stats();
    canvas.parentElement!.style.setProperty('width', '800px');
    await frames(3);
    expect(canvas.stats().frames).to.equal(before);
    canvas.parentElement!.style.removeProperty('margin-block-start');
    await until(() => canvas.stats().frames > before, 'a frame in view');
    expect(canvas.stats().reasons).to.include.members(['selection', 'camera', 'resize']);
    expect((await canvas.capture()).width).to.equal(800);
  });

  it('is not drawn while the page is hidden', async () => {
    const canvas = await mount({ graph: SMALL });
    await rested(canvas);
    const hide = (hidden: boolean): void => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    };
    try {
      hide(true);
      expect(await drawnWhileChanging(canvas)).to.deep.equal(NOTHING);
      const { frames: before } = canvas.stats();
      hide(false);
      await until(() => canvas.stats().frames > before, 'a frame when the page is back');
    } finally {
      delete (document as { hidden?: boolean }).hidden;
    }
  });

  it('is not drawn while it is off the page', async () => {
    const canvas = await mount({ graph: SMALL });
    await rested(canvas);
    const holder = canvas.parentElement!;
    canvas.remove();
    expect(await drawnWhileChanging(canvas)).to.deep.equal(NOTHING);
    const { frames: before } = canvas.stats();
    holder.append(canvas);
    await until(() => canvas.stats().frames > before, 'a frame when it is back');
  });
});

describe('a canvas under way', () => {
  it('submits once in a frame, whatever changes in it', async () => {
    const canvas = await mount({ graph: SMALL });
    await rested(canvas);
    const submits = countSubmitsPerFrame();
    try {
      const holder = canvas.parentElement!;
      const { frames: before } = canvas.stats();
      for (let turn = 0; turn < 20; turn += 1) {
        // Letters that the atlas has not seen, another size, another theme and a moving view: each alone would be a reason.
        canvas.graph.setParam('a', 'text', String.fromCodePoint(0x4e00 + turn * 7, 0x4e03 + turn * 7, 0x3b1 + turn));
        canvas.select(turn % 2 === 0 ? ['a', 'b'] : []);
        canvas.camera = { x: turn * 3, y: turn, zoom: 1 + turn / 40 };
        holder.style.setProperty('width', `${900 + turn}px`);
        if (turn % 5 === 0) canvas.theme = turn % 2 === 0 ? 'light' : 'dark';
        await frames(1);
      }
      await frames(2);
      expect(submits.most).to.equal(1);
      expect(submits.total).to.equal(canvas.stats().frames - before);
      expect(submits.total).to.be.within(15, 45);
      expect(canvas.stats().reasonCounts).to.include.keys('resize', 'camera', 'theme', 'selection');
      // The control: pictures asked for are drawn at once, beside the frame's own.
      for (let turn = 0; turn < 3; turn += 1) {
        canvas.camera = { x: turn, y: 0, zoom: 1 };
        await frames(1);
        await canvas.capture();
        await canvas.capture();
      }
      expect(submits.most, 'two in a frame are seen').to.be.above(1);
    } finally {
      submits.stop();
    }
  });

  it('draws a new size in the turn that sets it: no empty canvas in between', async () => {
    const canvas = await mount({ graph: SMALL });
    await rested(canvas);
    const surface = canvas.shadowRoot!.querySelector<HTMLCanvasElement>('.stage canvas')!;
    const width = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, 'width')!;
    const submits = counting(countCalls(GPUQueue.prototype, 'submit'));
    /** For each new size, whether it was drawn before the turn ended. */
    const drawn: boolean[] = [];
    Object.defineProperty(surface, 'width', {
      configurable: true,
      get: () => width.get!.call(surface) as number,
      set(value: number) {
        width.set!.call(surface, value);
        const before = submits.count;
        queueMicrotask(() => drawn.push(submits.count > before));
      },
    });
    for (const size of [700, 640, 900]) {
      canvas.parentElement!.style.setProperty('width', `${size}px`);
      await frames(3);
      expect(surface.width).to.equal(size);
    }
    expect(drawn).to.deep.equal([true, true, true]);
    surface.width = 500;
    await frames(1);
    expect(drawn.at(-1), 'a size without a picture is seen').to.equal(false);
  });
});

describe('progress', () => {
  const NODES = 50;
  const EVENTS = 200;

  /** Nodes that tell their progress when the test says so. */
  function busyNodes() {
    const tell = new Set<(fraction: number) => void>();
    let end: () => void = () => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    const definition: NodeDefinition = {
      type: 'busy',
      version: 1,
      title: 'Busy',
      category: 'text',
      description: 'Works until it is told to stop.',
      icon: 'sparkles',
      inputs: [],
      outputs: [{ id: 'text', title: 'Text', type: 'string' }],
      // Nodes of one content share their work, so each has its own.
      parameters: [{ name: 'text', title: 'Text', kind: 'text', default: '' }],
      async execute({ progress }) {
        tell.add((fraction) => progress({ stage: 'work', label: 'Working', fraction }));
        await over;
        return { text: 'done' };
      },
    };
    const registry = createDefaultRegistry();
    registry.register(definition);
    const nodes = Array.from({ length: NODES }, (_, index) => ({
      id: `n${index}`,
      type: 'busy',
      params: { text: `${index}` },
      x: (index % 10) * 300,
      y: Math.floor(index / 10) * 200,
    }));
    return { registry, tell, end: () => end(), graph: { ...EMPTY, nodes } };
  }

  it(`of ${NODES} nodes, ${EVENTS} times a second, costs one draw a frame at most; the same again costs none`, async () => {
    const { registry, tell, end, graph } = busyNodes();
    const canvas = await mount({
      graph,
      before: (element) => {
        element.registry = registry;
        element.executor = new Executor({ graph: element.graph, registry, tasks: element.inference, concurrency: NODES });
      },
    });
    canvas.fitView();
    const run = canvas.run();
    await until(() => tell.size === NODES, 'all nodes to work');
    await rested(canvas);

    const tellers = [...tell];
    const submits = countSubmitsPerFrame();
    let events = 0;
    canvas.addEventListener('gds-node-status', () => (events += 1));
    const { frames: before } = canvas.stats();
    let sent = 0;
    const begun = performance.now();
    while (sent < EVENTS) {
      // As many as are due by the clock, whatever else the page does.
      const due = Math.min(EVENTS, Math.ceil(((performance.now() - begun) / 1000) * EVENTS));
      for (; sent < due; sent += 1) tellers[sent % NODES]!(0.1 + sent / EVENTS / 2);
      await wait(1);
    }
    await frames(2);
    const drawn = canvas.stats().frames - before;
    expect(events).to.equal(EVENTS);
    expect(submits.most).to.equal(1);
    expect(submits.total).to.equal(drawn);
    expect(drawn, 'progress is seen').to.be.above(2);
    expect(drawn, 'and not by a frame for each event').to.be.below(EVENTS / 2);

    // Equal progress: told to nobody, drawn by nobody.
    await rested(canvas);
    const rest = canvas.stats().frames;
    events = 0;
    for (let turn = 0; turn < EVENTS; turn += 1) tellers[turn % NODES]!(0.05);
    await wait(300);
    expect([events, canvas.stats().frames - rest]).to.deep.equal([0, 0]);
    for (const one of tellers) one(0.9);
    await wait(300);
    expect(canvas.stats().frames, 'other progress is drawn').to.be.above(rest);
    submits.stop();
    end();
    expect((await run).status).to.equal('complete');
  });
});
