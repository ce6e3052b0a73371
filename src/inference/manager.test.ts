import { describe, it } from 'node:test';
import { expect } from 'chai';
import { GdsError } from '../errors.js';
import type { Progress } from '../registry/tasks.js';
import { ask, settle, TestAdapter } from './adapter.fixture.js';
import { InferenceManager } from './manager.js';
import type { ModelStatus } from './types.js';

describe('InferenceManager', () => {
  it('says so when nobody can do a task', async () => {
    const manager = new InferenceManager();
    manager.register(new TestAdapter('a', { mesh: ['image-to-mesh'] }));
    expect(await ask(manager, 'x').outcome).to.equal('GDS_TASK_UNSUPPORTED');
    expect(manager.resolve('text-to-image')).to.equal(undefined);
  });

  it('chooses the model asked for, otherwise the latest adapter that can, and a broken one last', () => {
    const manager = new InferenceManager();
    const a = new TestAdapter('a', { tiny: ['image-to-image'], turbo: ['text-to-image'] });
    const b = new TestAdapter('b', { big: ['text-to-image', 'image-to-image'] });
    manager.register(a);
    manager.register(b);
    expect(manager.resolve('text-to-image', 'turbo')).to.equal('a/turbo');
    expect(manager.resolve('text-to-image', 'tiny')).to.equal('b/big');
    expect(manager.resolve('text-to-image')).to.equal('b/big');
    b.tell({ status: 'error' });
    expect(manager.resolve('text-to-image', 'big')).to.equal('a/turbo');
    a.tell({ status: 'error' });
    expect(manager.resolve('text-to-image')).to.equal('b/big');
  });

  it("queues by priority, then by arrival, within the adapter's concurrency", async () => {
    const manager = new InferenceManager();
    const adapter = new TestAdapter('a', { m: ['text-to-image'] }, 2);
    manager.register(adapter);
    const progress: Progress[] = [];
    ask(manager, 'one');
    ask(manager, 'two');
    ask(manager, 'three', { onProgress: (step) => progress.push(step) });
    ask(manager, 'urgent', { priority: 5 });
    ask(manager, 'four');
    expect(adapter.begun.map((job) => job.prompt)).to.deep.equal(['one', 'two']);
    expect(progress).to.deep.equal([{ stage: 'queue', label: 'Waiting' }]);
    for (let i = 0; i < 3; i++) {
      adapter.begun[i]!.end(i);
      await settle();
    }
    expect(adapter.begun.map((job) => job.prompt)).to.deep.equal(['one', 'two', 'urgent', 'three', 'four']);
  });

  it('goes on after a failure', async () => {
    const manager = new InferenceManager();
    const adapter = new TestAdapter('a', { m: ['text-to-image'] });
    manager.register(adapter);
    const first = ask(manager, 'one');
    const second = ask(manager, 'two');
    adapter.begun[0]!.fail(new GdsError('GDS_WORKER_LOST', 'gone'));
    expect(await first.outcome).to.equal('GDS_WORKER_LOST');
    await settle();
    adapter.begun[1]!.end('fine');
    expect(await second.outcome).to.equal('fine');
  });

  it('cancels what runs and what waits at once', async () => {
    const manager = new InferenceManager();
    const adapter = new TestAdapter('a', { m: ['text-to-image'] });
    manager.register(adapter);
    const running = ask(manager, 'one');
    const waiting = ask(manager, 'two');
    const last = ask(manager, 'three');
    waiting.abort.abort(new GdsError('GDS_CANCELLED', 'x'));
    expect(await waiting.outcome).to.equal('GDS_CANCELLED');
    running.abort.abort(new GdsError('GDS_CANCELLED', 'x'));
    expect(adapter.begun[0]!.controls.signal.aborted).to.equal(true);
    expect(await running.outcome).to.equal('GDS_CANCELLED');
    await settle();
    expect(adapter.begun.map((job) => job.prompt)).to.deep.equal(['one', 'three']);
    adapter.begun[1]!.end('done');
    expect(await last.outcome).to.equal('done');
  });

  it('passes no progress on after a cancel', async () => {
    const manager = new InferenceManager();
    const adapter = new TestAdapter('a', { m: ['text-to-image'] });
    manager.register(adapter);
    const progress: string[] = [];
    const { abort, outcome } = ask(manager, 'one', { onProgress: ({ label }) => progress.push(label) });
    adapter.begun[0]!.controls.onProgress({ stage: 'denoise', label: 'before' });
    abort.abort(new GdsError('GDS_CANCELLED', 'x'));
    adapter.begun[0]!.controls.onProgress({ stage: 'denoise', label: 'after' });
    await outcome;
    expect(progress).to.deep.equal(['before']);
  });

  it('fails what waits for an adapter that is taken away', async () => {
    const manager = new InferenceManager();
    const adapter = new TestAdapter('a', { m: ['text-to-image'] });
    manager.register(adapter);
    let changes = 0;
    manager.onModelsChange(() => changes++);
    const running = ask(manager, 'one');
    const waiting = ask(manager, 'two');
    manager.unregister('a');
    expect(changes).to.equal(1);
    expect(await waiting.outcome).to.equal('GDS_TASK_UNSUPPORTED');
    adapter.begun[0]!.end('kept');
    expect(await running.outcome).to.equal('kept');
  });

  it('loads a model and refuses one that nobody has', async () => {
    const manager = new InferenceManager();
    const adapter = new TestAdapter('a', { m: ['text-to-image'] });
    manager.register(adapter);
    await manager.load('m');
    expect(adapter.loaded).to.deep.equal(['m']);
    const code = await manager.load('none').catch((error: GdsError) => error.code);
    expect(code).to.equal('GDS_MODEL_UNKNOWN');
  });

  it('lets the adapter that runs networks speak for its label', () => {
    const manager = new InferenceManager();
    const light = new TestAdapter('light', { o: ['image-to-mesh'] });
    const heavy = new TestAdapter('heavy', { m: ['text-to-image'] });
    Object.assign(light, { label: 'This device' });
    Object.assign(heavy, { label: 'This device', models: heavy.models.map((model) => ({ ...model, bytes: 7 })) });
    heavy.tell({ backend: 'wasm', detail: 'WASM' });
    manager.register(light);
    manager.register(heavy);
    expect(manager.status).to.include({ label: 'This device', detail: 'WASM' });
  });

  it('says in one line how things stand, and tells of changes', () => {
    const manager = new InferenceManager();
    expect(manager.status.state).to.equal('starting');
    const a = new TestAdapter('a', { m: ['text-to-image'], n: ['image-to-image'] });
    const b = new TestAdapter('b', { o: ['image-to-mesh'] });
    const told: string[] = [];
    manager.subscribe((status) => told.push(status.state));
    manager.register(a);
    manager.register(b);
    const state = { place: 'local', backend: 'cpu', detail: 'CPU', state: 'ready' } as const;
    const backends = [
      { label: 'A', ...state },
      { label: 'B', ...state },
    ];
    expect(manager.status).to.deep.equal({ label: 'A', ...state, backends });
    const models = new Map<string, ModelStatus>([
      ['m', { status: 'loading', loaded: 10, total: 100 }],
      ['n', { status: 'loading', loaded: 5, total: 50 }],
    ]);
    a.tell({ models });
    expect(manager.status).to.include({ state: 'loading', loaded: 15, total: 150 });
    const error = new GdsError('GDS_MODEL_HASH', 'damaged');
    a.tell({ models: new Map([['m', { status: 'error', error }]]) });
    expect(manager.status).to.include({ state: 'error', error });
    expect(manager.models.map(({ info, status, adapter }) => [adapter, info.id, status.status])).to.deep.equal([
      ['a', 'm', 'error'],
      ['a', 'n', 'idle'],
      ['b', 'o', 'idle'],
    ]);
    expect(told).to.deep.equal(['ready', 'ready', 'loading', 'error']);
    manager.dispose();
    expect([a.disposed, b.disposed]).to.deep.equal([true, true]);
  });
});
