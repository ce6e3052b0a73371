import { describe, it } from 'node:test';
import { expect } from 'chai';
import { setup, textNode } from './executor.fixture.js';
import { RunQueue } from './run-queue.js';

/** Nodes of type `gate` wait until they are let through, in the order in which they began. */
function gated() {
  const waiting: (() => void)[] = [];
  const gate = textNode('gate', ({ params, signal }) => {
    const text = String(params['text']);
    return new Promise((resolve, reject) => {
      waiting.push(() => resolve({ out: text }));
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
  });
  const world = setup({}, [gate]);
  const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));
  const release = async (): Promise<void> => {
    await tick();
    waiting.shift()!();
    await tick();
  };
  const labels = (): string[] => world.executor.queue.list.map(({ label, position, status }) => `${position} ${label} ${status}`);
  return { ...world, release, tick, labels };
}

describe('Executor: the queue of runs', () => {
  it('refuses a second run while one is in progress, unless it asks to wait', async () => {
    const { executor, add, release } = gated();
    const [a, b] = [add('gate', { text: 'a' }), add('gate', { text: 'b' })];
    const first = executor.run({ nodes: [a] });
    const refused = await executor.run({ nodes: [b] }).catch((error: Error) => error);
    expect(refused).to.include({ code: 'GDS_RUN_BUSY' });
    expect((refused as Error).message).to.contain('already in progress');
    const second = executor.run({ nodes: [b], queue: 'last' });
    await release();
    expect((await first).ran).to.deep.equal([a]);
    await release();
    expect((await second).ran).to.deep.equal([b]);
    expect(executor.running).to.equal(false);
  });

  it('can be watched, put in another order and emptied', async () => {
    const { executor, add, release, labels } = gated();
    const ids = ['a', 'b', 'c', 'd'].map((text) => add('gate', { text }));
    let told = 0;
    executor.queue.subscribe(() => told++);
    const runs = ids.map((id, index) => executor.run({ nodes: [id], queue: 'last', label: `run ${index}` }));
    const urgent = executor.run({ nodes: [ids[3]!], queue: 'next' });
    expect(labels()).to.deep.equal(['0 run 0 running', '1 Run gate waiting', '2 run 1 waiting', '3 run 2 waiting', '4 run 3 waiting']);
    expect(executor.queue.list[2]!.nodes).to.deep.equal([ids[1]]);
    expect(told).to.equal(5);
    expect(executor.queue.runNext(executor.queue.list[3]!.id)).to.equal(true);
    expect(executor.queue.runNext('nothing')).to.equal(false);
    expect(labels()[1]).to.equal('1 run 2 waiting');
    expect(executor.queue.cancel(executor.queue.list[3]!.id)).to.equal(true);
    expect((await runs[1])!.status).to.equal('cancelled');
    await release();
    expect((await runs[0])!.status).to.equal('complete');
    expect(labels()).to.deep.equal(['0 run 2 running', '1 Run gate waiting', '2 run 3 waiting']);
    executor.cancelAll();
    expect((await Promise.all([runs[2], runs[3], urgent])).map((result) => result!.status)).to.deep.equal([
      'cancelled',
      'cancelled',
      'cancelled',
    ]);
    expect(executor.queue.list).to.deep.equal([]);
  });

  it('goes on with the next run when the present one is cancelled', async () => {
    const { executor, add, release, tick } = gated();
    const [a, b] = [add('gate', { text: 'a' }), add('gate', { text: 'b' })];
    const first = executor.run({ nodes: [a] });
    const second = executor.run({ nodes: [b], queue: 'last' });
    await tick();
    executor.cancel();
    expect((await first).status).to.equal('cancelled');
    await tick();
    await release().catch(() => undefined);
    await release();
    expect((await second).ran).to.deep.equal([b]);
  });

  it('takes a waiting run out when its own signal aborts', async () => {
    const { executor, add, release } = gated();
    const a = add('gate', { text: 'a' });
    const first = executor.run({ nodes: [a] });
    const abort = new AbortController();
    const second = executor.run({ queue: 'last', signal: abort.signal });
    const never = executor.run({ queue: 'last', signal: AbortSignal.abort() });
    abort.abort();
    expect([(await second).status, (await never).status]).to.deep.equal(['cancelled', 'cancelled']);
    expect(executor.queue.list).to.have.length(1);
    await release();
    expect((await first).status).to.equal('complete');
  });

  it('lets a waiting run take the graph as it is when it starts', async () => {
    const { executor, graph, add, release } = gated();
    const [a, b] = [add('gate', { text: 'a' }), add('join', { text: 'old' })];
    const first = executor.run({ nodes: [a] });
    const second = executor.run({ nodes: [b], queue: 'last' });
    graph.setParam(b, 'text', 'new');
    await release();
    await first;
    await second;
    expect(executor.state(b)).to.deep.include({ outputs: { out: 'new' }, fresh: true });
  });

  it('lets whoever hears of the end start a run, before those that wait', async () => {
    const { executor, add, release, labels } = gated();
    const [a, b, c] = ['a', 'b', 'c'].map((text) => add('gate', { text })) as [string, string, string];
    const stop = executor.subscribe((event) => {
      if (event.type !== 'run-end') return;
      stop();
      void executor.run({ nodes: [c], label: 'own' });
    });
    void executor.run({ nodes: [a] });
    const second = executor.run({ nodes: [b], queue: 'last', label: 'waits' });
    await release();
    expect(labels()).to.deep.equal(['0 own running', '1 waits waiting']);
    await release();
    await release();
    expect((await second).ran).to.deep.equal([b]);
  });
});

describe('RunQueue', () => {
  it('goes on after a run that broke', async () => {
    const queue = new RunQueue();
    const done = Object.freeze({ status: 'complete' as const, ran: [], cached: [], failed: [], ms: 1 });
    const job = { label: 'x', nodes: undefined, signal: undefined, ended: () => undefined };
    const broken = queue.add({ ...job, carryOut: () => Promise.reject(new Error('fault')) });
    const next = queue.add({ ...job, carryOut: () => Promise.resolve(done) });
    expect((await broken).error).to.include({ code: 'GDS_RUN_FAILED', message: 'fault' });
    expect(await next).to.equal(done);
    expect(queue.busy).to.equal(false);
  });
});
