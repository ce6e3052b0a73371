/** Jobs that outlive the page: the next page's run of the same work takes them up. A page is an adapter over the same ledger. */
import { afterEach, describe, it } from 'node:test';
import { expect } from 'chai';
import { StoredLedger, type KeyValueStore } from '../../adapters/http/index.js';
import { before, Bench, draw, drawHere, JOB, jobOf, jobServer, ORIGINAL_JOBS, SOCKET, until } from './support.js';
import { recording } from './recordings.js';
import { json } from './replay.js';

const bench = new Bench();
afterEach(() => bench.close());

/** What one browser keeps. */
function store(): KeyValueStore & { readonly items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, value),
    removeItem: (name) => void items.delete(name),
  };
}

describe('a job whose page was closed', () => {
  it('is taken up while it runs, and tells all of itself again', async () => {
    const [server, kept] = [await jobServer(bench), store()];
    const page = (): ReturnType<typeof bench.adapter> => bench.adapter(server, { ...SOCKET, ledger: new StoredLedger(kept) });
    const first = page();
    const started = jobOf(server);
    const { error } = drawHere(first, { key: 'node-1' });
    const job = await before(error, started);
    job.push('started').step(1);
    await until(() => job.readers === 1);
    first.dispose();
    expect((await error)?.code).to.equal('GDS_DISPOSED');
    expect(job.over).to.equal(false);

    const second = page();
    expect(await second.pendingKeys()).to.deep.equal(['node-1']);
    const { outcome, progress } = drawHere(second, { key: 'node-1' });
    await until(() => job.readers === 1);
    job.step(2).complete();
    expect((await outcome).width).to.equal(64);
    expect(progress.flatMap(({ step }) => (step === undefined ? [] : [step]))).to.deep.equal([1, 2]);
    expect(server.jobs.size).to.equal(1);
    expect(await second.pendingKeys()).to.deep.equal([]);
  });

  it('is had when it ended meanwhile', async () => {
    const [server, kept] = [await jobServer(bench), store()];
    const started = jobOf(server);
    const first = bench.adapter(server, { ...SOCKET, ledger: new StoredLedger(kept) });
    const { error } = drawHere(first, { key: 'k' });
    const job = await before(error, started);
    await until(() => kept.items.size > 0 && job.readers === 1);
    first.dispose();
    await error;
    job.complete();
    expect((await drawHere(bench.adapter(server, { ledger: new StoredLedger(kept) }), { key: 'k' }).outcome).width).to.equal(64);
    expect(server.jobs.size).to.equal(1);
  });

  it('is begun anew where the server has forgotten it, and where it failed', async () => {
    for (const end of ['forgotten', 'failed']) {
      const server = await jobServer(bench);
      const kept = store();
      const started = jobOf(server);
      const first = bench.adapter(server, { ...SOCKET, ledger: new StoredLedger(kept) });
      const { error } = drawHere(first, { key: 'k' });
      const job = await before(error, started);
      await until(() => job.readers === 1);
      first.dispose();
      await error;
      if (end === 'forgotten') server.jobs.clear();
      else job.push('failed', { status: 'failed' });
      server.onJob = (next) => next.complete();
      await drawHere(bench.adapter(server, { ...SOCKET, ledger: new StoredLedger(kept) }), { key: 'k' }).outcome;
      expect(server.http.to('POST /api/jobs/img2img')).to.have.length(2);
    }
  });

  it('is not begun twice where the page closed before the answer came', async () => {
    const [server, kept] = [await jobServer(bench), store()];
    const inner = server.http.routes;
    const create = inner['POST /api/jobs/img2img'];
    let mute = true;
    server.http.routes = new Proxy(inner, {
      get: (routes, key: string) =>
        key === 'POST /api/jobs/img2img' && mute && typeof create === 'function'
          ? (asked: never, response: { end(): void; writeHead: unknown }) => {
              mute = false;
              // The job is there; what says so gets lost.
              const deaf = { writeHead: () => ({ end: () => undefined }) };
              create(asked, deaf as never, response as never);
            }
          : routes[key],
    });
    const started = jobOf(server);
    const first = bench.adapter(server, { ...SOCKET, ledger: new StoredLedger(kept) });
    const { error } = drawHere(first, { key: 'k' });
    const job = await before(error, started);
    first.dispose();
    await error;
    const { outcome } = drawHere(bench.adapter(server, { ...SOCKET, ledger: new StoredLedger(kept) }), { key: 'k' });
    await until(() => job.readers === 1);
    job.complete();
    await outcome;
    expect(server.jobs.size).to.equal(1);
  });

  it('is taken up at the original too', async () => {
    const kept = store();
    const events = `GET /api/jobs/${JOB}/events`;
    const server = await bench.server({
      ...ORIGINAL_JOBS,
      [events]: (_, response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders(),
    });
    const first = bench.adapter(server, { ledger: new StoredLedger(kept) });
    const { error } = draw(first, { key: 'k' });
    await server.next(events);
    first.dispose();
    await error;
    server.routes = { ...ORIGINAL_JOBS, [events]: recording('job-events-replay') };
    const second = bench.adapter(server, { ledger: new StoredLedger(kept) });
    expect((await draw(second, { key: 'k' }).outcome).width).to.equal(64);
    expect(server.to('POST /api/jobs/img2img')).to.have.length(1);
  });

  it('is cancelled there although nothing of it had been heard again', async () => {
    const [server, kept] = [await jobServer(bench), store()];
    const started = jobOf(server);
    const first = bench.adapter(server, { ...SOCKET, ledger: new StoredLedger(kept) });
    const { error } = drawHere(first, { key: 'k' });
    const job = await before(error, started);
    await until(() => job.readers === 1);
    first.dispose();
    await error;
    const second = bench.adapter(server, { ...SOCKET, ledger: new StoredLedger(kept) });
    await second.discover();
    const inner = server.http.routes;
    server.http.routes = new Proxy(inner, {
      get: (routes, key: string) => (key.startsWith(`GET /api/jobs/${job.id}`) ? () => undefined : routes[key]),
    });
    const asked = server.http.next(`GET /api/jobs/${job.id}`);
    const again = drawHere(second, { key: 'k' });
    await asked;
    again.abort.abort(new Error('enough'));
    await again.error;
    await until(() => job.over);
    expect(job.events.at(-1)?.name).to.equal('cancelled');
  });

  it('is forgotten once it is cancelled, and the ledger holds no words of anyone', async () => {
    const [server, kept] = [await jobServer(bench), store()];
    const started = jobOf(server);
    const adapter = bench.adapter(server, { ...SOCKET, ledger: new StoredLedger(kept) });
    const { abort, error } = drawHere(adapter, { key: 'k' });
    const job = await before(error, started);
    await until(() => job.readers === 1);
    expect([...kept.items.values()].join()).to.not.contain('red cat');
    abort.abort(new Error('enough'));
    await error;
    await until(() => kept.items.size === 0);
    expect(await adapter.pendingKeys()).to.deep.equal([]);
  });

  it('is kept for another attempt where the server does not answer', async () => {
    const [server, kept] = [await jobServer(bench), store()];
    const started = jobOf(server);
    const adapter = bench.adapter(server, { ledger: new StoredLedger(kept), retry: { attempts: 2 } });
    const { error } = drawHere(adapter, { key: 'k' });
    await before(error, started);
    server.http.routes = new Proxy({}, { get: () => (_: unknown, response: never) => json(response, 502, {}) });
    [...server.jobs.values()][0]!.push('started');
    server.http.server.closeAllConnections();
    expect((await error)?.code).to.equal('GDS_REMOTE_UNREACHABLE');
    expect(await adapter.pendingKeys()).to.deep.equal(['k']);
  });

  it('runs all the same where nothing can be kept', async () => {
    const server = await jobServer(bench);
    server.onJob = (job) => job.complete();
    const no = (): Promise<never> => Promise.reject(new Error('no storage'));
    const adapter = bench.adapter(server, { ...SOCKET, ledger: { get: no, set: no, delete: no, keys: no } });
    expect((await drawHere(adapter, { key: 'k' }).outcome).width).to.equal(64);
    expect(await adapter.pendingKeys()).to.deep.equal([]);
  });
});
