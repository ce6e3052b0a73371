import { describe, it } from 'node:test';
import { expect } from 'chai';
import { setup, studio, textNode } from './executor.fixture.js';

describe('Executor: a run', () => {
  it('carries a prompt to a picture to a mesh and stores both', async () => {
    const { executor, graph, prompt, turbo, output, mesh, events, names, tasks, statuses } = studio();
    const result = await executor.run();
    expect(result.status).to.equal('complete');
    expect(result.failed).to.deep.equal([]);
    const meshOutput = [...graph.nodes.values()].find((node) => node.type === 'mesh-output')!;
    expect(result.ran).to.have.members([prompt, turbo, output, mesh, meshOutput.id]);
    expect(executor.state(meshOutput.id).outputs!['mesh']).to.deep.include({ kind: 'mesh', vertices: 4, name: 'red apple' });
    expect(executor.state(output).outputs!['image']).to.deep.include({ kind: 'image', width: 8, name: 'red apple' });
    expect(executor.state(turbo)).to.deep.include({ status: 'complete', fresh: true });
    expect(executor.state(turbo).info!.model).to.equal('m');
    expect(names).to.deep.equal(['red apple', 'red apple']);
    expect(tasks.calls.map((call) => call.task)).to.deep.equal(['text-to-image', 'image-to-mesh']);
    expect(tasks.calls[0]!.input).to.deep.include({ prompt: 'a red apple', steps: 4, guidance: 0, width: 256, seed: 42, sampler: 'ddim' });
    expect(tasks.calls[1]!.input).to.deep.include({ resolution: 256, foregroundRatio: 0.85, removeBackground: true, textureSize: 1024 });
    expect(statuses(turbo)).to.deep.equal(['queued', 'running', 'running', 'complete']);
    expect(events[0]!.type).to.equal('run-start');
    expect(events.at(-1)!.type).to.equal('run-end');
    expect(executor.running).to.equal(false);
  });

  it('runs nothing twice while nothing changes, and creates result nodes once', async () => {
    const { executor, graph, tasks } = studio();
    await executor.run();
    const nodes = graph.nodes.size;
    const again = await executor.run();
    expect(again.ran).to.deep.equal([]);
    expect(again.cached).to.have.length(nodes);
    expect(tasks.calls).to.have.length(2);
    expect(graph.nodes.size).to.equal(nodes);
  });

  it('puts the result node to the right, clear of other nodes', async () => {
    const { executor, graph, add } = setup();
    const turbo = add('sdxl-turbo', { prompt: 'a dog' });
    graph.addNode({ type: 'prompt', x: 350, y: 20, params: { text: 'in the way' } });
    await executor.run();
    const output = [...graph.nodes.values()].find((node) => node.type === 'output')!;
    expect(output.x).to.equal(320);
    expect(output.y).to.be.above(300);
    expect([...graph.edges.values()].map((edge) => [edge.from, edge.to])).to.deep.equal([
      [
        [turbo, 'image'],
        [output.id, 'image'],
      ],
    ]);
    graph.undo();
    expect(graph.nodes.has(output.id)).to.equal(false);
  });

  it('marks results stale on an edit, runs only what depends on it, and finds the old result after undo', async () => {
    const { executor, graph, prompt, turbo, output, tasks, add } = studio();
    const other = add('join', { text: 'unrelated' });
    await executor.run();
    const apple = executor.state(output).outputs;
    graph.setParam(prompt, 'text', 'a green apple');
    expect(executor.state(turbo)).to.include({ fresh: false, status: 'complete' });
    expect(executor.state(output).outputs).to.equal(apple);
    expect(executor.state(other).fresh).to.equal(true);
    const second = await executor.run();
    expect(second.ran).to.not.include(other);
    expect(tasks.calls).to.have.length(4);
    graph.undo();
    expect(executor.state(output)).to.include({ fresh: true, cached: true });
    expect(executor.state(output).outputs).to.deep.equal(apple);
    expect((await executor.run()).ran).to.deep.equal([]);
    expect(tasks.calls).to.have.length(4);
  });

  it("gets a deleted node's result back with undo", async () => {
    const { executor, graph, output } = studio();
    await executor.run();
    graph.deleteNodes([output]);
    expect(executor.state(output).status).to.equal('idle');
    graph.undo();
    expect(executor.state(output)).to.include({ status: 'complete', fresh: true });
  });

  it('does not count titles, positions and what a port overrides as edits', async () => {
    const { executor, graph, turbo } = studio();
    await executor.run();
    graph.setTitle(turbo, 'My model');
    graph.moveNodes([turbo], 50, 50);
    graph.setParam(turbo, 'prompt', 'not used: the port is connected');
    graph.setParam(turbo, 'seed_after', 'increment');
    expect(executor.state(turbo).fresh).to.equal(true);
    graph.setParam(turbo, 'steps', 2);
    expect(executor.state(turbo).fresh).to.equal(false);
  });

  it('runs a node and what it needs, and no more', async () => {
    const { executor, prompt, turbo, output, mesh } = studio();
    const result = await executor.run({ nodes: [output] });
    expect(result.ran).to.deep.equal([prompt, turbo, output]);
    expect(executor.state(mesh).status).to.equal('idle');
  });

  it('runs independent branches at the same time and equal nodes once', async () => {
    let inside = 0;
    let most = 0;
    let runs = 0;
    const slow = textNode('slow', async ({ params }) => {
      runs++;
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside--;
      return { out: String(params['text']) };
    });
    const { executor, add } = setup({}, [slow]);
    for (const text of ['x', 'y', 'z', 'z']) add('slow', { text });
    const result = await executor.run();
    expect(most).to.equal(3);
    expect(runs).to.equal(3);
    expect([...result.ran, ...result.cached]).to.have.length(4);
  });
});

describe('Executor: conversions', () => {
  it('turn a value into what the input takes', async () => {
    const { executor, registry, graph, add } = setup({}, [
      { ...textNode('count', () => ({ out: 3 })), outputs: [{ id: 'out', title: 'Out', type: 'number' }] },
    ]);
    registry.registerConversion({ from: 'number', to: 'string', convert: (value) => `${String(value)}!` });
    const [from, to] = [add('count'), add('join')] as [string, string];
    graph.addEdge([from, 'out'], [to, 'a']);
    await executor.run();
    expect(executor.state(to).outputs).to.deep.equal({ out: '3!' });
  });
});
