/** The renderer contract. A renderer draws a scene; it never changes it and never reads the document. */
import type { Camera } from '../scene/camera.js';
import type { ItemColor } from '../scene/palette.js';
import type { Scene } from '../scene/scene.js';

export type RendererKind = 'webgpu' | 'webgl' | 'canvas';
export type RendererPreference = 'auto' | RendererKind;

/** What a renderer says of itself once it is attached. */
export interface RendererDetails {
  readonly kind: RendererKind | 'none';
  /** Adapter or driver as it names itself, for example `google swiftshader`. */
  readonly adapter: string;
  /** A software adapter: right pixels, slow. */
  readonly fallback: boolean;
  /** Why a better tier is not in use, in a sentence; empty when it is the best one. */
  readonly reason: string;
  /** Texture format of the canvas, for example `bgra8unorm`; empty where there is none. */
  readonly format: string;
  /** GPU time is measured: `stats().gpu` has figures once a few frames were drawn. */
  readonly timestamps: boolean;
  /** Longest side of a texture, device pixels, which bounds the canvas too; Infinity where nothing is known to. */
  readonly maxTextureSize: number;
}

export interface RendererInfo extends RendererDetails {
  /** Device pixels per CSS pixel while the view rests: the screen's own, lower on surfaces beyond 8.3 million pixels. */
  readonly dpr: number;
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

/** What one call of {@link Renderer.draw} cost. */
export interface DrawResult {
  readonly draws: number;
  readonly bytesUploaded: number;
  /** 0 where nothing could be drawn, else 1. */
  readonly submits: number;
  /** Something on screen moves by itself, for example the flow along a running wire: the next frame is wanted as well. */
  readonly animating?: boolean;
  /** Something is left for the next frame, for example letters beyond what one frame may draw. Ends by itself. */
  readonly waiting?: boolean;
  /** Pictures in sight are on their way; a frame is asked for when one of them has come. */
  readonly loading?: boolean;
}

/** Of the last frames, milliseconds; all 0 before the first one. */
export interface Percentiles {
  /** Frames behind the figures, at most {@link FrameStats.window}. */
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** A frame that cost the main thread more than one at 60 per second may. */
export interface LongFrame {
  /** Which one it was, counted as {@link FrameStats.frames}. */
  readonly frame: number;
  /** `performance.now()` when it began. */
  readonly at: number;
  readonly cpuMs: number;
  readonly reasons: readonly string[];
}

/** What drawing costs. A snapshot, frozen. Nothing is counted while nothing is drawn, so idle frames do not flatter it. */
export interface FrameStats {
  /** Frames drawn since the canvas came on the page, by all renderers it had. */
  readonly frames: number;
  /** Draw calls, bytes uploaded and submits of the last frame. */
  readonly draws: number;
  readonly bytesUploaded: number;
  readonly submits: number;
  /** Main-thread milliseconds of the last frame. */
  readonly cpuMs: number;
  /** Why the last frame was drawn, for example `camera`, `drag`, `run state`, `resize`. */
  readonly reasons: readonly string[];
  /** Device pixels per CSS pixel of the last frame; lower than `rendererInfo.dpr` while the view moves on a very large surface. */
  readonly dpr: number;
  /** Frames that the percentiles look back on, at most. */
  readonly window: number;
  /** Main-thread time of the last frames. */
  readonly cpu: Percentiles;
  /** GPU time of the last frames; null where the device measures none. */
  readonly gpu: Percentiles | null;
  readonly longFrames: {
    /** Since the canvas came on the page. */
    readonly count: number;
    /** Milliseconds above which a frame is long. */
    readonly threshold: number;
    /** The latest few, oldest first. */
    readonly last: readonly LongFrame[];
  };
  /** How many frames each reason had a part in. */
  readonly reasonCounts: Readonly<Record<string, number>>;
  /** Animation frames asked of the browser. At rest this stands still. */
  readonly animationFrames: number;
  /** Bytes of buffers and textures on the GPU, without the canvas itself; 0 where the renderer does not count them. */
  readonly gpuBytes: number;
}

export interface Renderer {
  readonly info: RendererDetails;
  /** Rejects with a GdsError `GDS_RENDERER_*` when this tier cannot work here. */
  attach(canvas: HTMLCanvasElement): Promise<void>;
  /** Device pixels. */
  resize(width: number, height: number, dpr: number): void;
  setTheme(theme: RenderTheme): void;
  /** Takes over what changed in the scene since the last call. */
  sync(scene: Scene): void;
  draw(camera: Camera): DrawResult;
  /** The last frame's pixels, device pixels, for tests and pictures. */
  capture(): Promise<{ width: number; height: number; data: Uint8ClampedArray }>;
  /** Called once when the device or context is gone for good. */
  onLost?: (reason: string) => void;
  /** Called some time after a frame with the milliseconds it took the GPU, where {@link RendererDetails.timestamps} is true. */
  onGpuTime?: (ms: number) => void;
  /** Bytes of buffers and textures on the GPU. */
  readonly gpuBytes?: number;
  /** The page's fonts changed: text is measured and drawn anew. */
  fontsChanged?(): void;
  dispose(): void;
}
