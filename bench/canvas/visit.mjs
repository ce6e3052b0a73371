/**
 * One visit to a subject's page: all cases on a graph of one size. Notes samples as `case|metric|unit` → number, and for what could not be
 * measured the reason; what was noted before the page got stuck counts.
 *
 * Time is the main thread's own processor time, as Chromium counts it for its tasks (`Performance.getMetrics`, time domain `threadTicks`):
 * the clock on the wall would measure the software GPU and whoever else uses the machine. Style recalculations and layouts are Chromium's counts.
 *
 * What moves does so in blocks. The first one, in which a page does once what it does once, has a figure of its own; the others make the figure per
 * frame, and the dearest of them stands beside it.
 */
import { VIEWPORT, WAYS } from './scene.mjs';
import { Overdue, within } from './browser.mjs';

/** Nodes that are added in one go. */
export const ADDED = 10_000;
/** Milliseconds that a case may take beyond its own limit, for frames that are slow themselves. */
const PATIENCE = 45_000;

/** Frames of a block. */
const BLOCK = 10;

/**
 * @param limits `{ mount, frames, ms }`: milliseconds for a mount, an addition or an undo; frames of a case without the first block, and milliseconds
 *               after which it has enough; the first block gets a third of them on top
 */
export async function visit(page, cdp, { count, pictures, limits, adds }, { samples, missing }) {
  const put = (name, metric, unit, value) => samples.set(`${name}|${metric}|${unit}`, value);
  const call = (name, ...args) =>
    within(
      page.evaluate(([method, list]) => globalThis.bench[method](...list), [name, args]),
      ['mount', 'add', 'undo'].includes(name) ? limits.mount : limits.ms + PATIENCE,
      name,
    );
  const metrics = async () => {
    const { metrics: list } = await cdp.send('Performance.getMetrics');
    return Object.fromEntries(list.map(({ name, value }) => [name, value]));
  };

  /** Processor time of `act`, which gives a number of frames or wall milliseconds. */
  const around = async (act) => {
    const before = await metrics();
    const result = await act();
    const after = await metrics();
    const difference = (name) => after[name] - before[name];
    return { result, cpu: difference('TaskDuration') * 1000, layouts: difference('LayoutCount'), styles: difference('RecalcStyleCount') };
  };
  /** Plays `block(options)`, which gives its number of frames, until there are enough of them. */
  const inBlocks = async (name, block) => {
    const play = (limit, from) => around(() => block({ frames: BLOCK, limit, from }));
    const first = await play(limits.ms / 3, 0);
    const blocks = [];
    const sum = (figure) => blocks.reduce((total, taken) => total + taken[figure], 0);
    const end = performance.now() + limits.ms;
    while (blocks.length === 0 || (sum('result') < limits.frames && performance.now() < end)) {
      blocks.push(await play(end - performance.now(), first.result + sum('result')));
    }
    const perFrame = ({ cpu, result }) => cpu / result;
    put(name, 'main-thread CPU per frame', 'ms', sum('cpu') / sum('result'));
    put(name, 'main-thread CPU per frame, dearest block', 'ms', Math.max(...blocks.map(perFrame)));
    put(name, 'main-thread CPU per frame, first block', 'ms', perFrame(first));
    put(name, 'layouts per frame', 'count', sum('layouts') / sum('result'));
    put(name, 'style recalculations per frame', 'count', sum('styles') / sum('result'));
    put(name, 'frames measured', 'count', sum('result'));
  };
  const counts = async (name) => {
    const stats = await call('stats');
    if (!stats) return;
    put(name, 'draws in the last frame', 'count', stats.draws);
    put(name, 'bytes uploaded in the last frame', 'bytes', stats.bytesUploaded);
    put(name, 'submits in the last frame', 'count', stats.submits);
  };
  const attempt = async (name, act) => {
    try {
      await act();
    } catch (error) {
      missing.set(name, error.message.split('\n')[0]);
      // The page is stuck; whatever follows would be measured behind its work.
      if (!(error instanceof Overdue)) return;
      missing.set(`what comes after ${name}`, 'the page was stuck');
      throw error;
    }
  };

  const mounted = await around(() => call('mount', count, { pictures }));
  if (!pictures) {
    put('mount', 'time', 'ms', mounted.result);
    put('mount', 'main-thread CPU', 'ms', mounted.cpu);
  }
  await call('settled');
  const shown = await call('count');
  if (shown !== count) throw new Error(`The page shows ${shown} nodes instead of ${count}.`);

  await cdp.send('HeapProfiler.enable');
  await cdp.send('HeapProfiler.collectGarbage');
  const heap = await cdp.send('Runtime.getHeapUsage');
  put('heap', 'JavaScript heap after collection', 'bytes', heap.usedSize);
  put('heap', 'array buffers', 'bytes', heap.backingStorageSize ?? 0);
  await cdp.send('HeapProfiler.disable');

  for (const [way, name] of Object.entries(WAYS)) {
    await attempt(name, async () => {
      await call('ready', way);
      const pointer = roam(cdp);
      await inBlocks(name, (options) => call('pan', way, options)).finally(() => pointer.stop());
      await counts(name);
    });
  }

  await attempt('drag of all selected', async () => {
    await call('ready', 'near');
    await call('select');
    await drag();
  });

  if (adds) {
    await attempt(`add ${ADDED} nodes`, async () => {
      await call('ready', 'near');
      const added = await around(() => call('add', ADDED));
      put(`add ${ADDED} nodes`, 'time', 'ms', added.result);
      put(`add ${ADDED} nodes`, 'main-thread CPU', 'ms', added.cpu);
      if ((await call('count')) !== count + ADDED) throw new Error('Not all nodes were added.');
      await call('settled');
    });
    if ((await call('undoes')) && !missing.has(`add ${ADDED} nodes`)) {
      await attempt('undo of add', async () => {
        const undone = await around(() => call('undo'));
        put('undo of add', 'time', 'ms', undone.result);
        put('undo of add', 'main-thread CPU', 'ms', undone.cpu);
        if ((await call('count')) !== count) throw new Error('Undo left another number of nodes.');
      });
    }
  }
  return call('info');

  /** A press on a selected node, moves as fast as the page takes them, a release. */
  async function drag() {
    const name = 'drag of all selected';
    const from = await call('handle');
    const places = async () => [await call('where', 'n0'), await call('where', `n${count - 1}`)];
    const before = await places();
    const mouse = (type, x, y, buttons) =>
      within(
        cdp.send('Input.dispatchMouseEvent', {
          type,
          x,
          y,
          button: buttons || type === 'mouseReleased' ? 'left' : 'none',
          buttons,
          clickCount: 1,
        }),
        PATIENCE,
        name,
      );
    await mouse('mouseMoved', from.x, from.y, 0);
    const writes = await call('writes');
    await mouse('mousePressed', from.x, from.y, 1);
    for (const step of [4, 8, 12]) await mouse('mouseMoved', from.x + step, from.y + step, 1);
    let at = 0;
    await inBlocks(name, async ({ frames, limit }) => {
      const end = performance.now() + limit;
      await call('watch');
      for (let moves = 0; moves < frames && (moves < 3 || performance.now() < end); moves += 1, at += 1) {
        await mouse('mouseMoved', from.x + 40 + Math.cos(at / 5) * 40, from.y + 40 + Math.sin(at / 5) * 40, 1);
      }
      const seen = await call('unwatch');
      if (seen < 1) throw new Error('No frame saw the pointer move.');
      return seen;
    });
    await counts(name);
    const held = await call('writes');
    const dropped = await around(async () => {
      await mouse('mouseReleased', from.x + 60, from.y + 40, 0);
      await call('steps');
    });
    put(name, 'main-thread CPU of the drop', 'ms', dropped.cpu);
    await call('settled');
    const way = (await places()).map(({ x, y }, at) => Math.hypot(x - before[at].x, y - before[at].y));
    if (way[0] < 5 || Math.abs(way[0] - way[1]) > 1) {
      for (const key of [...samples.keys()]) if (key.startsWith(name)) samples.delete(key);
      throw new Error(`the drag moved the first and the last node by ${way.map((length) => length.toFixed(1)).join(' and ')} units`);
    }
    if (writes === undefined) return;
    put(name, 'document changes before the drop', 'count', held - writes);
    put(name, 'document changes of the drop', 'count', (await call('writes')) - held);
  }
}

/** Moves the pointer over the canvas, as fast as the page takes it, until `stop()`. */
function roam(cdp) {
  let going = true;
  const done = (async () => {
    for (let at = 0; going; at += 1) {
      await cdp
        .send('Input.dispatchMouseEvent', {
          type: 'mouseMoved',
          x: Math.round(VIEWPORT.width / 2 + Math.cos(at / 9) * 300),
          y: Math.round(VIEWPORT.height / 2 + Math.sin(at / 7) * 200),
        })
        .catch(() => (going = false));
    }
  })();
  return {
    stop() {
      going = false;
      return done;
    },
  };
}
