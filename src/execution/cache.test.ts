import { describe, it } from 'node:test';
import { expect } from 'chai';
import { ResultCache } from './cache.js';
import { setup, studio } from './executor.fixture.js';
import type { NodeResult } from './types.js';

const text = (length: number): NodeResult => ({ outputs: { out: 'x'.repeat(length) } });

describe('ResultCache', () => {
  it('keeps within its budget; the least recently used go first', () => {
    const cache = new ResultCache(10_000);
    for (const key of ['a', 'b', 'c']) cache.set(key, text(1000));
    cache.get('a');
    cache.set('d', text(1000));
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key) !== undefined)).to.deep.equal([true, false, true, true]);
    cache.set('huge', text(100_000));
    expect(cache.get('huge')).to.equal(undefined);
    expect(cache.get('a')).to.not.equal(undefined);
  });

  it('counts what is replaced once, and all items of a list', () => {
    const cache = new ResultCache(10_000);
    for (let time = 0; time < 9; time++) cache.set('a', text(2000));
    expect(cache.get('a')).to.not.equal(undefined);
    const item = { outputs: text(2000).outputs, axes: [], key: 'k' };
    cache.set('list', { ...text(1), items: [item, item, item] });
    expect(cache.get('list')).to.equal(undefined);
  });

  it('reads back what the asset store has, and forgets what it has not', async () => {
    const cache = new ResultCache(0);
    const blob = new Blob(['picture']);
    const image = { kind: 'image', blob, hash: 'h', width: 1, height: 1 } as const;
    cache.stored('n', 'k', { outputs: { image } });
    expect(cache.hasRecord('k')).to.equal(true);
    expect(await cache.fetch('k', { get: async () => blob })).to.deep.equal({ outputs: { image } });
    expect(await cache.fetch('k', { get: async () => undefined })).to.equal(undefined);
    expect(cache.hasRecord('k')).to.equal(false);
    cache.stored('n', 'tensor', { outputs: { t: { kind: 'tensor', type: 'uint8', dims: [1], data: new Uint8Array(1) } } });
    expect(cache.hasRecord('tensor')).to.equal(false);
  });
});

describe('Executor: results in the asset store', () => {
  const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));

  it('are found again by an undo when memory has let go of them', async () => {
    const { executor, graph, prompt, turbo, tasks } = studio({ cacheBytes: 0 });
    await executor.run();
    const apple = executor.state(turbo).outputs!['image'] as { hash: string };
    graph.setParam(prompt, 'text', 'a pear');
    await executor.run();
    expect(tasks.calls).to.have.length(4);
    graph.undo();
    await tick();
    expect(executor.state(turbo)).to.include({ fresh: true, cached: true });
    expect(executor.state(turbo).outputs!['image']).to.include({ hash: apple.hash });
    expect((await executor.run()).ran).to.deep.equal([]);
    expect(tasks.calls).to.have.length(4);
  });

  it('spare a run what comes before them', async () => {
    const { executor, graph, prompt, mesh, tasks } = studio({ cacheBytes: 0 });
    await executor.run();
    graph.setParam(prompt, 'text', 'a pear');
    await executor.run();
    graph.undo();
    const run = await executor.run({ nodes: [mesh] });
    expect(run.ran).to.deep.equal([]);
    expect(tasks.calls).to.have.length(4);
  });

  it('are made again when their files are gone', async () => {
    const { executor, graph, prompt, output, tasks, blobs } = studio({ cacheBytes: 0 });
    await executor.run();
    graph.setParam(prompt, 'text', 'a pear');
    await executor.run();
    blobs.clear();
    graph.undo();
    await tick();
    expect(executor.state(output).fresh).to.equal(false);
    const result = await executor.run();
    expect(result.status).to.equal('complete');
    expect(tasks.calls).to.have.length(6);
    expect(executor.state(output).fresh).to.equal(true);
  });

  it('that cannot be read while the run is on are made again, with what they need', async () => {
    const { executor, graph, add, blobs, tasks } = setup({ cacheBytes: 0, createOutputs: false });
    const [prompt, model] = [add('prompt', { text: 'a dog' }), add('sdxl-turbo')];
    graph.addEdge([prompt, 'text'], [model, 'prompt']);
    await executor.run();
    graph.setParam(prompt, 'text', 'a cat');
    await executor.run();
    // Nothing is told of the files until they are asked for.
    graph.setParam(prompt, 'text', 'a dog');
    blobs.clear();
    const result = await executor.run({ nodes: [model] });
    expect(result.ran).to.include(model);
    expect(tasks.calls.map(({ input }) => input['prompt'])).to.deep.equal(['a dog', 'a cat', 'a dog']);
  });

  it('do not hold up a cancel while they are read', async () => {
    const { executor, graph, prompt, turbo, assets } = studio({ cacheBytes: 0 });
    await executor.run();
    graph.setParam(prompt, 'text', 'a pear');
    await executor.run();
    assets.get = () => new Promise(() => undefined);
    graph.undo();
    const run = executor.run({ nodes: [turbo] });
    await tick();
    executor.cancel();
    expect((await run).status).to.equal('cancelled');
    expect(executor.state(turbo)).to.include({ status: 'complete', fresh: false });
  });
});
