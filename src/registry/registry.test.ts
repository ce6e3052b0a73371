import { describe, it } from 'node:test';
import { expect } from 'chai';
import { GdsError } from '../errors.js';
import { GraphStore } from '../graph/store.js';
import { createDefaultRegistry } from './registry.js';
import { nextSeed } from './parameters.js';
import type { NodeDefinition } from './types.js';

function codeOf(fn: () => unknown): string {
  try {
    fn();
  } catch (error) {
    return error instanceof GdsError ? error.code : String(error);
  }
  return 'nothing thrown';
}

const ECHO: NodeDefinition = {
  type: 'echo',
  version: 1,
  title: 'Echo',
  category: 'text',
  description: 'Says it again.',
  icon: 'x',
  inputs: [{ id: 'text', title: 'Text', type: 'string' }],
  outputs: [{ id: 'text', title: 'Text', type: 'string' }],
  parameters: [{ kind: 'color', name: 'color', title: 'Colour', default: '#ffffff' }],
};

describe('createDefaultRegistry', () => {
  const registry = createDefaultRegistry();

  it('has the node types of the specification with their ports', () => {
    const ports = Object.fromEntries(
      registry
        .list()
        .map((type) => [
          type.type,
          [type.inputs.filter(({ quiet }) => !quiet), type.outputs]
            .map((list) => list.map((port) => `${port.id}:${port.type}${port.list ? '[]' : ''}${port.required ? '!' : ''}`).join(' '))
            .join(' -> '),
        ]),
    );
    expect(ports).to.deep.equal({
      prompt: ' -> text:string',
      image: ' -> image:image',
      'sdxl-turbo': 'prompt:string negative_prompt:string -> image:image',
      model: 'prompt:string negative_prompt:string image:image! -> image:image',
      triposr: 'image:image! -> mesh:mesh',
      'image-display': 'image:image! -> ',
      output: 'image:image! -> image:image',
      'mesh-output': 'mesh:mesh! -> mesh:mesh',
      text: 'a:any b:any c:any d:any -> text:string',
      number: ' -> value:number',
      batch: ' -> text:string[]',
      'prompt-matrix': 'prompt:string -> text:string[]',
      sweep: ' -> value:number[]',
      seeds: ' -> seed:number[]',
      'contact-sheet': 'images:image[]! -> image:image',
      subgraph: ' -> ',
      'subgraph-input': ' -> value:any',
      'subgraph-output': 'value:any -> ',
      reroute: 'in:any -> out:any',
    });
  });

  it('starts nodes with what the model cards recommend', () => {
    expect(registry.defaults('sdxl-turbo')).to.deep.equal({
      steps: 4,
      size: 256,
      seed: 42,
      seed_after: 'fixed',
      guidance: 0,
      sampler: 'ddim',
      prompt: '',
      negative_prompt: '',
    });
    expect(registry.defaults('model')).to.include({ steps: 20, cfg: 4, denoise: 0.6, sampler: 'dpmpp_2m', schedule: 'normal' });
    expect(registry.defaults('triposr')).to.include({
      resolution: 256,
      foreground_ratio: 0.85,
      remove_background: true,
      bake_texture: true,
      texture_size: 1024,
    });
  });

  it('offers every sampler and schedule of the specification for image to image', () => {
    const options = (name: string): unknown[] => {
      const spec = registry.get('model')!.parameters.find((parameter) => parameter.name === name)!;
      return spec.kind === 'select' ? spec.options.map((option) => option.value) : [];
    };
    expect(options('sampler')).to.have.members([
      'lcm',
      'euler',
      'euler_ancestral',
      'dpmpp_2m',
      'dpmpp_2m_sde',
      'dpmpp_sde',
      'ddim',
      'unipc',
    ]);
    expect(options('schedule')).to.have.members(['normal', 'karras', 'exponential', 'sgm_uniform', 'simple']);
  });

  it('lets a graph hold defaults of every type and load what it saved', () => {
    const store = new GraphStore({ registry });
    for (const { type } of registry.list()) store.addNode({ type, x: 0, y: 0 });
    const copy = new GraphStore({ registry });
    copy.load(store.toJSON());
    expect(copy.toJSON()).to.deep.equal(store.toJSON());
  });
});

describe('parameter validation', () => {
  const registry = createDefaultRegistry();
  const cases: [type: string, name: string, value: unknown, outcome: unknown][] = [
    ['model', 'steps', 20, 20],
    ['model', 'steps', 19.6, 20],
    ['model', 'steps', 0, 'GDS_PARAM_RANGE'],
    ['model', 'steps', 51, 'GDS_PARAM_RANGE'],
    ['model', 'steps', '20', 'GDS_PARAM_TYPE'],
    ['model', 'steps', NaN, 'GDS_PARAM_TYPE'],
    ['model', 'cfg', 7.25, 7.25],
    ['model', 'sampler', 'magic', 'GDS_PARAM_OPTION'],
    ['model', 'seed', 2 ** 32 - 1, 2 ** 32 - 1],
    ['model', 'seed', 2 ** 32, 'GDS_PARAM_RANGE'],
    ['model', 'seed', 1.5, 'GDS_PARAM_TYPE'],
    ['model', 'seed_after', 'randomize', 'randomize'],
    ['model', 'seed_after', 'never', 'GDS_PARAM_OPTION'],
    ['model', 'nonsense', 1, 'GDS_PARAM_UNKNOWN'],
    ['prompt', 'text', 'x'.repeat(5000), 'GDS_PARAM_LENGTH'],
    ['prompt', 'text', null, 'GDS_PARAM_TYPE'],
    ['triposr', 'remove_background', 1, 'GDS_PARAM_TYPE'],
    ['image', 'image', 'a'.repeat(64), 'a'.repeat(64)],
    ['image', 'image', '', ''],
    ['image', 'image', '../../etc/passwd', 'GDS_PARAM_TYPE'],
    ['not-registered', 'anything', [1], [1]],
  ];
  for (const [type, name, value, outcome] of cases) {
    it(`${type}.${name} = ${String(value).slice(0, 20)} gives ${String(outcome).slice(0, 20)}`, () => {
      let got: unknown;
      const code = codeOf(() => (got = registry.validateParam(type, name, value)));
      expect(code === 'nothing thrown' ? got : code).to.deep.equal(outcome);
    });
  }

  it('takes colours in hexadecimal only', () => {
    const own = createDefaultRegistry();
    own.register(ECHO);
    expect(own.validateParam('echo', 'color', '#00ff7f')).to.equal('#00ff7f');
    expect(codeOf(() => own.validateParam('echo', 'color', 'url(javascript:1)'))).to.equal('GDS_PARAM_TYPE');
  });
});

describe('NodeRegistry', () => {
  it('tells when types come and go, and revives edges of a type that came late', () => {
    const registry = createDefaultRegistry();
    const store = new GraphStore({ registry });
    const prompt = store.addNode({ type: 'prompt', x: 0, y: 0 });
    const echo = store.addNode({ type: 'echo', x: 0, y: 0 });
    store.addEdge([prompt, 'text'], [echo, 'nope']);
    let told = 0;
    registry.subscribe(() => told++);
    registry.register(ECHO);
    expect(told).to.equal(1);
    expect(store.edges.size).to.equal(0);
    expect(store.problems.map((problem) => problem.message)).to.deep.equal(['The connection uses a port that its node does not have.']);
    registry.unregister('echo');
    expect(store.edges.size).to.equal(1);
    expect(store.problems).to.deep.equal([]);
  });

  it('gives a graph the ports of a node with their titles', () => {
    const store = new GraphStore({ registry: createDefaultRegistry() });
    const prompt = store.addNode({ type: 'prompt', x: 0, y: 0 });
    const reroute = store.addNode({ type: 'reroute', x: 0, y: 0 });
    store.addEdge([prompt, 'text'], [reroute, 'in']);
    expect(store.portsOf(prompt).outputs.map(({ id, title, type }) => [id, title, type])).to.deep.equal([['text', 'Text', 'string']]);
    expect(store.portsOf(reroute).outputs).to.deep.equal([{ id: 'out', title: 'Out', type: 'string' }]);
    expect(store.portsOf('none')).to.deep.equal({ inputs: [], outputs: [] });
  });

  it('gives quiet inputs as ports only while something is connected to them, and tells', () => {
    const store = new GraphStore({ registry: createDefaultRegistry() });
    const [seeds, model] = ['seeds', 'sdxl-turbo'].map((type) => store.addNode({ type, x: 0, y: 0 })) as [string, string];
    const inputs = (): string[] => store.portsOf(model).inputs.map(({ id }) => id);
    const updated: string[] = [];
    store.subscribe(({ nodesUpdated }) => updated.push(...nodesUpdated));
    expect(inputs()).to.deep.equal(['prompt', 'negative_prompt']);
    const edge = store.addEdge([seeds, 'seed'], [model, 'seed']);
    expect(inputs()).to.deep.equal(['prompt', 'negative_prompt', 'seed']);
    store.deleteEdges([edge]);
    expect(inputs()).to.deep.equal(['prompt', 'negative_prompt']);
    expect(updated).to.deep.equal([model, model]);
  });

  it('joins types by conversion', () => {
    const registry = createDefaultRegistry();
    registry.registerPortType({ id: 'audio', title: 'Sound', colorToken: '--gds-port-any', shape: 'hexagon' });
    expect(registry.compatible('audio', 'string')).to.equal(false);
    registry.registerConversion({ from: 'audio', to: 'string', convert: () => 'words' });
    expect(registry.compatible('audio', 'string')).to.equal(true);
    expect(registry.compatible('string', 'audio')).to.equal(false);
    expect(registry.compatible('any', 'mesh') && registry.compatible('mesh', 'any')).to.equal(true);
    expect(registry.portTypeInfo('audio').title).to.equal('Sound');
    expect(registry.portTypeInfo('never heard of')).to.include({ id: 'never heard of', shape: 'ring' });
  });

  const broken: [string, Partial<NodeDefinition>][] = [
    ['no type', { type: '' }],
    ['a default out of range', { parameters: [{ kind: 'number', name: 'n', title: 'N', default: 9, min: 0, max: 5, step: 1 }] }],
    ['two ports of one id', { outputs: [ECHO.outputs[0]!, ECHO.outputs[0]!] }],
    ['a face that shows what is not there', { face: { rows: ['speed'] } }],
  ];
  for (const [what, part] of broken) {
    it(`refuses a definition with ${what}`, () => {
      const registry = createDefaultRegistry();
      expect(codeOf(() => registry.register({ ...ECHO, ...part }))).to.match(/^GDS_(NODE_DEFINITION|PARAM_RANGE)$/);
      expect(registry.get('echo')).to.equal(undefined);
    });
  }
});

describe('nextSeed', () => {
  it('stays within 32 bits', () => {
    expect(nextSeed(2 ** 32 - 1, 'increment')).to.equal(0);
    expect(nextSeed(0, 'decrement')).to.equal(2 ** 32 - 1);
    expect(nextSeed(7, 'fixed')).to.equal(7);
    expect(nextSeed(7, 'randomize', () => 0.5)).to.equal(2 ** 31);
  });
});
