/** The uniforms of a frame, the same words for WebGPU and WebGL. Layout: `struct Frame` in shaders/common.wgsl. */
import type { Camera } from '../scene/camera.js';
import { GRID_STEP } from '../scene/grid.js';
import { PALETTE_SIZE } from '../scene/palette.js';
import type { Scene } from '../scene/scene.js';
import { lightness, paletteTable } from './palette.js';
import { FIELD_REACH } from './text/field.js';
import type { RenderTheme } from './types.js';

/** Words before the palette. */
export const FRAME_HEAD = 16;
export const FRAME_WORDS = FRAME_HEAD + PALETTE_SIZE * 4;
/** Fewest CSS pixels between dots of the finer level. */
const GRID_CLOSEST = 14;

export interface FrameInput {
  readonly width: number;
  readonly height: number;
  readonly dpr: number;
  readonly camera: Camera;
  readonly scene: Scene;
  readonly theme: RenderTheme;
  /** Milliseconds on any clock that runs evenly. */
  readonly time: number;
  /** Of plain wires, 0 to 1. */
  readonly wireAlpha: number;
}

/** Dashes that pass a point of a flowing wire in a second. */
const FLOW_RATE = 1.4;
/** How far the dashes of flowing wires have wandered, 0 to 1 of a period. Under reduced motion they stand. */
export const flowPhase = (time: number, { reducedMotion }: RenderTheme): number => (reducedMotion ? 0 : ((time / 1000) * FLOW_RATE) % 1);

export function writeFrame(out: Float32Array, input: FrameInput): void {
  const { camera, dpr, scene, theme } = input;
  const { originX, originY } = scene.rows;
  const scale = camera.zoom * dpr;
  out[0] = input.width;
  out[1] = input.height;
  out[2] = camera.x - originX;
  out[3] = camera.y - originY;
  out[4] = scale;
  out[5] = dpr;
  out[6] = flowPhase(input.time, theme);
  // Blending in sRGB thins light letters on dark and fattens dark ones on light; the exponent evens that out by eye.
  out[7] = lightness(theme.surface) < 0.5 ? TEXT_GAMMA.dark : TEXT_GAMMA.light;
  const grid = gridAt(camera);
  out[8] = grid.x * dpr;
  out[9] = grid.y * dpr;
  out[10] = grid.spacing * dpr;
  out[11] = grid.fine;
  out[12] = FIELD_REACH;
  out[13] = input.wireAlpha;
  out[14] = gridDots(input.width, input.height, out[10]!).columns;
  out.set(paletteTable(theme, scene.portTypes), FRAME_HEAD);
}

export const TEXT_GAMMA = { dark: 0.95, light: 0.92 } as const;

/** Offset and spacing of the finer level in CSS pixels, and its strength from 0 (just appearing) to 1. */
export function gridAt(camera: Camera): { x: number; y: number; spacing: number; fine: number } {
  // At a power of two the finer level has just vanished, and need not be drawn: it is four times the dots.
  const level = Math.floor(Math.log2(GRID_CLOSEST / (GRID_STEP * camera.zoom))) + 1;
  const step = GRID_STEP * 2 ** level;
  const spacing = step * camera.zoom;
  // In f64 and only the remainder, so that the grid stands still far from zero too. The coarse level has twice the period.
  const offset = (position: number): number => -((((position % (2 * step)) + 2 * step) % (2 * step)) * camera.zoom);
  return { x: offset(camera.x), y: offset(camera.y), spacing, fine: Math.min(1, Math.max(0, (spacing - GRID_CLOSEST) / 6)) };
}

/** How many dots `spacing` device pixels apart cover a view of this size, wherever the first one lies (at most two spacings outside). */
export function gridDots(width: number, height: number, spacing: number): { readonly columns: number; readonly rows: number } {
  return { columns: Math.ceil(width / spacing) + 3, rows: Math.ceil(height / spacing) + 3 };
}
