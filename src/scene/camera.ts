/**
 * The camera: which part of the canvas plane the viewport shows.
 *
 * Canvas coordinates are document units (f64, y down). Screen coordinates are CSS pixels from the viewport's top left corner.
 * A camera is a plain value; every function returns a new one. It knows neither the DOM nor the device pixel ratio.
 */
import type { Point, Rect } from './types.js';

export interface Camera {
  /** Canvas point at the viewport's top left corner. */
  readonly x: number;
  readonly y: number;
  /** Screen pixels per canvas unit, within {@link ZOOM_RANGE}. */
  readonly zoom: number;
}

export interface Size {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** Screen pixels that a fitted view keeps free on each side, for the tools that float over the canvas. */
export interface Insets {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** 1 % shows 50,000 nodes at once; beyond 800 % a thumbnail is only its own pixels. */
export const ZOOM_RANGE = { min: 0.01, max: 8 } as const;

export const clampZoom = (zoom: number): number => Math.min(ZOOM_RANGE.max, Math.max(ZOOM_RANGE.min, zoom));

export const toScreen = (camera: Camera, point: Point): Point => ({
  x: (point.x - camera.x) * camera.zoom,
  y: (point.y - camera.y) * camera.zoom,
});

export const toCanvas = (camera: Camera, point: Point): Point => ({
  x: camera.x + point.x / camera.zoom,
  y: camera.y + point.y / camera.zoom,
});

/** Moves the view by screen pixels: the content follows the hand. */
export const panBy = (camera: Camera, dx: number, dy: number): Camera => ({
  x: camera.x - dx / camera.zoom,
  y: camera.y - dy / camera.zoom,
  zoom: camera.zoom,
});

/** Zooms by `factor` and keeps the canvas point under `anchor` (screen pixels) where it is. */
export function zoomAt(camera: Camera, anchor: Point, factor: number): Camera {
  const zoom = clampZoom(camera.zoom * factor);
  const shift = 1 / camera.zoom - 1 / zoom;
  return { x: camera.x + anchor.x * shift, y: camera.y + anchor.y * shift, zoom };
}

/** The camera that shows `bounds` whole and centred between `insets`, no closer than `maxZoom`. */
export function fitRect(bounds: Rect, viewport: Size, insets: Insets, maxZoom = 1): Camera {
  const width = Math.max(1, viewport.width - insets.left - insets.right);
  const height = Math.max(1, viewport.height - insets.top - insets.bottom);
  const zoom = clampZoom(Math.min(maxZoom, width / Math.max(1, bounds.width), height / Math.max(1, bounds.height)));
  return {
    x: bounds.x + bounds.width / 2 - (insets.left + width / 2) / zoom,
    y: bounds.y + bounds.height / 2 - (insets.top + height / 2) / zoom,
    zoom,
  };
}
