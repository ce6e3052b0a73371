/** What networks do to a job: streams cut at random, WebSockets swallowed, streams held back, servers that go away and come back. */
import { afterEach, describe, it } from 'node:test';
import { expect } from 'chai';
import type { HttpAdapter, HttpAdapterOptions } from '../../adapters/http/index.js';
import type { Job, JobServer } from './job-server.js';
import { FaultyProxy, type Faults } from './proxy.js';
import { recording } from './recordings.js';
import type { Routes } from './replay.js';
import { before, Bench, drawHere, DRAWING, JOB, jobOf, jobServer, NO_SOCKET, ORIGINAL_JOBS, run, SOCKET, until } from './support.js';

const bench = new Bench();
afterEach(() => bench.close());

const steps = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

async function behind(
  server: { readonly url: string },
  faults: Faults,
  options: Partial<HttpAdapterOptions>,
): Promise<[HttpAdapter, FaultyProxy]> {
  const proxy = await FaultyProxy.start(server, faults);
  bench.ends(() => proxy.close());
  return [bench.adapter(proxy, options), proxy];
}
/** Numbers from a seed (Park and Miller's minimal standard). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 0x7fffffff) / 0x7fffffff;
}
describe('a job whose events are cut at random', () => {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e6) + 1);

  for (const [what, options] of [
    ['a stream', NO_SOCKET],
    ['a socket', SOCKET],
  ] as const) {
    it(`is told whole and once by ${what} (SEED=${seed})`, async () => {
      const server = await jobServer(bench);
      const random = seeded(seed);
      // Events come one by one, each when the one before has arrived or its connection is gone.
      const faults: Faults = {};
      const [adapter, proxy] = await behind(server, faults, options);
      const started = jobOf(server);
      const told: number[] = [];
      const { outcome } = drawHere(adapter, { onProgress: ({ step }) => step !== undefined && told.push(step) });
      const job = await before(outcome, started);
      job.push('started', { status: 'running' });
      faults.cutAfter = () => 200 + Math.floor(random() * 900);
      for (let step = 1; step <= 40 || proxy.cuts < 30; step++) {
        job.step(step, 400);
        await until(() => told.at(-1) === step, outcome);
      }
      job.complete();
      faults.cutAfter = () => Infinity;
      await outcome;
      expect(told).to.deep.equal(steps(told.length));
      // Each connection asks for what is behind the last event alone.
      const asked = [
        ...server.http.asked.filter(({ path }) => path.includes('/events')).map(({ headers }) => Number(headers['last-event-id'] ?? 0)),
        ...server.heard.filter(({ type }) => type === 'subscribe').map(({ after }) => Number(after)),
      ];
      expect(asked.filter((after) => after === 0).length).to.be.lessThan(asked.length / 2);
      expect(proxy.cuts).to.be.greaterThan(29);
    });
  }

  it(`is told whole and once by the original, which tells all of it at each connection (SEED=${seed})`, async () => {
    const random = seeded(seed);
    const progress = steps(60).map((current) => ({ current, total: 80, percent: 0, stage: 'denoise' }));
    const completed = recording('job-events-live').response.sse!.chunks.find(({ text }) => text.startsWith('event: completed'))!.text;
    const events: Routes = {
      [`GET /api/jobs/${JOB}/events`]: (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
        response.write('event: queued\r\ndata: {"status": "queued"}\r\n\r\nevent: started\r\ndata: {"status": "running"}\r\n\r\n');
        for (const each of progress) response.write(`event: progress\r\ndata: ${JSON.stringify(each)}\r\n\r\n`);
        response.write(completed);
      },
    };
    const server = await bench.server({ ...ORIGINAL_JOBS, ...events });
    const faults: Faults = {};
    const [adapter, proxy] = await behind(server, faults, NO_SOCKET);
    await adapter.discover();
    // Each connection comes a little further than the one before, and the last one through.
    faults.cutAfter = () => (proxy.cuts < 30 ? 500 + proxy.cuts * 180 + Math.floor(random() * 80) : Infinity);
    const told: (number | undefined)[] = [];
    const { outcome } = run(adapter, 'image-to-image', { ...DRAWING, steps: 80 }, { onProgress: (each) => told.push(each.step) });
    await outcome;
    expect(told.filter((step) => step !== undefined)).to.deep.equal(steps(60));
    expect(proxy.cuts).to.equal(30);
  });
});

describe('a way of hearing events that does not get through', () => {
  /** Draws, pushes three steps one by one, completes; the paths that were asked for. */
  async function drawn(faults: Faults, options: Partial<HttpAdapterOptions>) {
    const server = await jobServer(bench);
    const [adapter, proxy] = await behind(server, faults, { ...SOCKET, deadlines: { firstEvent: 40 }, ...options });
    const started = jobOf(server);
    const told: number[] = [];
    const { outcome } = drawHere(adapter, { onProgress: ({ step }) => step !== undefined && told.push(step) });
    const job = await before(outcome, started);
    for (const step of steps(3)) {
      job.step(step);
      await until(() => told.at(-1) === step, outcome);
    }
    return { server, adapter, proxy, job, outcome, told };
  }
  const streams = (server: JobServer): number => server.http.asked.filter(({ path }) => path.includes('/events')).length;
  const looks = (server: JobServer): number => server.http.asked.filter(({ path }) => /job-\d+\?/.test(path)).length;

  it('is not asked for where a socket does', async () => {
    const { server, job, outcome, told } = await drawn({}, { deadlines: {} });
    job.complete();
    await outcome;
    expect({ told, streams: streams(server), looks: looks(server), sockets: server.sockets.length }).to.deep.equal({
      told: steps(3),
      streams: 0,
      looks: 0,
      sockets: 1,
    });
  });

  it('is left for the next: a stream where sockets are swallowed', async () => {
    const { server, job, outcome, told } = await drawn({ stripWebSocket: true }, {});
    job.complete();
    await outcome;
    expect(told).to.deep.equal(steps(3));
    expect([server.sockets.length, streams(server)]).to.deep.equal([0, 1]);
  });

  it('is left for the next: looks at the job where streams are held back too', async () => {
    const { server, job, outcome, told } = await drawn({ stripWebSocket: true, holdStreams: true }, {});
    job.complete();
    await outcome;
    expect(told).to.deep.equal(steps(3));
    expect(looks(server)).to.be.greaterThan(2);
  });

  it('is tried again later, and taken where it then gets through', async () => {
    const { server, proxy, job, outcome, told } = await drawn(
      { stripWebSocket: true, holdStreams: true },
      { deadlines: { firstEvent: 40, stepUp: 60 } },
    );
    proxy.faults.stripWebSocket = false;
    await until(() => server.sockets.length > 0 && job.readers > 0, outcome);
    job.step(4).complete();
    await outcome;
    expect(told).to.deep.equal(steps(4));
  });

  for (const transport of ['websocket', 'sse', 'polling'] as const) {
    it(`is the only one where the host asks for it: ${transport}`, async () => {
      const { server, job, outcome, told } = await drawn({}, { transport, deadlines: {} });
      job.complete();
      await outcome;
      expect(told).to.deep.equal(steps(3));
      expect([server.sockets.length > 0, streams(server) > 0, looks(server) > 0]).to.deep.equal(
        ['websocket', 'sse', 'polling'].map((name) => name === transport),
      );
    });
  }

  it('shares one socket among all jobs, and closes it behind the last', async () => {
    const server = await jobServer(bench);
    const adapter = bench.adapter(server, SOCKET);
    const jobs: Job[] = [];
    server.onJob = (job) => void jobs.push(job);
    const outcomes = steps(3).map(() => drawHere(adapter).outcome);
    await until(() => jobs.length === 3 && jobs.every(({ readers }) => readers === 1), Promise.all(outcomes));
    const [socket] = server.sockets;
    const closed = new Promise((resolve) => socket!.on('close', resolve));
    jobs.forEach((job) => job.step(1).complete());
    await Promise.all(outcomes);
    await closed;
    expect(server.sockets).to.have.length(1);
    expect(server.heard.filter(({ type }) => type === 'subscribe')).to.have.length(3);
  });
});

describe('a server that goes away', () => {
  it('is waited for a while, and the job goes on where it was', async () => {
    const server = await jobServer(bench);
    const proxy = await FaultyProxy.start(server, {});
    const adapter = bench.adapter(proxy, { ...NO_SOCKET, retry: { attempts: 50, base: 20 }, deadlines: { stepUp: 100 } });
    const started = jobOf(server);
    const { outcome, progress } = drawHere(adapter);
    const job = await before(outcome, started);
    job.step(1);
    await until(() => progress.some(({ step }) => step === 1));
    const port = Number(new URL(proxy.url).port);
    await proxy.close();
    await until(() => job.readers === 0);
    job.step(2).step(3);
    const again = await FaultyProxy.start(server, {}, port);
    bench.ends(() => again.close());
    // By a stream again: that nothing got through was not its fault.
    await until(() => job.readers === 1, outcome);
    job.complete();
    await outcome;
    // What is asked for in place of a stream tells of the present alone.
    const told = progress.flatMap(({ step }) => (step === undefined ? [] : [step]));
    expect(told).to.deep.equal([...new Set(told)].sort());
    expect(told.at(-1)).to.equal(3);
  });

  /** Loses connections to the events of a job, and looks at it, until `enough` says so; the first one carries a step and is cut behind it. */
  async function flaky(enough: (lost: { streams: number; looks: number }) => boolean) {
    const server = await jobServer(bench);
    const adapter = bench.adapter(server, { transport: 'auto', retry: { attempts: 50, base: 5 } });
    const started = jobOf(server);
    const { outcome, progress } = drawHere(adapter);
    const job = await before(outcome, started);
    job.step(1);
    await until(() => progress.some(({ step }) => step === 1), outcome);
    const lost = { streams: 0, looks: 0 };
    const inner = server.http.routes;
    server.http.routes = new Proxy(inner, {
      get: (routes, key: string) => {
        if (!key.startsWith('GET /api/jobs/')) return routes[key];
        return (_: unknown, response: { destroy(): void }) => {
          lost[key.includes('/events') ? 'streams' : 'looks']++;
          response.destroy();
          if (enough(lost)) server.http.routes = inner;
        };
      },
    });
    server.http.server.closeAllConnections();
    await until(() => job.readers === 0, outcome);
    await until(() => job.readers === 1 || server.http.asked.filter(({ path }) => /job-\d+\?/.test(path)).length > lost.looks, outcome);
    const heard = job.readers;
    job.step(2).complete();
    await outcome;
    return { ...lost, heard };
  }

  it('for a moment is no reason to leave a stream that got through', async () => {
    expect(await flaky(({ streams }) => streams === 2)).to.deep.equal({ streams: 2, looks: 0, heard: 1 });
  });

  it('for longer is heard by a stream again as soon as it is there', async () => {
    const { looks, heard } = await flaky((lost) => lost.looks === 2);
    expect([looks, heard]).to.deep.equal([2, 1]);
  });

  it('is given up after some attempts, and the status says so', async () => {
    const server = await jobServer(bench);
    const adapter = bench.adapter(server, { ...NO_SOCKET });
    const started = jobOf(server);
    const { error } = drawHere(adapter);
    await before(error, started);
    await server.close();
    const reason = await error;
    expect([reason?.code, reason?.retryable]).to.deep.equal(['GDS_REMOTE_UNREACHABLE', true]);
    expect([adapter.status.status, adapter.status.error?.code]).to.deep.equal(['error', 'GDS_REMOTE_UNREACHABLE']);
  });

  it('that has no more to tell of a job is asked for the job', async () => {
    const server = await jobServer(bench);
    server.onJob = (job) => {
      job.complete();
      server.http.routes[`GET /api/jobs/${job.id}/events`] = (_, response) => response.writeHead(204).end();
    };
    expect((await drawHere(bench.adapter(server, { transport: 'sse' })).outcome).width).to.equal(64);
    expect(server.http.asked.filter(({ path }) => path.includes('/events'))).to.have.length(1);
  });

  it('that forgot the job says so at once', async () => {
    const server = await jobServer(bench);
    const adapter = bench.adapter(server, SOCKET);
    const started = jobOf(server);
    const { error } = drawHere(adapter);
    const job = await before(error, started);
    await until(() => job.readers === 1);
    server.jobs.clear();
    server.sockets[0]!.terminate();
    expect((await error)?.code).to.equal('GDS_REMOTE_LOST');
  });

  it('that takes connections and answers nothing is waited for as long as the host says', async () => {
    const server = await jobServer(bench);
    const adapter = bench.adapter(server, { ...NO_SOCKET, deadlines: { request: 1000, firstEvent: 20, quiet: 20, silence: 20 } });
    const started = jobOf(server);
    const { error } = drawHere(adapter);
    const job = await before(error, started);
    await until(() => job.readers === 1);
    server.http.routes = new Proxy({}, { get: () => () => undefined });
    expect((await error)?.code).to.equal('GDS_REMOTE_UNREACHABLE');
  });
});
