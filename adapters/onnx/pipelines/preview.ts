/**
 * A small picture of unfinished latents: each cell becomes one pixel by a linear map.
 *
 * The map belongs to the VAE and is fitted beforehand by least squares between latents and decoded pictures scaled down to their size
 * (`models/fit-preview.mjs`). It costs nothing beside a decoder, and gets colours and shapes right, not detail.
 */
import type { Pixels } from '../../../src/registry/values.js';
import { LATENT_CHANNELS } from './common.js';

/** @param map - Three rows (red, green, blue) of four weights and a bias, on 0 to 1. */
export function previewLatents(latents: Float32Array, width: number, height: number, map: readonly (readonly number[])[]): Pixels {
  const size = width * height;
  const data = new Uint8ClampedArray(size * 4).fill(255);
  map.forEach((row, channel) => {
    for (let i = 0; i < size; i++) {
      let value = row[LATENT_CHANNELS]!;
      for (let k = 0; k < LATENT_CHANNELS; k++) value += row[k]! * latents[k * size + i]!;
      data[i * 4 + channel] = value * 255;
    }
  });
  return { width, height, data };
}
