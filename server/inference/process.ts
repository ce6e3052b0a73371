/**
 * The process that computes, started by `pool.ts`: takes one task at a time, says how far it is, hears of a cancel between steps.
 *
 * It ends with the server, however that ends. Interrupts of a terminal reach it too and are the server's business.
 */
import { GdsError } from '../../src/errors.js';
import { Computer } from './compute.js';
import type { FromProcess, Setup, ToProcess } from './protocol.js';

const send = (message: FromProcess) => process.send?.(message);
process.on('disconnect', () => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});

const computer = await Computer.start(JSON.parse(process.argv[2] ?? '{}') as Setup);
const { backend, fallback } = computer.runtime;
const running = new Map<number, AbortController>();

process.on('message', (message: ToProcess) => {
  if (message.type === 'cancel') running.get(message.id)?.abort();
  else void run(message);
});
send({ type: 'ready', backend, ...(fallback === undefined ? {} : { fallback }) });

async function run({ id, task }: Extract<ToProcess, { type: 'run' }>): Promise<void> {
  const abort = new AbortController();
  running.set(id, abort);
  try {
    const outcome = await computer.run(task, abort.signal, (progress) => send({ type: 'progress', id, progress }));
    send({ type: 'done', id, outcome });
  } catch (error) {
    if (abort.signal.aborted) send({ type: 'cancelled', id });
    else {
      const fault = 'The model failed to compute. Try other settings; the log of the server says more.';
      send({ type: 'failed', id, error: GdsError.from(error, 'GDS_INFERENCE', fault).toJSON() });
    }
  } finally {
    running.delete(id);
  }
}
