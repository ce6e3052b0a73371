/**
 * Draws pictures with the exported models, through the pipelines that the product uses (`adapters/onnx`), on onnxruntime-node. Pictures are
 * 256 × 256 RGB bytes.
 *
 * Noise is mulberry32 with Box–Muller, as in `reference.py`: the figures in the model cards were measured with it.
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import ort from 'onnxruntime-node';
import sharp from 'sharp';
import { DEFAULT_MANIFESTS } from '../../adapters/onnx/manifests.ts';
import { rolesFor } from '../../adapters/onnx/model-host.ts';
import { nodeModelHost } from '../../adapters/onnx/node.ts';
import { decodeLatents } from '../../adapters/onnx/pipelines/common.ts';
import { encodeImage, imageToImage } from '../../adapters/onnx/pipelines/image-to-image.ts';
import { textToImage } from '../../adapters/onnx/pipelines/text-to-image.ts';

export const SIZE = 256;
const CELLS = SIZE / 8;
const LATENT_NUMBERS = 4 * CELLS * CELLS;
const MODELS_FOLDER = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param id - `gds-tiny-sd` or `gds-tiny-turbo`. */
export async function openPainter(id) {
  const manifest = DEFAULT_MANIFESTS.find((one) => one.id === id);
  if (!manifest) throw new Error(`There is no model "${id}". Choose one of ${DEFAULT_MANIFESTS.map((one) => one.id).join(', ')}.`);
  const task = manifest.tasks.includes('image-to-image') ? 'image-to-image' : 'text-to-image';
  const model = await nodeModelHost(ort, MODELS_FOLDER).prepare(manifest, rolesFor(task));
  const settings = ({ prompt, ...options }) => ({ ...manifest.defaults, negativePrompt: '', prompt, seed: 0, ...options });

  return {
    defaults: manifest.defaults,
    /** One picture for each prompt; the noise of picture k is that of `seed` + k. */
    async draw(prompts, { seed = 1, ...options } = {}) {
      const pictures = [];
      for (const [k, prompt] of prompts.entries()) {
        const { pixels } = await textToImage(model, settings({ prompt, ...options }), { noise: [gaussian(seed + k)] });
        pictures.push(toRgb(pixels));
      }
      return pictures;
    },
    async redraw(rgb, prompt, { seed = 9, strength, ...options }) {
      const run = { ...settings({ prompt, ...options }), image: toPixels(rgb), strength };
      return toRgb((await imageToImage(model, run, { noise: [gaussian(seed)] })).pixels);
    },
    /** Through the VAE and back. */
    async roundTrip(rgb) {
      const latents = await encodeImage(model, toPixels(rgb), () => new Float32Array(LATENT_NUMBERS));
      return toRgb(await decodeLatents(model, latents, CELLS, CELLS));
    },
  };
}

/** Pictures in rows of `columns`, each `size` pixels wide, as a small PNG. */
export async function saveGrid(pictures, columns, file, size = 128) {
  const tiles = await Promise.all(pictures.map((rgb) => open(rgb).resize(size, size).png().toBuffer()));
  const rows = Math.ceil(tiles.length / columns);
  await sharp({ create: { width: columns * size, height: rows * size, channels: 3, background: '#fff' } })
    .composite(tiles.map((input, i) => ({ input, left: (i % columns) * size, top: Math.floor(i / columns) * size })))
    .png({ palette: true, colours: 256, dither: 0.4, effort: 8 })
    .toFile(file);
}

/** RGB bytes as a sharp picture. */
export function open(rgb) {
  return sharp(rgb, { raw: { width: SIZE, height: SIZE, channels: 3 } });
}

function gaussian(seed) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const out = new Float32Array(LATENT_NUMBERS);
  for (let i = 0; i < LATENT_NUMBERS; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    out[i] = radius * Math.cos(angle);
    out[i + 1] = radius * Math.sin(angle);
  }
  return out;
}

function toRgb({ data }) {
  const rgb = Buffer.alloc((data.length / 4) * 3);
  for (let i = 0; i < data.length / 4; i++) for (let channel = 0; channel < 3; channel++) rgb[i * 3 + channel] = data[i * 4 + channel];
  return rgb;
}

function toPixels(rgb) {
  const data = new Uint8ClampedArray((rgb.length / 3) * 4).fill(255);
  for (let i = 0; i < rgb.length / 3; i++) for (let channel = 0; channel < 3; channel++) data[i * 4 + channel] = rgb[i * 3 + channel];
  return { width: SIZE, height: SIZE, data };
}
