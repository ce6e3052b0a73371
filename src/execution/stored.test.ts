import { describe, it } from 'node:test';
import { expect } from 'chai';
import { Executor } from './executor.js';
import { setup, studio } from './executor.fixture.js';
import type { StoredResult } from './types.js';

describe('Executor: results across reloads', () => {
  it('come back, fresh where the graph still asks for them', async () => {
    const { executor, graph, registry, tasks, assets, prompt, turbo, output } = studio();
    await executor.run();
    const kept = JSON.parse(JSON.stringify([...graph.nodes.keys()].map((id) => executor.exportResult(id)))) as never[];
    graph.setParam(prompt, 'text', 'a dog');
    const later = new Executor({ graph, registry, tasks, assets });
    await later.restore(kept, assets);
    expect([prompt, turbo, output].map((id) => later.state(id).fresh)).to.deep.equal([false, false, false]);
    graph.undo();
    expect(later.state(output)).to.include({ status: 'complete', fresh: true });
    expect(later.state(output).outputs!['image']).to.include({ kind: 'image', name: 'red apple' });
    expect((await later.run()).ran).to.deep.equal([]);
  });

  it('are passed over where their asset is gone or the record is damaged', async () => {
    const { executor, turbo, output } = studio();
    const gone = { nodeId: turbo, key: 'k', outputs: { image: { kind: 'image', hash: 'x', width: 1, height: 1 } } } as const;
    await executor.restore([gone, { nodeId: output, key: 'k', outputs: null } as never, { nodeId: 'none', key: 'k', outputs: {} }], {
      get: async () => undefined,
    });
    expect([turbo, output, 'none'].map((id) => executor.state(id).status)).to.deep.equal(['idle', 'idle', 'idle']);
  });

  it('stay fresh where only seeds moved after the run, and do not where a person changed them', async () => {
    for (const [after, edit, fresh] of [
      ['increment', undefined, true],
      ['decrement', undefined, true],
      ['randomize', undefined, true],
      ['increment', ['seed', 7], false],
      ['fixed', ['seed', 7], false],
      ['increment', ['steps', 7], false],
    ] as const) {
      const { executor, graph, registry, tasks, assets, turbo, output, mesh } = studio();
      graph.setParam(turbo, 'seed_after', after);
      const kept = new Map<string, StoredResult>();
      executor.subscribe((event) => {
        if (event.type === 'node' && event.state.status === 'complete') kept.set(event.id, executor.exportResult(event.id)!);
      });
      await executor.run();
      if (edit) graph.setParam(turbo, edit[0], edit[1]);
      const later = new Executor({ graph, registry, tasks, assets });
      await later.restore(JSON.parse(JSON.stringify([...kept.values()].reverse())) as StoredResult[], assets);
      expect(
        [turbo, output, mesh].map((id) => later.state(id).fresh),
        `${after} ${String(edit)}`,
      ).to.deep.equal([fresh, fresh, fresh]);
      // Asked for by itself, the mesh of the picture that is shown is there; no other picture is drawn for it.
      if (fresh) expect((await later.run({ nodes: [mesh] })).ran).to.deep.equal([]);
    }
  });

  it('come back as lists', async () => {
    const { executor, graph, registry, tasks, assets, add } = setup();
    const [seeds, model] = [add('seeds', { count: 3 }), add('sdxl-turbo', { prompt: 'a dog' })];
    graph.addEdge([seeds, 'seed'], [model, 'seed']);
    await executor.run();
    const kept = JSON.parse(JSON.stringify([...graph.nodes.keys()].map((id) => executor.exportResult(id)))) as StoredResult[];
    const later = new Executor({ graph, registry, tasks, assets });
    await later.restore(kept, assets);
    expect(later.state(model)).to.include({ fresh: true, status: 'complete' });
    expect(later.state(model).items!.map(({ axes }) => axes[0]!.label)).to.deep.equal(['42', '43', '44']);
    expect((await later.run()).ran).to.deep.equal([]);
  });
});
