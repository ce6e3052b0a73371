import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { GdsError } from '../errors.js';
import { setup, studio, textNode } from './executor.fixture.js';

describe('Executor: cancelling', () => {
  it('reaches the adapter at once; the next run works', async () => {
    const { executor, graph, prompt, turbo, output, tasks } = studio();
    tasks.hang = true;
    const running = executor.run();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(executor.state(turbo).status).to.equal('running');
    const busy = await executor.run().catch((error: GdsError) => error);
    expect((busy as GdsError).code).to.equal('GDS_RUN_BUSY');
    executor.cancel();
    expect(tasks.signals[0]!.aborted).to.equal(true);
    const result = await running;
    expect(result).to.deep.include({ status: 'cancelled', ran: [prompt], failed: [] });
    expect([turbo, output].map((id) => executor.state(id).status)).to.deep.equal(['cancelled', 'idle']);
    expect(graph.nodes.size).to.equal(4);
    tasks.hang = false;
    expect((await executor.run()).status).to.equal('complete');
  });

  it('does not wait for a node that never answers', async () => {
    const { executor, add } = setup({}, [textNode('deaf', () => new Promise(() => undefined))]);
    const deaf = add('deaf');
    const abort = new AbortController();
    const running = executor.run({ signal: abort.signal });
    await Promise.resolve();
    abort.abort();
    expect((await running).status).to.equal('cancelled');
    expect(executor.state(deaf).status).to.not.equal('running');
    expect((await executor.run({ signal: AbortSignal.abort() })).status).to.equal('cancelled');
  });
});

describe('Executor: edits during a run', () => {
  it('apply to the next run', async () => {
    let release = (): void => undefined;
    const gate = textNode('gate', ({ params }) => new Promise((resolve) => (release = () => resolve({ out: String(params['text']) }))));
    const { executor, graph, add } = setup({}, [gate]);
    const first = add('gate', { text: 'old' });
    const second = add('join');
    graph.addEdge([first, 'out'], [second, 'a']);
    const running = executor.run();
    await new Promise((resolve) => setTimeout(resolve, 2));
    graph.setParam(first, 'text', 'new');
    const late = add('join', { text: 'late' });
    release();
    const result = await running;
    expect(result.ran).to.deep.equal([first, second]);
    expect(executor.state(second).outputs).to.deep.equal({ out: 'old' });
    expect([executor.state(first).fresh, executor.state(second).fresh]).to.deep.equal([false, false]);
    expect(executor.state(late).status).to.equal('idle');
    const next = executor.run();
    await new Promise((resolve) => setTimeout(resolve, 2));
    release();
    await next;
    expect(executor.state(second).outputs).to.deep.equal({ out: 'new' });
  });

  it('survive the deletion of the node that runs', async () => {
    const { executor, graph, turbo, tasks, events } = studio();
    tasks.hang = true;
    const running = executor.run();
    await new Promise((resolve) => setTimeout(resolve, 5));
    graph.deleteNodes([turbo]);
    const told = events.length;
    executor.cancel();
    expect((await running).status).to.equal('cancelled');
    expect(events.slice(told).some((event) => event.type === 'node' && event.id === turbo)).to.equal(false);
  });
});
