/**
 * What the original application's tests hold of the graph store, by the names they have there (graph/store.test.ts).
 * Where ours differs, the name says so and docs/decisions/0040-original-behaviours.md says why.
 */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { Selection } from '../../src/element/canvas/selection.js';
import { duplicateItems } from '../../src/graph/commands/index.js';
import { GraphStore } from '../../src/graph/store.js';
import { createDefaultRegistry } from '../../src/registry/registry.js';

function world(options: { undoLimit?: number } = {}) {
  const registry = createDefaultRegistry();
  const graph = new GraphStore({ registry, ...options });
  const add = (type: string, x = 0, y = 0): string => graph.addNode({ type, x, y });
  return { graph, add };
}

describe('original: graph store', () => {
  it('addNode: returns a string id, given position and params; registry defaults are merged under given params', () => {
    const { graph } = world();
    const id = graph.addNode({ type: 'model', x: 10, y: 20, params: { steps: 7 } });
    expect(id).to.be.a('string').and.not.equal('');
    expect(graph.nodes.get(id)).to.include({ x: 10, y: 20, type: 'model' });
    // Ours: the defaults are those of the model's card, not the original's `steps 3, cfg 2.0`.
    expect(graph.nodes.get(id)!.params).to.include({ steps: 7, cfg: 4, prompt: '', negative_prompt: '', denoise: 0.6 });
  });

  it('addNode: default size or custom width and height (ours: absent means as its type lays it out)', () => {
    const { graph, add } = world();
    expect(graph.nodes.get(add('model'))).to.not.have.property('width');
    const id = graph.addNode({ type: 'model', x: 0, y: 0, width: 320, height: 400 });
    expect(graph.nodes.get(id)).to.include({ width: 320, height: 400 });
  });

  it('updateNode changes position; an unknown id is a no-op (ours: move passes it over, a parameter of no node is an error)', () => {
    const { graph, add } = world();
    const id = add('model');
    graph.moveNodes([id, 'unknown'], 5, 7);
    expect(graph.nodes.get(id)).to.include({ x: 5, y: 7 });
    expect(() => graph.setParam('unknown', 'steps', 1)).to.throw('no node');
  });

  it('deleteNode removes the node and all its edges', () => {
    const { graph, add } = world();
    const [image, model] = [add('image'), add('model')];
    graph.addEdge([image, 'image'], [model, 'image']);
    graph.deleteNodes([model]);
    expect([...graph.nodes.keys()]).to.deep.equal([image]);
    expect(graph.edges.size).to.equal(0);
  });

  it('addEdge stores source and target node and port ids; an identical edge is refused (ours: the one that is there is returned)', () => {
    const { graph, add } = world();
    const [image, model] = [add('image'), add('model')];
    const id = graph.addEdge([image, 'image'], [model, 'image']);
    expect(graph.edges.get(id)).to.deep.include({ from: [image, 'image'], to: [model, 'image'] });
    expect(graph.addEdge([image, 'image'], [model, 'image'])).to.equal(id);
    expect(graph.edges.size).to.equal(1);
  });

  it('a second edge into the same input port replaces the first; deleteEdge removes', () => {
    const { graph, add } = world();
    const [one, two, model] = [add('image'), add('image'), add('model')];
    graph.addEdge([one, 'image'], [model, 'image']);
    const second = graph.addEdge([two, 'image'], [model, 'image']);
    expect([...graph.edges.keys()]).to.deep.equal([second]);
    graph.deleteEdges([second]);
    expect(graph.edges.size).to.equal(0);
  });

  it('getEdgesForNode gives in + out edges, getInputEdges only incoming', () => {
    const { graph, add } = world();
    const [image, model, output] = [add('image'), add('model'), add('output')];
    const [into, out] = [graph.addEdge([image, 'image'], [model, 'image']), graph.addEdge([model, 'image'], [output, 'image'])];
    expect(graph.edgesOf(model).map(({ id }) => id)).to.have.members([into, out]);
    expect(graph.edgeAt(model, 'image')!.id).to.equal(into);
  });

  it('select one, replace by default, add with the flag, deselectAll clears nodes and edges', () => {
    const { graph, add } = world();
    const [a, b] = [add('image'), add('model')];
    const selection = new Selection({ graph, show: () => undefined, changed: () => undefined });
    selection.set([a]);
    selection.set([b]);
    expect([...selection.ids]).to.deep.equal([b]);
    selection.set([...selection.ids, a]);
    expect([...selection.ids]).to.deep.equal([b, a]);
    const edge = graph.addEdge([a, 'image'], [b, 'image']);
    selection.setEdge(edge);
    selection.set([]);
    selection.setEdge(null);
    expect([selection.ids.size, selection.edge]).to.deep.equal([0, null]);
  });

  it('undo/redo of add node, delete node (params restored), add edge; a new action clears redo', () => {
    const { graph, add } = world();
    const image = add('image');
    const model = graph.addNode({ type: 'model', x: 0, y: 0, params: { prompt: 'a dog' } });
    graph.addEdge([image, 'image'], [model, 'image']);
    graph.undo();
    expect(graph.edges.size).to.equal(0);
    graph.redo();
    expect(graph.edges.size).to.equal(1);
    graph.deleteNodes([model]);
    graph.undo();
    expect(graph.nodes.get(model)!.params['prompt']).to.equal('a dog');
    expect(graph.edges.size).to.equal(1);
    graph.undo();
    add('output');
    expect(graph.canRedo).to.equal(false);
  });

  it('history is limited to 5 steps (ours: to 200, or what the host says; 5 is one of them)', () => {
    const { graph, add } = world({ undoLimit: 5 });
    for (let step = 0; step < 8; step++) add('image', step);
    let undone = 0;
    while (graph.undo()) undone++;
    expect(undone).to.equal(5);
    const long = world();
    for (let step = 0; step < 203; step++) long.add('image', step);
    expect(long.graph.history().done).to.have.length(200);
  });

  it('duplicateSelectedNodes: copy with +20/+20 offset and the same params; afterwards only the copies are selected', () => {
    const { graph } = world();
    const id = graph.addNode({ type: 'model', x: 10, y: 20, params: { prompt: 'a dog' } });
    const copies = duplicateItems(graph, [id]);
    expect(copies).to.have.length(1);
    expect(copies[0]).to.not.equal(id);
    expect(graph.nodes.get(copies[0]!)).to.include({ x: 30, y: 40 });
    expect(graph.nodes.get(copies[0]!)!.params).to.deep.equal(graph.nodes.get(id)!.params);
    // Whoever duplicates gets the new ids, and selects them.
    const selection = new Selection({ graph, show: () => undefined, changed: () => undefined });
    selection.set(copies);
    expect([...selection.ids]).to.deep.equal(copies);
  });
});
