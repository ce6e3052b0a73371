/** Both models against their reference tensors, on ONNX Runtime's WASM build in Chromium. */
import { expect } from '@open-wc/testing';
import { DEFAULT_MANIFESTS } from './manifests.js';
import { ModelHost } from './model-host.js';
import { ModelStore } from './model-store.js';
import { loadRuntime } from './runtime-web.js';
import { compareGolden, type GoldenCase } from './testing/golden.js';
import { pixelsOf } from './testing/pictures.js';

const BASE = new URL('/gds-assets/', location.href).href;

describe('models equal their reference on WASM', () => {
  let host: ModelHost;
  before(async () => {
    const runtime = await loadRuntime({ assetBase: BASE, provider: 'wasm', threads: 2 });
    const store = new ModelStore(BASE, undefined);
    host = new ModelHost((manifest, file, controls) => store.read(manifest, file, controls), runtime.createSession);
  });
  after(() => host.release());

  for (const manifest of DEFAULT_MANIFESTS) {
    it(manifest.id, async () => {
      const folder = `${BASE}models/${manifest.id}/reference/`;
      const read = async (file: string) => (await fetch(folder + file)).blob();
      const { cases } = JSON.parse(await (await read('cases.json')).text()) as { cases: GoldenCase[] };
      expect(cases).to.have.length(4);
      for (const golden of cases) {
        const found = await compareGolden(host, manifest, golden, {
          floats: async (file) => new Float32Array(await (await read(file)).arrayBuffer()),
          picture: async (file) => pixelsOf(await read(file)),
        });
        expect(found.tokens, `${golden.name}: token ids`).to.equal(true);
        expect(found.embeddings, `${golden.name}: embeddings`).to.be.below(5e-5);
        expect(found.encoded, `${golden.name}: encoded picture`).to.be.below(1e-3);
        expect(found.latents, `${golden.name}: latents`).to.be.below(2e-3);
        expect(found.picture, `${golden.name}: picture, grey levels`).to.be.at.most(2);
      }
    });
  }
});
