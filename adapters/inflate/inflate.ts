/**
 * Picture in, textured solid out: the whole pipeline, free of DOM and worker, so that it runs and is tested anywhere.
 *
 * cutout (matte) → inflate (outline, triangles, Poisson) → refine (solid, texture) → write (PNG, GLB).
 */
import { GdsError } from '../../src/errors.js';
import type { ImageToMeshInput, Progress } from '../../src/registry/tasks.js';
import type { Pixels } from '../../src/registry/values.js';
import { toLinear } from './color.js';
import { traceOutline } from './contour.js';
import { writeGlb } from './glb.js';
import { cutOut, type MatteSource } from './matte.js';
import { createPace } from './pace.js';
import { solvePoisson } from './poisson.js';
import { shrink } from './resample.js';
import { solidOf } from './surface.js';
import { bakeTexture, subjectColours, type Frame } from './texture.js';
import { triangulate } from './triangulate.js';

export type InflateOptions = Omit<ImageToMeshInput, 'image'>;

export interface InflateEnvironment {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  readonly encodePng: (pixels: Pixels) => Promise<Uint8Array>;
}

export interface Inflated {
  readonly glb: Uint8Array<ArrayBuffer>;
  readonly vertices: number;
  readonly faces: number;
  readonly matte: MatteSource;
  /** Milliseconds by stage. */
  readonly timings: Record<string, number>;
}

/** Longest side that is worked on; the texture has no more detail than this either. */
export const WORK_LIMIT = 1024;
/** Room around the subject in the texture, as a share of its longest side. */
const TEXTURE_MARGIN = 0.04;

const STAGES = {
  cutout: { label: 'Cutting out the subject', from: 0.02, to: 0.35 },
  inflate: { label: 'Inflating', from: 0.35, to: 0.6 },
  refine: { label: 'Refining surface', from: 0.6, to: 0.85 },
  write: { label: 'Writing mesh', from: 0.85, to: 1 },
} as const;
type Stage = keyof typeof STAGES;

export async function inflate(picture: Pixels, options: InflateOptions, environment: InflateEnvironment): Promise<Inflated> {
  const resolution = within(options.resolution ?? 256, 64, 512);
  const ratio = within(options.foregroundRatio ?? 0.85, 0.5, 1);
  const textureSize = options.textureSize === 0 ? 0 : within(options.textureSize ?? 1024, 256, 4096);
  const pace = createPace(environment.signal);
  const timings: Record<string, number> = {};
  let stage: Stage = 'cutout';
  let since = performance.now();
  const report = (share: number) => {
    const { label, from, to } = STAGES[stage];
    environment.onProgress({ stage, label, fraction: from + (to - from) * share });
  };
  const enter = async (next: Stage | undefined) => {
    timings[stage] = performance.now() - since;
    since = performance.now();
    if (next) stage = next;
    if (next) report(0);
    await pace.turn();
  };
  report(0);
  await pace.turn();

  const work = shrink(picture, WORK_LIMIT);
  const { alpha, source } = await cutOut(work, options.removeBackground ?? true, pace);

  await enter('inflate');
  const outline = traceOutline(alpha, work.width, work.height, resolution);
  if (outline.loops.length === 0) {
    throw new GdsError(
      'GDS_MESH_NO_SUBJECT',
      'No subject was found: what stands out is only a few pixels large. Use a larger picture of it.',
    );
  }
  await pace.turn();
  report(0.25);
  const flat = triangulate(outline.loops);
  await pace.turn();
  report(0.5);
  const heights = await solvePoisson(flat, pace, (share) => report(0.5 + share / 2));

  await enter('refine');
  const solid = solidOf(flat, heights);
  await pace.turn();
  report(0.3);
  const colours = subjectColours(work, alpha);
  await pace.turn();
  report(0.6);
  // Where a vertex sits in the picture, in pixels.
  const pixelX = (v: number) => solid.positions[v * 3]! / outline.scale + outline.centre[0];
  const pixelY = (v: number) => outline.centre[1] - solid.positions[v * 3 + 1]! / outline.scale;
  const longest = resolution / outline.scale;
  const size = longest * (1 + 2 * TEXTURE_MARGIN);
  const frame: Frame = { left: outline.centre[0] - size / 2, top: outline.centre[1] - size / 2, size };
  const vertices = solid.positions.length / 3;
  const positions = solid.positions.map((value) => (value * ratio) / resolution);
  const scaled = { ...solid, positions };
  if (textureSize === 0) {
    const vertexColours = new Float32Array(vertices * 3);
    for (let v = 0; v < vertices; v++) {
      const x = Math.min(work.width - 1, Math.max(0, Math.floor(pixelX(v))));
      const y = Math.min(work.height - 1, Math.max(0, Math.floor(pixelY(v))));
      for (let c = 0; c < 3; c++)
        vertexColours[v * 3 + c] = toLinear(Math.min(255, Math.max(0, colours[(y * work.width + x) * 3 + c]!)) / 255);
    }
    await enter('write');
    const glb = await writeGlb({ solid: scaled, colours: vertexColours });
    await enter(undefined);
    return { glb, vertices, faces: solid.indices.length / 3, matte: source, timings };
  }
  const uvs = new Float32Array(vertices * 2);
  for (let v = 0; v < vertices; v++) {
    uvs[v * 2] = (pixelX(v) - frame.left) / size;
    uvs[v * 2 + 1] = (pixelY(v) - frame.top) / size;
  }
  const texture = bakeTexture(colours, work.width, work.height, frame, textureSize);
  await enter('write');
  const png = await environment.encodePng(texture);
  await pace.turn();
  report(0.7);
  const glb = await writeGlb({ solid: scaled, uvs, texture: png });
  await enter(undefined);
  return { glb, vertices, faces: solid.indices.length / 3, matte: source, timings };
}

function within(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, Number.isFinite(value) ? Math.round(value * 1000) / 1000 : min));
}
