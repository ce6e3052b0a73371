import { describe, it } from 'node:test';
import { expect } from 'chai';
import { GraphStore } from '../../graph/store.js';
import { createDefaultRegistry } from '../../registry/registry.js';
import { choicesForNode, choicesForPort, MOST_CHOICES, type ConnectContext } from './connect-choices.js';

function sample(): { graph: GraphStore; context: ConnectContext; asked: () => number } {
  const registry = createDefaultRegistry();
  const graph = new GraphStore({ registry });
  graph.addNode({ id: 'p', type: 'prompt', x: 0, y: 0, params: { text: 'a red apple' } });
  graph.addNode({ id: 'far', type: 'sdxl-turbo', x: 3000, y: 0, title: 'Far' });
  graph.addNode({ id: 't', type: 'sdxl-turbo', x: 300, y: 0 });
  graph.addNode({ id: 'o', type: 'output', x: 600, y: 0 });
  const problem = graph.edgeProblem.bind(graph);
  let asked = 0;
  graph.edgeProblem = (...ends) => ((asked += 1), problem(...ends));
  const context: ConnectContext = {
    graph,
    types: registry,
    nameOf: (id) => graph.nodes.get(id)!.title || registry.get(graph.nodes.get(id)!.type)!.title,
    placeOf: (id) => graph.nodes.get(id),
  };
  return { graph, context, asked: () => asked };
}
const TEXT = { ref: ['p', 'text'], direction: 'out' } as const;

describe('what can be connected by keyboard', () => {
  it('is listed nearest first, for a port and for a whole node', () => {
    const { context } = sample();
    const titles = choicesForPort(context, TEXT).map(({ title }) => title);
    expect(titles[0]).to.equal('Text to image: Prompt');
    expect(titles.indexOf('Far: Prompt')).to.be.greaterThan(0);
    expect(choicesForNode(context, 'p')[0]!.title).to.equal('Text to Text to image: Prompt');
    expect(choicesForNode(context, 't').map(({ title }) => title)).to.include('Prompt from Prompt: Text');
  });

  it('is found by parts of words, without what is connected already, and says what would be replaced', () => {
    const { graph, context } = sample();
    for (const { title } of choicesForPort(context, TEXT, 'far pro')) expect(title).to.match(/^Far: .*prompt/i);
    graph.addEdge(['p', 'text'], ['t', 'prompt']);
    expect(choicesForPort(context, TEXT).map(({ to }) => to.join('.'))).not.to.include('t.prompt');
    graph.addNode({ id: 'p2', type: 'prompt', x: 0, y: 300, title: 'Second' });
    const second = choicesForPort(context, { ref: ['p2', 'text'], direction: 'out' }).find(({ to }) => to.join('.') === 't.prompt');
    expect(second?.note).to.equal('replaces Prompt');
  });

  it('lists what would close a circle last, with the reason', () => {
    const { graph, context } = sample();
    graph.addNode({ id: 'o2', type: 'output', x: 900, y: 0, title: 'Behind' });
    graph.addEdge(['o', 'image'], ['o2', 'image']);
    const choices = choicesForPort(context, { ref: ['o2', 'image'], direction: 'out' });
    expect(choices.at(-1)!.to).to.deep.equal(['o', 'image']);
    expect(choices.at(-1)!.reason).to.be.a('string');
  });

  it('asks the graph only about what is shown, however many nodes there are', () => {
    const { graph, context, asked } = sample();
    graph.transact('Add many', () => {
      for (let index = 0; index < 500; index++) graph.addNode({ id: `n${index}`, type: 'sdxl-turbo', x: index * 10, y: 900 });
    });
    const before = asked();
    expect(choicesForPort(context, TEXT)).to.have.length(MOST_CHOICES);
    expect(asked() - before).to.equal(MOST_CHOICES);
  });
});
