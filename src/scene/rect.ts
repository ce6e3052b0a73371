/** Rectangles of the canvas plane. */
import type { Point, Rect } from './types.js';

export const contains = (rect: Rect, point: Point): boolean =>
  point.x >= rect.x && point.y >= rect.y && point.x <= rect.x + rect.width && point.y <= rect.y + rect.height;

export const intersects = (a: Rect, b: Rect): boolean =>
  a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;

/** True where `inner` lies wholly within `outer`. */
export const encloses = (outer: Rect, inner: Rect): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/** `rect` with `by` added on every side. */
export const grow = (rect: Rect, by: number): Rect => ({
  x: rect.x - by,
  y: rect.y - by,
  width: rect.width + 2 * by,
  height: rect.height + 2 * by,
});

export function union(a: Rect, b: Rect): Rect {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}

/** The largest area of aspect `aspect` (width by height) in the middle of `area`; its corners are round only where both share them. */
export function fitImage(area: Rect & { readonly radius: number }, aspect: number): Rect & { radius: number } {
  const width = Math.min(area.width, area.height * aspect);
  const height = width / aspect;
  const whole = area.width - width < 1 && area.height - height < 1;
  const x = area.x + (area.width - width) / 2;
  const y = area.y + (area.height - height) / 2;
  return { x, y, width, height, radius: whole ? area.radius : 0 };
}
