/**
 * What the page's main thread did, from the browser's own trace: each task with the time it took on the clock (wall)
 * and on the processor (CPU).
 *
 * On a machine with few cores the model's threads keep the main thread waiting in the middle of a task: such a task is long on the
 * clock and short on the processor. Work of the page itself is long on both. A wait for the GPU process counts as wall time
 * only, too: `waitingForGpuMs` has the time that tasks spent in such waits.
 */

/** A task longer than this is one that a person feels, milliseconds. The same as in the browser's `longtask` entries. */
export const LONG_TASK = 50;

const MARKS = 'blink.user_timing';
const CATEGORIES = ['disabled-by-default-devtools.timeline', MARKS, 'gpu'];
const TASK = 'RunTask';
/** Trace events during which the main thread waits for the GPU process. */
const GPU_WAITS = new Set(['CommandBufferProxyImpl::WaitForToken', 'CommandBufferProxyImpl::WaitForGetOffset']);

/** Begins to trace. Costs the page little: no call stacks. */
export async function traceMainThread(browser) {
  const session = await browser.newBrowserCDPSession();
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) if (event.name === TASK || GPU_WAITS.has(event.name) || event.cat === MARKS) events.push(event);
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { recordMode: 'recordContinuously', includedCategories: CATEGORIES },
  });
  return {
    /** Ends the trace. */
    async stop() {
      const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
      await session.send('Tracing.end');
      await complete;
      await session.detach();
      return { between: (from, to) => summary(events, from, to) };
    },
  };
}

/**
 * Tasks that lie wholly or partly between two `performance.mark`s, the last of each name. Null where the trace does not hold both.
 *
 * `wall` is by the clock, `cpu` by the processor; `longest…` has both figures of the one task.
 */
export function summary(events, from, to) {
  const first = events.findLast(({ name }) => name === from);
  const last = events.findLast(({ name }) => name === to);
  if (!first || !last) return null;
  const here = events.filter(({ ph, pid, tid }) => ph === 'X' && pid === first.pid && tid === first.tid);
  const within = ({ ts, dur }) => ts + dur > first.ts && ts < last.ts;
  const tasks = here
    .filter((event) => event.name === TASK && within(event))
    .map(({ dur, tdur }) => ({ wallMs: rounded(dur / 1000), cpuMs: rounded((tdur ?? 0) / 1000) }));
  const waits = here.filter((event) => GPU_WAITS.has(event.name) && within(event)).map(({ dur }) => dur / 1000);
  return {
    tasks: tasks.length,
    seconds: rounded((last.ts - first.ts) / 1e6),
    wall: figures(tasks, 'wallMs'),
    cpu: figures(tasks, 'cpuMs'),
    waitingForGpuMs: rounded(sum(waits)),
  };
}

function figures(tasks, key) {
  const longest = tasks.reduce((a, b) => (b[key] > (a?.[key] ?? -1) ? b : a), undefined);
  return {
    totalMs: rounded(sum(tasks.map((task) => task[key]))),
    over50ms: tasks.filter((task) => task[key] > LONG_TASK).length,
    longest: longest ?? null,
  };
}

const sum = (values) => values.reduce((total, value) => total + value, 0);
const rounded = (ms) => Math.round(ms * 10) / 10;
