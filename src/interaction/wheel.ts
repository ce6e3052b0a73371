/**
 * What a wheel event means for the camera.
 *
 * Ctrl or ⌘ zooms at the pointer (browsers report a trackpad pinch that way too). Otherwise a notched mouse wheel zooms and a
 * trackpad's two fingers pan; Shift turns a wheel sideways. The two devices are told apart by the first event of a gesture:
 * notches are large, have no sideways part, and come in multiples of 120 in the legacy `wheelDelta`. What a trackpad still scrolls by
 * as the fingers of a pinch are lifted is dropped: otherwise each pinch would end in a jerk.
 */
import { panBy, zoomAt, type Camera } from '../scene/camera.js';
import type { Point } from '../scene/types.js';

/** The structural part of a WheelEvent. */
export interface WheelInput {
  readonly deltaX: number;
  readonly deltaY: number;
  /** 0 pixels, 1 lines, 2 pages. */
  readonly deltaMode: number;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly timeStamp: number;
  readonly wheelDeltaY?: number;
}

/** Pixels that one unit of `deltaMode` stands for. */
const UNIT = [1, 16, 400] as const;
/** Milliseconds of silence that end a gesture. */
const GESTURE_GAP = 200;
/** Milliseconds after a pinch in which scrolling is still its end. */
const PINCH_TAIL = 120;
/** One notch (100 px) zooms by about 18 %. */
const ZOOM_PER_PIXEL = 1 / 600;
/** Pinches report small deltas: 10 px is about 10 %. */
const PINCH_PER_PIXEL = 1 / 100;

export class WheelReader {
  #notched = false;
  #last = -Infinity;
  #pinched = -Infinity;

  /** The camera after `event` at `anchor` (screen pixels). */
  apply(camera: Camera, event: WheelInput, anchor: Point): Camera {
    const unit = UNIT[event.deltaMode as 0 | 1 | 2] ?? 1;
    const dx = event.deltaX * unit;
    const dy = event.deltaY * unit;
    if (event.timeStamp - this.#last > GESTURE_GAP) this.#notched = isNotch(event, dx, dy);
    this.#last = event.timeStamp;

    const zooming = event.ctrlKey || event.metaKey;
    if (zooming && !isNotch(event, dx, dy)) this.#pinched = event.timeStamp;
    else if (!this.#notched && event.timeStamp - this.#pinched < PINCH_TAIL) return camera;
    if (event.shiftKey && !zooming) return panBy(camera, -(dx || dy), dx ? -dy : 0);
    if (zooming && !isNotch(event, dx, dy)) return zoomAt(camera, anchor, Math.exp(-dy * PINCH_PER_PIXEL));
    if (zooming || this.#notched) return zoomAt(camera, anchor, Math.exp(-dy * ZOOM_PER_PIXEL));
    return panBy(camera, -dx, -dy);
  }
}

function isNotch(event: WheelInput, dx: number, dy: number): boolean {
  if (dx !== 0 || dy === 0) return false;
  if (event.deltaMode !== 0) return true;
  const legacy = Math.abs(event.wheelDeltaY ?? 0);
  return legacy >= 120 ? legacy % 120 === 0 : Math.abs(dy) >= 100;
}
