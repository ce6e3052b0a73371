import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { NodeDefinition } from '../registry/types.js';
import { decodePicture, encodePicture } from '../registry/pictures/pixels.js';
import { layoutSheet } from '../registry/pictures/sheet.js';
import type { ImageValue } from '../registry/values.js';
import { failures, setup, textNode } from './executor.fixture.js';

/** Joins its inputs and says how often it did. */
function counting() {
  const made: string[] = [];
  const type = textNode('each', ({ inputs, params }) => {
    const out = `${inputs['a'] ?? ''}${inputs['b'] ?? ''}${String(params['text'])}`;
    if (out.includes('bad')) throw new Error(`no ${out}`);
    made.push(out);
    return { out };
  });
  return { made, type };
}

const collect: NodeDefinition = {
  ...textNode('collect', ({ lists }) => ({
    out: (lists['a'] ?? []).map(({ value, axes }) => `${axes.map(({ label }) => label).join('/')}=${String(value)}`).join(' '),
  })),
  inputs: [{ id: 'a', title: 'A', type: 'string', list: true, required: true }],
};

function world(options: Parameters<typeof setup>[0] = {}) {
  const { made, type } = counting();
  const all = setup(options, [type, collect]);
  const { graph, executor, add } = all;
  const join = (from: string, to: string, port = 'a'): string => {
    const output = graph.nodes.get(from)!.type === 'batch' ? 'text' : 'out';
    return graph.addEdge([from, output], [to, port]);
  };
  const values = (id: string): unknown[] => executor.state(id).items!.map(({ outputs }) => outputs['out']);
  return { ...all, made, join, values, batch: (lines: string) => add('batch', { lines }) };
}

describe('Executor: lists', () => {
  it('run what is behind them once for each item, and show the first', async () => {
    const { executor, add, join, values, batch } = world();
    const list = batch('x\ny\nz');
    const each = add('each', { text: '!' });
    const behind = add('each', { text: '?' });
    join(list, each);
    join(each, behind);
    const result = await executor.run();
    expect(result.ran).to.deep.equal([list, each, behind]);
    expect(values(behind)).to.deep.equal(['x!?', 'y!?', 'z!?']);
    expect(executor.state(behind).outputs).to.deep.equal({ out: 'x!?' });
    expect(executor.state(list).outputs).to.deep.equal({ text: 'x' });
    expect(executor.state(behind).items![2]!.axes).to.deep.equal([{ source: list, index: 2, label: 'z' }]);
    expect((await executor.run()).ran).to.deep.equal([]);
  });

  it('run one item again where one has changed', async () => {
    const { executor, graph, add, join, values, made, batch } = world();
    const list = batch('x\ny\nz');
    const each = add('each');
    const behind = add('each', { text: '?' });
    join(list, each);
    join(each, behind);
    await executor.run();
    made.length = 0;
    graph.setParam(list, 'lines', 'z\nx\nnew');
    await executor.run();
    expect(values(behind)).to.deep.equal(['z?', 'x?', 'new?']);
    expect(made).to.deep.equal(['new', 'new?']);
    graph.undo();
    expect(values(behind)).to.deep.equal(['x?', 'y?', 'z?']);
    expect(executor.state(behind).fresh).to.equal(true);
  });

  it('make an item that is there twice once', async () => {
    const { executor, add, join, values, made, batch } = world();
    const each = add('each');
    join(batch('x\nx\ny'), each);
    await executor.run();
    expect(values(each)).to.deep.equal(['x', 'x', 'y']);
    expect(made.sort()).to.deep.equal(['x', 'y']);
  });

  it('that go back to one list belong together; others are combined each with each', async () => {
    const { executor, graph, add, join, values, batch } = world();
    const [list, other] = [batch('x\ny'), batch('1\n2\n3')];
    const [left, right, zipped, product] = ['<', '>', '', ''].map((text) => add('each', { text })) as [string, string, string, string];
    join(list, left);
    join(list, right);
    join(left, zipped);
    join(right, zipped, 'b');
    join(zipped, product);
    join(other, product, 'b');
    await executor.run();
    expect(values(zipped)).to.deep.equal(['x<x>', 'y<y>']);
    expect(values(product)).to.deep.equal(['x<x>1', 'x<x>2', 'x<x>3', 'y<y>1', 'y<y>2', 'y<y>3']);
    // Where some of the lists are shared, the shared ones belong together.
    const both = add('each');
    join(product, both);
    join(left, both, 'b');
    await executor.run();
    expect(values(both)).to.deep.equal(['x<x>1x<', 'x<x>2x<', 'x<x>3x<', 'y<y>1y<', 'y<y>2y<', 'y<y>3y<']);
    expect(graph.nodes.size).to.equal(7);
  });

  it('of two nodes are never taken for each other, even if they are equal', async () => {
    const { executor, add, join, values, batch } = world();
    const each = add('each');
    join(batch('x\ny'), each);
    join(batch('x\ny'), each, 'b');
    await executor.run();
    expect(values(each)).to.deep.equal(['xx', 'xy', 'yx', 'yy']);
  });

  it('enter a collector whole, with their labels, and what is behind it runs once', async () => {
    const { executor, add, join, batch } = world();
    const list = batch('x\ny');
    const [each, whole, behind] = [add('each', { text: '!' }), add('collect'), add('each', { text: '.' })];
    join(list, each);
    join(each, whole);
    join(whole, behind);
    await executor.run();
    expect(executor.state(whole).outputs).to.deep.equal({ out: 'x=x! y=y!' });
    expect(executor.state(whole).items).to.equal(undefined);
    expect(executor.state(behind).outputs).to.deep.equal({ out: 'x=x! y=y!.' });
  });

  it('of lists are one list', async () => {
    const { executor, graph, add, values, batch } = world();
    const matrix = add('prompt-matrix');
    const each = add('each');
    graph.addEdge([batch('{a|b} 1\n2'), 'text'], [matrix, 'prompt']);
    graph.addEdge([matrix, 'text'], [each, 'a']);
    await executor.run();
    expect(values(each)).to.deep.equal(['a 1', 'b 1', '2']);
    expect(executor.state(each).items!.map(({ axes }) => axes.map(({ label }) => label).join(' / '))).to.deep.equal([
      '{a|b} 1 / a',
      '{a|b} 1 / b',
      '2 / 2',
    ]);
  });

  it('are refused beyond the limit, before anything runs', async () => {
    const { executor, add, join, batch, made } = world({ maxItems: 5 });
    const each = add('each');
    join(batch('1\n2\n3'), each);
    join(batch('x\ny'), each, 'b');
    expect(failures(await executor.run())).to.deep.equal({ [each]: 'GDS_RUN_TOO_MANY' });
    expect(made).to.deep.equal([]);
    const long = batch('1\n2\n3\n4\n5\n6');
    expect(failures(await executor.run({ nodes: [long] }))).to.deep.equal({ [long]: 'GDS_RUN_TOO_MANY' });
  });

  it('that are empty fail at their node', async () => {
    const { executor, batch } = world();
    const list = batch('\n');
    expect(failures(await executor.run())).to.deep.equal({ [list]: 'GDS_LIST_EMPTY' });
  });

  it('keep the items that went well when one fails, and say which failed', async () => {
    const { executor, graph, add, join, batch, made, values } = world();
    const list = batch('x\nbad\ny');
    const each = add('each');
    join(list, each);
    const result = await executor.run();
    expect(failures(result)).to.deep.equal({ [each]: 'GDS_NODE_FAILED' });
    expect(result.failed[0]!.error.message).to.equal('Item 2 of 3: no bad');
    expect(made).to.deep.equal(['x', 'y']);
    graph.setParam(list, 'lines', 'x\ngood\ny');
    await executor.run();
    expect(values(each)).to.deep.equal(['x', 'good', 'y']);
    expect(made).to.deep.equal(['x', 'y', 'good']);
  });

  it('say how far they are, and stop between items when cancelled', async () => {
    const { executor, graph, add, events } = world({ concurrency: 1 });
    let made = 0;
    const seen: string[] = [];
    const slow = textNode('slow', async ({ inputs, progress }) => {
      if (++made === 2) executor.cancel();
      progress({ stage: 's', label: 'Working', fraction: 0.5 });
      return { out: String(inputs['a']) };
    });
    executor.subscribe((event) => {
      if (event.type === 'node' && event.state.progress?.item)
        seen.push(`${event.state.progress.item.index}/${event.state.progress.item.total}`);
    });
    const registry = graph.schema as ReturnType<typeof setup>['registry'];
    registry.register(slow);
    const node = add('slow');
    graph.addEdge([add('batch', { lines: '1\n2\n3\n4' }), 'text'], [node, 'a']);
    expect((await executor.run()).status).to.equal('cancelled');
    expect(made).to.equal(2);
    expect(seen[0]).to.equal('1/4');
    expect(executor.state(node).status).to.equal('cancelled');
    const fractions = events.flatMap((event) => (event.type === 'node' && event.id === node ? (event.state.progress?.fraction ?? []) : []));
    expect(fractions[0]).to.equal(0.125);
    // What was made is not made again.
    await executor.run();
    expect(made).to.equal(4);
  });

  it('reach parameters by their ports: a model draws one picture a seed, on one sheet', async () => {
    const { executor, graph, add, tasks } = setup({ createOutputs: true });
    const seeds = add('seeds', { base: 7, count: 3 });
    const model = add('sdxl-turbo', { prompt: 'a dog' });
    graph.addEdge([seeds, 'seed'], [model, 'seed']);
    await executor.run();
    expect(tasks.calls.map(({ input }) => input['seed'])).to.deep.equal([7, 8, 9]);
    const picture = [...graph.nodes.values()].find(({ type }) => type === 'output')!;
    expect(executor.state(picture.id).items).to.have.length(3);
    graph.setParam(seeds, 'count', 4);
    await executor.run();
    expect(tasks.calls.map(({ input }) => input['seed'])).to.deep.equal([7, 8, 9, 10]);
  });

  it('hold their numbers to the limits of the parameter', async () => {
    const { executor, graph, add } = setup();
    const steps = add('number', { value: 99 });
    const model = add('sdxl-turbo', { prompt: 'a dog' });
    graph.addEdge([steps, 'value'], [model, 'steps']);
    expect(failures(await executor.run())).to.deep.equal({ [model]: 'GDS_PARAM_RANGE' });
  });

  it('come together on a contact sheet that is made again only where a picture changed', async () => {
    const { executor, graph, add, tasks } = setup({ createOutputs: false });
    tasks.run = async (task, input) => {
      tasks.calls.push({ task, input: input as unknown as Record<string, unknown> });
      const { seed, prompt } = input as { seed: number; prompt: string };
      const data = new Uint8ClampedArray(8 * 8 * 4)
        .fill(255)
        .map((value, at) => (at % 4 === 0 ? seed : at % 4 === 1 ? prompt.length : value));
      const blob = await encodePicture({ width: 8, height: 8, data });
      return { blob, width: 8, height: 8, info: { adapter: 't', model: 'm', modelLabel: 'm', backend: 'cpu', timings: {} } } as never;
    };
    const [prompts, seeds, model, sheet] = [
      add('batch', { lines: 'cat\nhorse' }),
      add('seeds', { base: 1, count: 2 }),
      add('sdxl-turbo'),
      add('contact-sheet', { cell: 64 }),
    ];
    graph.addEdge([prompts, 'text'], [model, 'prompt']);
    graph.addEdge([seeds, 'seed'], [model, 'seed']);
    graph.addEdge([model, 'image'], [sheet, 'images']);
    expect((await executor.run()).status).to.equal('complete');
    const labels = executor.state(model).items!.map(({ axes }) => axes.map(({ label }) => label).join(' '));
    expect(labels).to.deep.equal(['cat 1', 'cat 2', 'horse 1', 'horse 2']);
    const first = executor.state(sheet).outputs!['image'] as ImageValue;
    expect(executor.state(sheet).items).to.equal(undefined);
    const { gap, cell, line } = layoutSheet({ count: 4, columns: 0, cell: 64, labels: true });
    const pixels = await decodePicture(first.blob);
    const colourOf = (column: number, row: number): number[] => {
      const at = ((gap + row * (cell + line + gap)) * pixels.width + gap + column * (cell + gap)) * 4;
      return [...pixels.data.slice(at, at + 2)];
    };
    expect([colourOf(0, 0), colourOf(1, 0), colourOf(0, 1), colourOf(1, 1)]).to.deep.equal([
      [1, 3],
      [2, 3],
      [1, 5],
      [2, 5],
    ]);
    graph.setParam(prompts, 'lines', 'cat\nhorse\ndog');
    expect((await executor.run()).ran).to.deep.equal([prompts, model, sheet]);
    expect(tasks.calls).to.have.length(6);
    graph.undo();
    expect((executor.state(sheet).outputs!['image'] as ImageValue).hash).to.equal(first.hash);
  });
});
