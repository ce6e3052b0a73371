/** A job's history and its readers, at random: whoever comes when, and however slowly, is told the same. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { random } from '../../adapters/indexeddb/testing.js';
import { Job, RESTARTED, type JobEvent } from './job.js';
import { JobReader } from './reader.js';

const SEED = Number(process.env['READER_SEED'] ?? Date.now() & 0xffff);
const pixels = { width: 1, height: 1, data: new Uint8ClampedArray(4) };

describe('JobReader', () => {
  it(`misses nothing and hears nothing twice (READER_SEED=${SEED})`, () => {
    const next = random(SEED);
    for (let round = 0; round < 300; round++) {
      const job = new Job(`${round}`, 'img2img');
      const readers: { reader: JobReader; after: number; told: JobEvent[] }[] = [];
      const steps = Math.floor(next() * 20);
      let step = 0;
      while (!job.ended) {
        const dice = next();
        if (dice < 0.3) {
          const after = Math.floor(next() * (job.lastEvent + 1));
          readers.push({ reader: new JobReader(job, { after, previews: next() < 0.5 }), after, told: [] });
        } else if (dice < 0.6 && readers.length) {
          const { reader, told } = readers[Math.floor(next() * readers.length)]!;
          const event = reader.take();
          if (event && event.event !== 'preview') told.push(event);
        } else if (dice < 0.7) job.show(pixels);
        else if (job.status === 'queued') job.start();
        else if (step < steps) job.advance({ current: ++step, total: steps, percent: 0, stage: 'denoise' });
        else if (next() < 0.5) job.succeed({});
        else job.cancel();
      }
      for (const { reader, after, told } of readers) {
        for (let event = reader.take(); event; event = reader.take()) if (event.event !== 'preview') told.push(event);
        expect(told.map(({ id }) => id)).to.deep.equal(job.events.slice(after).map(({ id }) => id));
        expect(reader.done).to.equal(true);
        reader.close();
      }
      expect(job.readerCount).to.equal(0);
    }
  });

  it('passes over previews that were not taken, and ends with the job', () => {
    const job = new Job('a', 'img2img');
    const reader = new JobReader(job, { after: 1, previews: true });
    job.start();
    for (let i = 0; i < 3; i++) job.show(pixels);
    const names: (string | undefined)[] = [];
    for (let i = 0; i < 3; i++) names.push(reader.take()?.event);
    expect(names).to.deep.equal(['started', 'preview', undefined]);
    expect(reader.done).to.equal(false);
    job.show(pixels);
    job.fail(RESTARTED);
    expect(reader.take()?.event).to.equal('failed');
    expect(reader.take()).to.equal(undefined);
    expect(reader.done).to.equal(true);
  });

  it('tells the end of a job of an earlier process to whoever had heard of it, however much', () => {
    const record = { ...new Job('a', 'img2img').record(), started_at: 5 };
    for (const after of [0, 1, 2, 57, 1000]) {
      const job = Job.from(record);
      const reader = new JobReader(job, { after });
      let last: string | undefined;
      for (let event = reader.take(); event; event = reader.take()) last = event.event;
      expect(last, `after ${after}`).to.equal('failed');
      expect(job.record()).to.deep.include({ status: 'failed', error: RESTARTED, started_at: 5 });
    }
  });
});
