/**
 * Fits the linear map from latents to RGB that progress previews use, and writes `gds-tiny-sd/vae_decoder/preview.json`.
 *
 *   node --import tsx models/fit-preview.mjs && node models/make-manifests.mjs
 *
 * Ordinary least squares: latents of pictures drawn by the turbo model against those pictures, decoded and averaged over 8 × 8 pixels;
 * four weights and a bias for each of red, green and blue, on 0 to 1. Seeds and prompts are fixed, so the result is the same every time.
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ort from 'onnxruntime-node';
import { DEFAULT_MANIFESTS } from '../adapters/onnx/manifests.js';
import { rolesFor } from '../adapters/onnx/model-host.js';
import { nodeModelHost } from '../adapters/onnx/node.js';
import { textToImage } from '../adapters/onnx/pipelines/text-to-image.js';

const STRIDE = 8;
const PROMPTS = [
  'a red apple',
  'a blue whale on a yellow background',
  'a green frog on a pink background',
  'a cartoon rocket on a black background',
  'a purple octopus',
  'a flat illustration of a house',
  'an orange cat on a blue background',
  'a black and white icon of a camera',
  'a brown dog on a green background',
  'a pizza on a purple background',
  'a smiling face',
  'a white rabbit on a red background',
];

const here = dirname(fileURLToPath(import.meta.url));
const manifest = DEFAULT_MANIFESTS.find(({ id }) => id === 'gds-tiny-turbo');
const model = await nodeModelHost(ort, here).prepare(manifest, rolesFor('text-to-image'));

/** Sums of x·xᵀ and x·yᵀ over all cells, x = four latent channels and 1. */
const squares = Array.from({ length: 5 }, () => new Float64Array(5));
const products = Array.from({ length: 3 }, () => new Float64Array(5));
const samples = [];
for (const [seed, prompt] of PROMPTS.entries()) {
  let latents;
  const { pixels } = await textToImage(
    model,
    { ...manifest.defaults, prompt, negativePrompt: '', seed },
    { onStep: (report) => (latents = report.latents) },
  );
  const [width, height] = [pixels.width / STRIDE, pixels.height / STRIDE];
  for (let cell = 0; cell < width * height; cell++) {
    const x = [0, 1, 2, 3].map((channel) => latents[channel * width * height + cell]);
    samples.push({ x: [...x, 1], rgb: meanColour(pixels, cell % width, Math.floor(cell / width)) });
  }
}
for (const { x, rgb } of samples) {
  for (let i = 0; i < 5; i++) {
    for (let j = 0; j < 5; j++) squares[i][j] += x[i] * x[j];
    for (let channel = 0; channel < 3; channel++) products[channel][i] += x[i] * rgb[channel];
  }
}
const map = products.map((right) => solve(squares, right).map((value) => Number(value.toFixed(4))));
const errors = samples.flatMap(({ x, rgb }) =>
  map.map((row, channel) => (row.reduce((sum, weight, i) => sum + weight * x[i], 0) - rgb[channel]) ** 2),
);
const path = join(here, 'gds-tiny-sd/vae_decoder/preview.json');
writeFileSync(path, `${JSON.stringify(map)}\n`);
console.log(
  `${path}: ${samples.length} cells, root mean square error ${Math.sqrt(errors.reduce((a, b) => a + b) / errors.length).toFixed(3)} of 1`,
);

function meanColour({ width, data }, column, row) {
  const sum = [0, 0, 0];
  for (let y = 0; y < STRIDE; y++) {
    for (let x = 0; x < STRIDE; x++) {
      const at = ((row * STRIDE + y) * width + column * STRIDE + x) * 4;
      for (let channel = 0; channel < 3; channel++) sum[channel] += data[at + channel];
    }
  }
  return sum.map((value) => value / (STRIDE * STRIDE * 255));
}

/** Gaussian elimination with partial pivoting; both arguments are left as they are. */
function solve(matrix, right) {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  for (let i = 0; i < rows.length; i++) {
    const pivot = rows.slice(i).reduce((best, row, k) => (Math.abs(row[i]) > Math.abs(rows[best][i]) ? k + i : best), i);
    [rows[i], rows[pivot]] = [rows[pivot], rows[i]];
    for (let k = i + 1; k < rows.length; k++) {
      const factor = rows[k][i] / rows[i][i];
      for (let j = i; j <= rows.length; j++) rows[k][j] -= factor * rows[i][j];
    }
  }
  const out = new Array(rows.length).fill(0);
  for (let i = rows.length - 1; i >= 0; i--) {
    out[i] = (rows[i].at(-1) - out.reduce((sum, value, j) => (j > i ? sum + rows[i][j] * value : sum), 0)) / rows[i][i];
  }
  return out;
}
