/**
 * Signed distance fields of anti-aliased drawings: what lets one raster of a letter be sharp at any zoom.
 *
 * A texel that the outline crosses says by its coverage where: a straight line across the gradient of the coverage (the area of a
 * pixel cut by an edge: Gustavson and Strand, "Anti-aliased Euclidean distance transform", 2011). Every other texel takes the
 * distance to the nearest of these short lines. Transforms that square the coverage into distances between the middles of texels
 * misplace outlines instead: an upright edge a quarter into a texel lies 1.25 from the next texel's middle, not √(1 + 0.25²).
 */

/** Texels that the field's whole range of values covers, half of them inside. */
export const FIELD_REACH = 8;
/** Texels of field needed around the drawing. */
export const FIELD_BUFFER = FIELD_REACH / 2;

const SEARCH = FIELD_BUFFER + 1;
const NONE = 127;

/**
 * The field of the alpha channel of `rgba`, one byte a texel: 255 is {@link FIELD_BUFFER} texels or more inside, 0 as far outside,
 * 127.5 the outline. The drawing must keep {@link FIELD_BUFFER} texels from the borders, unless it goes on beyond them.
 */
export function distanceField(rgba: Uint8ClampedArray, width: number, height: number): Uint8Array {
  const count = width * height;
  const alpha = new Uint8Array(count);
  for (let index = 0; index < count; index += 1) alpha[index] = rgba[index * 4 + 3]!;
  const outline = outlineOf(alpha, width, height);
  const toInk = nearestInColumn(alpha, width, height, 0);
  const toGround = nearestInColumn(alpha, width, height, 255);
  const field = new Uint8Array(count);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      const value = alpha[at]!;
      const distance =
        value === 0
          ? nearest(toInk, outline, x, at, width)
          : value === 255
            ? -nearest(toGround, outline, x, at, width)
            : outline.offset[at]!;
      field[at] = Math.max(0, Math.min(255, Math.round(255 * (0.5 - distance / FIELD_REACH))));
    }
  }
  return field;
}

/** Where the outline runs through or beside a texel, for texels that it touches: a line by its normal and its distance. */
interface Outline {
  /** Unit vector towards the outside. */
  readonly normalX: Float32Array;
  readonly normalY: Float32Array;
  /** From the texel's middle to the line, positive where the middle is outside. */
  readonly offset: Float32Array;
}

function outlineOf(alpha: Uint8Array, width: number, height: number): Outline {
  const normalX = new Float32Array(alpha.length);
  const normalY = new Float32Array(alpha.length);
  const offset = new Float32Array(alpha.length);
  for (let y = 0, at = 0; y < height; y += 1) {
    const up = y > 0 ? width : 0;
    const down = y < height - 1 ? width : 0;
    for (let x = 0; x < width; x += 1, at += 1) {
      const left = x > 0 ? 1 : 0;
      const right = x < width - 1 ? 1 : 0;
      const value = alpha[at]!;
      const plain = value === 0 || value === 255;
      if (plain && value === alpha[at - left] && value === alpha[at + right] && value === alpha[at - up] && value === alpha[at + down])
        continue;
      const nw = alpha[at - up - left]!;
      const ne = alpha[at - up + right]!;
      const sw = alpha[at + down - left]!;
      const se = alpha[at + down + right]!;
      const gx = nw + sw - ne - se + Math.SQRT2 * (alpha[at - left]! - alpha[at + right]!);
      const gy = nw + ne - sw - se + Math.SQRT2 * (alpha[at - up]! - alpha[at + down]!);
      const length = Math.sqrt(gx * gx + gy * gy);
      if (length === 0) {
        // A speck with the same on all sides.
        offset[at] = 0.5 - value / 255;
        continue;
      }
      normalX[at] = gx / length;
      normalY[at] = gy / length;
      offset[at] = offsetOf(value / 255, Math.abs(gx) / length, Math.abs(gy) / length);
    }
  }
  return { normalX, normalY, offset };
}

/** Distance from a pixel's middle to a straight edge with the unit normal (`nx`, `ny`) that leaves the share `a` of the pixel inside. */
function offsetOf(a: number, nx: number, ny: number): number {
  const long = Math.max(nx, ny);
  const short = Math.min(nx, ny);
  const corner = (0.5 * short) / long;
  if (a < corner) return 0.5 * (long + short) - Math.sqrt(2 * long * short * a);
  if (a > 1 - corner) return -0.5 * (long + short) + Math.sqrt(2 * long * short * (1 - a));
  return (0.5 - a) * long;
}

/** For each texel how far the nearest texel of another value than `plain` lies above or below; {@link NONE} beyond the search. */
function nearestInColumn(alpha: Uint8Array, width: number, height: number, plain: number): Int8Array {
  const found = new Int8Array(alpha.length).fill(NONE);
  for (let x = 0; x < width; x += 1) {
    let last = -NONE;
    for (let y = 0, at = x; y < height; y += 1, at += width) {
      if (alpha[at] !== plain) last = y;
      if (y - last <= SEARCH) found[at] = last - y;
    }
    last = height + NONE;
    for (let y = height - 1, at = y * width + x; y >= 0; y -= 1, at -= width) {
      if (alpha[at] !== plain) last = y;
      if (last - y <= SEARCH && last - y < Math.abs(found[at]!)) found[at] = last - y;
    }
  }
  return found;
}

/** Distance from the texel at `at` to the outline by the nearest texel of each column. */
function nearest(columns: Int8Array, outline: Outline, x: number, at: number, width: number): number {
  const { normalX, normalY, offset } = outline;
  // Squared: the root is taken once.
  let best = FIELD_REACH ** 2;
  for (let step = 0; step <= 2 * SEARCH; step += 1) {
    // From the texel's own column outwards, until no column can be nearer.
    const apart = (step + 1) >> 1;
    if (apart > 1 && (apart - 1) * (apart - 1) > best) break;
    const dx = (step & 1) === 0 ? apart : -apart;
    if (x + dx < 0 || x + dx >= width) continue;
    const dy = columns[at + dx]!;
    if (dy === NONE) continue;
    const there = at + dx + dy * width;
    // To the piece of the outline that belongs to that texel: along its normal, and sideways what is beyond the piece's end.
    const nx = normalX[there]!;
    const ny = normalY[there]!;
    // No outline there: the inside of the drawing.
    if (nx === 0 && ny === 0) continue;
    const along = offset[there]! - dx * nx - dy * ny;
    // Texels along an outline come the closer the more slanted it is: each stands for so much of it to both sides.
    const side = Math.abs(dx * ny - dy * nx) - 0.5 / (Math.abs(nx) + Math.abs(ny));
    const squared = side > 0 ? along * along + side * side : along * along;
    if (squared < best) best = squared;
  }
  return Math.sqrt(best);
}
