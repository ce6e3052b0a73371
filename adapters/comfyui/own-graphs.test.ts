/** Graphs made on a canvas of ours, as ComfyUI gets them, and back. */
import { describe, it } from 'node:test';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { GraphStore } from '../../src/graph/store.js';
import type { GraphJSON } from '../../src/graph/types.js';
import { createDefaultRegistry } from '../../src/registry/registry.js';
import { CORE_TYPES, coreNode } from './core-nodes.js';
import { exportPrompt, exportWorkflow, importPrompt, importWorkflow, type ComfyWarning } from './index.js';
import type { Json, JsonObject } from './json.js';
import { FOLD_PARAMS } from './own-params.js';
import { OWN_INPUTS, OWN_OUTPUTS } from './singles.js';
import { documentOf } from '../../test/support/comfyui.js';

type Prompt = Record<string, { class_type: string; inputs: Record<string, Json> }>;

const made = (): GraphStore => new GraphStore({ schema: createDefaultRegistry() });

/** The shape of a graph without ids, places and what it keeps of a file. */
function shape(graph: GraphJSON): unknown {
  const index = new Map(graph.nodes.map(({ id }, at) => [id, at] as const));
  const nodes = graph.nodes.map(({ type, params, title }) => ({ type, params, title: title ?? '' }));
  const edges = graph.edges.map(({ from, to }) => [index.get(from[0]), from[1], index.get(to[0]), to[1]]);
  return { nodes, edges: edges.sort() };
}

/** Picture from a prompt, shown and kept. */
function textToImage(): GraphStore {
  const store = made();
  const prompt = store.addNode({ type: 'prompt', x: 0, y: 0, params: { text: 'a red apple' } });
  const model = store.addNode({
    type: 'sdxl-turbo',
    x: 400,
    y: 0,
    params: { seed: 7, steps: 2, sampler: 'euler', negative_prompt: 'blurry' },
  });
  const output = store.addNode({ type: 'output', x: 800, y: 0 });
  store.addEdge([prompt, 'text'], [model, 'prompt']);
  store.addEdge([model, 'image'], [output, 'image']);
  return store;
}

describe('a graph of ours for ComfyUI', () => {
  it('is the chain of nodes that does the same', () => {
    const prompt = exportPrompt(textToImage().toJSON()) as Prompt;
    const of = (type: string): [string, Record<string, Json>][] =>
      Object.entries(prompt).flatMap(([id, entry]) => (entry.class_type === type ? [[id, entry.inputs]] : []));
    const [[sampler, settings]] = of('KSampler') as [[string, Record<string, Json>]];
    expect(settings).to.deep.include({ seed: 7, steps: 2, cfg: 0, sampler_name: 'euler', scheduler: 'sgm_uniform', denoise: 1 });
    const texts = Object.fromEntries(of('CLIPTextEncode').map(([id, inputs]) => [id, inputs['text']]));
    expect(texts[(settings['positive'] as string[])[0]!]).to.equal('a red apple');
    expect(texts[(settings['negative'] as string[])[0]!]).to.equal('blurry');
    expect(of('EmptyLatentImage')[0]![1]).to.deep.equal({ width: 256, height: 256, batch_size: 1 });
    const [[decode, decoded]] = of('VAEDecode') as [[string, Record<string, Json>]];
    expect(decoded['samples']).to.deep.equal([sampler, 0]);
    expect(of('SaveImage')[0]![1]['images']).to.deep.equal([decode, 0]);
    expect(Object.keys(prompt)).to.have.length(7);
  });

  it('comes back as it was, out of the workflow and out of the prompt', () => {
    const graph = textToImage().toJSON();
    expect(shape(documentOf(importWorkflow(exportWorkflow(graph)).graph).toJSON())).to.deep.equal(shape(graph));
    const fromPrompt = documentOf(importPrompt(exportPrompt(graph)).graph).toJSON();
    // A prompt has no place for the note that the negative prompt was a parameter.
    expect(fromPrompt.nodes.map(({ type }) => type).sort()).to.deep.equal(['output', 'prompt', 'prompt', 'sdxl-turbo']);
    expect(fromPrompt.edges).to.have.length(3);
  });

  it('redraws a picture: one prompt for two models is a text of its own, and a kept picture hands on what it was given', () => {
    const store = made();
    const prompt = store.addNode({ type: 'prompt', x: 0, y: 0, params: { text: 'a mill' } });
    const image = store.addNode({ type: 'image', x: 0, y: 300, params: { image: 'ab'.repeat(32) } });
    const first = store.addNode({ type: 'model', x: 400, y: 0, params: { denoise: 0.3, schedule: 'karras' } });
    const kept = store.addNode({ type: 'output', x: 700, y: 0 });
    const second = store.addNode({ type: 'model', x: 900, y: 0, params: { sampler: 'unipc' } });
    for (const model of [first, second]) store.addEdge([prompt, 'text'], [model, 'prompt']);
    store.addEdge([image, 'image'], [first, 'image']);
    store.addEdge([first, 'image'], [kept, 'image']);
    store.addEdge([kept, 'image'], [second, 'image']);
    const graph = store.toJSON();
    const sent = Object.entries(exportPrompt(graph) as Prompt);
    const [text] = sent.find(([, { class_type }]) => class_type === 'PrimitiveStringMultiline')!;
    const encoders = sent.filter(([, { class_type, inputs }]) => class_type === 'CLIPTextEncode' && Array.isArray(inputs['text']));
    expect(encoders.map(([, { inputs }]) => inputs['text'])).to.deep.equal([[text, 0], [text, 0]]); // prettier-ignore
    const samplers = sent.filter(([, { class_type }]) => class_type === 'KSampler').map(([, { inputs }]) => inputs);
    expect(samplers.map((inputs) => [inputs['denoise'], inputs['scheduler'], inputs['sampler_name']])).to.deep.equal([
      [0.3, 'karras', 'dpmpp_2m'],
      [0.6, 'normal', 'uni_pc'],
    ]);
    const decoders = sent.filter(([, { class_type }]) => class_type === 'VAEDecode').map(([id]) => id);
    const pixels = sent.filter(([, { class_type }]) => class_type === 'VAEEncode').map(([, { inputs }]) => (inputs['pixels'] as Json[])[0]);
    expect(pixels[1]).to.equal(decoders[0]);
    expect(sent.find(([, { class_type }]) => class_type === 'LoadImage')![1].inputs['image']).to.equal(`${'ab'.repeat(32)}.png`);
    const back = importWorkflow(exportWorkflow(graph)).graph;
    expect(back.nodes.map(({ type }) => type).sort()).to.deep.equal(['image', 'model', 'model', 'output', 'prompt']);
  });

  it('keeps nodes that ComfyUI has nothing for, under their own names, and says so', () => {
    const store = textToImage();
    const [output] = [...store.nodes.values()].filter(({ type }) => type === 'output');
    const mesher = store.addNode({ type: 'triposr', x: 1200, y: 0, params: { resolution: 128 } });
    store.addEdge([output!.id, 'image'], [mesher, 'image']);
    const graph = store.toJSON();
    const warnings: ComfyWarning[] = [];
    const file = exportWorkflow(graph, { onWarning: (warning) => warnings.push(warning) });
    expect(warnings.map(({ code, path }) => [code, path])).to.deep.equal([['GDS_COMFY_FOREIGN', mesher]]);
    const back = documentOf(importWorkflow(file).graph).toJSON();
    const found = back.nodes.find(({ type }) => type === 'triposr')!;
    expect(found.params).to.deep.equal(graph.nodes.find(({ id }) => id === mesher)!.params);
    expect(back.edges.some(({ to }) => to[0] === found.id && to[1] === 'image')).to.equal(true);
  });

  it('writes subgraphs, notes, frames and reroutes', () => {
    const store = made();
    const image = store.addNode({ type: 'image', x: 0, y: 0 });
    const bend = store.addNode({ type: 'reroute', x: 200, y: 0 });
    const group = store.addNode({ type: 'subgraph', x: 400, y: 0, title: 'Redraw' });
    const input = store.addNode({ type: 'subgraph-input', x: 0, y: 0, parent: group, params: { name: 'picture', type: 'image' } });
    const inner = store.addNode({ type: 'model', x: 200, y: 0, parent: group, params: { prompt: 'a mill' } });
    const output = store.addNode({ type: 'subgraph-output', x: 600, y: 0, parent: group, params: { name: 'result', type: 'image' } });
    const shown = store.addNode({ type: 'image-display', x: 900, y: 0, mode: 'muted' });
    store.addEdge([image, 'image'], [bend, 'in']);
    store.addEdge([bend, 'out'], [group, input]);
    store.addEdge([input, 'value'], [inner, 'image']);
    store.addEdge([inner, 'image'], [output, 'value']);
    store.addEdge([group, output], [shown, 'image']);
    store.addNote({ x: 0, y: 400, width: 200, height: 100, text: 'later', color: 'green' });
    store.addGroup({ x: -20, y: -60, width: 300, height: 200, title: 'Source', color: 'violet' });
    store.addNote({ x: 0, y: 400, width: 200, height: 100, text: 'inside', parent: group });
    const file = exportWorkflow(store.toJSON());
    const back = documentOf(importWorkflow(file).graph);
    expect(back.problems).to.deep.equal([]);
    const json = back.toJSON();
    expect(json.nodes.map(({ type }) => type).sort()).to.deep.equal(
      ['image', 'image-display', 'model', 'reroute', 'subgraph', 'subgraph-input', 'subgraph-output'], // prettier-ignore
    );
    expect(json.edges).to.have.length(5);
    expect(json.groups.map(({ title, color, x, y, width, height }) => [title, color, x, y, width, height])).to.deep.equal([
      ['Source', 'violet', -20, -60, 300, 200],
    ]);
    expect(json.notes.map(({ text, color, parent }) => [text, color, parent === undefined])).to.have.deep.members([
      ['later', 'green', true],
      ['inside', 'yellow', false],
    ]);
    expect(json.nodes.find(({ type }) => type === 'image-display')!.mode).to.equal('muted');
    expect(json.nodes.find(({ type }) => type === 'subgraph')!.title).to.equal('Redraw');
    // And once more without a change.
    expect(exportWorkflow(json)).to.deep.equal(file);
    const prompt = exportPrompt(json) as Prompt;
    expect(Object.keys(prompt).filter((id) => id.includes(':'))).to.have.length(6);
  });
});

describe('what the adapter says of others', () => {
  const registry = createDefaultRegistry();

  it('knows the port types of our nodes', () => {
    for (const [table, direction] of [
      [OWN_INPUTS, 'in'],
      [OWN_OUTPUTS, 'out'],
    ] as const) {
      for (const [port, type] of Object.entries(table)) {
        const [node, id] = port.split('.') as [string, string];
        expect(registry.portType(node, direction, id), port).to.equal(type);
      }
    }
  });

  it('reads every value into one that our nodes take, and writes every value of theirs', () => {
    const odd: Json[] = [0, -1, 1, 0.5, 7.49, 1e9, 2 ** 60, -(2 ** 40), 'euler', 'karras', 'nonsense', true, false, null, [], {}, 'fixed'];
    for (const kind of ['sdxl-turbo', 'model'] as const) {
      const specs = registry.get(kind)!.parameters;
      for (const { param, widgets, read, write } of FOLD_PARAMS[kind]) {
        for (const value of odd) {
          const { value: ours } = read(widgets.map(() => value));
          expect(registry.validateParam(kind, param, ours), `${kind}.${param} of ${JSON.stringify(value)}`).to.equal(ours);
        }
        const spec = specs.find(({ name }) => name === param);
        const values =
          spec?.kind === 'select'
            ? spec.options.map((option) => option.value)
            : spec && 'min' in spec
              ? [spec.min, spec.max, spec.default]
              : [];
        for (const value of values) expect(read(write(value)), `${kind}.${param} ${value}`).to.deep.equal({ value, exact: true });
      }
      const mapped = new Set(FOLD_PARAMS[kind].map(({ param }) => param));
      expect(specs.map(({ name }) => name).filter((name) => !mapped.has(name))).to.deep.equal([]);
    }
  });

  it('describes ComfyUI’s nodes as its server does', () => {
    const info = JSON.parse(readFileSync(new URL('../../test/fixtures/comfyui/object_info.core.json', import.meta.url), 'utf8')) as Record<
      string,
      JsonObject
    >;
    for (const type of CORE_TYPES()) {
      const { title, inputs, widgets, outputs } = coreNode(type)!;
      const recorded = info[type]!;
      expect(title, type).to.equal(recorded['display_name'] ?? type);
      expect(
        outputs.map(([name]) => name),
        type,
      ).to.deep.equal(recorded['output_name'] ?? []);
      const { required = {}, optional = {} } = recorded['input'] as { required?: JsonObject; optional?: JsonObject };
      const order = [...Object.keys(required), ...Object.keys(optional)];
      const known = [...inputs.map(([name]) => name), ...widgets.map(([name]) => name)];
      expect(
        known.filter((name) => !order.includes(name)),
        type,
      ).to.deep.equal([]);
      // Inputs that grow are named by whoever connects them.
      const growing = order.filter((name) => ((required[name] ?? optional[name]) as Json[])[0] === 'COMFY_AUTOGROW_V3');
      expect(
        order.filter((name) => !known.includes(name)),
        type,
      ).to.deep.equal(growing);
      const places = widgets.map(([name]) => order.indexOf(name));
      expect(places, type).to.deep.equal([...places].sort((a, b) => a - b));
      for (const [name, , value] of widgets) {
        const [, options] = (required[name] ?? optional[name]) as [Json, JsonObject | undefined];
        if (options?.['default'] !== undefined) expect(value, `${type}.${name}`).to.equal(options['default']);
      }
    }
  });
});
