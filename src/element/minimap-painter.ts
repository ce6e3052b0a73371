/** Draws what is on the canvas as the minimap shows it. */
import type { Rect } from '../scene/types.js';
import type { MapFit } from './minimap-fit.js';

export interface MinimapNode extends Rect {
  readonly selected: boolean;
  readonly status: string;
}

/** An array of them, or anything that can be gone through. */
export interface MinimapNodes extends Iterable<MinimapNode> {
  readonly length: number;
}

export interface MinimapColors {
  readonly plain: string;
  readonly accent: string;
  readonly running: string;
  readonly error: string;
}

/** Map pixels under which a node is a plain rectangle: rounded corners cost a path for each and cannot be seen. */
const ROUNDED_FROM = 6;

export function paintContent(
  context: CanvasRenderingContext2D,
  { scale, x, y }: MapFit,
  nodes: MinimapNodes,
  frames: readonly Rect[],
  colors: MinimapColors,
): void {
  context.lineWidth = 1;
  for (const frame of frames) {
    context.beginPath();
    context.roundRect(x + frame.x * scale, y + frame.y * scale, Math.max(2, frame.width * scale), Math.max(2, frame.height * scale), 2);
    context.globalAlpha = 0.12;
    context.fillStyle = colors.plain;
    context.fill();
    context.globalAlpha = 0.4;
    context.strokeStyle = colors.plain;
    context.stroke();
  }
  for (const node of nodes) {
    const marked = node.status === 'running' ? colors.running : node.status === 'error' ? colors.error : undefined;
    const width = Math.max(2, node.width * scale);
    const height = Math.max(2, node.height * scale);
    context.globalAlpha = node.selected || marked ? 1 : 0.55;
    context.fillStyle = node.selected ? colors.accent : (marked ?? colors.plain);
    if (width < ROUNDED_FROM) {
      context.fillRect(x + node.x * scale, y + node.y * scale, width, height);
      continue;
    }
    context.beginPath();
    context.roundRect(x + node.x * scale, y + node.y * scale, width, height, Math.min(2, 8 * scale));
    context.fill();
  }
}
