/** The ground and its dots, twin of shaders/grid.wgsl. */
import type { Camera } from '../../scene/camera.js';
import { PALETTE } from '../../scene/palette.js';
import { gridAt } from '../frame.js';
import type { Context2D } from '../surface.js';
import type { Rgba } from '../types.js';
import { css } from './color.js';

/** Radius of a dot, CSS pixels. */
const DOT = 0.95;
/** Up to this radius in device pixels a dot is four pixels around a corner, each covered this much: a square, which is quick. */
const SQUARE = 1.2;

export function paintGround(context: Context2D, camera: Camera, dpr: number, palette: readonly Rgba[]): void {
  const { width, height } = context.canvas;
  const [r, g, b] = palette[PALETTE.canvas]!;
  context.fillStyle = css([r, g, b, 1]);
  context.fillRect(0, 0, width, height);
  const grid = gridAt(camera);
  const radius = DOT * dpr;
  const square = radius < SQUARE;
  const cover = square ? Math.min(1, Math.max(0, 0.5 + radius - Math.SQRT1_2)) : 1;
  const dots = (spacing: number, alpha: number): void => {
    context.fillStyle = css(palette[PALETTE.gridDot]!, alpha * cover);
    context.beginPath();
    for (let y = grid.y * dpr; y < height + spacing; y += spacing) {
      for (let x = grid.x * dpr; x < width + spacing; x += spacing) {
        const left = Math.round(x);
        const top = Math.round(y);
        if (square) context.rect(left - 1, top - 1, 2, 2);
        else {
          context.moveTo(left + radius, top);
          context.arc(left, top, radius, 0, Math.PI * 2);
        }
      }
    }
    context.fill();
  };
  if (grid.fine > 0) dots(grid.spacing * dpr, grid.fine);
  if (grid.fine < 1) dots(grid.spacing * 2 * dpr, 1);
}
