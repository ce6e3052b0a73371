/** Files that nobody made in good faith: typed errors or warnings, never anything else, and always a graph that the document takes. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { GdsError } from '../../src/errors.js';
import { GraphStore } from '../../src/graph/store.js';
import { createDefaultRegistry } from '../../src/registry/registry.js';
import { detect, exportPrompt, exportWorkflow, importComfy, importPrompt, importWorkflow } from './index.js';
import type { Json, JsonObject } from './json.js';
import { example, exampleNames } from '../../test/support/comfyui.js';

function failure(work: () => unknown): GdsError {
  try {
    work();
  } catch (error) {
    expect(error).to.be.instanceOf(GdsError);
    return error as GdsError;
  }
  throw new Error('Nothing was thrown.');
}

const workflow = (more: JsonObject = {}): JsonObject => ({ nodes: [], links: [], version: 0.4, ...more });

describe('what is no workflow', () => {
  const cases: [name: string, json: unknown, code: string, path?: string][] = [
    ['nothing', undefined, 'GDS_COMFY_JSON'],
    ['a function', () => undefined, 'GDS_COMFY_JSON'],
    ['half a text', '{"nodes": [', 'GDS_COMFY_JSON'],
    ['null', null, 'GDS_COMFY_FORMAT', ''],
    ['a list', [], 'GDS_COMFY_FORMAT', ''],
    ['a graph of ours', { format: 'gds-graph', nodes: [] }, 'GDS_COMFY_FORMAT', ''],
    ['nodes that are no list', { nodes: {}, version: 0.4 }, 'GDS_COMFY_FORMAT', ''],
    ['a node that is none', workflow({ nodes: [{ id: 1, type: 'A' }, 7] }), 'GDS_COMFY_FIELD', 'nodes[1]'],
    ['a node without id', workflow({ nodes: [{ type: 'A' }] }), 'GDS_COMFY_FIELD', 'nodes[0].id'],
    ['a node without type', workflow({ nodes: [{ id: 1, type: null }] }), 'GDS_COMFY_FIELD', 'nodes[0].type'],
    ['links that are no list', workflow({ links: 'x' }), 'GDS_COMFY_FIELD', 'links'],
  ];
  for (const [name, json, code, path] of cases) {
    it(`refuses ${name}`, () => {
      const error = failure(() => importWorkflow(json));
      expect({ code: error.code, path: error.path }).to.deep.equal({ code, path });
      expect(error.message).to.match(/\.$/);
    });
  }

  it('refuses prompts that are none', () => {
    for (const json of [{}, { a: 1 }, { a: {} }, [], workflow()])
      expect(failure(() => importPrompt(json)).code).to.equal('GDS_COMFY_FORMAT');
    expect(failure(() => importPrompt({ a: { class_type: 'A' }, b: { class_type: 1 } })).path).to.equal('b.class_type');
    expect(failure(() => importPrompt({ a: { class_type: 'A', inputs: [] } })).path).to.equal('a.inputs');
  });

  it('refuses what cannot be written as JSON, and what is too deep or too much', () => {
    const ring: Record<string, unknown> = { nodes: [] };
    ring['self'] = ring;
    expect(failure(() => importWorkflow(ring)).code).to.equal('GDS_COMFY_JSON');
    expect(failure(() => importWorkflow(`{"nodes":[],"extra":${'['.repeat(5_000)}${']'.repeat(5_000)}}`)).code).to.equal('GDS_COMFY_SIZE');
    expect(
      failure(() => importWorkflow(workflow({ nodes: [{ id: 1, type: 'A', properties: { x: 'x'.repeat(2_100_000) } }] }))).code,
    ).to.equal('GDS_COMFY_SIZE');
  });

  it('refuses subgraphs that multiply without end', () => {
    const level = (depth: number): JsonObject => ({
      id: `def-${depth}`,
      nodes: depth === 0 ? [] : Array.from({ length: 10 }, (_, index) => ({ id: index, type: `def-${depth - 1}` })),
      links: [],
      inputs: [],
      outputs: [],
    });
    const file = workflow({
      nodes: [{ id: 1, type: 'def-8' }],
      definitions: { subgraphs: Array.from({ length: 9 }, (_, depth) => level(depth)) },
    });
    expect(failure(() => importWorkflow(file)).code).to.equal('GDS_COMFY_SIZE');
  });

  it('shows a subgraph that contains itself once, and keeps it', () => {
    const definition = { id: 'loop', nodes: [{ id: 1, type: 'loop' }], links: [], inputs: [], outputs: [] };
    const file = workflow({ nodes: [{ id: 1, type: 'loop' }], definitions: { subgraphs: [definition] } });
    const { graph, warnings } = importWorkflow(file);
    expect(graph.nodes.map(({ type }) => type)).to.deep.equal(['subgraph', 'comfyui/loop']);
    expect(warnings.map(({ code }) => code)).to.include('GDS_COMFY_ODD');
    expect(exportWorkflow(graph)).to.deep.equal(file);
  });
});

describe('what is odd', () => {
  it('keeps names that reach a prototype where they are, and lets none of them act', () => {
    const text = JSON.stringify({
      '1': { class_type: 'A', inputs: { ok: 1, HERE: { polluted: true }, constructor: ['1', 0], prototype: 1 } },
    }).replace('HERE', '__proto__');
    const { graph } = importPrompt(text);
    const store = new GraphStore({ schema: createDefaultRegistry() });
    store.load(graph);
    expect(JSON.parse(JSON.stringify(exportPrompt(store.toJSON())))).to.deep.equal(JSON.parse(text));
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
    const nodes = `{"nodes":[{"id":"__proto__","type":"constructor","inputs":[{"name":"__proto__","type":"__proto__","link":null}],"__proto__":{"polluted":true}}],"links":[],"version":0.4}`;
    const imported = importWorkflow(nodes);
    expect(JSON.stringify(exportWorkflow(imported.graph))).to.include('"__proto__":{"polluted":true}');
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });

  it('reads numbers that are none, and tells of digits that are lost', () => {
    const { warnings } = importPrompt(
      '{"1":{"class_type":"A","is_changed":[NaN, -Infinity],"inputs":{"text":"NaN stays","seed":18446744073709551615}}}',
    );
    expect(warnings.map(({ code, path }) => `${code} ${path}`)).to.include.members(['GDS_COMFY_ODD ', 'GDS_COMFY_NEAR 1.inputs.seed']);
  });

  it('keeps cycles, doubled ids, doubled links and types that do not fit, and says what it left out', () => {
    const node = (id: number | string, type = 'A'): JsonObject => ({
      id,
      type,
      pos: 'nowhere',
      mode: 3,
      inputs: [{ name: 'in', type: 'IMAGE', link: 1 }],
      outputs: [{ name: 'out', type: 'STRING', links: [1] }],
    });
    const file = workflow({
      nodes: [node(1), node(2), node('2'), node(3, 'SaveImage')],
      links: [
        [1, 1, 0, 2, 0, 'IMAGE'],
        [2, 2, 0, 1, 0, 'IMAGE'],
        [3, 1, 0, 2, 0, 'IMAGE'],
        [4, 1, 0, 1, 0, '*'],
        'nonsense',
        [5, 1, 9, 2, 9, '*'],
      ],
      groups: [7, { title: 'no rectangle' }, { bounding: [0, 0, 1, 1] }],
    });
    const { graph, warnings } = importWorkflow(file);
    const store = new GraphStore({ schema: createDefaultRegistry() });
    store.load(graph);
    expect(store.problems).to.deep.equal([]);
    expect(exportWorkflow(store.toJSON())).to.deep.equal(file);
    expect(store.edges.size).to.equal(1);
    expect(warnings.filter(({ code }) => code === 'GDS_COMFY_LINK')).to.have.length(4);
    expect(warnings.filter(({ path }) => path.startsWith('groups'))).to.have.length(2);
  });

  it('gets through large files that are odd all over', () => {
    const count = 8_000;
    const nodes = Array.from({ length: count }, (_, at) => ({
      id: at % 4 === 0 ? 1 : at,
      type: ['SaveImage', 'KSampler', 'Reroute', 'A'][at % 4]!,
      inputs: [{ name: 'images', type: 'IMAGE', link: at }],
      outputs: [{ name: 'x', type: 'IMAGE', links: [at] }],
    }));
    // One ring through all, and everything from one node to everywhere.
    const ring = nodes.map((_, at) => [at, at, 0, (at + 1) % count, 0, 'IMAGE']);
    const star = nodes.map((_, at) => [count + at, 2, 0, at, 0, 'IMAGE']);
    const file = workflow({ nodes, links: [...ring, ...star] });
    const { graph } = importWorkflow(file);
    const store = new GraphStore({ schema: createDefaultRegistry() });
    store.load(graph);
    expect(store.nodes.size).to.equal(count);
    expect(exportWorkflow(store.toJSON())).to.deep.equal(file);
  });

  it('takes a foreign origin in a graph for what it is worth', () => {
    const { graph } = importWorkflow(example('02-txt2img-seed-notes-group.ui.json'));
    for (const text of ['', '{', 'null', '[]', '{"parts":{"self":{"at":"x","node":3}}}', '{"parts":{"self":{"at":0,"node":{}}}}']) {
      const nodes = graph.nodes.map((node) => ({ ...node, comfyui: text }));
      const bad = { ...graph, nodes, comfyui: { top: text, definitions: [text] } };
      expect((exportWorkflow(bad)['nodes'] as unknown[]).length).to.be.greaterThan(2);
      exportPrompt(bad);
    }
  });
});

it('answers 3,000 mutated files with a typed error or with a graph that loads and comes back', () => {
  const seed = Number(process.env['GDS_SEED'] ?? Date.now() % 2 ** 31);
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
  const promoted = (example('19-promoted-widgets.json')['cases'] as { workflow: JsonObject }[]).map(({ workflow: file }) => file);
  const files = [...exampleNames(/\.(ui|schema1|resaved|api)\.json$/).map(example), ...promoted];
  const junk: Json[] = [
    null,
    true,
    0,
    -1,
    1.5,
    1e300,
    '',
    'x',
    '__proto__',
    'Reroute',
    'subgraph',
    -10,
    -20,
    [],
    {},
    [[]],
    ['1', 0],
    { '0': 1 },
    'x'.repeat(300),
  ];
  const registry = createDefaultRegistry();
  const outcomes = { loaded: 0, refused: 0 };
  for (let round = 0; round < 3_000; round++) {
    const file = structuredClone(files[random(files.length)]!);
    for (let count = 1 + random(4); count > 0; count--) mutate(file, random, junk);
    try {
      const { graph } = importComfy(file);
      const store = new GraphStore({ schema: registry });
      store.load(graph);
      if (store.problems.length > 0) throw new Error(`It has problems: ${JSON.stringify(store.problems)}`);
      const kept = store.toJSON();
      const isPrompt = detect(file) === 'prompt';
      const back = isPrompt ? exportPrompt(kept) : exportWorkflow(kept);
      expect(back).to.deep.equal(JSON.parse(JSON.stringify(file)));
      exportWorkflow(kept, { version: random(2) ? 1 : 0.4 });
      exportPrompt(kept);
      outcomes.loaded++;
    } catch (error) {
      if (!(error instanceof GdsError) || !error.code.startsWith('GDS_COMFY_') || error.cause !== undefined) {
        throw new Error(`seed ${seed}, round ${round}: ${JSON.stringify(file)}`, { cause: error });
      }
      outcomes.refused++;
    }
  }
  expect(outcomes.loaded, `seed ${seed}`).to.be.greaterThan(500);
  expect(outcomes.refused, `seed ${seed}`).to.be.greaterThan(50);
});

/** Changes one place: another value, a key less, a key more, an element twice, two elements swapped. */
function mutate(file: JsonObject, random: (below: number) => number, junk: readonly Json[]): void {
  const places: [holder: JsonObject | Json[], key: string | number][] = [];
  const visit = (value: Json): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      places.push([value as JsonObject, key]);
      visit((value as JsonObject)[key]!);
    }
  };
  visit(file);
  if (places.length === 0) return;
  const [holder, key] = places[random(places.length)]!;
  const other = places[random(places.length)]!;
  const target = holder as JsonObject;
  switch (random(6)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete target[key];
      return;
    case 1:
      if (Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]!));
      else target[`${key}x`] = structuredClone(target[key]!);
      return;
    case 2:
      target[key] = structuredClone((other[0] as JsonObject)[other[1]]!);
      return;
    default:
      target[key] = structuredClone(junk[random(junk.length)]!);
  }
}
