/**
 * Resizing as Pillow's `Image.resize(…, LANCZOS)` does it: separable, three lobes, the filter widened when shrinking so that nothing
 * aliases, coefficients in fixed point with 22 bits and 8-bit values between the passes.
 */
import type { Pixels } from '../../../src/registry/values.js';

const LOBES = 3;
const PRECISION_BITS = 32 - 8 - 2;

/** Scaled to cover `width` × `height`, cut at the centre, transparent parts on white. Alpha is 255 everywhere. */
export function fitImage(image: Pixels, width: number, height: number): Pixels {
  return resize(cropToRatio(onWhite(image), width / height), width, height);
}

export function resize(image: Pixels, width: number, height: number): Pixels {
  // Pillow starts with the direction that shrinks more, which leaves the second pass less to do.
  const downFirst = image.height * width > image.width * height;
  const once = downFirst ? pass(image, height, false) : pass(image, width, true);
  return downFirst ? pass(once, width, true) : pass(once, height, false);
}

function onWhite({ width, height, data }: Pixels): Pixels {
  const out = new Uint8ClampedArray(data.length).fill(255);
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3]! / 255;
    for (let channel = 0; channel < 3; channel++) out[i + channel] = data[i + channel]! * alpha + 255 * (1 - alpha);
  }
  return { width, height, data: out };
}

function cropToRatio(image: Pixels, ratio: number): Pixels {
  const width = Math.max(1, Math.min(image.width, Math.round(image.height * ratio)));
  const height = Math.max(1, Math.min(image.height, Math.round(image.width / ratio)));
  if (width === image.width && height === image.height) return image;
  const left = (image.width - width) >> 1;
  const top = (image.height - height) >> 1;
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * image.width + left) * 4;
    data.set(image.data.subarray(from, from + width * 4), y * width * 4);
  }
  return { width, height, data };
}

/** One direction. Pixels are visited by their distance along (`step`) and across (`lane`) that direction. */
function pass(image: Pixels, size: number, horizontal: boolean): Pixels {
  const from = horizontal ? image.width : image.height;
  if (from === size) return image;
  const lanes = horizontal ? image.height : image.width;
  const width = horizontal ? size : image.width;
  const height = horizontal ? image.height : size;
  const step = horizontal ? 4 : image.width * 4;
  const lane = horizontal ? image.width * 4 : 4;
  const outStep = horizontal ? 4 : width * 4;
  const outLane = horizontal ? width * 4 : 4;
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < size; i++) {
    const { first, weights } = coefficients(i, from, size);
    for (let j = 0; j < lanes; j++) {
      for (let channel = 0; channel < 4; channel++) {
        let sum = 2 ** (PRECISION_BITS - 1);
        let at = j * lane + first * step + channel;
        for (const weight of weights) {
          sum += image.data[at]! * weight;
          at += step;
        }
        data[j * outLane + i * outStep + channel] = Math.floor(sum / 2 ** PRECISION_BITS);
      }
    }
  }
  return { width, height, data };
}

function coefficients(index: number, from: number, to: number): { first: number; weights: number[] } {
  const scale = from / to;
  const filterScale = Math.max(1, scale);
  const support = LOBES * filterScale;
  const centre = (index + 0.5) * scale;
  const first = Math.max(0, Math.trunc(centre - support + 0.5));
  const last = Math.min(from, Math.trunc(centre + support + 0.5));
  const raw = Array.from({ length: last - first }, (_, k) => lanczos((first + k - centre + 0.5) / filterScale));
  const total = raw.reduce((sum, value) => sum + value, 0);
  return { first, weights: raw.map((value) => Math.trunc((value / total) * 2 ** PRECISION_BITS + (value < 0 ? -0.5 : 0.5))) };
}

function lanczos(x: number): number {
  if (x === 0) return 1;
  if (Math.abs(x) >= LOBES) return 0;
  const angle = Math.PI * x;
  return (LOBES * Math.sin(angle) * Math.sin(angle / LOBES)) / (angle * angle);
}
