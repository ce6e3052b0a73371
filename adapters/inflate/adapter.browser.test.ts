/** The adapter with its real worker (dist/workers/inflate.js, as `node scripts/build.mjs workers` makes it) in a real browser. */
import { expect } from '@open-wc/testing';
import type { Progress } from '../../src/registry/tasks.js';
import { InflateAdapter } from './index.js';

const WORKER = '/gds-assets/workers/inflate.js';
const apple = async () => (await fetch('/gds-assets/models/gds-tiny-turbo/reference/four-steps.png')).blob();
const failure = async (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: { code?: string; message: string }) => error,
  );
const run = (adapter: InflateAdapter, image: Blob, onProgress: (p: Progress) => void = () => {}, signal = new AbortController().signal) =>
  adapter.run('image-to-mesh', 'inflate', { image }, { signal, onProgress });

describe('InflateAdapter', () => {
  let adapter: InflateAdapter;
  let workers: Worker[];
  beforeEach(() => {
    workers = [];
    adapter = new InflateAdapter({
      createWorker: () => {
        const worker = new Worker(WORKER, { type: 'module' });
        workers.push(worker);
        return worker;
      },
    });
  });
  afterEach(() => adapter.dispose());

  it('makes a GLB of a real picture, with rising progress and honest information', async () => {
    const seen: Progress[] = [];
    const result = await run(adapter, await apple(), (p) => seen.push(p));
    expect(new DataView(await result.blob.arrayBuffer()).getUint32(0, true)).to.equal(0x46546c67);
    expect(result.blob.type).to.equal('model/gltf-binary');
    expect(result.faces).to.be.within(18_000, 32_000);
    expect(result.info).to.include({ adapter: 'inflate', model: 'inflate', modelLabel: 'Inflate (no model loaded)', backend: 'cpu' });
    expect(result.info.timings).to.have.all.keys('decode', 'cutout', 'inflate', 'refine', 'write', 'total');
    expect([...new Set(seen.map(({ stage }) => stage))]).to.deep.equal(['cutout', 'inflate', 'refine', 'write']);
    seen.reduce((last, { fraction }) => {
      expect(fraction).to.be.at.least(last);
      return fraction!;
    }, 0);
  });

  it('finds its worker by the asset base', async () => {
    const other = new InflateAdapter({ assetBase: '/gds-assets/' });
    expect((await run(other, await apple())).vertices).to.be.above(1000);
    other.dispose();
  });

  it('rejects with the reason of the signal when cancelled, and works again with the same worker', async () => {
    const cancel = new AbortController();
    const reason = new Error('enough');
    let after = 0;
    const error = await failure(
      run(
        adapter,
        await apple(),
        (p) => {
          if (cancel.signal.aborted) after++;
          if (p.stage === 'inflate') cancel.abort(reason);
        },
        cancel.signal,
      ),
    );
    expect(error).to.equal(reason);
    expect((await run(adapter, await apple())).faces).to.be.above(1000);
    expect(after).to.equal(0);
    expect(workers).to.have.length(1);
  });

  it('says that its worker was lost, then starts a new one', async () => {
    const statuses: string[] = [];
    adapter.subscribe(({ status }) => statuses.push(status));
    const image = await apple();
    const error = await failure(
      run(
        adapter,
        image,
        (p) => p.stage === 'cutout' && workers[0]!.dispatchEvent(new ErrorEvent('error', { message: 'killed', cancelable: true })),
      ),
    );
    expect(error).to.have.property('code', 'GDS_WORKER_LOST');
    expect(adapter.status.error?.message).to.match(/Run again/);
    expect((await run(adapter, image)).faces).to.be.above(1000);
    expect(workers).to.have.length(2);
    expect(statuses).to.deep.equal(['error', 'ready']);
  });

  it('notices a worker that was killed without a word', async () => {
    const image = await apple();
    const error = await failure(run(adapter, image, (p) => p.stage === 'cutout' && workers[0]!.terminate()));
    expect(error).to.have.property('code', 'GDS_WORKER_LOST');
    expect((await run(adapter, image)).faces).to.be.above(1000);
  });

  it('says that its worker file is missing', async () => {
    const missing = new InflateAdapter({ workerUrl: '/gds-assets/workers/none.js' });
    expect(await failure(run(missing, await apple()))).to.have.property('code', 'GDS_WORKER_LOST');
    missing.dispose();
  });

  it('refuses what is no picture', async () => {
    for (const image of [new Blob(['not a picture'], { type: 'image/png' }), new Blob([]), (await apple()).slice(0, 60, 'image/png')]) {
      const error = await failure(run(adapter, image));
      expect(error).to.have.property('code', 'GDS_IMAGE_DECODE');
      expect(error!.message).to.match(/Use a PNG/);
    }
  });

  it('refuses a picture without a subject, and other tasks', async () => {
    const canvas = new OffscreenCanvas(64, 64);
    canvas.getContext('2d')!.fillRect(0, 0, 64, 64);
    expect(await failure(run(adapter, await canvas.convertToBlob()))).to.have.property('code', 'GDS_MESH_NO_SUBJECT');
    const controls = { signal: new AbortController().signal, onProgress: () => {} };
    expect(await failure(adapter.run('text-to-image', 'inflate', { prompt: 'x', seed: 1 }, controls))).to.have.property(
      'code',
      'GDS_TASK_UNSUPPORTED',
    );
  });

  it('rejects what is running when it is disposed, and may be used again', async () => {
    const work = failure(run(adapter, await apple()));
    adapter.dispose();
    expect(await work).to.have.property('code', 'GDS_WORKER_LOST');
    expect((await run(adapter, await apple())).faces).to.be.above(1000);
  });
});
