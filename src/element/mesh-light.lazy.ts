/**
 * The soft light of a photographer's studio around a mesh: a bright window in front, softer ones at the sides and above, even walls.
 *
 * Computed, neither loaded nor drawn. Each lamp is a spherical Gaussian, and a Gaussian blurred for a rough surface is a wider Gaussian,
 * so what three's PMREMGenerator finds with large shaders, which a page waits for, is a formula here.
 * Wang et al., "All-Frequency Rendering of Dynamic, Spatially-Varying Reflectance", 2009.
 */
import { CubeTexture, DataTexture, DataUtils, HalfFloatType, LinearFilter, LinearMipmapLinearFilter, LinearSRGBColorSpace } from 'three';

interface Lamp {
  /** Where it hangs, seen from the mesh; x right, y up, z towards the first view. */
  readonly direction: Axis;
  /** Radiance in its middle; the walls have {@link WALLS}. */
  readonly radiance: number;
  /** Sharpness of the Gaussian: 2π / solid angle in steradians. */
  readonly sharpness: number;
}

const LAMPS: readonly Lamp[] = [
  { direction: [-0.03, 0.35, 0.94], radiance: 30, sharpness: 47 },
  { direction: [0.86, 0.5, -0.11], radiance: 11, sharpness: 53 },
  { direction: [-0.77, 0.51, 0.38], radiance: 11, sharpness: 120 },
  { direction: [-0.7, 0.62, -0.36], radiance: 9, sharpness: 130 },
  { direction: [0.21, 0.53, -0.82], radiance: 7, sharpness: 120 },
  { direction: [0, 1, 0], radiance: 9, sharpness: 150 },
];
const WALLS = 0.54;

type Axis = readonly [number, number, number];
/** The faces of a cube picture as WebGL has them: where its columns, its rows and its middle point. */
const [X, Y, Z, LEFT, DOWN, BACK] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [-1, 0, 0],
  [0, -1, 0],
  [0, 0, -1],
] as const;
const FACES: readonly (readonly [columns: Axis, rows: Axis, middle: Axis])[] = [
  [BACK, DOWN, X],
  [Z, DOWN, LEFT],
  [X, Z, Y],
  [X, BACK, DOWN],
  [X, DOWN, Z],
  [LEFT, DOWN, BACK],
];

/** Edges of the cube's levels, from mirror to matt. The renderer takes the last but one for a roughness of 1 and for diffuse light. */
const EDGES = [64, 32, 16, 8, 4] as const;
const MATT = EDGES.length - 2;
/** Sharpness of the Gaussian that is closest to the cosine of a matt surface. */
const COSINE = 2.133;
/** Below this a lamp adds nothing that half floats hold. */
const NEGLIGIBLE = -14;

/** Light for `Scene.environment`. Belongs to the caller, who disposes of it. */
export function studioLight(): CubeTexture {
  const [base, ...smaller] = EDGES.map((edge, level) => faces(edge, roughnessOf(Math.min(level, MATT))));
  const light = cube(base!);
  light.mipmaps = smaller.map(cube);
  light.isPMREMTexture = true;
  return light;
}

/** Light that a surface of `roughness` (0 to 1) sends on, when it mirrors `direction` (of length 1). */
export function radianceTowards(direction: Axis, roughness: number): number {
  return sum(blurred(roughness), ...direction);
}

/** The inverse of the renderer's choice of level, `MATT · r · (2 − r)`. */
function roughnessOf(level: number): number {
  return 1 - Math.sqrt(1 - level / MATT);
}

function cube(images: DataTexture[]): CubeTexture {
  const texture = new CubeTexture(images);
  texture.type = HalfFloatType;
  texture.colorSpace = LinearSRGBColorSpace;
  texture.magFilter = LinearFilter;
  texture.minFilter = LinearMipmapLinearFilter;
  texture.generateMipmaps = false;
  texture.needsUpdate = true;
  return texture;
}

/** GGX of `roughness` around the mirrored direction is a Gaussian of sharpness 1 / 2α² with α = roughness². */
function blurred(roughness: number): Lamp[] {
  const lobe = Math.max(COSINE, 0.5 / roughness ** 4);
  return LAMPS.map(({ direction, radiance, sharpness }) => {
    const length = Math.hypot(...direction);
    const wider = lobe === Infinity ? sharpness : (sharpness * lobe) / (sharpness + lobe);
    const [x, y, z] = direction;
    return { direction: [x / length, y / length, z / length], radiance: (radiance * wider) / sharpness, sharpness: wider };
  });
}

function sum(lamps: readonly Lamp[], x: number, y: number, z: number): number {
  let light = WALLS;
  for (let i = 0; i < lamps.length; i++) {
    const { direction, radiance, sharpness } = lamps[i]!;
    const exponent = sharpness * (x * direction[0] + y * direction[1] + z * direction[2] - 1);
    if (exponent > NEGLIGIBLE) light += radiance * Math.exp(exponent);
  }
  return light;
}

/** Six faces; the renderer looks cube pictures up with x mirrored. */
function faces(edge: number, roughness: number): DataTexture[] {
  const lamps = blurred(roughness);
  const one = DataUtils.toHalfFloat(1);
  return FACES.map(([columns, rows, middle]) => {
    const data = new Uint16Array(edge * edge * 4);
    for (let i = 0; i < edge * edge; i++) {
      const s = (2 * ((i % edge) + 0.5)) / edge - 1;
      const t = (2 * (Math.floor(i / edge) + 0.5)) / edge - 1;
      const length = Math.sqrt(1 + s * s + t * t);
      const along = (axis: 0 | 1 | 2) => (columns[axis] * s + rows[axis] * t + middle[axis]) / length;
      const light = DataUtils.toHalfFloat(sum(lamps, -along(0), along(1), along(2)));
      data[i * 4] = data[i * 4 + 1] = data[i * 4 + 2] = light;
      data[i * 4 + 3] = one;
    }
    return new DataTexture(data, edge, edge);
  });
}
