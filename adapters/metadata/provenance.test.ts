import { describe, it } from 'node:test';
import { readFileSync } from 'node:fs';
import { WebIO } from '@gltf-transform/core';
import { expect } from 'chai';
import { decode, encode } from 'fast-png';
import { GdsError } from '../../src/errors.js';
import type { GraphJSON } from '../../src/graph/types.js';
import { VERSION } from '../../src/version.js';
import { PROVENANCE_KEY, provenanceOf, readProvenance, writeMetadata, writeProvenance, type Provenance } from './index.js';

const picture = (): Blob => new Blob([Uint8Array.from(encode({ width: 1, height: 1, data: Uint8Array.of(1, 2, 3), channels: 3 }))]);
const mesh = (): Blob => new Blob([readFileSync(new URL('../../test/fixtures/comfyui/media/glb-mesh_00001_.glb', import.meta.url))]);

const graph: GraphJSON = {
  format: 'gds-graph',
  version: 1,
  nodes: [{ id: 'p', type: 'prompt', x: 0, y: 0, params: { text: 'ein grüner Apfel 画' } }],
  edges: [],
  groups: [],
  notes: [],
  meta: {},
};
const info = {
  adapter: 'onnx',
  model: 'gds-tiny-turbo',
  modelLabel: 'gds-tiny-turbo',
  backend: 'wasm',
  seed: 7,
  steps: 4,
  guidance: 0,
  sampler: 'ddim',
  schedule: 'normal',
  rng: 'torch-cpu',
  server: 'https://gpu.example',
  fallback: 'This device cannot do text to image.',
  timings: { total: 12 },
};
const sha256 = 'ab'.repeat(32);
const made = provenanceOf(graph, 'p', () => ({ ...info, modelSha256: sha256 }));

describe('provenance', () => {
  it('says what made a result, and nothing of how long it took', () => {
    expect(made).to.deep.equal({
      format: 'gds-provenance',
      version: 1,
      graph,
      result: {
        node: 'p',
        adapter: 'onnx',
        model: 'gds-tiny-turbo',
        modelLabel: 'gds-tiny-turbo',
        modelSha256: sha256,
        backend: 'wasm',
        seed: 7,
        steps: 4,
        guidance: 0,
        sampler: 'ddim',
        schedule: 'normal',
        rng: 'torch-cpu',
        server: 'https://gpu.example',
      },
      models: [{ id: 'gds-tiny-turbo', sha256 }],
      generator: { name: 'gds-canvas', version: VERSION },
    });
    expect(provenanceOf(graph, 'p')).to.deep.include({ result: { node: 'p' }, models: [] });
  });

  it('names all models that took part, through subgraphs too, and keeps the seeds that were used', () => {
    const node = (id: string, type: string, more: object = {}) => ({ id, type, x: 0, y: 0, ...more });
    const chain: GraphJSON = {
      ...graph,
      nodes: [
        node('draw', 'sdxl-turbo', { params: { seed: 99, seed_after: 'increment' } }),
        node('other', 'sdxl-turbo', { params: { seed: 5 } }),
        node('group', 'subgraph'),
        node('in', 'subgraph-input', { parent: 'group' }),
        node('redraw', 'model', { parent: 'group', params: { seed: 3 } }),
        node('out', 'subgraph-output', { parent: 'group' }),
        node('mesh', 'triposr'),
        node('keep', 'mesh-output'),
      ],
      edges: [
        { from: ['draw', 'image'], to: ['group', 'in'] },
        { from: ['in', 'value'], to: ['redraw', 'image'] },
        { from: ['redraw', 'image'], to: ['out', 'value'] },
        { from: ['group', 'out'], to: ['mesh', 'image'] },
        { from: ['mesh', 'mesh'], to: ['keep', 'mesh'] },
      ],
    };
    const infos: Record<string, typeof info & { modelSha256?: string }> = {
      draw: { ...info, seed: 98, modelSha256: sha256 },
      redraw: { ...info, model: 'gds-tiny-sd', seed: 3 },
      mesh: { ...info, model: 'inflate', seed: undefined as never },
      other: { ...info, model: 'not this one' },
    };
    const { result, models, graph: kept } = provenanceOf(chain, 'keep', (id) => infos[id]);
    expect(result).to.include({ node: 'keep', model: 'inflate' });
    expect(models).to.have.deep.members([{ id: 'inflate' }, { id: 'gds-tiny-sd' }, { id: 'gds-tiny-turbo', sha256 }]);
    expect(kept.nodes.map(({ params }) => params?.['seed'])).to.deep.equal([
      98,
      5,
      undefined,
      undefined,
      3,
      undefined,
      undefined,
      undefined,
    ]);
    expect(chain.nodes[0]!.params!['seed']).to.equal(99);
  });

  for (const [name, make] of [
    ['PNG', picture],
    ['GLB', mesh],
  ] as const) {
    it(`comes back out of a ${name} file, the latest one where it was written twice`, async () => {
      expect(await readProvenance(make())).to.equal(undefined);
      const first = await writeProvenance(make(), provenanceOf(graph, 'other'));
      expect(await readProvenance(await writeProvenance(first, made))).to.deep.equal(made);
    });
  }

  it('is ASCII in the file, where independent readers find it', async () => {
    const png = decode(new Uint8Array(await (await writeProvenance(picture(), made)).arrayBuffer()), { checkCrc: true });
    expect(png.text[PROVENANCE_KEY]).to.match(/^[ -~]+$/);
    expect(JSON.parse(png.text[PROVENANCE_KEY]!)).to.deep.equal(made);
    const document = await new WebIO().readBinary(new Uint8Array(await (await writeProvenance(mesh(), made)).arrayBuffer()));
    const extras = document.getRoot().getAsset().extras as Record<string, string>;
    expect(JSON.parse(extras[PROVENANCE_KEY]!)).to.deep.equal(made);
  });

  it('refuses what cannot be read, naming the field', async () => {
    const cases: [change: object | string, code: string, path: string | undefined][] = [
      ['no JSON', 'GDS_METADATA_PROVENANCE', ''],
      ['[]', 'GDS_METADATA_PROVENANCE', ''],
      [{ format: 'other' }, 'GDS_METADATA_PROVENANCE', 'format'],
      [{ version: 0 }, 'GDS_METADATA_PROVENANCE', 'version'],
      [{ version: 2 }, 'GDS_METADATA_VERSION', undefined],
      [{ graph: { format: 'x' } }, 'GDS_METADATA_PROVENANCE', 'graph.format'],
      [{ result: {} }, 'GDS_METADATA_PROVENANCE', 'result.node'],
      [{ models: [{ id: 'a' }, { id: 'b', sha256: 'no' }] }, 'GDS_METADATA_PROVENANCE', 'models[1].sha256'],
      [{ generator: { name: 'x' } }, 'GDS_METADATA_PROVENANCE', 'generator.version'],
    ];
    for (const [change, code, path] of cases) {
      const text = typeof change === 'string' ? change : JSON.stringify({ ...made, ...change });
      const blob = await writeMetadata(picture(), new Map([[PROVENANCE_KEY, text]]));
      const error: unknown = await readProvenance(blob).catch((reason: unknown) => reason);
      expect(error, text).to.be.instanceOf(GdsError);
      expect({ code: (error as GdsError).code, path: (error as GdsError).path }, text).to.deep.equal({ code, path });
    }
  });

  it('refuses a graph that is too large to travel in a file', async () => {
    const huge: Provenance = { ...made, graph: { ...graph, meta: { text: 'x'.repeat(17 * 1024 * 1024) } } };
    const error: unknown = await writeProvenance(picture(), huge).catch((reason: unknown) => reason);
    expect((error as GdsError).code).to.equal('GDS_METADATA_SIZE');
  });
});
