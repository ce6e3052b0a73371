import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { Job } from './job.js';
import { Journal } from './journal.js';
import { JobQueue } from './queue.js';

describe('a queue that has done ten thousand jobs', () => {
  it('forgets the oldest that have ended, with their records, and none that waits or runs', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gds-queue-'));
    const { journal } = await Journal.open(folder, 60_000);
    const ended = Array.from({ length: 10_000 }, (_, index) => {
      const job = new Job(`earlier-${index}`, 'img2img');
      job.succeed({});
      return job;
    });
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const queue = new JobQueue({ workers: 1, capacity: 4, keep: 60_000, journal, log }, ended);
    const recordOf = (id: string) => existsSync(join(folder, `${id}.json`));
    const release = () => Promise.resolve();
    try {
      await Promise.all(ended.slice(0, 3).map((job) => journal.save(job)));
      let finish = (): void => undefined;
      const held = new Promise<void>((resolve) => (finish = resolve));
      const first = await queue.submit({ type: 'img2img', run: () => held.then(() => ({})), release });
      const waiting = await queue.submit({ type: 'img2img', run: () => new Promise(() => undefined), release });
      expect(queue.get('earlier-0'), 'while nothing has ended').to.equal(ended[0]);
      finish();
      while (waiting.status !== 'running') await new Promise((resolve) => setImmediate(resolve));
      await journal.flush();
      expect([queue.get('earlier-0'), queue.get('earlier-1')], 'two more came').to.deep.equal([undefined, undefined]);
      expect([recordOf('earlier-0'), recordOf('earlier-1'), recordOf('earlier-2')]).to.deep.equal([false, false, true]);
      expect(queue.get('earlier-2')).to.equal(ended[2]);
      expect([queue.get(first.id), queue.get(waiting.id)], 'the new ones').to.deep.equal([first, waiting]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
