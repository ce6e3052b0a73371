/**
 * Spreads known colours into unknown pixels (pull-push after Gortler et al., "The Lumigraph", 1996): average down with weights, then
 * fill up from the coarser levels. Used to read the subject's colour across its soft edge, and to carry it beyond the outline.
 */

/** RGB (three floats a pixel, 0 to 255): the picture's own where `weight` is 1, its surroundings' where 0, between in between. */
export function fillOutwards(rgba: ArrayLike<number>, width: number, height: number, weight: (index: number) => number): Float32Array {
  const count = width * height;
  const level = new Float32Array(count * 4);
  for (let i = 0; i < count; i++) {
    const w = weight(i);
    for (let c = 0; c < 3; c++) level[i * 4 + c] = rgba[i * 4 + c]! * w;
    level[i * 4 + 3] = w;
  }
  const filled = pullPush(level, width, height);
  const out = new Float32Array(count * 3);
  for (let i = 0; i < count; i++) for (let c = 0; c < 3; c++) out[i * 3 + c] = filled[i * 4 + c]!;
  return out;
}

/** `level` holds colour × weight and weight; the result holds plain colours. */
function pullPush(level: Float32Array, width: number, height: number): Float32Array {
  if (width * height === 1) {
    const w = level[3]! || 1;
    return Float32Array.of(level[0]! / w, level[1]! / w, level[2]! / w, 1);
  }
  const w2 = Math.ceil(width / 2);
  const h2 = Math.ceil(height / 2);
  const half = new Float32Array(w2 * h2 * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = (y * width + x) * 4;
      const o = ((y >> 1) * w2 + (x >> 1)) * 4;
      for (let c = 0; c < 4; c++) half[o + c]! += level[i + c]!;
    }
  }
  for (let i = 0; i < half.length; i += 4) {
    // Weights saturate: four half-known pixels make one known one.
    const w = half[i + 3]!;
    if (w > 1) for (let c = 0; c < 4; c++) half[i + c]! /= w;
  }
  const coarse = pullPush(half, w2, h2);
  const out = new Float32Array(level.length);
  for (let y = 0; y < height; y++) {
    const fy = Math.min(h2 - 1, Math.max(0, (y + 0.5) / 2 - 0.5));
    const y0 = Math.floor(fy);
    const y1 = Math.min(h2 - 1, y0 + 1);
    for (let x = 0; x < width; x++) {
      const fx = Math.min(w2 - 1, Math.max(0, (x + 0.5) / 2 - 0.5));
      const x0 = Math.floor(fx);
      const x1 = Math.min(w2 - 1, x0 + 1);
      const [tx, ty] = [fx - x0, fy - y0];
      const i = (y * width + x) * 4;
      const w = Math.min(1, level[i + 3]!);
      for (let c = 0; c < 3; c++) {
        const top = coarse[(y0 * w2 + x0) * 4 + c]! * (1 - tx) + coarse[(y0 * w2 + x1) * 4 + c]! * tx;
        const bottom = coarse[(y1 * w2 + x0) * 4 + c]! * (1 - tx) + coarse[(y1 * w2 + x1) * 4 + c]! * tx;
        const own = level[i + 3]! > 0 ? level[i + c]! / level[i + 3]! : 0;
        out[i + c] = own * w + (top * (1 - ty) + bottom * ty) * (1 - w);
      }
      out[i + 3] = 1;
    }
  }
  return out;
}
