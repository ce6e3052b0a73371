import { describe, it } from 'node:test';
import { expect } from 'chai';
import { Executor } from './executor.js';
import { studio } from './executor.fixture.js';

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
});
