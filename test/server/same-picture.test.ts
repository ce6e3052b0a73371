/** The same graph gives the same picture wherever it runs: in Chromium on WASM, on the server on either ONNX Runtime. */
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { expect } from 'chai';
import { build } from 'esbuild';
import { decode, encode } from 'fast-png';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumPath, NETWORK_FLAGS } from '../../tools/chromium.mjs';
import { startServer, type ServerProcess } from '../support/server-process.js';

/** Wider than high and of no size of the model's: both sides have to scale and cut it alike. */
const PICTURE = encode({
  width: 300,
  height: 200,
  channels: 3,
  data: Uint8Array.from({ length: 300 * 200 * 3 }, (_, i) => {
    const [x, y, channel] = [Math.floor(i / 3) % 300, Math.floor(i / 900), i % 3];
    return channel === 0 ? (x * 255) / 300 : channel === 1 ? (y * 255) / 200 : (x - 150) ** 2 + (y - 100) ** 2 < 3600 ? 240 : 30;
  }),
});
const SEED = 4_000_000_000;

const CASES = {
  'image to image': {
    task: 'image-to-image',
    path: '/api/img2img',
    model: 'gds-tiny-sd',
    input: { prompt: 'a red apple', negativePrompt: 'blue', seed: SEED, steps: 4, guidance: 5, sampler: 'euler_ancestral', strength: 0.5 },
    fields: {
      positive_prompt: 'a red apple',
      negative_prompt: 'blue',
      seed: SEED,
      steps: 4,
      cfg: 5,
      sampler_name: 'euler_a',
      denoise: 0.5,
    },
  },
  'text to image': {
    task: 'text-to-image',
    path: '/api/jobs/txt2img',
    model: 'gds-tiny-turbo',
    input: { prompt: 'a blue fish', seed: SEED, steps: 2 },
    fields: { positive_prompt: 'a blue fish', seed: SEED, steps: 2 },
  },
} as const;

describe('the same picture', () => {
  const servers: ServerProcess[] = [];
  let browser: Browser;
  let page: Page;
  before(async () => {
    servers.push(...(await Promise.all(['native', 'wasm'].map((runtime) => startServer(['--root', '.', '--runtime', runtime])))));
    browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', ...NETWORK_FLAGS] });
    page = await browser.newPage();
    // Any page of the server: its policy holds, and its assets are the page's own.
    await page.goto(`${servers[0]!.url}openapi.json`);
    const entry = join(import.meta.dirname, 'same-picture-page.ts');
    const bundle = await build({ entryPoints: [entry], bundle: true, write: false, format: 'iife', target: 'es2022', logLevel: 'error' });
    await page.evaluate(bundle.outputFiles[0]!.text);
  });
  after(async () => {
    await browser.close();
    await Promise.all(servers.map((server) => server.stop()));
  });

  for (const [name, { task, path, model, input, fields }] of Object.entries(CASES)) {
    it(`comes of ${name} in the browser and on the server`, async () => {
      const here = await page.evaluate(
        ([task, model, input, picture]) =>
          (globalThis as unknown as { draw: (...all: unknown[]) => Promise<number[]> }).draw(task, model, input, picture),
        [task, model, input, Array.from(PICTURE)] as const,
      );
      const wanted = decode(Uint8Array.from(here));
      expect([wanted.width, wanted.height]).to.deep.equal([256, 256]);
      for (const server of servers) {
        const found = decode(await drawnBy(server, path, { ...fields, model }));
        expect([found.width, found.height]).to.deep.equal([256, 256]);
        let most = 0;
        for (let i = 0; i < 256 * 256; i++) {
          for (let channel = 0; channel < 3; channel++) {
            const difference = found.data[i * found.channels + channel]! - wanted.data[i * wanted.channels + channel]!;
            most = Math.max(most, Math.abs(difference));
          }
        }
        expect(most, 'grey levels').to.be.at.most(1);
      }
    });
  }
});

async function drawnBy(server: ServerProcess, path: string, fields: object): Promise<Uint8Array> {
  const form = new FormData();
  if (path === '/api/img2img') form.append('image', new Blob([PICTURE as BlobPart]), 'input.png');
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  const answer = (await (await server.get(path, { method: 'POST', body: form })).json()) as { image_path?: string; job_id: string };
  if (answer.image_path) return bytesOf(server, answer.image_path);
  await (await server.get(`/api/jobs/${answer.job_id}/events?image=path`)).text();
  const { result } = (await (await server.get(`/api/jobs/${answer.job_id}?image=path`)).json()) as { result: { image_path: string } };
  return bytesOf(server, result.image_path);
}

async function bytesOf(server: ServerProcess, path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await server.get(path)).arrayBuffer());
}
