/** Both models against their reference tensors, on ONNX Runtime's WASM build in Chromium. */
import { expect } from '@open-wc/testing';
import { DEFAULT_MANIFESTS } from './manifests.js';
import { ModelHost } from './model-host.js';
import { ModelStore } from './model-store.js';
import { loadRuntime } from './runtime-web.js';
import { compareGolden, type GoldenCase } from './testing/golden.js';
import { pixelsOf } from './testing/pictures.js';

/** Sixteen U-Net rows and more on two shared cores. */
const MINUTES_ON_A_BUSY_MACHINE = 300_000;
const BASE = new URL('/gds-assets/', location.href).href;

describe('models equal their reference on WASM', () => {
  let host: ModelHost;
  before(async () => {
    const runtime = await loadRuntime({ assetBase: BASE, provider: 'wasm', threads: 2 });
    const store = new ModelStore(BASE, undefined);
    host = new ModelHost((manifest, file, controls) => store.read(manifest, file, controls), runtime.createSession);
  });
  after(() => host.release());

  const CASES: Record<string, readonly string[]> = {
    'gds-tiny-turbo': ['one-step', 'two-steps', 'four-steps', 'four-steps-euler'],
    'gds-tiny-sd': ['euler', 'ddim', 'dpmpp2m', 'img2img'],
  };
  for (const manifest of DEFAULT_MANIFESTS) {
    const folder = `${BASE}models/${manifest.id}/reference/`;
    const read = async (file: string) => (await fetch(folder + file)).blob();
    const recorded = async () => (JSON.parse(await (await read('cases.json')).text()) as { cases: GoldenCase[] }).cases;

    it(`${manifest.id}: every recorded case is tested`, async () => {
      expect((await recorded()).map(({ name }) => name)).to.have.members(CASES[manifest.id]!);
    });
    for (const name of CASES[manifest.id]!) {
      it(`${manifest.id}: ${name}`, async function () {
        this.timeout(MINUTES_ON_A_BUSY_MACHINE);
        const golden = (await recorded()).find((one) => one.name === name)!;
        const found = await compareGolden(host, manifest, golden, {
          floats: async (file) => new Float32Array(await (await read(file)).arrayBuffer()),
          picture: async (file) => pixelsOf(await read(file)),
        });
        expect(found.tokens, 'token ids').to.equal(true);
        expect(found.embeddings, 'embeddings').to.be.below(5e-5);
        expect(found.encoded, 'encoded picture').to.be.below(1e-3);
        expect(found.latents, 'latents').to.be.below(2e-3);
        expect(found.picture, 'picture, grey levels').to.be.at.most(2);
      });
    }
  }
});
