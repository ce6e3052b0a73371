/**
 * The view and how it moves: at once under the hand, in a 250 ms glide when the program moves it (none under reduced motion).
 *
 * It tells one listener; the element hands the camera to the stage and to what floats over the canvas.
 */
import { clampZoom, type Camera, type Size } from '../../scene/camera.js';

/** Milliseconds of a glide. */
const GLIDE_MS = 250;

const easeOut = (t: number): number => 1 - (1 - t) ** 3;

/** Between `from` and `to`: the point at the viewport's centre moves straight while the zoom changes by equal ratios. */
export function betweenCameras(from: Camera, to: Camera, t: number, viewport: Size): Camera {
  if (t >= 1) return to;
  const zoom = Math.exp(Math.log(from.zoom) + (Math.log(to.zoom) - Math.log(from.zoom)) * t);
  const centre = (camera: Camera) => ({ x: camera.x + viewport.width / 2 / camera.zoom, y: camera.y + viewport.height / 2 / camera.zoom });
  const a = centre(from);
  const b = centre(to);
  // How far the centre has come follows the visible width, so that a point on the way stays on a straight screen path.
  const way = Math.abs(from.zoom - to.zoom) < 1e-6 ? t : (1 / from.zoom - 1 / zoom) / (1 / from.zoom - 1 / to.zoom);
  return { x: a.x + (b.x - a.x) * way - viewport.width / 2 / zoom, y: a.y + (b.y - a.y) * way - viewport.height / 2 / zoom, zoom };
}

export interface CameraHost {
  viewport(): Size;
  cameraMoved(camera: Camera): void;
}

export class CameraController {
  #camera: Camera = { x: 0, y: 0, zoom: 1 };
  #frame = 0;
  /** The window whose frames a glide follows; null moves at once. */
  view: Window | null = null;

  constructor(private readonly host: CameraHost) {}

  get camera(): Camera {
    return this.#camera;
  }

  /** Ends any glide. Values that are not finite are refused by keeping the old ones. */
  set(camera: Camera): void {
    this.stop();
    this.#apply(camera);
  }

  glideTo(target: Camera): void {
    this.stop();
    const view = this.view;
    if (!view || view.matchMedia('(prefers-reduced-motion: reduce)').matches || view.document.hidden) return this.#apply(target);
    const from = this.#camera;
    let start: number | undefined;
    const step = (now: number): void => {
      start ??= now;
      const t = Math.min(1, (now - start) / GLIDE_MS);
      this.#apply(betweenCameras(from, target, easeOut(t), this.host.viewport()));
      this.#frame = t < 1 ? view.requestAnimationFrame(step) : 0;
    };
    this.#frame = view.requestAnimationFrame(step);
  }

  stop(): void {
    if (this.#frame) this.view?.cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #apply(camera: Camera): void {
    const old = this.#camera;
    const finite = (value: number, fallback: number) => (Number.isFinite(value) ? value : fallback);
    const next = { x: finite(camera.x, old.x), y: finite(camera.y, old.y), zoom: clampZoom(finite(camera.zoom, old.zoom)) };
    if (next.x === old.x && next.y === old.y && next.zoom === old.zoom) return;
    this.#camera = Object.freeze(next);
    this.host.cameraMoved(this.#camera);
  }
}
