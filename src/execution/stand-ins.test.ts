// Rule E15 of docs/rules/execution.md: what a stand-in made is never taken for what the graph asks for, and never made twice.
import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { TaskRunner } from '../registry/types.js';
import { setup, studio, TestTasks } from './executor.fixture.js';
import { Executor } from './executor.js';

/** A server whose work another does while it is down. */
class TwoPlaces extends TestTasks {
  down = false;
  readonly keys: (string | undefined)[] = [];
  resolve = (): string => 'server/big';
  standIn = (): string | undefined => (this.down ? 'test/m' : undefined);
  readonly #made = this.run;
  override run: TaskRunner['run'] = async (task, input, options) => {
    this.keys.push(options.key);
    const result = await this.#made(task, input, options);
    const info = this.down
      ? { ...result.info, fallback: 'The server does not answer.' }
      : { ...result.info, adapter: 'server', model: 'big' };
    return { ...result, info };
  };
}

function world() {
  const tasks = new TwoPlaces();
  return { ...studio({ tasks }), tasks };
}

describe('Executor: stand-ins', () => {
  it('shows what a stand-in made as out of date, and does not make it twice', async () => {
    const { executor, tasks, turbo, output, mesh } = world();
    tasks.down = true;
    const first = await executor.run();
    expect(first.ran).to.include.members([turbo, mesh]);
    for (const id of [turbo, output, mesh]) expect(executor.state(id)).to.include({ status: 'complete', fresh: false });
    expect(executor.state(turbo).info!.fallback).to.equal('The server does not answer.');
    const asked = tasks.calls.length;
    const second = await executor.run();
    expect(second.ran).to.deep.equal([]);
    expect(tasks.calls.length).to.equal(asked);
  });

  it('asks the server again once it is up, and keeps what it made while it is down', async () => {
    const { executor, tasks, turbo, mesh } = world();
    tasks.down = true;
    await executor.run();
    tasks.down = false;
    expect((await executor.run()).ran).to.include.members([turbo, mesh]);
    expect(executor.state(turbo)).to.include({ fresh: true });
    tasks.down = true;
    expect((await executor.run()).ran).to.deep.equal([]);
    expect(executor.state(turbo).info!.adapter).to.equal('server');
  });

  it('holds for each item of a list', async () => {
    const tasks = new TwoPlaces();
    const { executor, graph, add } = setup({ tasks });
    const [seeds, model] = [add('seeds', { count: 3 }), add('sdxl-turbo', { prompt: 'a dog' })];
    graph.addEdge([seeds, 'seed'], [model, 'seed']);
    tasks.down = true;
    await executor.run();
    expect(executor.state(model)).to.include({ fresh: false });
    graph.setParam(seeds, 'count', 4);
    await executor.run();
    expect(tasks.calls.length, 'one more').to.equal(4);
    tasks.down = false;
    await executor.run();
    expect(tasks.calls.length, 'all four by the server').to.equal(8);
    expect(executor.state(model)).to.include({ fresh: true });
  });
});

describe('Executor: names of work', () => {
  it('are the same for the same work, also after a reload, and lead back to the node', async () => {
    const { executor, tasks, graph, registry, assets, turbo, mesh } = world();
    await executor.run();
    const [first, second] = tasks.keys as [string, string];
    expect(first).not.to.equal(second);
    const later = new Executor({ graph, registry, tasks, assets });
    expect(later.nodesFor([first])).to.deep.equal([turbo]);
    expect(later.nodesFor([second])).to.deep.equal([mesh]);
    graph.setParam(turbo, 'steps', 2);
    expect(later.nodesFor([first]), 'other work now').to.deep.equal([]);
  });

  it('tell items of a list apart, and lead back to the node that runs for them', async () => {
    const tasks = new TwoPlaces();
    const { executor, graph, add } = setup({ tasks });
    const [seeds, model] = [add('seeds', { count: 3 }), add('sdxl-turbo', { prompt: 'a dog' })];
    graph.addEdge([seeds, 'seed'], [model, 'seed']);
    await executor.run();
    expect(new Set(tasks.keys).size).to.equal(3);
    expect(executor.nodesFor([tasks.keys[2]!])).to.deep.equal([model]);
  });

  it('find a node whose seed moved upstream meanwhile', async () => {
    const { executor, tasks, graph, turbo, mesh } = world();
    graph.setParam(turbo, 'seed_after', 'increment');
    await executor.run();
    expect(executor.nodesFor([tasks.keys[1]!])).to.deep.equal([mesh]);
  });
});
