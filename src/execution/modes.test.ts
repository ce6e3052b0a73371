import { describe, it } from 'node:test';
import { expect } from 'chai';
import { setup, studio } from './executor.fixture.js';

describe('Executor: modes and seeds', () => {
  it('leaves a muted node and what depends on it alone', async () => {
    const { executor, graph, turbo, output, mesh } = studio();
    graph.setMode(turbo, 'muted');
    const result = await executor.run();
    expect(result.status).to.equal('complete');
    expect([turbo, output, mesh].map((id) => executor.state(id).status)).to.deep.equal(['idle', 'idle', 'idle']);
  });

  it('hands on what enters a bypassed node', async () => {
    const { executor, graph, add } = setup();
    const [a, b, c] = [add('join', { text: 'a' }), add('join', { text: 'b' }), add('join', { text: 'c' })] as [string, string, string];
    graph.addEdge([a, 'out'], [b, 'a']);
    graph.addEdge([b, 'out'], [c, 'a']);
    await executor.run();
    expect(executor.state(c).outputs).to.deep.equal({ out: 'abc' });
    graph.setMode(b, 'bypassed');
    const result = await executor.run();
    expect(result.ran).to.deep.equal([c]);
    expect(executor.state(c).outputs).to.deep.equal({ out: 'ac' });
  });

  it('moves seeds after a run in which the node ran; the result stays fresh and undo does not see it', async () => {
    const { executor, graph, turbo, output, mesh } = studio();
    graph.setParam(turbo, 'seed_after', 'increment');
    await executor.run();
    expect(graph.nodes.get(turbo)!.params['seed']).to.equal(43);
    expect([turbo, output, mesh].map((id) => executor.state(id).fresh)).to.deep.equal([true, true, true]);
    expect(graph.history().done).to.not.include('Change seed');
    const again = await executor.run();
    expect(again.ran).to.include(turbo);
    expect(graph.nodes.get(turbo)!.params['seed']).to.equal(44);
  });

  it('neither creates nodes nor moves seeds in a read-only graph', async () => {
    const { executor, graph, turbo } = studio();
    graph.setParam(turbo, 'seed_after', 'increment');
    graph.readonly = true;
    const nodes = graph.nodes.size;
    expect((await executor.run()).status).to.equal('complete');
    expect(graph.nodes.size).to.equal(nodes);
    expect(graph.nodes.get(turbo)!.params['seed']).to.equal(42);
  });

  it('leaves seeds of locked nodes alone, and those that a connection overrides', async () => {
    const { executor, graph, add } = setup();
    const [locked, fed, seeds] = [
      add('sdxl-turbo', { prompt: 'a dog' }),
      add('sdxl-turbo', { prompt: 'a cat' }),
      add('seeds', { count: 2 }),
    ];
    graph.addEdge([seeds, 'seed'], [fed, 'seed']);
    for (const id of [locked, fed]) graph.setParam(id, 'seed_after', 'increment');
    graph.setParam(seeds, 'base_after', 'increment');
    graph.setLocked([locked], true);
    await executor.run();
    expect([locked, fed].map((id) => graph.nodes.get(id)!.params['seed'])).to.deep.equal([42, 42]);
    expect(graph.nodes.get(seeds)!.params['base']).to.equal(43);
    expect([seeds, fed].map((id) => executor.state(id).fresh)).to.deep.equal([true, true]);
  });

  it('moves a seed once, however many pictures were drawn, and draws no other one for what is behind', async () => {
    const { executor, graph, turbo, mesh, tasks } = studio();
    graph.setParam(turbo, 'seed_after', 'increment');
    await executor.run();
    graph.setParam(mesh, 'resolution', 128);
    const { ran } = await executor.run({ nodes: [mesh] });
    expect(ran).to.not.include(turbo);
    expect(ran).to.include(mesh);
    expect(tasks.calls.map(({ task }) => task)).to.deep.equal(['text-to-image', 'image-to-mesh', 'image-to-mesh']);
    expect([turbo, mesh].map((id) => executor.state(id).fresh)).to.deep.equal([true, true]);
    expect(graph.nodes.get(turbo)!.params['seed']).to.equal(43);
  });
});
