/** What the server makes says of itself how it was made, as files that are saved from a canvas do. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { readProvenance, type Provenance } from '../../adapters/metadata/index.js';
import { GraphStore } from '../../src/graph/store.js';
import { createDefaultRegistry } from '../../src/registry/registry.js';
import { VERSION } from '../../src/version.js';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { HANG, imageForm, JobsClient } from './jobs-client.js';

const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/backend/files/${name}`, import.meta.url));
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('what the server has made', { timeout: HANG }, () => {
  let server: ServerProcess;
  let client: JobsClient;
  before(async () => {
    server = await startServer(['--packages', 'models']);
    client = new JobsClient(server);
  });
  after(() => server.stop());

  /** What the file says that an answer names, and the node that made it, as a canvas reads them. */
  async function said(response: Response): Promise<{ provenance: Provenance; made: unknown; types: string[] }> {
    const { image_path, mesh_path } = (await response.json()) as { image_path?: string; mesh_path?: string };
    const provenance = await readProvenance(await (await server.get((image_path ?? mesh_path)!)).blob());
    const graph = new GraphStore({ schema: createDefaultRegistry() });
    graph.load(provenance!.graph);
    expect(graph.edges.size).to.equal(graph.nodes.size - 1);
    return { provenance: provenance!, made: graph.nodes.get('made')!.params, types: [...graph.nodes.values()].map(({ type }) => type) };
  }

  it('carries its request as a graph, its model by content and its seed', async () => {
    const response = await client.post('/api/img2img', imageForm({ negative_prompt: 'bläulich', seed: 7, denoise: 0.9, steps: 3, cfg: 2 }));
    const { provenance, made, types } = await said(response);
    expect(types).to.deep.equal(['image', 'model', 'output']);
    expect(made).to.include({ prompt: 'a red cat', negative_prompt: 'bläulich', seed: 7, denoise: 0.9, steps: 3, cfg: 2 });
    expect(provenance.graph.nodes[0]!.params).to.deep.equal({ image: hashOf(fixture('rgb64.png')) });
    expect(provenance.result).to.include({ node: 'result', model: 'gds-tiny-sd', seed: 7, prompt: 'a red cat' });
    expect(provenance.result).to.not.have.property('timings');
    expect(provenance.models.map(({ id, sha256 }) => [id, sha256?.length])).to.deep.equal([['gds-tiny-sd', 64]]);
    expect(provenance.generator).to.deep.equal({ name: 'gds-canvas', version: VERSION });
  });

  it('carries the seed that was drawn where the request left it open', async () => {
    const { provenance, made } = await said(await client.post('/api/img2img', imageForm({ seed: -1 })));
    const { seed } = made as { seed: number };
    expect(seed).to.be.at.least(0);
    expect(provenance.result['seed']).to.equal(seed);
  });

  it('is a mesh that says so, too', async () => {
    const form = new FormData();
    form.append('image', new Blob([Uint8Array.from(fixture('mug240.png'))]), 'mug.png');
    for (const [name, value] of Object.entries({ mc_resolution: '64', remove_bg: 'false' })) form.append(name, value);
    const { provenance, made, types } = await said(await client.post('/api/triposr', form));
    expect(types).to.deep.equal(['image', 'triposr', 'mesh-output']);
    expect(made).to.include({ resolution: 64, remove_background: false });
    expect(provenance.graph.nodes[0]!.params).to.deep.equal({ image: hashOf(fixture('mug240.png')) });
    expect(provenance.result).to.include({ node: 'result', model: 'inflate' });
  });
});
