/** Both models against their reference tensors, on onnxruntime-node. */
import { describe, it } from 'node:test';
import { expect } from 'chai';
import ort from 'onnxruntime-node';
import { DEFAULT_MANIFESTS } from './manifests.js';
import { nodeModelHost } from './node.js';
import { compareGolden, type GoldenCase } from './testing/golden.js';
import { readFloats, readJson, readPicture } from './testing/read-fixture.js';

const host = nodeModelHost(ort, new URL('../../models', import.meta.url).pathname);

for (const manifest of DEFAULT_MANIFESTS) {
  describe(`${manifest.id} equals its reference`, () => {
    const folder = `models/${manifest.id}/reference/`;
    for (const golden of readJson<{ cases: GoldenCase[] }>(`${folder}cases.json`).cases) {
      it(golden.name, async () => {
        const found = await compareGolden(host, manifest, golden, {
          floats: async (file) => readFloats(folder + file),
          picture: async (file) => readPicture(folder + file),
        });
        expect(found.tokens, 'token ids').to.equal(true);
        expect(found.embeddings, 'embeddings').to.be.below(2e-5);
        expect(found.encoded, 'encoded picture').to.be.below(1e-3);
        expect(found.latents, 'latents').to.be.below(1e-3);
        expect(found.picture, 'picture, grey levels').to.be.at.most(1);
      });
    }
  });
}
