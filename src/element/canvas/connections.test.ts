import { describe, it } from 'node:test';
import { expect } from 'chai';
import { GraphStore } from '../../graph/store.js';
import { createDefaultRegistry } from '../../registry/registry.js';
import { connectionChoices, firstFit, fits } from './connections.js';
import { excerpt, paste, readExcerpt } from './clipboard.js';

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
    const { registry, graph } = sample();
    expect(fits(graph, registry, out('p', 'text'), into('t', 'prompt'))).to.equal(true);
    expect(fits(graph, registry, into('t', 'prompt'), out('p', 'text'))).to.equal(true);
    expect(fits(graph, registry, out('p', 'text'), into('o', 'image')), 'type').to.equal(false);
    expect(fits(graph, registry, out('p', 'text'), out('t', 'image')), 'direction').to.equal(false);
    expect(fits(graph, registry, out('o', 'image'), into('o', 'image')), 'self').to.equal(false);
    graph.addEdge(['o', 'image'], ['o2', 'image']);
    expect(fits(graph, registry, out('o2', 'image'), into('o', 'image')), 'circle').to.equal(false);
  });

  it('are listed for a node without those it has, marking those that would replace one', () => {
    const { registry, graph } = sample();
    const name = (id: string) => registry.get(graph.nodes.get(id)!.type)!.title;
    expect(connectionChoices(graph, registry, 'p', name).map(({ title }) => title)).to.include('Text to Text to image: Prompt');
    graph.addEdge(['p', 'text'], ['t', 'prompt']);
    expect(connectionChoices(graph, registry, 'p', name).map(({ to }) => to.join('.'))).to.not.include('t.prompt');
    graph.addNode({ id: 'p2', type: 'prompt', x: 0, y: 300 });
    const second = connectionChoices(graph, registry, 'p2', name).find(({ to }) => to.join('.') === 't.prompt');
    expect(second?.replaces).to.equal(true);
  });

  it('join a new node by its first port that fits', () => {
    const { registry } = sample();
    expect(firstFit(registry.get('sdxl-turbo')!, out('p', 'text'), 'string', registry)).to.equal('prompt');
    expect(firstFit(registry.get('prompt')!, into('t', 'prompt'), 'string', registry)).to.equal('text');
    expect(firstFit(registry.get('prompt')!, out('o', 'image'), 'image', registry)).to.equal(undefined);
  });
});

describe('the clipboard', () => {
  it('copies nodes with the edges among them and pastes them as one step under new ids', () => {
    const { graph } = sample();
    graph.addEdge(['p', 'text'], ['t', 'prompt']);
    graph.addEdge(['t', 'image'], ['o', 'image']);
    graph.setMode('p', 'muted');
    const text = JSON.stringify(excerpt(graph, new Set(['p', 't'])));
    const steps = graph.history().done.length;
    const ids = paste(graph, readExcerpt(text)!, 32, 32, 'Paste');
    expect(graph.history().done.length).to.equal(steps + 1);
    expect(ids.length).to.equal(2);
    expect(graph.nodes.get(ids[0]!)).to.include({ type: 'prompt', x: 32, mode: 'muted' });
    expect(graph.edges.size).to.equal(3);
    graph.undo();
    expect(graph.nodes.size).to.equal(4);
  });

  it('takes other text for what it is', () => {
    for (const text of ['', 'hello', '{"format":"gds-graph"', '{"format":"gds-graph","nodes":1}'])
      expect(readExcerpt(text), text).to.equal(undefined);
  });
});
