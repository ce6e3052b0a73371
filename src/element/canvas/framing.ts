/** Where the view goes by itself: what a canvas opens on, and how far it moves to uncover a node. */
import { fitRect, type Camera, type Insets, type Size } from '../../scene/camera.js';
import { union } from '../../scene/rect.js';
import type { Rect } from '../../scene/types.js';
import { readingOrder } from './reading-order.js';

/** Below this, text on nodes is hard to read. */
const READABLE_ZOOM = 0.6;

/**
 * The view a small screen opens on: everything where that can be read, else as many nodes from the start, in reading order, as can.
 * Undefined where there are no nodes.
 */
export function openingView(rects: ReadonlyMap<string, Rect>, viewport: Size, insets: Insets): Camera | undefined {
  let shown: Rect | undefined;
  let view: Camera | undefined;
  for (const id of readingOrder(rects)) {
    shown = shown ? union(shown, rects.get(id)!) : rects.get(id)!;
    const next = fitRect(shown, viewport, insets);
    if (view && next.zoom < READABLE_ZOOM) return view;
    view = next;
  }
  return view;
}

/** The camera that shows `rect` clear of the tools after the shortest way, at the same zoom; undefined where it is clear already. */
export function uncovering(rect: Rect, camera: Camera, viewport: Size, insets: Insets): Camera | undefined {
  const x = shift(rect.x, rect.width, camera.x, viewport.width, camera.zoom, insets.left, insets.right);
  const y = shift(rect.y, rect.height, camera.y, viewport.height, camera.zoom, insets.top, insets.bottom);
  return x === 0 && y === 0 ? undefined : { x: camera.x + x, y: camera.y + y, zoom: camera.zoom };
}

/** How far the camera goes along one axis, canvas units. What does not fit between the tools is shown from its start. */
function shift(start: number, length: number, origin: number, size: number, zoom: number, before: number, after: number): number {
  const near = start - (origin + before / zoom);
  const far = start + length - (origin + (size - after) / zoom);
  return near < 0 ? near : Math.max(0, Math.min(far, near));
}
