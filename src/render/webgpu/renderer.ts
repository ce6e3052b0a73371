/** The WebGPU tier: a canvas, the page's device and the painter. */
import { GdsError } from '../../errors.js';
import type { Camera } from '../../scene/camera.js';
import type { Scene } from '../../scene/scene.js';
import { TextEngine } from '../text/text-engine.js';
import type { DrawResult, Renderer, RendererDetails, RenderTheme } from '../types.js';
import { leaseDevice, type DeviceLease } from './broker.js';
import { USAGE } from './buffers.js';
import { GpuTimer } from './gpu-timer.js';
import { WebGpuPainter } from './painter.js';

export class WebGpuRenderer implements Renderer {
  info: RendererDetails = {
    kind: 'webgpu',
    adapter: '',
    fallback: false,
    reason: '',
    format: '',
    timestamps: false,
    maxTextureSize: Infinity,
  };
  onLost?: (reason: string) => void;
  onGpuTime?: (ms: number) => void;
  #lease: DeviceLease | undefined;
  #context: GPUCanvasContext | undefined;
  #canvas: HTMLCanvasElement | undefined;
  #painter: WebGpuPainter | undefined;
  #timer: GpuTimer | undefined;
  #format: GPUTextureFormat = 'bgra8unorm';
  #scene: Scene | undefined;
  #camera: Camera | undefined;
  #dpr = 1;
  #time = 0;
  #disposed = false;
  readonly #text: TextEngine;

  constructor(private theme: RenderTheme) {
    this.#text = new TextEngine(theme.font);
  }

  /** The page's device while attached; for tests that take it away. */
  get device(): GPUDevice | undefined {
    return this.#lease?.device;
  }

  get gpuBytes(): number {
    return (this.#painter?.gpuBytes ?? 0) + (this.#timer?.buffers ?? []).reduce((sum, { size }) => sum + size, 0);
  }

  async attach(canvas: HTMLCanvasElement): Promise<void> {
    const gpu = (canvas.ownerDocument.defaultView ?? globalThis).navigator.gpu as GPU | undefined;
    const lease = await leaseDevice(gpu);
    this.#lease = lease;
    this.#format = gpu!.getPreferredCanvasFormat();
    this.info = {
      ...this.info,
      adapter: lease.name,
      fallback: lease.fallback,
      reason: lease.fallback ? 'WebGPU runs in software here.' : '',
      format: this.#format,
      timestamps: lease.device.features.has('timestamp-query'),
      maxTextureSize: lease.device.limits.maxTextureDimension2D,
    };
    let failed: string | undefined;
    lease.device.pushErrorScope('validation');
    try {
      this.#painter = await WebGpuPainter.create(lease.device, this.#format, this.#text);
    } catch (cause) {
      failed = cause instanceof Error ? cause.message : String(cause);
    }
    const problem = await lease.device.popErrorScope().catch(() => null);
    const context = canvas.getContext('webgpu');
    if (failed !== undefined || problem || !context) {
      this.dispose();
      throw new GdsError('GDS_RENDERER_WEBGPU', `WebGPU cannot draw here: ${failed ?? problem?.message ?? 'the canvas gives no context'}.`);
    }
    if (this.info.timestamps) this.#timer = new GpuTimer(lease.device, (ms) => this.onGpuTime?.(ms));
    context.configure({ device: lease.device, format: this.#format, alphaMode: 'opaque' });
    this.#context = context;
    this.#canvas = canvas;
    void lease.device.lost.then(({ message, reason }) => {
      if (!this.#disposed) this.onLost?.(message || reason);
    });
  }

  resize(width: number, height: number, dpr: number): void {
    const canvas = this.#canvas;
    if (!canvas) return;
    this.#dpr = dpr;
    canvas.width = Math.max(1, width);
    canvas.height = Math.max(1, height);
  }

  setTheme(theme: RenderTheme): void {
    const font = theme.font !== this.theme.font;
    this.theme = theme;
    if (!font) return;
    this.fontsChanged();
  }

  /** The font's files arrived or its family changed. */
  fontsChanged(): void {
    this.#text.setFont(this.theme.font);
    if (this.#scene) this.#scene.measure = this.#text.measure;
  }

  sync(scene: Scene): void {
    if (this.#scene === scene) return;
    this.#scene = scene;
    scene.measure = this.#text.measure;
  }

  draw(camera: Camera): DrawResult {
    const { width, height } = this.#canvas ?? { width: 0, height: 0 };
    if (!this.#painter || !this.#scene || !this.#context || width === 0) return { draws: 0, bytesUploaded: 0, submits: 0 };
    this.#camera = camera;
    const view = this.#context.getCurrentTexture().createView();
    this.#time = performance.now();
    const timed = this.#timer?.frame();
    const target = { view, width, height, dpr: this.#dpr, time: this.#time };
    const drawn = this.#painter.paint(target, this.#scene, camera, this.theme, timed?.encode, timed?.writes);
    timed?.read();
    return drawn;
  }

  /** Paints the last view once more into a texture that can be read: a canvas' own texture is gone once it is presented. */
  async capture(): Promise<{ width: number; height: number; data: Uint8ClampedArray }> {
    const device = this.#lease?.device;
    if (!device || !this.#painter || !this.#scene || !this.#camera || !this.#canvas) {
      throw new GdsError('GDS_RENDERER_CAPTURE', 'Nothing has been drawn yet. Wait for the first frame.');
    }
    const { width, height } = this.#canvas;
    const bytesPerRow = Math.ceil((width * 4) / 256) * 256;
    // 1 copy source, 16 render attachment.
    const texture = device.createTexture({ label: 'capture', size: [width, height], format: this.#format, usage: 1 | 16 });
    const buffer = device.createBuffer({ label: 'capture', size: bytesPerRow * height, usage: USAGE.copyDst | USAGE.mapRead });
    const target = { view: texture.createView(), width, height, dpr: this.#dpr, time: this.#time };
    const copy = (encoder: GPUCommandEncoder): void => encoder.copyTextureToBuffer({ texture }, { buffer, bytesPerRow }, [width, height]);
    const { theme } = this;
    const painter = this.#painter;
    const scene = this.#scene;
    const camera = this.#camera;
    this.#text.unhurried(() => painter.paint(target, scene, camera, theme, copy));
    try {
      await buffer.mapAsync(1);
      return {
        width,
        height,
        data: unpad(new Uint8Array(buffer.getMappedRange()), width, height, bytesPerRow, this.#format.startsWith('bgra')),
      };
    } catch (cause) {
      throw new GdsError('GDS_RENDERER_CAPTURE', 'The graphics device was lost while the picture was read. Try again.', { cause });
    } finally {
      buffer.destroy();
      texture.destroy();
    }
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#painter?.dispose();
    this.#timer?.destroy();
    this.#context?.unconfigure();
    this.#lease?.release();
  }
}

/** Rows without their padding, channels in the order red, green, blue, alpha. */
function unpad(source: Uint8Array, width: number, height: number, bytesPerRow: number, swap: boolean): Uint8ClampedArray {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) data.set(source.subarray(y * bytesPerRow, y * bytesPerRow + width * 4), y * width * 4);
  if (swap) {
    for (let index = 0; index < data.length; index += 4) {
      const blue = data[index]!;
      data[index] = data[index + 2]!;
      data[index + 2] = blue;
    }
  }
  return data;
}
