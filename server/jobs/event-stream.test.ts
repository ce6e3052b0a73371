import { describe, it } from 'node:test';
import { expect } from 'chai';
import { eventChunk, eventStream } from './event-stream.js';
import { Job } from './job.js';
import { JobReader } from './reader.js';

describe('a stream of events', () => {
  it('is kept open by a comment while nothing happens, and goes on behind it', async () => {
    const job = new Job('a', 'img2img');
    const reader = new JobReader(job, { after: job.lastEvent });
    const stream = eventStream(reader, {
      pingEvery: 5,
      slowReader: 60_000,
      drop: () => undefined,
      write: ({ event, data, id }) => Promise.resolve(eventChunk(event, data, id)),
    });
    const chunks = stream.getReader();
    const next = async (): Promise<string> => new TextDecoder().decode((await chunks.read()).value);
    for (let i = 0; i < 2; i++) expect(await next()).to.match(/^: ping - [\dT:.-]+Z\r\n\r\n$/);
    job.start();
    let text = await next();
    while (text.startsWith(': ping')) text = await next();
    expect(text).to.contain('event: started\r\n');
    await chunks.cancel();
    expect(job.readerCount).to.equal(0);
  });
});
