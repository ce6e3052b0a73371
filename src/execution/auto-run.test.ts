import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { NodeDefinition } from '../registry/types.js';
import { setup, textNode } from './executor.fixture.js';

const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 15));
const cheap: NodeDefinition = { ...textNode('cheap'), cheap: true };
const dear: NodeDefinition = { ...textNode('dear'), cheap: false };

describe('Executor: auto-run', () => {
  it('brings a cheap graph up to date once edits rest, in one run', async () => {
    const { executor, graph, add, events } = setup({ autoRun: { delay: 3 } }, [cheap]);
    const [a, b] = [add('cheap', { text: 'a' }), add('cheap', { text: 'b' })];
    graph.addEdge([a, 'out'], [b, 'a']);
    await rest();
    expect(executor.state(b).outputs).to.deep.equal({ out: 'ab' });
    for (const text of ['c', 'cd', 'cde']) graph.setParam(a, 'text', text);
    await rest();
    expect(executor.state(b).outputs).to.deep.equal({ out: 'cdeb' });
    expect(events.filter(({ type }) => type === 'run-start')).to.have.length(2);
  });

  it('leaves all of it where one node is not cheap, a model above all', async () => {
    const { executor, graph, add } = setup({ autoRun: { delay: 3 } }, [cheap, dear]);
    const [a, b] = [add('cheap', { text: 'a' }), add('dear')];
    graph.addEdge([a, 'out'], [b, 'a']);
    const [prompt, model] = [add('prompt', { text: 'a dog' }), add('sdxl-turbo')];
    graph.addEdge([prompt, 'text'], [model, 'prompt']);
    await rest();
    expect([a, b, prompt, model].map((id) => executor.state(id).status)).to.deep.equal(['idle', 'idle', 'idle', 'idle']);
    await executor.run();
    graph.setParam(prompt, 'text', 'a cat');
    await rest();
    expect(executor.state(model).fresh).to.equal(false);
  });

  it('judges others by how long they took', async () => {
    const quick = setup({ autoRun: { delay: 3, limit: 1e6 } });
    const node = quick.add('join', { text: 'a' });
    await rest();
    expect(quick.executor.state(node).status).to.equal('idle');
    await quick.executor.run();
    quick.graph.setParam(node, 'text', 'b');
    await rest();
    expect(quick.executor.state(node).outputs).to.deep.equal({ out: 'b' });
    quick.executor.autoRun = { delay: 3, limit: -1 };
    quick.graph.setParam(node, 'text', 'c');
    await rest();
    expect(quick.executor.state(node).fresh).to.equal(false);
  });

  it('does not run what is only half connected, nor after it is switched off or disposed of', async () => {
    const needy: NodeDefinition = { ...cheap, type: 'needy', inputs: [{ id: 'a', title: 'A', type: 'string', required: true }] };
    const { executor, graph, add } = setup({ autoRun: { delay: 3 } }, [cheap, needy]);
    const node = add('needy');
    await rest();
    expect(executor.state(node).status).to.equal('idle');
    graph.deleteNodes([node]);
    executor.autoRun = false;
    const other = add('cheap');
    await rest();
    executor.autoRun = { delay: 3 };
    add('cheap');
    executor.dispose();
    await rest();
    expect(executor.state(other).status).to.equal('idle');
  });

  it('waits while a run is on, and is not set off by seeds that the run moves', async () => {
    const sown: NodeDefinition = {
      ...textNode('sown', async ({ params }) => {
        await new Promise((resolve) => setTimeout(resolve, 8));
        return { out: String(params['seed']) };
      }),
      cheap: true,
      parameters: [{ kind: 'seed', name: 'seed', title: 'Seed', default: 1 }],
    };
    const { executor, graph, add, events } = setup({ autoRun: { delay: 2 } }, [sown, cheap]);
    const node = add('sown');
    graph.setParam(node, 'seed_after', 'increment');
    const run = executor.run();
    const late = add('cheap', { text: 'late' });
    await run;
    await rest();
    await rest();
    expect(executor.state(late).outputs).to.deep.equal({ out: 'late' });
    expect(graph.nodes.get(node)!.params['seed']).to.equal(2);
    expect(events.filter(({ type }) => type === 'run-end')).to.have.length(2);
  });
});
