/**
 * The view and how it moves: at once under the hand, in a 250 ms glide when the program moves it, coasting after a finger has flung
 * it. Under reduced motion it neither glides nor coasts.
 *
 * It tells one listener; the element hands the camera to the stage and to what floats over the canvas.
 */
import { clampZoom, panBy, type Camera, type Size } from '../../scene/camera.js';

/** Milliseconds of a glide. */
const GLIDE_MS = 250;

export const COAST = {
  /** Milliseconds in which the speed falls to 1/e. */
  decay: 325,
  /** CSS pixels per millisecond: slower lets go without coasting, and ends it. */
  slowest: 0.05,
  /** A fling is at least this fast, and counts as no faster than that. */
  fling: 0.25,
  fastest: 6,
} as const;

/** CSS pixels that a view let go of at `speed` (pixels per millisecond) has coasted after `ms`: the integral of an exponential decay. */
export const coasted = (speed: number, ms: number): number => speed * COAST.decay * (1 - Math.exp(-ms / COAST.decay));

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
  #coasting = false;
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
    const view = this.#moving();
    if (!view) return this.#apply(target);
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

  /** Goes on at this speed, CSS pixels per millisecond, slowing down until it rests; the same way at every frame rate. */
  coast(vx: number, vy: number): void {
    this.stop();
    const view = this.#moving();
    const speed = Math.hypot(vx, vy);
    if (!view || speed < COAST.fling) return;
    const held = Math.min(1, COAST.fastest / speed);
    const from = this.#camera;
    let start: number | undefined;
    this.#coasting = true;
    const step = (now: number): void => {
      start ??= now;
      const ms = now - start;
      this.#apply(panBy(from, coasted(vx * held, ms), coasted(vy * held, ms)));
      const rests = speed * held * Math.exp(-ms / COAST.decay) < COAST.slowest;
      if (rests) this.stop();
      else this.#frame = view.requestAnimationFrame(step);
    };
    this.#frame = view.requestAnimationFrame(step);
  }

  /** Ends coasting and leaves a glide; whether it coasted. */
  hold(): boolean {
    const coasting = this.#coasting;
    if (coasting) this.stop();
    return coasting;
  }

  stop(): void {
    if (this.#frame) this.view?.cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#coasting = false;
  }

  /** The window, where motion is welcome and seen. */
  #moving(): Window | undefined {
    const { view } = this;
    if (!view || view.matchMedia('(prefers-reduced-motion: reduce)').matches || view.document.hidden) return undefined;
    return view;
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
