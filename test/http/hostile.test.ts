/** A server that answers nonsense: whatever it says, the run ends, with a result or with an error that a person can read. */
import { afterEach, describe, it } from 'node:test';
import { expect } from 'chai';
import { CAPABILITIES, PICTURE, type Job } from './job-server.js';
import { json, type Handler, type Routes } from './replay.js';
import { Bench, drawHere, jobServer, run, SOCKET } from './support.js';

const bench = new Bench();
afterEach(() => bench.close());

const says =
  (body: unknown, status = 200): Handler =>
  (_, response) =>
    json(response, status, body);
const text =
  (body: string, type = 'application/json'): Handler =>
  (_, response) =>
    response.writeHead(200, { 'content-type': type }).end(body);

async function codeOf(
  routes: Routes,
  tell: (job: Job) => void = (job) => job.complete(),
  task: 'image' | 'mesh' = 'image',
): Promise<string> {
  const server = await jobServer(bench, routes);
  server.onJob = tell;
  const adapter = bench.adapter(server, { ...SOCKET, deadlines: { firstEvent: 30, quiet: 30 } });
  const input = { image: new Blob([new Uint8Array(9)]) };
  const { error } = task === 'image' ? drawHere(adapter) : run(adapter, 'image-to-mesh', input, { model: 'gds-tiny-sd' });
  const reason = await error;
  expect(reason?.message ?? 'fine').to.not.match(/undefined|null|\[object|is not a function|Cannot read/);
  return reason?.code ?? 'fine';
}

const capabilities = (more: object): Routes => ({ 'GET /api/capabilities': says({ ...CAPABILITIES, ...more }) });
const create = (handler: Handler): Routes => ({ 'POST /api/jobs/img2img': handler });

describe('a server that answers nonsense', () => {
  for (const [what, routes, code] of [
    ['models that are none', capabilities({ models: [null, 1, 'x', {}, { id: 5, tasks: ['image-to-image'] }] }), 'GDS_TASK_UNSUPPORTED'],
    ['tasks that nobody knows', capabilities({ models: [{ id: 'gds-tiny-sd', tasks: ['tea', null] }] }), 'GDS_TASK_UNSUPPORTED'],
    ['no word of jobs', capabilities({ jobs: null, backend: 5, uploads: 7 }), 'fine'],
    ['paths that lead elsewhere', capabilities({ jobs: { socket: '@elsewhere/' }, uploads: 'http://elsewhere' }), 'fine'],
    ['capabilities in half', { 'GET /api/capabilities': text('{"models":[') }, 'GDS_REMOTE_PROTOCOL'],
    ['a list for a job', create(says([])), 'GDS_REMOTE_PROTOCOL'],
    ['a number for an id', create(says({ job_id: 5 })), 'GDS_REMOTE_PROTOCOL'],
    ['text for a job', create(text('ok', 'text/plain')), 'GDS_REMOTE_PROTOCOL'],
    ['a refusal without words', create(says(null, 422)), 'GDS_REMOTE_REFUSED'],
    ['a refusal in odd words', create(says({ detail: [null, 5, { loc: 'x', msg: {} }] }, 422)), 'GDS_REMOTE_REFUSED'],
    ['a page for the picture', { [`GET ${PICTURE}`]: text('<html>', 'text/html') }, 'GDS_REMOTE_PROTOCOL'],
    ['bytes that are no picture', { [`GET ${PICTURE}`]: text('x'.repeat(99), 'image/png') }, 'GDS_REMOTE_PROTOCOL'],
    ['no picture', { [`GET ${PICTURE}`]: says({}, 404) }, 'GDS_REMOTE_PROTOCOL'],
  ] as readonly (readonly [string, Routes, string])[]) {
    it(`gives ${code} for ${what}`, async () => void expect(await codeOf(routes)).to.equal(code));
  }

  for (const [what, result] of [
    ['nothing', undefined],
    ['null', null],
    ['a number', 5],
    ['no picture', {}],
    ['a picture that is a number', { image: 5 }],
    ['base64 that is none', { image: 'data:image/png;base64,%%%' }],
    ['an address elsewhere', { image_path: 'http://elsewhere/x.png' }],
  ] as const) {
    it(`gives GDS_REMOTE_PROTOCOL for a result that is ${what}`, async () => {
      const code = await codeOf({}, (job) => job.push('completed', { status: 'succeeded', result }));
      expect(code).to.equal('GDS_REMOTE_PROTOCOL');
    });
  }

  it('is followed through events that make no sense', async () => {
    const code = await codeOf({}, (job) =>
      job
        .push('rumour', { x: 1 })
        .push('progress', { current: 'two', total: null })
        .push('progress', {})
        .push('preview', { image: 5 })
        .push('started', { status: 5 })
        .complete(),
    );
    expect(code).to.equal('fine');
  });

  it('fails a job for reasons that are none', async () => {
    for (const error of [undefined, null, 5, {}, { message: 5 }, 'words'])
      expect(await codeOf({}, (job) => job.push('failed', { status: 'failed', error }))).to.equal('GDS_REMOTE_FAILED');
  });

  it('answers a look at a job with something else', async () => {
    const routes = { ...capabilities({ jobs: {} }), 'GET /api/jobs/job-1': says({ status: 5 }), 'GET /api/jobs/job-1/events': says({}) };
    expect(await codeOf(routes)).to.equal('GDS_REMOTE_PROTOCOL');
  });

  it('cancels a job by itself', async () => {
    expect(await codeOf({}, (job) => job.push('cancelled', { status: 'cancelled' }))).to.equal('GDS_REMOTE_FAILED');
  });

  it('gives meshes that are none', async () => {
    const models = [{ id: 'gds-tiny-sd', tasks: ['image-to-mesh'] }];
    const mesh = (result: unknown): Promise<string> =>
      codeOf(
        {
          ...capabilities({ models, jobs: {} }),
          'POST /api/jobs/triposr': says({ job_id: 'job-x' }),
          'GET /api/jobs/job-x/events': says({}),
          'GET /api/jobs/job-x': says({ status: 'succeeded', result }),
        },
        undefined,
        'mesh',
      );
    expect(await mesh({})).to.equal('GDS_REMOTE_PROTOCOL');
    expect(await mesh({ mesh_path: PICTURE })).to.equal('GDS_REMOTE_PROTOCOL');
  });
});
