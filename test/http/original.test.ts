/** The adapter against the original backend as recorded: what it sends, byte for byte, and what it makes of the answers. */
import { afterEach, describe, it } from 'node:test';
import { expect } from 'chai';
import type { ImageToImageInput } from '../../src/registry/tasks.js';
import { bytesOf, multipartBytes, pictureOf, recording } from './recordings.js';
import { json, type Asked, type Routes } from './replay.js';
import { Bench, draw, DRAWING, JOB, MESH, ORIGINAL, ORIGINAL_JOBS, run } from './support.js';

const bench = new Bench();
afterEach(() => bench.close());

/** The body asked for is the one recorded. */
function expectSent(asked: Asked | undefined, name: string): void {
  const boundary = /boundary=(.+)$/.exec(asked?.headers['content-type'] ?? '')?.[1];
  expect(asked?.body.equals(multipartBytes(recording(name), boundary!)), `${name}:\n${asked?.body.toString('latin1')}`).to.equal(true);
}
const GLB: Routes = {
  'GET /data/output/mesh_1795547193_d0de98c0.glb': (_, response) =>
    response.writeHead(200, { 'content-type': 'model/gltf-binary' }).end(bytesOf('triposr-ok.glb')),
};

describe('the original backend', () => {
  it('is known by what it lacks, with its models and where it computes', async () => {
    const adapter = bench.adapter(await bench.server(ORIGINAL));
    expect(await adapter.discover()).to.deep.equal([
      { id: 'stable-diffusion', title: 'v1-5-pruned-emaonly-fp16', tasks: ['image-to-image'], bytes: 0 },
      { id: 'triposr', title: 'TripoSR Base', tasks: ['image-to-mesh'], bytes: 0 },
    ]);
    const { status, backend, models } = adapter.status;
    expect({ status, backend, models: [...models] }).to.deep.equal({
      status: 'ready',
      backend: 'cpu',
      models: [
        ['stable-diffusion', { status: 'loaded' }],
        ['triposr', { status: 'loaded' }],
      ],
    });
  });

  it('offers no drawing while its model is not there', async () => {
    const routes = { 'GET /api/model/info': recording('nomodel-model-info'), 'GET /api/triposr/info': recording('nomodel-triposr-info') };
    const adapter = bench.adapter(await bench.server(routes));
    expect((await adapter.discover()).map(({ id }) => id)).to.deep.equal(['triposr']);
    expect(adapter.status.models.get('triposr')).to.deep.equal({ status: 'idle' });
    expect((await draw(adapter).error)?.code).to.equal('GDS_TASK_UNSUPPORTED');
  });

  it('gets a job as recorded and gives its picture, whose stream it never closes', async () => {
    const server = await bench.server(ORIGINAL_JOBS);
    const { outcome, progress } = draw(bench.adapter(server));
    const { blob, width, height, info } = await outcome;
    expectSent(server.to('POST /api/jobs/img2img')[0], 'job-create');
    expect({ type: blob.type, width, height }).to.deep.equal({ type: 'image/png', width: 64, height: 64 });
    const { timings, ...made } = info;
    expect(made).to.deep.equal({
      adapter: 'http',
      server: server.url,
      model: 'stable-diffusion',
      modelLabel: 'v1-5-pruned-emaonly-fp16',
      backend: 'cpu',
      seed: 7,
      steps: 12,
      guidance: 7.5,
      sampler: 'euler',
      schedule: 'normal',
      prompt: 'a red cat',
    });
    expect(timings).to.have.all.keys('work', 'queue', 'transfer', 'total');
    expect(progress.map(({ stage, step, total }) => [stage, step, total])).to.deep.equal([
      ['upload', undefined, undefined],
      ['queue', undefined, undefined],
      ['work', undefined, undefined],
      ...Array.from({ length: 9 }, (_, index) => ['denoise', index + 1, 9]),
      ['receive', undefined, undefined],
    ]);
    const fractions = progress.map(({ fraction }) => fraction!);
    expect(fractions).to.deep.equal(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).to.equal(0.95);
    expect(server.asked.map(({ path }) => path)).to.not.include(`/api/jobs/${JOB}`);
  });

  it('spells samplers in its own way and leaves out what is not asked for', async () => {
    const server = await bench.server(ORIGINAL_JOBS);
    const { image, strength, prompt, seed } = DRAWING;
    const input: ImageToImageInput = { image, strength, prompt, seed, sampler: 'euler_ancestral' };
    await run(bench.adapter(server), 'image-to-image', input).outcome;
    const body = server.to('POST /api/jobs/img2img')[0]!.body.toString('latin1');
    expect([...body.matchAll(/name="(\w+)"/g)].map(([, name]) => name)).to.deep.equal([
      'image',
      'positive_prompt',
      'seed',
      'sampler_name',
      'denoise',
    ]);
    expect(body).to.contain('\r\n\r\neuler_a\r\n');
  });

  it('gets a mesh job as recorded; the mesh comes from where its files are, and is turned the right way round', async () => {
    const [server, files] = [await bench.server(ORIGINAL_JOBS), await bench.server(GLB)];
    const { outcome, progress } = run(bench.adapter(server, { filesBaseUrl: files.url }), 'image-to-mesh', MESH);
    const { blob, vertices, faces, info } = await outcome;
    expectSent(server.to('POST /api/jobs/triposr')[0], 'job-triposr-create');
    expect({ type: blob.type, vertices, faces, model: info.modelLabel }).to.deep.equal({
      type: 'model/gltf-binary',
      vertices: 8380,
      faces: 16760,
      model: 'TripoSR Base',
    });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    expect(Buffer.from(bytes).equals(bytesOf('triposr-ok.glb'))).to.equal(false);
    expect(progress.slice(3, -1).map(({ label, step, total }) => [label, step, total])).to.deep.equal([
      ['Cutting out the subject', 1, 4],
      ['Building the shape', 2, 4],
      ['Finishing', 4, 4],
    ]);
  });

  it('keeps a mesh as it is where the host says so', async () => {
    const [server, files] = [await bench.server(ORIGINAL_JOBS), await bench.server(GLB)];
    const { blob } = await run(bench.adapter(server, { filesBaseUrl: files.url, meshes: 'as-is' }), 'image-to-mesh', MESH).outcome;
    expect(Buffer.from(await blob.arrayBuffer()).equals(bytesOf('triposr-ok.glb'))).to.equal(true);
  });

  it('is not believed where its file server answers a missing mesh with its page', async () => {
    const missing = recording('data-get-missing', 'files-http');
    const server = await bench.server({ ...ORIGINAL_JOBS, 'GET /data/output/mesh_1795547193_d0de98c0.glb': missing });
    const error = await run(bench.adapter(server), 'image-to-mesh', MESH).error;
    expect(error?.code).to.equal('GDS_REMOTE_PROTOCOL');
    expect(error?.message).to.contain('a page instead of the result');
  });

  it('loads TripoSR by its own route', async () => {
    const routes = {
      ...ORIGINAL,
      'GET /api/triposr/info': recording('triposr-info-unloaded'),
      'POST /api/triposr/load': recording('triposr-load'),
    };
    const server = await bench.server(routes);
    const adapter = bench.adapter(server);
    await adapter.load('triposr', { signal: new AbortController().signal, onProgress: () => undefined });
    expect(server.to('POST /api/triposr/load?chunk_size=8192')).to.have.length(1);
    expect(adapter.status.models.get('triposr')).to.deep.equal({ status: 'loaded' });
  });

  it('ends a job that failed with its words, without its innards', async () => {
    const events = { [`GET /api/jobs/${JOB}/events`]: recording('job-events-failed') };
    const error = await draw(bench.adapter(await bench.server({ ...ORIGINAL_JOBS, ...events }))).error;
    expect([error?.code, error?.message, error?.retryable]).to.deep.equal([
      'GDS_REMOTE_FAILED',
      'The server failed: cannot identify image file',
      undefined,
    ]);
  });

  it('is told of a cancel and not waited for', async () => {
    const silent: Routes = {
      [`GET /api/jobs/${JOB}/events`]: (_, response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders(),
    };
    const server = await bench.server({ ...ORIGINAL_JOBS, ...silent });
    const { abort, error } = draw(bench.adapter(server));
    await server.next(`GET /api/jobs/${JOB}/events`);
    const cancelled = server.next(`POST /api/jobs/${JOB}/cancel`);
    const reason = new Error('enough');
    abort.abort(reason);
    expect(await error).to.equal(reason);
    await cancelled;
  });

  it('gives up a job whose place in its full queue does not come, and says why', async () => {
    const server = await bench.server({ ...ORIGINAL_JOBS, 'POST /api/jobs/img2img': () => undefined });
    const error = await draw(bench.adapter(server, { deadlines: { submit: 1000 } })).error;
    expect([error?.code, error?.retryable]).to.deep.equal(['GDS_REMOTE_BUSY', true]);
    expect(error?.message).to.contain('queue is full');
    expect(server.to('POST /api/jobs/img2img')).to.have.length(1);
  });

  it('gets no more jobs at one time than the host allows', async () => {
    const server = await bench.server({ ...ORIGINAL_JOBS, 'POST /api/jobs/img2img': () => undefined });
    const adapter = bench.adapter(server, { maxPending: 2 });
    const first = [draw(adapter), draw(adapter)];
    const error = await draw(adapter).error;
    expect([adapter.concurrency, error?.code, error?.retryable]).to.deep.equal([2, 'GDS_REMOTE_BUSY', true]);
    first.forEach(({ abort }) => abort.abort(new Error('enough')));
    await Promise.all(first.map((each) => each.error));
  });
});

describe('a server without jobs', () => {
  const stream = (name: string, folder: 'http' | 'http-newstack'): Routes => ({
    ...ORIGINAL,
    'POST /api/img2img/stream': recording(name, folder),
  });

  it('draws by its stream, with progress', async () => {
    const server = await bench.server(stream('stream-ok', 'http-newstack'));
    const { outcome, progress } = run(bench.adapter(server), 'image-to-image', { ...DRAWING, steps: 8 });
    expect((await outcome).width).to.equal(64);
    expectSent(server.to('POST /api/img2img/stream')[0], 'stream-ok');
    expect(progress.filter(({ stage }) => stage === 'denoise').map(({ step, total }) => [step, total])).to.deep.equal(
      Array.from({ length: 7 }, (_, step) => [step, 6]),
    );
  });

  it('draws without a stream where that is broken, and does not try it again', async () => {
    const server = await bench.server({ ...stream('stream-ok', 'http'), 'POST /api/img2img': recording('img2img-ok') });
    const adapter = bench.adapter(server);
    const input = { ...DRAWING, steps: 4, strength: 0.5 };
    const { width, info } = await run(adapter, 'image-to-image', input).outcome;
    expect([width, info.server]).to.deep.equal([64, server.url]);
    expectSent(server.to('POST /api/img2img')[0], 'img2img-ok');
    await run(adapter, 'image-to-image', input).outcome;
    expect(server.to('POST /api/img2img/stream')).to.have.length(1);
    expect(server.to('POST /api/jobs/img2img')).to.have.length(1);
  });

  it('draws from text where it takes no files', async () => {
    const server = await bench.server({ ...ORIGINAL, 'POST /api/img2img/base64': recording('base64-ok') });
    const { width } = await run(bench.adapter(server), 'image-to-image', { ...DRAWING, steps: 4, strength: 0.5 }).outcome;
    expect(width).to.equal(64);
    expectSent(server.to('POST /api/img2img/base64')[0], 'base64-ok');
  });

  it('makes a mesh', async () => {
    const path = (recording('triposr-ok').response.json as { mesh_path: string }).mesh_path;
    const file: Routes = { [`GET ${path}`]: GLB['GET /data/output/mesh_1795547193_d0de98c0.glb']! };
    const server = await bench.server({ ...ORIGINAL, ...file, 'POST /api/triposr': recording('triposr-ok') });
    const { vertices } = await run(bench.adapter(server), 'image-to-mesh', { ...MESH, resolution: 32 }).outcome;
    expect(vertices).to.equal(2044);
    expectSent(server.to('POST /api/triposr')[0], 'triposr-ok');
  });

  it('draws nothing without a picture', async () => {
    const adapter = bench.adapter(await bench.server(ORIGINAL));
    const error = await run(adapter, 'text-to-image', { prompt: 'a cat', seed: 1 }).error;
    expect(error?.code).to.equal('GDS_TASK_UNSUPPORTED');
  });

  it('is no server of the studio where it answers everything with a page', async () => {
    const page = recording('data-get-missing', 'files-http');
    const routes = Object.fromEntries(['capabilities', 'model/info', 'triposr/info'].map((name) => [`GET /api/${name}`, page]));
    const error = await draw(bench.adapter(await bench.server(routes))).error;
    expect(error?.code).to.equal('GDS_REMOTE_PROTOCOL');
  });
});

it('gives jobs the pictures in their own type', async () => {
  const server = await bench.server(ORIGINAL_JOBS);
  await run(bench.adapter(server), 'image-to-image', { ...DRAWING, image: pictureOf('rgb64.jpg', 'image/jpeg') }).outcome;
  expect(server.to('POST /api/jobs/img2img')[0]!.body.toString('latin1')).to.contain('filename="input.jpg"\r\nContent-Type: image/jpeg');
});

it('says that a job is gone where the server no longer knows it', async () => {
  const gone: Routes = {
    [`GET /api/jobs/${JOB}/events`]: recording('job-events-unknown'),
    [`GET /api/jobs/${JOB}`]: recording('job-get-unknown'),
  };
  const error = await draw(bench.adapter(await bench.server({ ...ORIGINAL_JOBS, ...gone }))).error;
  expect([error?.code, error?.retryable]).to.deep.equal(['GDS_REMOTE_LOST', true]);
});

it('gives nothing that is no picture for one', async () => {
  const completed = { status: 'succeeded', result: { image: `data:image/png;base64,${btoa('<html>')}`, width: 1, height: 1 } };
  const routes: Routes = {
    [`GET /api/jobs/${JOB}/events`]: (_, response) =>
      response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .write(`event: completed\r\ndata: ${JSON.stringify(completed)}\r\n\r\n`),
    [`GET /api/jobs/${JOB}`]: (_, response) => json(response, 200, completed),
  };
  const error = await draw(bench.adapter(await bench.server({ ...ORIGINAL_JOBS, ...routes }))).error;
  expect(error?.code).to.equal('GDS_REMOTE_PROTOCOL');
});
