import { describe, it } from 'node:test';
import { expect } from 'chai';
import { failures, setup, textNode } from './executor.fixture.js';

type World = ReturnType<typeof setup>;

/** `join` nodes inside a subgraph: in → first → second → out, with `outside` before and `last` behind. */
function nested(world: World = setup()) {
  const { graph, add } = world;
  const outside = add('join', { text: 'a' });
  const subgraph = graph.addNode({ type: 'subgraph', x: 0, y: 0, title: 'Inner' });
  const inside = (type: string, params: Record<string, string> = {}, parent = subgraph): string =>
    graph.addNode({ type, x: 0, y: 0, parent, params });
  const input = inside('subgraph-input', { name: 'In', type: 'string' });
  const output = inside('subgraph-output', { name: 'Out', type: 'string' });
  const first = inside('join', { text: 'b' });
  const second = inside('join', { text: 'c' });
  const last = add('join', { text: 'd' });
  graph.addEdge([outside, 'out'], [subgraph, input]);
  graph.addEdge([input, 'value'], [first, 'a']);
  graph.addEdge([first, 'out'], [second, 'a']);
  graph.addEdge([second, 'out'], [output, 'value']);
  graph.addEdge([subgraph, output], [last, 'a']);
  return { ...world, outside, subgraph, input, output, first, second, last, inside };
}

describe('Executor: subgraphs', () => {
  it('are looked through, and have no result of their own', async () => {
    const { executor, subgraph, input, output, first, last, second, outside } = nested();
    const result = await executor.run();
    expect(result.ran).to.deep.equal([outside, first, second, last]);
    expect(executor.state(last).outputs).to.deep.equal({ out: 'abcd' });
    expect(executor.state(input).status).to.equal('idle');
    expect(executor.state(subgraph)).to.deep.equal({ status: 'complete', fresh: true });
    expect(executor.outputOf(subgraph, output)).to.equal('abc');
    expect(executor.outputOf(input, 'value')).to.equal('a');
  });

  it('run what is inside when they are asked for, and what that needs', async () => {
    const { executor, subgraph, first, second, last, outside } = nested();
    expect((await executor.run({ nodes: [subgraph] })).ran).to.deep.equal([outside, first, second]);
    expect(executor.state(last).status).to.equal('idle');
  });

  it('run to a node inside, and for a port to what feeds it', async () => {
    const { executor, first, second, output, outside, input } = nested();
    expect((await executor.run({ nodes: [first] })).ran).to.deep.equal([outside, first]);
    expect((await executor.run({ nodes: [output] })).ran).to.deep.equal([second]);
    expect((await executor.run({ nodes: [input] })).ran).to.deep.equal([]);
  });

  it('say of a failure inside which node it was', async () => {
    const broken = textNode('broken', () => {
      throw new Error('boom');
    });
    const { executor, graph, subgraph, first, inside, last } = nested(setup({}, [broken]));
    const bad = inside('broken');
    graph.setTitle(bad, 'Culprit');
    graph.addEdge([bad, 'out'], [first, 'b']);
    expect(failures(await executor.run())).to.deep.equal({ [bad]: 'GDS_NODE_FAILED' });
    const { status, error } = executor.state(subgraph);
    expect([status, error!.code, error!.path]).to.deep.equal(['error', 'GDS_NODE_FAILED', bad]);
    expect(error!.message).to.contain('"Culprit"').and.to.contain('boom');
    expect(executor.state(last).error!.code).to.equal('GDS_UPSTREAM');
  });

  it('tell the progress of the whole, up to the end', async () => {
    const { executor, events, subgraph } = nested();
    await executor.run();
    const told = events.flatMap((event) => (event.type === 'node' && event.id === subgraph ? [event.state] : []));
    expect(told.map(({ status }) => status)).to.include.members(['queued', 'running', 'complete']);
    const fractions = told.flatMap(({ progress }) => progress?.fraction ?? []);
    expect(fractions).to.deep.equal([...fractions].sort((a, b) => a - b));
    expect(told.some(({ progress }) => progress?.step === 1 && progress.total === 2)).to.equal(true);
    expect(told.at(-1)!.status).to.equal('complete');
  });

  it('are stale when something inside is', async () => {
    const { executor, graph, subgraph, second } = nested();
    await executor.run();
    graph.setParam(second, 'text', 'C');
    expect(executor.state(subgraph)).to.deep.equal({ status: 'complete', fresh: false });
    graph.undo();
    expect(executor.state(subgraph).fresh).to.equal(true);
  });

  it('muted, stop all inside and behind; bypassed, hand their input on', async () => {
    const { executor, graph, subgraph, first, last, outside } = nested();
    graph.setMode(subgraph, 'muted');
    expect((await executor.run()).ran).to.deep.equal([outside]);
    expect([first, last].map((id) => executor.state(id).status)).to.deep.equal(['idle', 'idle']);
    graph.setMode(subgraph, 'bypassed');
    expect((await executor.run()).ran).to.deep.equal([last]);
    expect(executor.state(last).outputs).to.deep.equal({ out: 'ad' });
    graph.setMode(subgraph, 'active');
    await executor.run();
    expect(executor.state(last).outputs).to.deep.equal({ out: 'abcd' });
  });

  it('may lie in each other, and be edited at any depth', async () => {
    const { executor, graph, subgraph, second, last, inside } = nested();
    const deep = inside('subgraph');
    const [input, output] = [inside('subgraph-input', { type: 'string' }, deep), inside('subgraph-output', { type: 'string' }, deep)];
    const innermost = inside('join', { text: '!' }, deep);
    graph.addEdge([input, 'value'], [innermost, 'a']);
    graph.addEdge([innermost, 'out'], [output, 'value']);
    graph.addEdge([second, 'out'], [deep, input]);
    const boundary = [...graph.childrenOf(subgraph)].find((id) => graph.nodes.get(id)!.type === 'subgraph-output')!;
    graph.addEdge([deep, output], [boundary, 'value']);
    await executor.run();
    expect(executor.state(last).outputs).to.deep.equal({ out: 'abc!d' });
    expect([deep, subgraph].map((id) => executor.state(id).status)).to.deep.equal(['complete', 'complete']);
    graph.setMode(innermost, 'bypassed');
    await executor.run();
    expect(executor.state(last).outputs).to.deep.equal({ out: 'abcd' });
    graph.setMode(subgraph, 'muted');
    expect(executor.explain(innermost).next.reasons).to.deep.equal([{ kind: 'stopped', by: innermost }]);
    graph.setMode(innermost, 'active');
    expect(executor.explain(innermost).next.reasons).to.deep.equal([{ kind: 'stopped', by: subgraph }]);
  });

  it('get result nodes on the level of the model, unless the result is shown outside', async () => {
    const world = setup();
    const { graph, executor } = world;
    const subgraph = graph.addNode({ type: 'subgraph', x: 0, y: 0 });
    const model = graph.addNode({ type: 'sdxl-turbo', x: 0, y: 0, parent: subgraph, params: { prompt: 'a dog' } });
    await executor.run();
    const created = [...graph.nodes.values()].filter(({ type }) => type === 'output');
    expect(created.map(({ parent }) => parent)).to.deep.equal([subgraph]);
    graph.deleteNodes(created.map(({ id }) => id));
    const output = graph.addNode({ type: 'subgraph-output', x: 0, y: 0, parent: subgraph, params: { type: 'image' } });
    const picture = world.add('output');
    graph.addEdge([model, 'image'], [output, 'value']);
    graph.addEdge([subgraph, output], [picture, 'image']);
    graph.setParam(model, 'prompt', 'a cat');
    await executor.run();
    expect([...graph.nodes.values()].filter(({ type }) => type === 'output')).to.have.length(1);
    expect(executor.state(picture).outputs!['image']).to.include({ kind: 'image' });
  });

  it('leave nothing behind when they are deleted, and come back with their results', async () => {
    const { executor, graph, subgraph, first, last } = nested();
    await executor.run();
    graph.deleteNodes([subgraph]);
    expect([subgraph, first].map((id) => executor.state(id).status)).to.deep.equal(['idle', 'idle']);
    expect(executor.state(last).fresh).to.equal(false);
    graph.undo();
    expect(executor.state(last).fresh).to.equal(true);
    expect(executor.state(subgraph)).to.deep.equal({ status: 'complete', fresh: true });
    expect((await executor.run()).ran).to.deep.equal([]);
  });
});

describe('Executor: a subgraph deleted while it runs', () => {
  it('is told of no more, and the run comes to its end', async () => {
    const deaf = textNode(
      'deaf',
      ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    );
    const { executor, graph, subgraph, inside, events } = nested(setup({}, [deaf]));
    inside('deaf', { text: '1' });
    inside('deaf', { text: '2' });
    const run = executor.run();
    await new Promise((resolve) => setTimeout(resolve, 3));
    expect(executor.state(subgraph).status).to.equal('running');
    const told = events.length;
    graph.deleteNodes([subgraph]);
    executor.cancel();
    expect((await run).status).to.equal('cancelled');
    expect(events.slice(told).filter((event) => event.type === 'node' && !graph.nodes.has(event.id))).to.deep.equal([]);
    expect(executor.state(subgraph)).to.deep.equal({ status: 'idle' });
    graph.undo();
    await executor.run({ nodes: [...graph.nodes.values()].filter(({ type }) => type === 'join').map(({ id }) => id) });
    expect(executor.state(subgraph).status).to.equal('complete');
  });
});

describe('Executor: reroutes', () => {
  it('hand on what enters them, through chains, and change no key', async () => {
    const { executor, graph, add } = setup();
    const [source, target] = [add('join', { text: 'x' }), add('join', { text: 'y' })];
    const direct = graph.addEdge([source, 'out'], [target, 'a']);
    await executor.run();
    const [one, two] = [add('reroute'), add('reroute')];
    graph.deleteEdges([direct]);
    graph.addEdge([source, 'out'], [one, 'in']);
    graph.addEdge([one, 'out'], [two, 'in']);
    graph.addEdge([two, 'out'], [target, 'a']);
    expect(executor.state(target)).to.include({ fresh: true });
    expect((await executor.run()).ran).to.deep.equal([]);
    graph.setParam(source, 'text', 'z');
    expect((await executor.run({ nodes: [two] })).ran).to.deep.equal([source]);
    await executor.run();
    expect(executor.state(target).outputs).to.deep.equal({ out: 'zy' });
    graph.setMode(one, 'muted');
    expect(executor.explain(target).next.reasons).to.deep.equal([{ kind: 'stopped', by: one }]);
  });
});
