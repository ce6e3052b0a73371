/** The direct calls' ways to answer: when the job has ended, or step by step. A client that leaves cancels its job. */
import type { Context } from 'hono';
import { eventChunk, eventStream, EVENT_STREAM_HEADERS } from '../jobs/event-stream.js';
import type { Job, JobProgress, JobResult } from '../jobs/job.js';
import type { JobQueue } from '../jobs/queue.js';
import { JobReader } from '../jobs/reader.js';
import { dropReader } from './drop-reader.js';
import type { Presenter } from './present.js';
import type { ServerEnv } from '../part.js';
import { Problem } from '../problem.js';
import { statusOf } from './refusal.js';

/** @throws Problem where the job failed, worded as the original does: a 500 begins with its own number. */
export async function whenEnded(
  context: Context<ServerEnv>,
  job: Job,
  queue: JobQueue,
  plainErrors: readonly string[] = [],
): Promise<JobResult> {
  const leave = () => queue.cancel(job);
  const { signal } = context.req.raw;
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  await ended(job);
  signal.removeEventListener('abort', leave);
  if (job.result) return job.result;
  if (!job.error) throw new Problem(409, 'GDS_CANCELLED', 'The job was cancelled');
  const { code, message } = job.error;
  const status = statusOf(code);
  throw new Problem(status, code, status === 500 && !plainErrors.includes(code) ? `500: ${message}` : message);
}

/** Progress, then `complete` or `error`, as `/api/img2img/stream` has them where it works. */
export function progressStream(
  context: Context<ServerEnv>,
  job: Job,
  steps: number,
  queue: JobQueue,
  presenter: Presenter,
  slowReader: number,
): Response {
  const stream = eventStream(new JobReader(job), {
    slowReader,
    drop: () => dropReader(context),
    onLeave: () => queue.cancel(job),
    first: eventChunk('progress', { step: 0, total_steps: steps, progress: 0, status: 'starting' }),
    async write(event) {
      if (event.event === 'progress') {
        const { current, percent } = event.data as JobProgress;
        return current > 0 ? eventChunk('progress', { step: current, total_steps: steps, progress: percent }) : undefined;
      }
      if (event.event === 'completed') {
        const { status, image, time_taken, width, height, info } = await presenter.result(job.result!, 'url');
        return eventChunk('complete', { status, image, time_taken, width, height, info });
      }
      if (event.event === 'failed') return eventChunk('error', { status: 'error', message: job.error!.message, code: job.error!.code });
      if (event.event === 'cancelled')
        return eventChunk('error', { status: 'error', message: 'The job was cancelled', code: 'GDS_CANCELLED' });
      return undefined;
    },
  });
  return new Response(stream, { headers: EVENT_STREAM_HEADERS });
}

async function ended(job: Job): Promise<void> {
  if (job.ended) return;
  await new Promise<void>((resolve) => {
    const unfollow = job.follow(() => {
      if (!job.ended) return;
      unfollow();
      resolve();
    });
  });
}
