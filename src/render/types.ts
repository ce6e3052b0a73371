/** The renderer contract. A renderer draws a scene; it never changes it and never reads the document. */
import type { Camera } from '../scene/camera.js';
import type { ItemColor } from '../scene/palette.js';
import type { Scene } from '../scene/scene.js';

export type RendererKind = 'webgpu' | 'webgl' | 'canvas';
export type RendererPreference = 'auto' | RendererKind;

export interface RendererInfo {
  readonly kind: RendererKind | 'none';
  /** Adapter or driver as it names itself, for example `google swiftshader`. */
  readonly adapter: string;
  /** A software adapter: right pixels, slow. */
  readonly fallback: boolean;
  /** Why a better tier is not in use, in a sentence; empty when it is the best one. */
  readonly reason: string;
}

/** Straight (not premultiplied) sRGB, 0 to 1. */
export type Rgba = readonly [number, number, number, number];

/** The colours the renderer needs, read from the same custom properties as the chrome (`src/element/tokens.ts`). */
export interface RenderTheme {
  readonly canvas: Rgba;
  readonly gridDot: Rgba;
  readonly surface: Rgba;
  readonly surfaceRaised: Rgba;
  /** Text fields and media wells on a node. */
  readonly well: Rgba;
  readonly border: Rgba;
  readonly text: Rgba;
  readonly muted: Rgba;
  readonly accent: Rgba;
  readonly running: Rgba;
  readonly warning: Rgba;
  readonly error: Rgba;
  readonly shadow: Rgba;
  /** Of frames and notes. */
  readonly items: Readonly<Record<ItemColor, Rgba>>;
  /** By port type id; hosts may add. */
  readonly ports: Readonly<Record<string, Rgba>>;
  /** CSS font family list. */
  readonly font: string;
  readonly reducedMotion: boolean;
}

export interface FrameStats {
  /** Frames drawn since the renderer was attached. */
  readonly frames: number;
  /** Draw calls and bytes uploaded in the last frame. */
  readonly draws: number;
  readonly bytesUploaded: number;
  readonly submits: number;
  /** Main-thread milliseconds of the last frame. */
  readonly cpuMs: number;
  /** Why the last frame was drawn. */
  readonly reasons: readonly string[];
}

export interface Renderer {
  readonly info: RendererInfo;
  /** Rejects with a GdsError `GDS_RENDERER_*` when this tier cannot work here. */
  attach(canvas: HTMLCanvasElement): Promise<void>;
  /** Device pixels. */
  resize(width: number, height: number, dpr: number): void;
  setTheme(theme: RenderTheme): void;
  /** Takes over what changed in the scene since the last call. */
  sync(scene: Scene): void;
  draw(camera: Camera): { draws: number; bytesUploaded: number; submits: number };
  /** The last frame's pixels, device pixels, for tests and pictures. */
  capture(): Promise<{ width: number; height: number; data: Uint8ClampedArray }>;
  /** Called once when the device or context is gone for good. */
  onLost?: (reason: string) => void;
  /** The page's fonts changed: text is measured and drawn anew. */
  fontsChanged?(): void;
  dispose(): void;
}
