/**
 * The stage: one canvas element on the page, one renderer behind it, and frames only when something changed.
 *
 * It chooses the tier, follows size, pixel ratio and visibility, brings a lost device back and moves down a tier when that happens
 * too often. The scene and the camera are given; the document never notices any of this.
 */
import { GdsError } from '../errors.js';
import type { Camera } from '../scene/camera.js';
import type { Scene } from '../scene/scene.js';
import { CanvasSize } from './canvas-size.js';
import { FrameLog } from './frame-log.js';
import { concerns, requestFonts } from './fonts.js';
import { FrameLoop } from './frame-loop.js';
import { Handover } from './handover.js';
import { Losses, MAX_LOSSES } from './losses.js';
import { Motion } from './motion.js';
import { MOVING_PIXELS } from './pixel-size.js';
import { openTier, tiersFor, type OpenTier } from './tiers.js';
import type {
  DrawResult,
  FrameStats,
  Renderer,
  RendererDetails,
  RendererInfo,
  RendererKind,
  RendererPreference,
  RenderTheme,
} from './types.js';
import { Viewport } from './viewport.js';

export interface StageOptions {
  readonly container: HTMLElement;
  readonly scene: Scene;
  readonly preference: RendererPreference;
  readonly theme: RenderTheme;
  /** Device pixels at most while the view moves, {@link MOVING_PIXELS} by default; Infinity draws every frame at its full ratio. */
  readonly movingPixels?: number;
  /** Milliseconds for which the old picture stays while a new renderer's letters and pictures come in, {@link PATIENCE} by default. */
  readonly patience?: number;
}

/** Nothing that a person does can be seen meanwhile. Some dozens of pictures are there again in a fraction of it. */
const PATIENCE = 400;

export const NO_RENDERER: RendererDetails = {
  kind: 'none',
  adapter: '',
  fallback: false,
  reason: 'Not started.',
  format: '',
  timestamps: false,
  maxTextureSize: Infinity,
};

export class Stage {
  onInfo?: (info: RendererInfo) => void;
  onError?: (error: GdsError) => void;
  readonly #container: HTMLElement;
  readonly #scene: Scene;
  readonly #size: CanvasSize;
  readonly #log = new FrameLog();
  readonly #losses = new Losses();
  readonly #handover: Handover;
  readonly #loop: FrameLoop;
  readonly #motion = new Motion({ frame: (callback) => this.#loop.frame(callback), rested: () => this.invalidate('rest') });
  #preference: RendererPreference;
  #theme: RenderTheme;
  #camera: Camera = { x: 0, y: 0, zoom: 1 };
  #renderer: Renderer | undefined;
  #canvas: HTMLCanvasElement | undefined;
  #details = NO_RENDERER;
  #viewport: Viewport | undefined;
  #suspended = false;
  #disposed = false;
  /** Raised by every choice of a tier: an older one that is still on its way gives up. */
  #turn = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #listeners: AbortController | undefined;

  constructor(options: StageOptions) {
    this.#container = options.container;
    this.#scene = options.scene;
    this.#preference = options.preference;
    this.#theme = options.theme;
    this.#handover = new Handover(options.container, options.patience ?? PATIENCE);
    this.#size = new CanvasSize(options.movingPixels ?? MOVING_PIXELS);
    this.#loop = new FrameLoop({
      view: this.#container.ownerDocument.defaultView ?? window,
      runnable: () => !this.#suspended && !this.#disposed && this.#viewport?.visible !== false,
      draw: () => this.#draw(),
    });
    this.#scene.onInvalidate = (reason) => this.invalidate(reason);
  }

  /** Finds the best tier that works. Never rejects: where nothing draws, the info's kind is `none` and says why. */
  start(): Promise<RendererInfo> {
    this.#watch();
    return this.#choose(tiersFor(this.#preference));
  }
  /** Swaps the renderer. The picture stays until the new one is whole; resolves then. */
  setPreference(preference: RendererPreference): Promise<RendererInfo> {
    this.#preference = preference;
    this.#losses.forget();
    return this.#choose(tiersFor(preference));
  }

  setTheme(theme: RenderTheme): void {
    if (theme.font !== this.#theme.font) requestFonts(this.#container.ownerDocument.fonts, theme.font);
    this.#theme = theme;
    this.#renderer?.setTheme(theme);
    this.invalidate('theme');
  }

  get camera(): Camera {
    return this.#camera;
  }
  set camera(camera: Camera) {
    const { x, y, zoom } = this.#camera;
    if (camera.x === x && camera.y === y && camera.zoom === zoom) return;
    this.#camera = camera;
    if (this.#size.lowered) this.#motion.moved();
    this.invalidate('camera');
  }

  get info(): RendererInfo {
    return Object.freeze({ ...this.#details, dpr: this.#size.atRest.dpr });
  }
  /** The canvas that is drawn to; another one after a change of tier. */
  get canvas(): HTMLCanvasElement | undefined {
    return this.#canvas;
  }
  get renderer(): Renderer | undefined {
    return this.#renderer;
  }
  stats(): FrameStats {
    return this.#log.stats(this.#details.timestamps, this.#loop.asked, this.#renderer?.gpuBytes ?? 0);
  }

  /** Asks for a frame. Any number of calls before it give one frame. */
  invalidate(reason: string): void {
    if (!this.#disposed) this.#loop.ask(reason);
  }

  /** The view as it is now, at its full ratio. */
  async capture(): Promise<{ width: number; height: number; data: Uint8ClampedArray }> {
    if (!this.#renderer) throw new GdsError('GDS_RENDERER_CAPTURE', `Nothing is drawn here. ${this.#details.reason}`);
    this.#motion.stop();
    this.#draw();
    return this.#renderer.capture();
  }

  /** No frames and no observers until {@link resume}; the renderer stays. */
  suspend(): void {
    this.#suspended = true;
    this.#motion.stop();
    this.#loop.cancel();
    this.#unwatch();
  }
  resume(): void {
    if (!this.#suspended || this.#disposed) return;
    this.#suspended = false;
    this.#watch();
    this.invalidate('resume');
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#turn += 1;
    clearTimeout(this.#retry);
    this.#motion.stop();
    this.#loop.cancel();
    this.#unwatch();
    this.#handover.drop();
    this.#renderer?.dispose();
    this.#canvas?.remove();
    delete this.#scene.onInvalidate;
  }

  async #choose(tiers: readonly RendererKind[], note = ''): Promise<RendererInfo> {
    const turn = (this.#turn += 1);
    clearTimeout(this.#retry);
    const { tier, reasons } = await openTier(tiers, this.#theme, this.#container.ownerDocument, () => turn === this.#turn);
    if (turn !== this.#turn) return this.info;
    const why = [note, ...reasons, tier?.renderer.info.reason].filter(Boolean).join(' ');
    this.#details = { ...(tier?.renderer.info ?? NO_RENDERER), reason: why };
    this.#measure();
    if (tier) {
      await this.#take(tier);
      if (turn !== this.#turn) return this.info;
      this.onInfo?.(this.info);
      if (tier.lost !== undefined) this.#lost(tier.renderer, tier.lost);
      return this.info;
    }
    this.#handover.drop();
    this.#renderer?.dispose();
    this.#renderer = undefined;
    this.#canvas?.remove();
    this.#canvas = undefined;
    this.onInfo?.(this.info);
    this.onError?.(new GdsError('GDS_RENDERER_NONE', `The canvas cannot be drawn in this browser. ${why}`));
    return this.info;
  }

  /** Resolves once the new canvas is on the page. */
  #take({ renderer, canvas }: OpenTier): Promise<void> {
    const before = this.#renderer && this.#canvas && { renderer: this.#renderer, canvas: this.#canvas };
    // Decorative to assistive technology: the semantic tree beside it is what they read.
    canvas.setAttribute('aria-hidden', 'true');
    canvas.style.setProperty('position', 'absolute');
    canvas.style.setProperty('inset', '0');
    canvas.style.setProperty('display', 'block');
    canvas.style.setProperty('width', '100%');
    canvas.style.setProperty('height', '100%');
    this.#renderer = renderer;
    this.#canvas = canvas;
    this.#size.reset();
    this.#log.forgetGpu();
    renderer.onLost = (reason) => this.#lost(renderer, reason);
    renderer.onGpuTime = (ms) => this.#log.addGpu(ms);
    renderer.setTheme(this.#theme);
    const shown = this.#handover.begin(before, canvas);
    this.#loop.note('renderer');
    this.#draw();
    return shown;
  }

  #lost(renderer: Renderer, reason: string): void {
    if (renderer !== this.#renderer || this.#disposed) return;
    const kind = renderer.info.kind as RendererKind;
    const tiers = tiersFor(this.#preference);
    const here = Math.max(0, tiers.indexOf(kind));
    const wait = this.#losses.count(performance.now());
    if (wait === null) {
      void this.#choose(tiers.slice(here + 1), `The ${kind} device was lost ${MAX_LOSSES} times within a minute (${reason}).`);
      return;
    }
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#choose(tiers.slice(here)), wait);
  }

  #watch(): void {
    if (this.#viewport || this.#disposed) return;
    this.#viewport = new Viewport(
      this.#container,
      () => this.#resized(),
      () => {
        if (this.#viewport?.visible) this.#loop.schedule();
        else this.#loop.cancel();
      },
    );
    this.#measure();
    this.#listeners = new AbortController();
    const { fonts } = this.#container.ownerDocument;
    requestFonts(fonts, this.#theme.font);
    fonts?.addEventListener(
      'loadingdone',
      ({ fontfaces }) => {
        if (!concerns(this.#theme.font, fontfaces)) return;
        this.#renderer?.fontsChanged?.();
        this.invalidate('fonts');
      },
      { signal: this.#listeners.signal },
    );
  }
  #unwatch(): void {
    this.#viewport?.disconnect();
    this.#viewport = undefined;
    this.#listeners?.abort();
  }

  #resized(): void {
    const { dpr } = this.#size.atRest;
    this.#measure();
    // In the same turn, before the page is painted: the old picture would be stretched. But never twice in one frame.
    this.#loop.note('resize');
    if (this.#viewport?.visible && !this.#loop.drawn) this.#draw();
    else this.#loop.schedule();
    if (dpr !== this.#size.atRest.dpr) this.onInfo?.(this.info);
  }
  #measure(): void {
    this.#size.measure(this.#viewport?.size, this.#details.maxTextureSize);
  }

  #draw(): void {
    const renderer = this.#renderer;
    if (!renderer || this.#disposed || this.#suspended) return;
    const begun = performance.now();
    let drawn: DrawResult;
    try {
      this.#size.fit(renderer, this.#motion.moving);
      renderer.sync(this.#scene);
      drawn = renderer.draw(this.#camera);
    } catch (error) {
      this.onError?.(GdsError.from(error, 'GDS_RENDERER_DRAW'));
      this.#lost(renderer, String(error));
      return;
    }
    this.#handover.drew(!drawn.waiting && !drawn.loading);
    if (drawn.submits === 0) return this.#loop.cancel();
    // What the renderer itself changed while drawing, such as the font's measure, is in this frame already.
    const reasons = this.#loop.take();
    this.#log.add(drawn, begun, performance.now() - begun, this.#size.dpr, reasons);
    if (drawn.waiting) this.invalidate('text');
    if (drawn.animating && !this.#theme.reducedMotion) this.#loop.animate();
  }
}
