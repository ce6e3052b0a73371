/**
 * The stage: one canvas element on the page, one renderer behind it, and frames only when something changed.
 *
 * It chooses the tier, follows size, pixel ratio and visibility, brings a lost device back and moves down a tier when that happens
 * too often. The scene and the camera are given; the document never notices any of this.
 */
import { GdsError } from '../errors.js';
import type { Camera } from '../scene/camera.js';
import type { Scene } from '../scene/scene.js';
import { createRenderer, tiersFor } from './tiers.js';
import type { FrameStats, Renderer, RendererInfo, RendererKind, RendererPreference, RenderTheme } from './types.js';
import { Viewport } from './viewport.js';

/** This many losses within {@link LOSS_WINDOW} milliseconds, and the next tier takes over. */
const MAX_LOSSES = 3;
const LOSS_WINDOW = 60_000;
/** Milliseconds before a lost device is asked for anew; doubles with each loss in the window. */
const LOSS_BACKOFF = 50;

export interface StageOptions {
  readonly container: HTMLElement;
  readonly scene: Scene;
  readonly preference: RendererPreference;
  readonly theme: RenderTheme;
}

const NONE: RendererInfo = { kind: 'none', adapter: '', fallback: false, reason: 'Not started.' };

export class Stage {
  onInfo?: (info: RendererInfo) => void;
  onError?: (error: GdsError) => void;
  readonly #container: HTMLElement;
  readonly #scene: Scene;
  #preference: RendererPreference;
  #theme: RenderTheme;
  #camera: Camera = { x: 0, y: 0, zoom: 1 };
  #renderer: Renderer | undefined;
  #canvas: HTMLCanvasElement | undefined;
  #info: RendererInfo = NONE;
  #viewport: Viewport | undefined;
  #reasons = new Set<string>();
  #frame = 0;
  #frames = 0;
  #last: FrameStats = { frames: 0, draws: 0, bytesUploaded: 0, submits: 0, cpuMs: 0, reasons: [] };
  #losses: number[] = [];
  #suspended = false;
  #disposed = false;
  /** Raised by every choice of a tier: an older one that is still on its way gives up. */
  #turn = 0;
  #listeners: AbortController | undefined;

  constructor(options: StageOptions) {
    this.#container = options.container;
    this.#scene = options.scene;
    this.#preference = options.preference;
    this.#theme = options.theme;
    this.#scene.onInvalidate = (reason) => this.invalidate(reason);
  }

  /** Finds the best tier that works. Never rejects: where nothing draws, the info's kind is `none` and says why. */
  start(): Promise<RendererInfo> {
    this.#watch();
    return this.#choose(tiersFor(this.#preference));
  }
  /** Swaps the renderer. The picture stays until the new one has drawn. */
  setPreference(preference: RendererPreference): Promise<RendererInfo> {
    this.#preference = preference;
    this.#losses = [];
    return this.#choose(tiersFor(preference));
  }

  setTheme(theme: RenderTheme): void {
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
    this.invalidate('camera');
  }

  get info(): RendererInfo {
    return this.#info;
  }
  /** The canvas that is shown now; another one after a change of tier. */
  get canvas(): HTMLCanvasElement | undefined {
    return this.#canvas;
  }
  get renderer(): Renderer | undefined {
    return this.#renderer;
  }
  stats(): FrameStats {
    return this.#last;
  }

  /** Asks for a frame. Any number of calls before it give one frame. */
  invalidate(reason: string): void {
    if (this.#disposed) return;
    this.#reasons.add(reason);
    this.#schedule();
  }

  async capture(): Promise<{ width: number; height: number; data: Uint8ClampedArray }> {
    if (!this.#renderer) throw new GdsError('GDS_RENDERER_CAPTURE', `Nothing is drawn here. ${this.#info.reason}`);
    this.#draw();
    return this.#renderer.capture();
  }

  /** No frames and no observers until {@link resume}; the renderer stays. */
  suspend(): void {
    this.#suspended = true;
    this.#unschedule();
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
    this.#unschedule();
    this.#unwatch();
    this.#renderer?.dispose();
    this.#canvas?.remove();
    delete this.#scene.onInvalidate;
  }

  async #choose(tiers: readonly RendererKind[], note = ''): Promise<RendererInfo> {
    const turn = (this.#turn += 1);
    const reasons: string[] = note ? [note] : [];
    for (const kind of tiers) {
      const canvas = this.#container.ownerDocument.createElement('canvas');
      let renderer: Renderer | undefined;
      try {
        renderer = await createRenderer(kind, this.#theme);
        await renderer.attach(canvas);
      } catch (error) {
        renderer?.dispose();
        if (turn !== this.#turn) return this.#info;
        reasons.push(GdsError.from(error, `GDS_RENDERER_${kind.toUpperCase()}`).message);
        continue;
      }
      if (turn !== this.#turn) {
        renderer.dispose();
        return this.#info;
      }
      this.#take(renderer, canvas, reasons);
      return this.#info;
    }
    this.#renderer?.dispose();
    this.#renderer = undefined;
    this.#canvas?.remove();
    this.#canvas = undefined;
    this.#setInfo({ kind: 'none', adapter: '', fallback: false, reason: reasons.join(' ') });
    this.onError?.(new GdsError('GDS_RENDERER_NONE', `The canvas cannot be drawn in this browser. ${reasons.join(' ')}`));
    return this.#info;
  }

  #take(renderer: Renderer, canvas: HTMLCanvasElement, reasons: readonly string[]): void {
    const before = this.#renderer;
    const old = this.#canvas;
    // Decorative to assistive technology: the semantic tree beside it is what they read.
    canvas.setAttribute('aria-hidden', 'true');
    canvas.style.setProperty('position', 'absolute');
    canvas.style.setProperty('inset', '0');
    canvas.style.setProperty('display', 'block');
    canvas.style.setProperty('width', '100%');
    canvas.style.setProperty('height', '100%');
    this.#renderer = renderer;
    this.#canvas = canvas;
    renderer.onLost = (reason) => this.#lost(renderer, reason);
    renderer.setTheme(this.#theme);
    this.#container.prepend(canvas);
    this.#applySize();
    this.#reasons.add('renderer');
    this.#unschedule();
    this.#draw();
    before?.dispose();
    old?.remove();
    const reason = [...reasons, renderer.info.reason].filter(Boolean).join(' ');
    this.#setInfo({ ...renderer.info, reason });
  }

  #lost(renderer: Renderer, reason: string): void {
    if (renderer !== this.#renderer || this.#disposed) return;
    const now = performance.now();
    this.#losses = [...this.#losses.filter((at) => now - at < LOSS_WINDOW), now];
    const kind = renderer.info.kind;
    const tiers = tiersFor(this.#preference);
    const here = tiers.indexOf(kind as RendererKind);
    if (this.#losses.length >= MAX_LOSSES) {
      this.#losses = [];
      void this.#choose(tiers.slice(here + 1), `The ${kind} device was lost ${MAX_LOSSES} times within a minute (${reason}).`);
      return;
    }
    const turn = this.#turn;
    setTimeout(
      () => {
        if (turn === this.#turn && !this.#disposed) void this.#choose(tiers.slice(Math.max(0, here)));
      },
      LOSS_BACKOFF * 2 ** (this.#losses.length - 1),
    );
  }

  #setInfo(info: RendererInfo): void {
    this.#info = info;
    this.onInfo?.(info);
  }

  #watch(): void {
    if (this.#viewport || this.#disposed) return;
    this.#viewport = new Viewport(
      this.#container,
      () => {
        this.#applySize();
        // A resized canvas is blank: draw in the same turn, before the page is painted.
        this.#reasons.add('resize');
        this.#draw();
      },
      () => {
        if (this.#viewport?.visible) this.#schedule();
        else this.#unschedule();
      },
    );
    this.#listeners = new AbortController();
    this.#container.ownerDocument.fonts?.addEventListener(
      'loadingdone',
      () => {
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
  #applySize(): void {
    const size = this.#viewport?.size;
    if (size && size.width > 0 && size.height > 0) this.#renderer?.resize(size.width, size.height, size.dpr);
  }

  #schedule(): void {
    if (this.#frame !== 0 || this.#suspended || this.#reasons.size === 0 || this.#viewport?.visible === false) return;
    this.#frame = this.#view.requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }
  #unschedule(): void {
    if (this.#frame !== 0) this.#view.cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }
  #draw(): void {
    const renderer = this.#renderer;
    if (!renderer || this.#disposed || this.#suspended) return;
    const begun = performance.now();
    let drawn: { draws: number; bytesUploaded: number; submits: number };
    try {
      renderer.sync(this.#scene);
      drawn = renderer.draw(this.#camera);
    } catch (error) {
      this.onError?.(GdsError.from(error, 'GDS_RENDERER_DRAW'));
      this.#lost(renderer, String(error));
      return;
    }
    // What the renderer itself changed while drawing, such as the font's measure, is in this frame already.
    const reasons = [...this.#reasons];
    this.#reasons.clear();
    this.#unschedule();
    if (drawn.submits === 0) return;
    this.#frames += 1;
    this.#last = { frames: this.#frames, ...drawn, cpuMs: performance.now() - begun, reasons };
  }

  get #view(): Window {
    return this.#container.ownerDocument.defaultView ?? window;
  }
}
