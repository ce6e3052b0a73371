/** What can be said about a picture without looking at it: enough to tell a picture from a flat or noisy rectangle. */
import { decode } from 'fast-png';

/**
 * @param png  bytes of a PNG
 * @returns `{width, height, mean, std, entropy, colors}`: mean and standard deviation of luma (0 to 255), its Shannon entropy
 *   in bits (0 to 8), and the commonest colours, five bits a channel, as `{hex, share}`
 */
export function pictureFacts(png) {
  const { width, height, channels, data, depth } = decode(png);
  const shift = depth === 16 ? 8 : 0;
  const pixels = width * height;
  const histogram = new Float64Array(256);
  const buckets = new Map();
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < pixels; i++) {
    const at = i * channels;
    const r = data[at] >> shift;
    const g = data[channels < 3 ? at : at + 1] >> shift;
    const b = data[channels < 3 ? at : at + 2] >> shift;
    // Rec. 709 luma.
    const luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    sum += luma;
    squares += luma * luma;
    histogram[Math.round(luma)]++;
    const key = ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3);
    buckets.set(key, (buckets.get(key) ?? 0) + 1);
  }
  const mean = sum / pixels;
  const entropy = histogram.reduce((total, count) => (count === 0 ? total : total - (count / pixels) * Math.log2(count / pixels)), 0);
  const colors = [...buckets]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 6)
    .map(([key, count]) => ({ hex: hexOf(key), share: round(count / pixels) }));
  return {
    width,
    height,
    mean: round(mean),
    std: round(Math.sqrt(Math.max(0, squares / pixels - mean * mean))),
    entropy: round(entropy),
    colors,
  };
}

const hexOf = (key) =>
  '#' +
  [key >> 10, (key >> 5) & 31, key & 31]
    .map((five) =>
      Math.round((five * 255) / 31)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('');
const round = (value) => Math.round(value * 1000) / 1000;
