/** Resizing by a handle: where handles are, and the rectangle that pulling one gives. Pure. */
import type { Point, Rect, ResizeHandle } from './types.js';

/** Screen pixels around an edge or corner that answer. */
const REACH = 6;
/** Sides of a drawn handle, canvas units; never less than this many CSS pixels. */
export const HANDLE = { size: 8, minPixels: 7 } as const;

/** The handle of `rect` at the point, corners before edges; undefined away from the outline. */
export function handleAt(rect: Rect, point: Point, zoom: number): ResizeHandle | undefined {
  const reach = REACH / zoom;
  const corner = Math.max(reach, Math.min(HANDLE.size, rect.width / 4, rect.height / 4));
  const { x, y } = point;
  const right = rect.x + rect.width;
  const bottom = rect.y + rect.height;
  if (x < rect.x - reach || x > right + reach || y < rect.y - reach || y > bottom + reach) return undefined;
  const side = (value: number, low: number, high: number, within: number): -1 | 0 | 1 =>
    value <= low + within ? -1 : value >= high - within ? 1 : 0;
  const across = side(x, rect.x, right, corner);
  const down = side(y, rect.y, bottom, corner);
  if (across !== 0 && down !== 0) return `${down < 0 ? 'n' : 's'}${across < 0 ? 'w' : 'e'}`;
  if (side(x, rect.x, right, reach) !== 0) return across < 0 ? 'w' : 'e';
  if (side(y, rect.y, bottom, reach) !== 0) return down < 0 ? 'n' : 's';
  return undefined;
}

/** `rect` with `handle` pulled by `dx`, `dy`; the opposite side stays where it is, and no side gets shorter than `min`. */
export function resizeRect(
  rect: Rect,
  handle: ResizeHandle,
  dx: number,
  dy: number,
  min: { readonly width: number; readonly height: number },
): Rect {
  let { x, y, width, height } = rect;
  if (handle.includes('e')) width = Math.max(min.width, rect.width + dx);
  if (handle.includes('s')) height = Math.max(min.height, rect.height + dy);
  if (handle.includes('w')) {
    width = Math.max(min.width, rect.width - dx);
    x = rect.x + rect.width - width;
  }
  if (handle.includes('n')) {
    height = Math.max(min.height, rect.height - dy);
    y = rect.y + rect.height - height;
  }
  return { x, y, width, height };
}
