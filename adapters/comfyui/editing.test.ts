/** Edits of an imported graph, and where they arrive in the file: everything else in it stays as it was. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import type { GraphStore } from '../../src/graph/store.js';
import { exportPrompt, exportWorkflow, importWorkflow } from './index.js';
import type { Json, JsonObject } from './json.js';
import { documentOf, example } from '../../test/support/comfyui.js';

/** Paths at which two files differ, and what is there in the second. */
function differences(a: Json | undefined, b: Json | undefined, path = ''): Record<string, Json | undefined> {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b ? {} : { [path]: b };
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.assign(
    {},
    ...[...keys].map((key) => differences((a as JsonObject)[key], (b as JsonObject)[key], path ? `${path}.${key}` : key)),
  );
}

/** What `edit` changes in the file. */
function effect(name: string, edit: (store: GraphStore) => void): Record<string, Json | undefined> {
  const file = example(name);
  const store = documentOf(importWorkflow(file).graph);
  edit(store);
  expect(store.problems).to.deep.equal([]);
  return differences(file, exportWorkflow(store.toJSON()));
}

const TXT2IMG = '02-txt2img-seed-notes-group.ui.json';

describe('an edited import', () => {
  it('moves the node that was moved', () => {
    expect(effect('01-basic.ui.json', (store) => store.moveItems(['comfy-2'], 10, -4))).to.deep.equal({
      'nodes.1.pos.0': 310,
      'nodes.1.pos.1': -4,
    });
    // Positions may be objects.
    expect(effect('12-old-2023-style.ui.json', (store) => store.moveItems(['comfy-1'], 0, 5))).to.deep.equal({ 'nodes.0.pos.1': 25 });
  });

  it('resizes, renames, mutes and bypasses', () => {
    const changes = effect('01-basic.ui.json', (store) => {
      store.setRect('comfy-1', { x: 0, y: -30, width: 300, height: 160 });
      store.setTitle('comfy-2', '');
      store.setMode('comfy-3', 'muted');
    });
    expect(changes).to.deep.equal({ 'nodes.0.size.0': 300, 'nodes.1.title': undefined, 'nodes.2.mode': 2 });
    expect(effect('03-bypass-and-mute.ui.json', (store) => store.setMode('comfy-2', 'active'))).to.deep.equal({ 'nodes.1.mode': 0 });
  });

  it('writes a parameter into the widget it came from, by order and by name', () => {
    expect(effect('01-basic.ui.json', (store) => store.setParam('comfy-1', 'height', 99))).to.deep.equal({
      'nodes.0.widgets_values.1': 99,
      'nodes.0.widgets_values_named.height': 99,
    });
    // Only the order is known.
    expect(effect('15-unknown-node-type.ui.json', (store) => store.setParam('comfy-5', 'widget_1', 'y'))).to.deep.equal({
      'nodes.1.widgets_values.1': 'y',
    });
  });

  it('writes parameters of a folded chain into the nodes that have them', () => {
    const changes = effect(TXT2IMG, (store) => {
      store.setParam('comfy-5', 'seed', 7);
      store.setParam('comfy-5', 'seed_after', 'randomize');
      store.setParam('comfy-5', 'steps', 2);
      store.setParam('comfy-5', 'guidance', 1.5);
      store.setParam('comfy-5', 'sampler', 'ddim');
      store.setParam('comfy-5', 'negative_prompt', 'blurry');
      store.setParam('comfy-3', 'text', 'a mill');
    });
    expect(changes).to.deep.equal({
      'nodes.2.widgets_values.0': 'a mill',
      'nodes.2.widgets_values_named.text': 'a mill',
      'nodes.3.widgets_values.0': 'blurry',
      'nodes.3.widgets_values_named.text': 'blurry',
      'nodes.4.widgets_values.0': 7,
      'nodes.4.widgets_values.1': 'randomize',
      'nodes.4.widgets_values.2': 2,
      'nodes.4.widgets_values.3': 1.5,
      'nodes.4.widgets_values.4': 'ddim',
      'nodes.4.widgets_values_named.seed': 7,
      'nodes.4.widgets_values_named.control_after_generate': 'randomize',
      'nodes.4.widgets_values_named.steps': 2,
      'nodes.4.widgets_values_named.cfg': 1.5,
      'nodes.4.widgets_values_named.sampler_name': 'ddim',
    });
  });

  it('moves a folded chain as a whole', () => {
    const changes = effect(TXT2IMG, (store) => store.moveItems(['comfy-5'], 100, 0));
    expect(changes).to.deep.equal({
      'nodes.0.pos.0': 100,
      'nodes.1.pos.0': 100,
      'nodes.3.pos.0': 450,
      'nodes.4.pos.0': 900,
      'nodes.5.pos.0': 1250,
    });
  });

  it('writes notes and groups', () => {
    const changes = effect(TXT2IMG, (store) => {
      store.setNote('comfy-8', { text: 'remember' });
      store.setRect('comfy-9', { x: 300, y: 470, width: 200, height: 120 });
      store.setGroup('comfy-group-0', { title: 'Words', color: 'red' });
      store.moveItems(['comfy-group-0'], 5, 5);
    });
    expect(changes).to.deep.equal({
      'nodes.7.widgets_values.0': 'remember',
      'nodes.7.widgets_values_named.text': 'remember',
      'nodes.8.size.0': 200,
      'nodes.8.size.1': 90,
      'groups.0.title': 'Words',
      'groups.0.color': '#A88',
      'groups.0.bounding.0': 335,
      'groups.0.bounding.1': -55,
    });
  });

  it('deletes a node with its links, and nothing else', () => {
    const file = example('01-basic.ui.json');
    const store = documentOf(importWorkflow(file).graph);
    store.deleteItems(['comfy-2']);
    const out = exportWorkflow(store.toJSON());
    expect((out['nodes'] as JsonObject[]).map(({ id }) => id)).to.deep.equal([1, 3]);
    expect(out['links']).to.deep.equal([]);
    const [first, last] = out['nodes'] as { inputs: { link: Json }[]; outputs: { links: Json }[] }[];
    expect(first!.outputs[0]!.links).to.deep.equal([]);
    expect(last!.inputs[0]!.link).to.equal(null);
    store.undo();
    expect(exportWorkflow(store.toJSON())).to.deep.equal(file);
  });

  it('adds nodes and links under ids that nobody has', () => {
    const store = documentOf(importWorkflow(example('01-basic.ui.json')).graph);
    const id = store.addNode({ type: 'image-display', x: 900, y: 0 });
    store.addEdge(['comfy-2', 'IMAGE'], [id, 'image']);
    const out = exportWorkflow(store.toJSON());
    expect(out['links']).to.deep.equal([
      [1, 1, 0, 2, 0, 'IMAGE'],
      [2, 2, 0, 3, 0, 'IMAGE'],
      [3, 2, 0, 4, 0, 'IMAGE'],
    ]);
    expect([out['last_node_id'], out['last_link_id']]).to.deep.equal([4, 3]);
    const nodes = out['nodes'] as { id: number; type: string; outputs: { links: Json }[]; inputs: JsonObject[] }[];
    expect(nodes[1]!.outputs[0]!.links).to.deep.equal([2, 3]);
    expect(nodes[3]).to.deep.include({ id: 4, type: 'PreviewImage' });
    expect(nodes[3]!.inputs).to.deep.equal([{ name: 'images', type: 'IMAGE', link: 3 }]);
  });

  it('writes a promoted value where the instance says it, and where the inner node does', () => {
    const cases = example('19-promoted-widgets.json')['cases'] as { workflow: JsonObject }[];
    const change = ({ workflow }: { workflow: JsonObject }): [Json, JsonObject] => {
      const store = documentOf(importWorkflow(workflow).graph);
      const [[node, param]] = store.nodes.get('comfy-5')!.params['promoted'] as [[string, string]];
      store.setParam(node, param, 9);
      const out = exportWorkflow(store.toJSON());
      const sent = (exportPrompt(store.toJSON()) as Record<string, { inputs: JsonObject }>)['5:3']!.inputs['scale_by']!;
      return [sent, differences(workflow, out) as JsonObject];
    };
    expect(change(cases[0]!)).to.deep.equal([9, { 'nodes.2.widgets_values.0': 9 }]);
    const inner = 'definitions.subgraphs.0.nodes.1';
    expect(change(cases[5]!)).to.deep.equal([9, { [`${inner}.widgets_values.1`]: 9, [`${inner}.widgets_values_named.scale_by`]: 9 }]);
  });

  it('follows a value that is promoted twice to the outermost instance that says it', () => {
    const file = example('09-subgraph-nested-twice.ui.json');
    const [inner, outer] = (file['definitions'] as { subgraphs: { nodes: JsonObject[] }[] }).subgraphs as [
      { nodes: JsonObject[] },
      { nodes: JsonObject[] },
    ];
    Object.assign(inner.nodes[0]!, { type: 'ImageScaleBy', widgets_values: ['area', 2] });
    const innermost = outer.nodes[0]!;
    const instance = (file['nodes'] as JsonObject[])[2]!;
    innermost['properties'] = { proxyWidgets: [['2', 'scale_by']] };
    innermost['widgets_values'] = [3];
    instance['properties'] = { proxyWidgets: [['5', 'scale_by']] };
    instance['widgets_values'] = [4];
    const store = documentOf(importWorkflow(file).graph);
    expect(store.nodes.get('comfy-6')!.params['promoted']).to.deep.equal([['comfy-6:5:2', 'scale_by']]);
    expect(store.nodes.get('comfy-6:5:2')!.params['scale_by']).to.equal(4);
    expect(exportWorkflow(store.toJSON())).to.deep.equal(file);
    const sent = (): Json | undefined =>
      (exportPrompt(store.toJSON()) as Record<string, { inputs: JsonObject }>)['6:5:2']!.inputs['scale_by'];
    expect(sent()).to.equal(4);
    store.setParam('comfy-6:5:2', 'scale_by', 7);
    expect(differences(file, exportWorkflow(store.toJSON()))).to.deep.equal({ 'nodes.2.widgets_values.0': 7 });
    expect(sent()).to.equal(7);
  });

  it('gives an instance a definition of its own where it parts from the others', () => {
    const file = example('09-subgraph-nested-twice.ui.json');
    const store = documentOf(importWorkflow(file).graph);
    // The inner definition is used at the top (7) and inside the outer one (6:5).
    store.setMode('comfy-7:2', 'bypassed');
    const out = exportWorkflow(store.toJSON());
    const subgraphs = (out['definitions'] as { subgraphs: JsonObject[] }).subgraphs;
    expect(subgraphs.slice(0, 2)).to.deep.equal((file['definitions'] as { subgraphs: JsonObject[] }).subgraphs);
    expect(subgraphs).to.have.length(3);
    const instance = (out['nodes'] as JsonObject[]).find(({ id }) => id === 7)!;
    expect(instance['type']).to.equal(subgraphs[2]!['id']);
    expect(exportPrompt(store.toJSON())).to.not.have.property('7:2');
    expect(exportPrompt(store.toJSON())).to.have.property('6:5:2');
    // Changed in the same way, they are one again.
    store.setMode('comfy-6:5:2', 'bypassed');
    expect((exportWorkflow(store.toJSON())['definitions'] as { subgraphs: JsonObject[] }).subgraphs).to.have.length(3);
  });

  it('keeps what a copy of a node was, under a new id', () => {
    const { graph } = importWorkflow(example('01-basic.ui.json'));
    const [first] = graph.nodes;
    const copy = { ...first!, id: 'copy', x: 500, params: { ...first!.params, width: 65 } };
    const out = exportWorkflow({ ...graph, nodes: [...graph.nodes, copy] });
    const made = (out['nodes'] as JsonObject[])[3]!;
    expect(made).to.deep.include({ id: 4, type: 'EmptyImage', pos: [500, 0], widgets_values: [65, 48, 1, 16711680] });
    expect((made['outputs'] as JsonObject[])[0]!['links']).to.deep.equal([]);
  });

  it('exports a foreign node whose origin was lost by its ports and parameters', () => {
    const { graph } = importWorkflow(example('01-basic.ui.json'));
    const bare = graph.nodes.map((node) => Object.fromEntries(Object.entries(node).filter(([key]) => key !== 'comfyui')) as typeof node);
    const prompt = exportPrompt({ ...graph, nodes: bare }) as Record<string, { class_type: string; inputs: JsonObject }>;
    expect(Object.values(prompt).map(({ class_type }) => class_type)).to.deep.equal(['EmptyImage', 'ImageInvert', 'SaveImage']);
    expect(prompt['4']!.inputs).to.deep.equal({ width: 64, height: 48, batch_size: 1, color: 16711680 });
    expect(prompt['5']!.inputs).to.deep.equal({ image: ['4', 0] });
  });
});
