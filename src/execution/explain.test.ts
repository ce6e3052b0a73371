import { describe, it } from 'node:test';
import { expect } from 'chai';
import { setup, studio, textNode } from './executor.fixture.js';

describe('Executor.explain', () => {
  it('names the edit that a run began with, through all nodes between', async () => {
    const { executor, graph, prompt, turbo, output } = studio();
    expect(executor.explain(turbo)).to.not.have.property('last');
    expect(executor.explain(turbo).next).to.include({ outcome: 'runs', text: 'Will run, because it has not run before.' });
    await executor.run();
    expect(executor.explain(turbo).last!.reasons).to.deep.equal([{ kind: 'never-ran' }]);
    expect(executor.explain(turbo).next).to.include({ outcome: 'cached', text: 'Kept its result, because nothing had changed.' });
    graph.setParam(prompt, 'text', 'a pear');
    const change = { kind: 'parameter', name: 'text', before: 'a red apple', after: 'a pear' };
    const { next } = executor.explain(output);
    expect(next.outcome).to.equal('runs');
    expect(next.reasons).to.deep.equal([
      { kind: 'input', port: 'image', source: turbo, because: [{ kind: 'input', port: 'prompt', source: prompt, because: [change] }] },
    ]);
    expect(next.roots).to.deep.equal([{ nodeId: prompt, reason: change }]);
    expect(next.text).to.equal(
      'Will run, because its input Image changed: at "Text to image" its input Prompt changed: at "Prompt" Text went from "a red apple" to "a pear".',
    );
    await executor.run();
    expect(executor.explain(output).last!.roots).to.deep.equal([{ nodeId: prompt, reason: change }]);
    expect(executor.explain(output).last!.text.startsWith('Ran, because its input Image changed')).to.equal(true);
    await executor.run();
    expect(executor.explain(output).last).to.include({ outcome: 'cached' });
    graph.undo();
    expect(executor.explain(output).next.reasons).to.deep.equal([{ kind: 'at-hand', from: 'shown' }]);
  });

  it('names a parameter, a connection, a version and a model', async () => {
    let model = 'adapter/one';
    let changed = (): void => undefined;
    const { executor, graph, registry, add, tasks } = setup();
    const second = setup({
      tasks: {
        run: tasks.run,
        resolve: () => model,
        onModelsChange: (listener) => {
          changed = listener;
          return () => undefined;
        },
      },
    });
    const turbo = second.add('sdxl-turbo', { prompt: 'a dog', steps: 4 });
    await second.executor.run();
    second.graph.setParam(turbo, 'steps', 6);
    expect(second.executor.explain(turbo).next.text).to.equal('Will run, because Steps went from 4 to 6.');
    second.graph.undo();
    model = 'adapter/two';
    changed();
    expect(second.executor.explain(turbo).next.reasons).to.deep.equal([{ kind: 'model', before: 'adapter/one', after: 'adapter/two' }]);

    const [a, b, target] = [add('join', { text: 'a' }), add('join', { text: 'b' }), add('join')];
    graph.addEdge([a, 'out'], [target, 'a']);
    await executor.run();
    graph.addEdge([b, 'out'], [target, 'a']);
    expect(executor.explain(target).next.reasons).to.deep.equal([{ kind: 'connection', port: 'a', before: a, after: b }]);
    graph.deleteEdges([graph.edgeAt(target, 'a')!.id]);
    expect(executor.explain(target).next.text).to.equal('Will run, because nothing is connected to A any more.');
    registry.register({ ...textNode('join'), version: 2 });
    expect(executor.explain(a).next.reasons).to.deep.equal([{ kind: 'version', before: 1, after: 2 }]);
  });

  it('says why not: muted, not connected, only handing on', async () => {
    const { executor, graph, prompt, turbo, output, add } = studio();
    graph.setMode(prompt, 'muted');
    expect(executor.explain(output).next).to.include({ outcome: 'skipped', text: 'Does not run, because "Prompt" is muted or bypassed.' });
    expect(executor.explain(prompt).next.text).to.equal('Does not run, because it is muted or bypassed.');
    expect(executor.explain(add('model')).next.reasons).to.deep.equal([{ kind: 'unconnected' }]);
    expect(executor.explain(add('reroute')).next.reasons).to.deep.equal([{ kind: 'hands-on' }]);
    expect(executor.explain(turbo).nodeId).to.equal(turbo);
    expect(executor.explain('nowhere').next.outcome).to.equal('skipped');
  });

  it('tells a result that had to make room, and an attempt that failed', async () => {
    let broken = true;
    const odd = textNode('odd', () => {
      if (broken) throw new Error('no');
      return { out: 'x' };
    });
    const { executor, graph, add } = setup({ cacheBytes: 0, assets: undefined as never }, [odd]);
    const [node, other] = [add('join', { text: 'a' }), add('odd')];
    await executor.run();
    expect(executor.explain(other).last!.text).to.equal('Ran and failed. It ran because it has not run before.');
    expect(executor.explain(other).next.reasons).to.deep.equal([{ kind: 'failed-before' }]);
    broken = false;
    await executor.run();
    expect(executor.explain(other).last!.reasons).to.deep.equal([{ kind: 'failed-before' }]);
    graph.setParam(node, 'text', 'b');
    await executor.run();
    graph.undo();
    expect(executor.explain(node).next.reasons).to.deep.equal([
      { kind: 'parameter', name: 'text', before: 'b', after: 'a' },
      { kind: 'evicted' },
    ]);
  });

  it('does not get lost where many ways lead to one node', async () => {
    const { executor, graph, add } = setup();
    const first = add('join', { text: 'a' });
    let last = first;
    // 2^16 ways, whose texts double at every level.
    for (let level = 0; level < 16; level++) {
      const next = add('join');
      graph.addEdge([last, 'out'], [next, 'a']);
      graph.addEdge([last, 'out'], [next, 'b']);
      last = next;
      graph.setParam(next, 'text', String(level));
    }
    await executor.run();
    graph.setParam(first, 'text', 'b');
    const { next } = executor.explain(last);
    expect(next.roots).to.deep.equal([{ nodeId: first, reason: { kind: 'parameter', name: 'text', before: 'a', after: 'b' } }]);
    expect(next.reasons).to.have.length(2);
  });
});
