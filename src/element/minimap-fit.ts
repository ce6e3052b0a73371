/** Geometry of the minimap. Pure. */
import { encloses, grow, union } from '../scene/rect.js';
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

/** How far the map reaches beyond a view that has left the content, as a share of the view's or of the content's longer side. */
const BEYOND = { view: 0.12, content: 0.08 } as const;
/** How much larger than needed the map may be before it shrinks. */
const SLACK = 1.8;

/**
 * The part of the canvas that the map shows: the content, and the view where that is elsewhere. `before` stays while it holds both and is
 * not much too large, so that the map is drawn anew only now and then while the view wanders outside.
 */
export function mapExtent(content: Rect, view: Rect, before: Rect | null): Rect {
  if (encloses(content, view)) return content;
  const needed = union(content, view);
  const roomy = before !== null && (before.width > needed.width * SLACK || before.height > needed.height * SLACK);
  if (before && !roomy && encloses(before, needed)) return before;
  const side = (rect: Rect): number => Math.max(rect.width, rect.height);
  return union(content, grow(view, Math.max(side(view) * BEYOND.view, side(content) * BEYOND.content)));
}
