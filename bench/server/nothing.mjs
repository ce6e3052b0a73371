/**
 * Puts something that computes nothing in the place of the processes that compute, in this process alone: the rest of the server is as it
 * is. A job of N steps tells N steps, `STEP_MS` apart, and when each was told; one of `FOREVER` steps waits until it is cancelled.
 */
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';

export const FOREVER = 999;
const STEP_MS = 4;
/** A picture of one pixel. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

export async function computeNothing(root) {
  const { Pool } = await import(join(root, 'dist/server/inference/pool.js'));
  const { Job } = await import(join(root, 'dist/server/jobs/job.js'));
  Pool.prototype.run = async (task, signal, onProgress) => {
    const { steps } = task.input;
    if (steps === FOREVER) await after(2 ** 31 - 1, undefined, { signal });
    for (let step = 1; steps > 1 && step <= steps; step++) {
      await after(STEP_MS);
      onProgress({ stage: 'denoise', label: '', step, total: steps, fraction: step / steps });
    }
    return { kind: 'image', bytes: PNG, width: 1, height: 1, info: {} };
  };
  const { advance } = Job.prototype;
  Job.prototype.advance = function (progress) {
    process.send({ told: { job: this.id, step: progress.current, at: Number(process.hrtime.bigint()) } });
    return advance.call(this, progress);
  };
}
