/** Which chains become one node of ours, and what of them is said. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { documentOf, example } from '../../test/support/comfyui.js';
import { exportWorkflow, importWorkflow } from './index.js';
import type { Json, JsonObject } from './json.js';

interface File extends JsonObject {
  nodes: (JsonObject & { id: number; type: string; inputs: JsonObject[]; outputs: JsonObject[] })[];
  links: Json[][];
}
const chain = (): File => example('02-txt2img-seed-notes-group.ui.json') as File;
const typesOf = (file: JsonObject): string[] => importWorkflow(file).graph.nodes.map(({ type }) => type);

describe('a chain', () => {
  it('is one node with its texts, and says what is not as in the file', () => {
    const { graph, warnings } = importWorkflow(chain());
    const model = graph.nodes.find(({ type }) => type === 'sdxl-turbo')!;
    expect(model.params).to.deep.equal({
      steps: 4,
      size: 256,
      guidance: 2,
      sampler: 'euler',
      seed: 0,
      seed_after: 'increment',
      negative_prompt: '',
    });
    expect(graph.nodes.find(({ type }) => type === 'prompt')!.params).to.deep.equal({ text: 'a lighthouse, "quoted"\nsecond line' });
    expect(warnings.map(({ code, path, message }) => `${code} ${path} ${message}`)).to.deep.equal([
      'GDS_COMFY_NEAR nodes[1] width × height 128 × 128 is taken as 256.',
      'GDS_COMFY_NEAR nodes[4] cfg 3.5 is taken as 2.',
      'GDS_COMFY_NEAR nodes[4] seed 1125899906842624 is taken as 0.',
      'GDS_COMFY_NEAR nodes[4] scheduler "karras" has no effect here.',
      'GDS_COMFY_MISSING nodes[0] The model “gds-tiny-sd15-random.safetensors” is not part of the file. The model of this canvas takes its place.',
    ]);
  });

  it('redraws a picture where it begins with one', () => {
    const file = chain();
    const [, latent] = file.nodes;
    Object.assign(latent!, {
      type: 'VAEEncode',
      inputs: [
        { name: 'pixels', type: 'IMAGE', link: 20 },
        { name: 'vae', type: 'VAE', link: 21 },
      ],
    });
    delete latent!['widgets_values'];
    delete latent!['widgets_values_named'];
    file.nodes.push({
      id: 30,
      type: 'LoadImage',
      inputs: [],
      outputs: [{ name: 'IMAGE', type: 'IMAGE', links: [20] }],
      widgets_values: ['cat.png', 'image'],
    });
    file.links.push([20, 30, 0, 2, 0, 'IMAGE'], [21, 1, 2, 2, 1, 'VAE']);
    const { graph, warnings } = importWorkflow(file);
    expect(graph.nodes.map(({ type }) => type)).to.deep.equal(['prompt', 'model', 'output', 'image']);
    expect(graph.nodes.find(({ type }) => type === 'model')!.params).to.include({ denoise: 1, cfg: 3.5, schedule: 'karras' });
    expect(graph.nodes.find(({ type }) => type === 'image')).to.deep.include({ title: 'cat.png', params: { image: '' } });
    expect(warnings.map(({ message }) => message)).to.include('The picture “cat.png” is not part of the file. Choose it on the node.');
    expect(graph.edges.map(({ to }) => to)).to.deep.include(['comfy-5', 'image']);
    const store = documentOf(graph);
    expect(exportWorkflow(store.toJSON())).to.deep.equal(file);
    store.setParam('comfy-30', 'image', 'cd'.repeat(32));
    expect((exportWorkflow(store.toJSON()) as File).nodes.at(-1)!['widgets_values']).to.deep.equal([`${'cd'.repeat(32)}.png`, 'image']);
  });

  const cases: [name: string, change: (file: File) => void][] = [
    ['a member is muted', (file) => void (file.nodes[4]!['mode'] = 2)],
    ['a member is bypassed', (file) => void (file.nodes[5]!['mode'] = 4)],
    ['the latent is read by another node, too', (file) => reader(file, 5, 'LATENT')],
    ['the model is read by another node, too', (file) => reader(file, 1, 'MODEL')],
    ['a prompt is read by another node, too', (file) => reader(file, 3, 'CONDITIONING')],
    ['both prompts are one', (file) => void (file.links[4]![1] = 3)],
    ['the decoder has the VAE of another loader', (file) => void (file.links[7]![1] = 99)],
    ['a link is missing', (file) => void file.links.splice(5, 1)],
    [
      'a number of the sampler comes from outside',
      (file) => {
        file.nodes[4]!.inputs.push({ name: 'steps', type: 'INT', widget: { name: 'steps' }, link: 20 });
        file.nodes.push({ id: 30, type: 'PrimitiveInt', inputs: [], outputs: [{ name: 'INT', type: 'INT', links: [20] }] });
        file.links.push([20, 30, 0, 5, 4, 'INT']);
      },
    ],
    [
      'a prompt is longer than ours may be',
      (file) => Object.assign(file.nodes[2]!, { widgets_values: ['x'.repeat(4_001)], widgets_values_named: {} }),
    ],
  ];
  const reader = (file: File, id: number, type: string): void => {
    file.nodes.push({ id: 30, type: 'Reader', inputs: [{ name: 'in', type, link: 20 }], outputs: [] });
    file.links.push([20, id, 0, 30, 0, type]);
  };
  for (const [name, change] of cases) {
    it(`stays as it is where ${name}`, () => {
      const file = chain();
      change(file);
      expect(typesOf(file)).to.include('comfyui/KSampler').and.not.include('sdxl-turbo');
      const store = documentOf(importWorkflow(file).graph);
      expect(store.problems).to.deep.equal([]);
      expect(exportWorkflow(store.toJSON())).to.deep.equal(file);
    });
  }

  it('takes a text from outside by its port', () => {
    const file = chain();
    file.nodes[2]!.inputs.push({ name: 'text', type: 'STRING', widget: { name: 'text' }, link: 20 });
    const outputs = [{ name: 'STRING', type: 'STRING', links: [20] }];
    file.nodes.push({ id: 30, type: 'PrimitiveString', inputs: [], outputs, widgets_values: ['a mill'] });
    file.links.push([20, 30, 0, 3, 1, 'STRING']);
    const { graph } = importWorkflow(file);
    expect(graph.nodes.map(({ type }) => type)).to.deep.equal(['sdxl-turbo', 'output', 'prompt']);
    expect(graph.edges).to.deep.include({ from: ['comfy-30', 'text'], to: ['comfy-5', 'prompt'] });
    expect(exportWorkflow(documentOf(graph).toJSON())).to.deep.equal(file);
  });
});
