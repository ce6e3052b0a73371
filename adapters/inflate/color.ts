/**
 * Colour spaces of the pipeline. Oklab because equal distances look equally far apart there (Björn Ottosson, 2020,
 * https://bottosson.github.io/posts/oklab/; its matrices are the numbers below).
 */

/** sRGB code value (0 to 1) to linear light. */
export function toLinear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

const LINEAR = Float32Array.from({ length: 256 }, (_, i) => toLinear(i / 255));

/** Oklab of RGBA pixels, three floats a pixel: L 0 to 1, a and b about -0.4 to 0.4. Alpha is ignored. */
export function oklab(data: ArrayLike<number>, count: number): Float32Array {
  const out = new Float32Array(count * 3);
  for (let i = 0; i < count; i++) {
    const r = LINEAR[data[i * 4]!]!;
    const g = LINEAR[data[i * 4 + 1]!]!;
    const b = LINEAR[data[i * 4 + 2]!]!;
    const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    out[i * 3] = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
    out[i * 3 + 1] = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
    out[i * 3 + 2] = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  }
  return out;
}
