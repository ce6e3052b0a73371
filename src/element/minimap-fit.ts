/** Geometry of the minimap. Pure. */
import type { Rect } from '../scene/types.js';

/** Map pixel of a canvas point p: `x + p.x * scale`. */
export interface MapFit {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const sameRect = (a: Rect, b: Rect | undefined): boolean =>
  b !== undefined && a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

/** The smallest rectangle around all of `rects`; an empty list gives a unit square at the origin. */
export function unionRect(rects: readonly Rect[]): Rect {
  if (rects.length === 0) return { x: 0, y: 0, width: 1, height: 1 };
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const rect of rects) {
    left = Math.min(left, rect.x);
    top = Math.min(top, rect.y);
    right = Math.max(right, rect.x + rect.width);
    bottom = Math.max(bottom, rect.y + rect.height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Scale and offset that show `content` whole and centred in `width` × `height` pixels with `padding` around it. */
export function fitInto(content: Rect, width: number, height: number, padding: number): MapFit {
  const scale = Math.min((width - 2 * padding) / Math.max(1, content.width), (height - 2 * padding) / Math.max(1, content.height));
  return {
    scale,
    x: width / 2 - (content.x + content.width / 2) * scale,
    y: height / 2 - (content.y + content.height / 2) * scale,
  };
}
