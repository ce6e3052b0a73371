import { describe, it } from 'node:test';
import { expect } from 'chai';
import { GraphStore } from '../../graph/store.js';
import { createDefaultRegistry } from '../../registry/registry.js';
import { firstFit, misfit } from './connections.js';

function sample() {
  const registry = createDefaultRegistry();
  const graph = new GraphStore({ registry });
  graph.addNode({ id: 'p', type: 'prompt', x: 0, y: 0, params: { text: 'a red apple' } });
  graph.addNode({ id: 't', type: 'sdxl-turbo', x: 300, y: 0 });
  graph.addNode({ id: 'o', type: 'output', x: 600, y: 0 });
  graph.addNode({ id: 'o2', type: 'output', x: 900, y: 0 });
  return { registry, graph };
}

const out = (id: string, port: string) => ({ ref: [id, port] as const, direction: 'out' as const });
const into = (id: string, port: string) => ({ ref: [id, port] as const, direction: 'in' as const });

describe('connections', () => {
  it('fit where the graph takes them: from either end, by type, and never in a circle', () => {
    const { graph } = sample();
    expect(misfit(graph, out('p', 'text'), into('t', 'prompt'))).to.equal(undefined);
    expect(misfit(graph, into('t', 'prompt'), out('p', 'text'))).to.equal(undefined);
    expect(misfit(graph, out('p', 'text'), into('o', 'image')), 'type').to.contain('image');
    expect(misfit(graph, out('p', 'text'), out('t', 'image')), 'direction').to.contain('Connect an output to an input');
    expect(misfit(graph, out('o', 'image'), into('o', 'image')), 'self').to.contain('itself');
    graph.addEdge(['o', 'image'], ['o2', 'image']);
    expect(misfit(graph, out('o2', 'image'), into('o', 'image')), 'circle').to.be.a('string');
  });

  it('join a new node by its first port that fits', () => {
    const { registry } = sample();
    expect(firstFit(registry.get('sdxl-turbo')!, out('p', 'text'), 'string', registry)).to.equal('prompt');
    expect(firstFit(registry.get('prompt')!, into('t', 'prompt'), 'string', registry)).to.equal('text');
    expect(firstFit(registry.get('prompt')!, out('o', 'image'), 'image', registry)).to.equal(undefined);
  });
});
