/** Requests that are refused for now or for want of a sign-in, servers that are slow, pictures that are sent once. */
import { afterEach, describe, it } from 'node:test';
import { expect } from 'chai';
import { StoredLedger, type HeadersRequest } from '../../adapters/http/index.js';
import { sha256Hex } from '../../src/hash.js';
import { CAPABILITIES, type Job } from './job-server.js';
import { recording } from './recordings.js';
import { json, play, type Handler, type Routes } from './replay.js';
import { before, Bench, draw, drawHere, DRAWING, JOB, jobOf, jobServer, ORIGINAL_JOBS, run, SOCKET, until } from './support.js';

const bench = new Bench();
afterEach(() => bench.close());

/** Answers the first times with `refusal` and then as recorded. */
const onlyAfter = (times: number, refusal: Handler, name = 'job-create'): Handler => {
  let count = 0;
  return (asked, response, request) => (++count <= times ? refusal(asked, response, request) : play(recording(name), response));
};
const busy =
  (status: number, headers: Record<string, string> = {}): Handler =>
  (_, response) =>
    json(response, status, { detail: 'Queue is full' }, headers);
const jobsBy = (create: Handler): Routes => ({ ...ORIGINAL_JOBS, 'POST /api/jobs/img2img': create });

describe('a request that is refused for now', () => {
  for (const [what, refusal] of [
    ['429', busy(429)],
    ['503', busy(503)],
    ['a lost connection', (_, response) => void response.destroy()],
  ] as readonly (readonly [string, Handler])[]) {
    it(`is sent again after ${what}`, async () => {
      const server = await bench.server(jobsBy(onlyAfter(2, refusal)));
      await draw(bench.adapter(server)).outcome;
      expect(server.to('POST /api/jobs/img2img')).to.have.length(3);
    });
  }

  for (const [form, value] of [
    ['seconds', () => '1'],
    ['a date', () => new Date(Date.now() + 60_000).toUTCString()],
  ] as const) {
    it(`is not sent before the time that the server asks for in ${form}`, async () => {
      const server = await bench.server(jobsBy(busy(429, { 'retry-after': value() })));
      const error = await draw(bench.adapter(server)).error;
      expect([error?.code, error?.retryable]).to.deep.equal(['GDS_REMOTE_BUSY', true]);
      expect(error?.retryAfter).to.be.within(1, 60_000);
      // Longer than any pause that the adapter makes: left to whoever can wait so long.
      expect(server.to('POST /api/jobs/img2img')).to.have.length(1);
    });
  }

  it('waits as long as it is asked to', async () => {
    const server = await bench.server(jobsBy(onlyAfter(1, busy(503, { 'retry-after': '1' }))));
    const begun = performance.now();
    await draw(bench.adapter(server, { retry: { longest: 2000 } })).outcome;
    expect(performance.now() - begun).to.be.greaterThan(995);
  });

  it('is given up after some attempts, or at once by an abort', async () => {
    const server = await bench.server(jobsBy(busy(503)));
    expect((await draw(bench.adapter(server, { retry: { attempts: 3 } })).error)?.code).to.equal('GDS_REMOTE_BUSY');
    expect(server.to('POST /api/jobs/img2img')).to.have.length(3);
    const { abort, error } = draw(bench.adapter(server, { retry: { attempts: 9, base: 60_000, longest: 60_000 }, random: () => 0.9 }));
    await until(() => server.to('POST /api/jobs/img2img').length === 4);
    abort.abort(new Error('enough'));
    expect((await error)?.message).to.equal('enough');
  });

  for (const status of [400, 404, 409, 413, 415, 422]) {
    it(`is not sent again after ${status}`, async () => {
      const server = await jobServer(bench, { 'POST /api/jobs/img2img': (_, response) => json(response, status, { detail: 'No' }) });
      const error = await drawHere(bench.adapter(server)).error;
      expect([error?.code, error?.message, error?.retryable]).to.deep.equal(['GDS_REMOTE_REFUSED', 'The server refused: No', undefined]);
      expect(server.http.to('POST /api/jobs/img2img')).to.have.length(status === 409 ? 2 : 1);
    });
  }
});

describe('headers of the host', () => {
  const needing =
    (token: string, handler: Handler): Handler =>
    (asked, response, request) =>
      asked.headers.authorization === `Bearer ${token}`
        ? handler(asked, response, request)
        : json(response, 401, { detail: 'A token is needed.' });

  it('go with every request, and are asked for anew on 401', async () => {
    const routes = Object.entries(ORIGINAL_JOBS).map(([path, route]) => {
      const handler: Handler = typeof route === 'function' ? route : (_, response) => play(route, response);
      return [path, needing('new', handler)];
    });
    const server = await bench.server(Object.fromEntries(routes) as Routes);
    const hooks: HeadersRequest[] = [];
    let token = 'old';
    const adapter = bench.adapter(server, {
      headers: async (request) => {
        hooks.push(request);
        if (request.refresh) token = 'new';
        return { Authorization: `Bearer ${token}` };
      },
    });
    await draw(adapter).outcome;
    const renewed = hooks.filter(({ refresh }) => refresh);
    expect(renewed.length).to.be.within(1, 2);
    expect(hooks.at(-1)).to.deep.equal({ url: `${server.url}/api/jobs/${JOB}/events`, method: 'GET', refresh: false });
    expect(server.to('POST /api/jobs/img2img').map(({ headers }) => headers.authorization)).to.deep.equal(['Bearer new']);
  });

  it('that are not taken are an error of their own, asked for twice', async () => {
    const server = await bench.server(jobsBy((_, response) => json(response, 401, { detail: 'A token is needed.' })));
    const error = await draw(bench.adapter(server, { headers: () => ({ Authorization: 'Bearer x' }) })).error;
    expect([error?.code, error?.retryable]).to.deep.equal(['GDS_REMOTE_AUTH', undefined]);
    expect(server.to('POST /api/jobs/img2img')).to.have.length(2);
    const failed = await draw(bench.adapter(server, { headers: () => Promise.reject(new Error('signed out')) })).error;
    expect(failed?.code).to.equal('GDS_REMOTE_AUTH');
  });

  it('give the socket its token', async () => {
    const server = await jobServer(bench);
    server.onJob = (job) => job.complete();
    await drawHere(bench.adapter(server, { ...SOCKET, headers: () => ({ authorization: 'Bearer secret' }) })).outcome;
    expect(server.heard.map(({ type, token }) => token ?? type)).to.deep.equal(['secret', 'subscribe']);
  });
});

describe('a picture', () => {
  it('is sent once, and its hash from then on', async () => {
    const server = await jobServer(bench);
    server.onJob = (job) => job.complete();
    const adapter = bench.adapter(server, SOCKET);
    const hash = await sha256Hex(DRAWING.image);
    await Promise.all([drawHere(adapter).outcome, drawHere(adapter).outcome]);
    const copy = new Blob([await DRAWING.image.arrayBuffer()], { type: 'image/png' });
    await run(adapter, 'image-to-image', { ...DRAWING, image: copy }, { model: 'gds-tiny-sd' }).outcome;
    expect(server.http.to(`HEAD /api/uploads/${hash}`)).to.have.length(1);
    const [sent, ...others] = server.http.to(`PUT /api/uploads/${hash}`);
    expect(others).to.deep.equal([]);
    expect(sent!.body.equals(Buffer.from(await copy.arrayBuffer()))).to.equal(true);
    expect(sent!.headers['content-type']).to.equal('image/png');
    for (const { body } of server.http.to('POST /api/jobs/img2img')) {
      expect(body.toString()).to.contain(`name="image_sha256"\r\n\r\n${hash}\r\n`).and.contain('name="model"\r\n\r\ngds-tiny-sd\r\n');
      expect(body.toString()).to.not.contain('filename');
    }
  });

  it('is sent again where the server has forgotten it', async () => {
    const server = await jobServer(bench);
    server.onJob = (job) => job.complete();
    const adapter = bench.adapter(server, SOCKET);
    await drawHere(adapter).outcome;
    server.uploads.clear();
    await drawHere(adapter).outcome;
    expect(server.http.asked.filter(({ method }) => method === 'PUT')).to.have.length(2);
    expect(server.jobs.size).to.equal(2);
  });

  it('of one job does not fail another that waits for it', async () => {
    const server = await jobServer(bench);
    const hash = await sha256Hex(DRAWING.image);
    server.onJob = (job) => job.complete();
    let puts = 0;
    const inner = server.http.routes;
    server.http.routes = new Proxy(inner, {
      get: (routes, key: string) => (key === `PUT /api/uploads/${hash}` && ++puts === 1 ? () => undefined : routes[key]),
    });
    const adapter = bench.adapter(server, SOCKET);
    const first = drawHere(adapter);
    await until(() => puts === 1);
    const second = drawHere(adapter);
    first.abort.abort(new Error('enough'));
    expect((await first.error)?.message).to.equal('enough');
    expect((await second.outcome).width).to.equal(64);
  });
});

describe('a job at our own server', () => {
  it('draws from a prompt, and tells how it was made', async () => {
    const server = await jobServer(bench);
    server.onJob = (job) => job.push('started').step(1).complete();
    const input = { prompt: 'a cat', seed: 3, width: 64, height: 48 };
    const { info, width } = await run(bench.adapter(server, SOCKET), 'text-to-image', input, { model: 'gds-tiny-sd' }).outcome;
    expect(width).to.equal(64);
    const body = server.http.to('POST /api/jobs/txt2img')[0]!.body.toString();
    expect([...body.matchAll(/name="(\w+)"/g)].map(([, name]) => name)).to.deep.equal([
      'positive_prompt',
      'seed',
      'width',
      'height',
      'model',
    ]);
    const { timings, ...made } = info;
    expect(made).to.deep.equal({
      adapter: 'http',
      server: server.url,
      model: 'gds-tiny-sd',
      modelLabel: 'Tiny',
      backend: 'cpu',
      seed: 3,
      prompt: 'a cat',
      rng: 'torch-cpu',
    });
    expect(timings).to.include({ denoise: 400, work: 500 }).and.include.keys('queue', 'transfer', 'total');
  });

  it('is cancelled there', async () => {
    const server = await jobServer(bench);
    const started = jobOf(server);
    const { abort, error } = drawHere(bench.adapter(server, SOCKET));
    const job = await before(error, started);
    await until(() => job.readers === 1);
    abort.abort(new Error('enough'));
    expect((await error)?.message).to.equal('enough');
    await until(() => job.over);
    expect(job.events.at(-1)?.name).to.equal('cancelled');
  });

  it('is cancelled there at whatever request the cancel comes, and the next one works', async () => {
    for (const when of ['before', 'behind'] as const) {
      for (let at = 1; ; at++) {
        const server = await jobServer(bench);
        const jobs: Job[] = [];
        server.onJob = (job) => void jobs.push(job.push('started').step(1));
        let count = 0;
        let cancel = (): void => undefined;
        const counted: typeof fetch = async (input, init) => {
          const hit = ++count === at;
          if (hit && when === 'before') cancel();
          const answer = await fetch(input, init);
          if (hit && when === 'behind') cancel();
          return answer;
        };
        const kept = new StoredLedger(undefined);
        const adapter = bench.adapter(server, { ...SOCKET, fetch: counted, ledger: kept });
        const { abort, error } = drawHere(adapter, { key: 'k' });
        cancel = () => abort.abort(new Error('enough'));
        await until(() => jobs[0]?.readers === 1, error);
        const through = !abort.signal.aborted;
        if (through) cancel();
        expect((await error)?.message, `${when} request ${at}`).to.equal('enough');
        await until(() => jobs.every(({ over }) => over));
        server.onJob = (job) => job.complete();
        expect((await drawHere(adapter).outcome).width).to.equal(64);
        expect(await kept.keys(server.url)).to.deep.equal([]);
        if (through) break;
        expect(at).to.be.lessThan(9);
      }
    }
  });

  it('is one job, whichever request is lost on its way', async () => {
    for (let at = 1, all = Infinity; at <= all; at++) {
      const server = await jobServer(bench);
      server.onJob = (job) => job.complete();
      let count = 0;
      const losing: typeof fetch = async (input, init) => {
        const answer = await fetch(input, init);
        if (++count !== at) return answer;
        await answer.arrayBuffer();
        throw new TypeError('fetch failed');
      };
      const adapter = bench.adapter(server, { ...SOCKET, fetch: losing });
      expect((await drawHere(adapter).outcome).width, `request ${at}`).to.equal(64);
      expect(server.jobs.size).to.equal(1);
      all = count - 1;
      expect(all).to.be.within(4, 6);
    }
  });

  it('is cancelled there although its run had ended before the server took it', async () => {
    const server = await jobServer(bench);
    const started = jobOf(server);
    const inner = server.http.routes;
    const create = inner['POST /api/jobs/img2img'] as Handler;
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    server.http.routes = new Proxy(inner, {
      get: (routes, key: string): Handler => {
        if (key !== 'POST /api/jobs/img2img') return routes[key] as Handler;
        return (...request) => void released.then(() => create(...request));
      },
    });
    const kept = new StoredLedger(undefined);
    const { abort, error } = drawHere(bench.adapter(server, { ...SOCKET, ledger: kept }), { key: 'k' });
    await until(() => server.http.to('POST /api/jobs/img2img').length === 1);
    abort.abort(new Error('enough'));
    expect((await error)?.message).to.equal('enough');
    release();
    const job = await before(error, started);
    await until(() => job.over);
    expect(await kept.keys(server.url)).to.deep.equal([]);
  });

  it('is cancelled there when it takes longer than the host allows', async () => {
    const server = await jobServer(bench);
    const started = jobOf(server);
    const { error } = drawHere(bench.adapter(server, { ...SOCKET, deadlines: { job: 1500 } }));
    const job = await before(error, started);
    expect((await error)?.code).to.equal('GDS_REMOTE_TIMEOUT');
    await until(() => job.over);
  });

  it('says what a server without the model says', async () => {
    const server = await jobServer(bench, {
      'GET /api/capabilities': (_, response) => json(response, 200, { ...CAPABILITIES, models: [] }),
    });
    expect((await drawHere(bench.adapter(server)).error)?.code).to.equal('GDS_TASK_UNSUPPORTED');
  });
});
