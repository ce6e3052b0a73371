/** The queue as clients see it: who goes first, who is refused, what a cancel does, what a key means. Rules S of docs/rules/server.md. */
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { HANG, imageForm, JobsClient, LONG } from './jobs-client.js';
import { readRecording } from './recording.js';
import { ENDS, SocketClient } from './socket-client.js';

const CAPACITY = 4;

describe('the queue', { timeout: HANG }, () => {
  let server: ServerProcess;
  let client: JobsClient;
  before(async () => {
    server = await startServer(['--packages', 'models', '--queue', String(CAPACITY)]);
    client = new JobsClient(server);
  });
  after(() => server.stop());

  /** Keeps the one worker busy until `release` is called. */
  async function busy(): Promise<() => Promise<void>> {
    const id = await client.submit(LONG);
    await client.until(id, 'progress');
    return async () => {
      await client.cancel(id);
      expect((await client.events(id)).at(-1)!.event).to.equal('cancelled');
    };
  }

  it('refuses at once where it is full, says when to come again, and goes on answering', async () => {
    const release = await busy();
    const waiting = await Promise.all(Array.from({ length: CAPACITY }, () => client.submit()));
    const refused = await client.post('/api/jobs/img2img', imageForm());
    expect(refused.status).to.equal(429);
    expect(Number(refused.headers.get('retry-after'))).to.be.within(1, 60);
    expect(await refused.json()).to.deep.equal({ detail: 'Queue is full. Try again later.', code: 'GDS_QUEUE_FULL' });
    expect((await client.post('/api/img2img', imageForm())).status, 'direct calls wait in the same queue').to.equal(429);

    // In the original these hang: queue-full-observed; and health answers all the while: queue-full-health.
    const { submissions } = readRecording<{ submissions: { status?: number }[] }>('http/queue-full-observed');
    expect(submissions.length).to.be.above(10);
    const recorded = readRecording('http/queue-full-health').response.json as object;
    const health = (await (await server.get('/api/health')).json()) as object;
    expect(health).to.deep.include({ ...recorded, queue: { waiting: CAPACITY, running: 1 } });

    for (const id of waiting) await client.cancel(id);
    expect((await client.post('/api/jobs/img2img', imageForm())).status).to.equal(200);
    await release();
  });

  it('lets higher priorities go first, and equal ones in the order they came', async () => {
    const release = await busy();
    const socket = await SocketClient.open(server.url);
    const ids: string[] = [];
    for (const priority of [0, 5, 5, -3]) ids.push(await client.submit({ priority }));
    for (const id of ids) socket.subscribe(id);
    await socket.until((messages) => messages.filter(({ event }) => event === 'queued').length === ids.length);
    await release();
    await socket.until((messages) => messages.filter(({ event }) => event === 'completed').length === ids.length);
    const started = socket.messages.filter(({ event }) => event === 'started').map(({ job_id }) => ids.indexOf(job_id!));
    expect(started).to.deep.equal([1, 2, 0, 3]);
    await socket.close();
  });

  it('takes the same key for the same job, until that job has failed', async () => {
    const key = { 'Idempotency-Key': 'one' };
    const first = await client.submit({}, key);
    expect(await client.submit({}, key)).to.equal(first);
    await client.events(first);
    expect(await client.submit({}, key), 'also when it has ended').to.equal(first);
    expect(await client.submit({}, { 'Idempotency-Key': 'two' })).to.not.equal(first);

    const failing = await client.submit({ denoise: 2 }, { 'Idempotency-Key': 'three' });
    await client.events(failing);
    expect(await client.submit({}, { 'Idempotency-Key': 'three' })).to.not.equal(failing);
  });

  it('frees the place of a waiting job that is cancelled, and the worker of a running one', async () => {
    const release = await busy();
    const waiting = await client.submit();
    expect(await client.cancel(waiting)).to.deep.equal({ job_id: waiting, status: 'cancelled' });
    await release();
    const next = await client.submit();
    expect((await client.events(next)).at(-1)!.event).to.equal('completed');
    expect((await client.job(waiting)).started_at).to.equal(null);
  });

  it('cancels the job of a direct call whose client leaves', async () => {
    for (const path of ['/api/img2img', '/api/img2img/stream']) {
      const leave = new AbortController();
      const call = server.get(path, { method: 'POST', body: imageForm(LONG), signal: leave.signal }).catch(() => undefined);
      const counts = async () => ((await (await server.get('/api/health')).json()) as { queue: { running: number } }).queue.running;
      while ((await counts()) === 0);
      leave.abort();
      await call;
      while ((await counts()) === 1);
    }
  });

  it('tells events of many jobs over one socket, in order and without a gap', async () => {
    const socket = await SocketClient.open(server.url);
    const ids = await Promise.all(Array.from({ length: CAPACITY }, (_, seed) => client.submit({ seed, steps: 3 })));
    for (const id of ids) socket.subscribe(id, { previews: true });
    await socket.until((messages) => messages.filter(({ event }) => ENDS.has(event ?? '')).length === ids.length);
    for (const id of ids) {
      const kept = socket.of(id).filter(({ event }) => event !== 'preview');
      expect(kept.map((message) => message.id)).to.deep.equal(kept.map((_, i) => i + 1));
      expect(kept.map(({ event }) => event)).to.deep.equal(['queued', 'started', 'progress', 'progress', 'progress', 'completed']);
      expect(kept.at(-1)!.data!.result).to.include.keys('image_path').and.not.include.keys('image');
      const streamed = await client.events(id);
      expect(streamed.map(({ event, data }) => ({ event, data }))).to.deep.equal(kept.map(({ event, data }) => ({ event, data })));
    }
    const preview = socket.messages.find(({ event }) => event === 'preview');
    expect(String(preview?.data?.image)).to.match(/^data:image\/png;base64,/);
    await socket.close();
  });

  it('goes on behind any event, and has nothing more to say behind the last', async () => {
    const id = await client.submit({ steps: 4 });
    const all = await client.events(id);
    for (let after = 0; after < all.length; after++) {
      expect(await client.events(id, `image=path&after=${after}`)).to.deep.equal(all.slice(after));
      expect(await client.events(id, 'image=path', { 'Last-Event-ID': String(after) })).to.deep.equal(all.slice(after));
    }
    expect((await server.get(`/api/jobs/${id}/events?after=${all.length}`)).status).to.equal(204);
  });

  it('answers what it cannot do with a socket', async () => {
    const socket = await SocketClient.open(server.url);
    socket.socket.send('no JSON');
    socket.socket.send('[]');
    socket.send({ type: 'dance' });
    socket.subscribe('nobody');
    socket.send({ type: 'cancel', job_id: 'nobody' });
    const answers = await socket.until((messages) => messages.length === 5);
    expect(answers.map(({ code }) => code)).to.deep.equal([
      'GDS_REQUEST_INVALID',
      'GDS_REQUEST_INVALID',
      'GDS_REQUEST_INVALID',
      'GDS_JOB_UNKNOWN',
      'GDS_JOB_UNKNOWN',
    ]);
    expect((await server.get('/api/jobs/socket')).status).to.equal(426);
    await socket.close();
  });

  it('cancels over the socket', async () => {
    const socket = await SocketClient.open(server.url);
    const id = await client.submit(LONG);
    socket.subscribe(id);
    await socket.until((messages) => messages.some(({ event }) => event === 'progress'));
    socket.send({ type: 'cancel', job_id: id });
    await socket.until((messages) => messages.some(({ event }) => event === 'cancelled'));
    expect((await client.job(id)).status).to.equal('cancelled');
    await socket.close();
  });
});
