/** What the adapter tells of the server over time, and what is left of it when nobody needs it: nothing. */
import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { expect } from 'chai';
import type { HttpAdapter } from '../../adapters/http/index.js';
import type { AdapterStatus } from '../../src/inference/types.js';
import { CAPABILITIES } from './job-server.js';
import { FaultyProxy } from './proxy.js';
import { json } from './replay.js';
import { before, Bench, drawHere, jobOf, jobServer, ORIGINAL, SOCKET, until } from './support.js';

const bench = new Bench();
afterEach(() => bench.close());

/** Each status told, until the test ends. */
function watch(adapter: HttpAdapter): AdapterStatus[] {
  const told: AdapterStatus[] = [];
  bench.ends(adapter.subscribe((status) => void told.push(status)));
  return told;
}
const seen = (told: readonly AdapterStatus[]): unknown[] =>
  told.map(({ status, detail, waiting, error }) => [status, detail, waiting, error?.code]);

describe('the status', () => {
  it('tells what the server is and how many wait, and nothing twice', async () => {
    const server = await jobServer(bench);
    const adapter = bench.adapter(server, { healthInterval: 5 });
    expect([adapter.status.status, adapter.models]).to.deep.equal(['starting', []]);
    const told = watch(adapter);
    await until(() => server.http.to('GET /api/health').length > 5);
    expect(seen(told)).to.deep.equal([
      ['ready', 'cpu', undefined, undefined],
      ['ready', 'cpu', 2, undefined],
    ]);
    expect(adapter.models.map(({ id, sha256 }) => [id, sha256])).to.deep.equal([['gds-tiny-sd', 'ab']]);
    expect(server.http.to('GET /api/capabilities')).to.have.length(1);
  });

  it('says that the server is down, and what it offers when it is up again', async () => {
    const server = await jobServer(bench);
    const proxy = await FaultyProxy.start(server, {});
    const adapter = bench.adapter(proxy, { healthInterval: 5 });
    const told = watch(adapter);
    await until(() => told.length === 2);
    const port = Number(new URL(proxy.url).port);
    await proxy.close();
    await until(() => told.at(-1)!.status === 'error');
    expect(told.at(-1)!.error!.code).to.equal('GDS_REMOTE_UNREACHABLE');
    // What it had stays known: a server that is away for a moment still has its models.
    expect(adapter.models).to.have.length(1);
    const models = [...CAPABILITIES.models, { id: 'big', title: 'Big', tasks: ['image-to-mesh'], bytes: 2 }];
    const inner = server.http.routes;
    server.http.routes = new Proxy(inner, {
      get: (routes, key: string) =>
        key === 'GET /api/capabilities' ? (_: unknown, response: never) => json(response, 200, { ...CAPABILITIES, models }) : routes[key],
    });
    const again = await FaultyProxy.start(server, {}, port);
    bench.ends(() => again.close());
    await until(() => told.at(-1)!.status === 'ready' && adapter.models.length === 2);
    expect([...told.at(-1)!.models.keys()]).to.deep.equal(['gds-tiny-sd', 'big']);
  });

  it('does not take a server for down that is silent while it works for us', async () => {
    const server = await jobServer(bench);
    const started = jobOf(server);
    let mute = false;
    let looks = 0;
    const inner = server.http.routes;
    server.http.routes = new Proxy(inner, {
      get: (routes, key: string) => (mute && key === 'GET /api/health' ? () => void looks++ : routes[key]),
    });
    const adapter = bench.adapter(server, { ...SOCKET, healthInterval: 5, deadlines: { request: 1000 } });
    const told = watch(adapter);
    const { outcome } = drawHere(adapter);
    const job = await before(outcome, started);
    mute = true;
    await until(() => looks > 1, outcome);
    expect(told.some(({ status }) => status === 'error')).to.equal(false);
    job.complete();
    await outcome;
    await until(() => told.at(-1)!.status === 'error');
    expect(told.at(-1)!.error!.code).to.equal('GDS_REMOTE_TIMEOUT');
  });

  it('tells of the original without a queue', async () => {
    const server = await bench.server(ORIGINAL);
    const told = watch(bench.adapter(server, { healthInterval: 5 }));
    await until(() => server.to('GET /api/health').length > 1);
    expect(seen(told)).to.deep.equal([['ready', 'cpu', undefined, undefined]]);
  });
});

describe('what is left', () => {
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  /** Timers that the adapter has made and that have neither fired nor been cleared; the platform's fetch makes its own. */
  const timers = new Set<unknown>();

  beforeEach(() => {
    timers.clear();
    const counted = (run: (...values: unknown[]) => void, ms?: number, ...values: unknown[]): unknown => {
      if (!new Error().stack?.includes('/adapters/http/')) return set(run, ms, ...values);
      const timer = set(() => {
        timers.delete(timer);
        run();
      }, ms);
      timers.add(timer);
      return timer;
    };
    Object.assign(globalThis, {
      setTimeout: counted,
      clearTimeout: (timer: never) => {
        timers.delete(timer);
        clear(timer);
      },
    });
  });
  afterEach(() => void Object.assign(globalThis, { setTimeout: set, clearTimeout: clear }));

  for (const end of ['completed', 'cancelled', 'disposed'] as const) {
    it(`of a job that was ${end}: no timer, no listener, no connection`, async () => {
      for (const options of [SOCKET, { transport: 'sse' as const }]) {
        const server = await jobServer(bench);
        const started = jobOf(server);
        const adapter = bench.adapter(server, options);
        const { outcome, abort, error } = drawHere(adapter, { key: 'k' });
        const job = await before(outcome, started);
        job.push('started').step(1);
        await until(() => job.readers === 1, outcome);
        if (end === 'completed') job.complete();
        if (end === 'cancelled') abort.abort(new Error('enough'));
        if (end === 'disposed') adapter.dispose();
        await error;
        await until(() => job.readers === 0 && server.sockets.every(({ readyState }) => readyState === 3));
        // A cancel is on its way to the server for a moment.
        await until(() => timers.size === 0);
        expect(getEventListeners(abort.signal, 'abort')).to.deep.equal([]);
      }
    });
  }

  it('of a look-out that nobody needs any more: nothing', async () => {
    const server = await jobServer(bench);
    const adapter = bench.adapter(server, { healthInterval: 60_000 });
    let told = 0;
    const stops = [1, 2].map(() => adapter.subscribe(() => void told++));
    await until(() => told === 4);
    await until(() => timers.size === 1);
    stops.forEach((stop) => stop());
    expect([...timers]).to.deep.equal([]);
    expect(server.http.to('GET /api/health')).to.have.length(1);
  });

  it('of a disposed adapter can be used again', async () => {
    const server = await jobServer(bench);
    server.onJob = (job) => job.complete();
    const adapter = bench.adapter(server, SOCKET);
    await drawHere(adapter).outcome;
    adapter.dispose();
    expect([adapter.status.status, adapter.models]).to.deep.equal(['starting', []]);
    expect((await drawHere(adapter).outcome).width).to.equal(64);
  });
});
