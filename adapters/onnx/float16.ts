/**
 * IEEE 754 half precision, as bit patterns. Rounds to nearest, ties to even, with subnormals; overflow gives infinity.
 *
 * Needed because graphs may take or give float16 where the engine has no Float16Array.
 */
const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

export function toHalf(value: number): number {
  float[0] = value;
  const x = bits[0]!;
  const sign = (x >>> 16) & 0x8000;
  const magnitude = x & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  // 65520 and more round to infinity.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    // Below the smallest normal half (2^-14): a multiple of 2^-24. Scaling by 2^24 is exact.
    return sign | roundHalfEven(Math.abs(float[0]) * 2 ** 24);
  }
  // Rebias the exponent from 127 to 15, then round the 13 bits that fall away; a carry into the exponent is right.
  const rebased = magnitude - (112 << 23);
  const kept = rebased >>> 13;
  const rest = rebased & 0x1fff;
  return sign | (rest > 0x1000 || (rest === 0x1000 && kept & 1) ? kept + 1 : kept);
}

export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 31;
  const mantissa = half & 1023;
  if (exponent === 31) return mantissa ? NaN : sign * Infinity;
  return exponent ? sign * 2 ** (exponent - 15) * (1 + mantissa / 1024) : sign * mantissa * 2 ** -24;
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor & 1) ? floor + 1 : floor;
}
