/**
 * Draws a scene with WebGPU into any texture view. It knows no page and no canvas: device, format and target come from outside.
 *
 * Per frame: at most one submit, thirteen draws (and one for each 16,384 quads, or pieces of wires of one class, beyond the first), and uploads of
 * what changed (rows, quads, atlas bands, thumbnails, one uniform block).
 */
import type { Camera } from '../../scene/camera.js';
import type { Scene } from '../../scene/scene.js';
import { DrawList } from '../draw-list.js';
import { FRAME_WORDS, gridDots, writeFrame } from '../frame.js';
import { QUAD_BYTES, type QuadBuffer } from '../quads.js';
import type { TextEngine } from '../text/text-engine.js';
import { FocusedPicture } from '../focused-picture.js';
import { PicturePlacer } from '../picture-quads.js';
import { ThumbnailCache } from '../thumbnails.js';
import type { DrawResult, RenderTheme } from '../types.js';
import { HIDDEN_BELOW, SEGMENTS, WIRE_WORDS, type WireRange, type WireRibbons, type WireRun } from '../wire-ribbons.js';
import { GrowingBuffer, InstanceBuffer, UploadMeter, USAGE } from './buffers.js';
import type { Pipelines } from './pipelines.js';
import { sharedPipelines } from './shared-pipelines.js';
import { Strips } from './strips.js';
import { AtlasTexture, FocusTexture, textureBytes, ThumbnailTextures } from './textures.js';

const WIRE_BYTES = WIRE_WORDS * 4;
/** Numbers of vertices that each quad and each wire has to itself, as the shaders count. */
const VERTICES = { quad: 4, wire: 256 } as const;

/** With mip levels 85, 43 and 22 MB when they are full; each grows from four layers. With a picture in full (32 MB) 182 MB at most. */
export const WEBGPU_TIERS = [
  { size: 512, layers: 64, levels: 7 },
  { size: 256, layers: 128, levels: 6 },
  { size: 128, layers: 256, levels: 5 },
] as const;

export interface PaintTarget {
  readonly view: GPUTextureView;
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
  readonly dpr: number;
  /** Milliseconds on any clock that runs evenly, for what moves by itself. */
  readonly time?: number;
}

export class WebGpuPainter {
  readonly thumbnails: ThumbnailCache;
  readonly #list: DrawList;
  readonly #meter = new UploadMeter();
  readonly #uniforms: GrowingBuffer;
  readonly #rows: GrowingBuffer;
  readonly #groups: InstanceBuffer;
  readonly #quads: InstanceBuffer;
  readonly #overlay: InstanceBuffer;
  readonly #wires: InstanceBuffer;
  readonly #quadStrips: Strips;
  /** By number of pieces. */
  readonly #wireStrips: ReadonlyMap<number, Strips>;
  readonly #glyphs: AtlasTexture;
  readonly #emoji: AtlasTexture;
  readonly #layers: ThumbnailTextures;
  readonly #full: FocusTexture;
  readonly #focused: FocusedPicture;
  readonly #sampler: GPUSampler;
  readonly #frame = new Float32Array(FRAME_WORDS);
  #group: GPUBindGroup | undefined;
  #groupOf = -1;
  #allRows = true;
  /** Instances of the ground's grid. */
  #dots = 0;

  private constructor(
    private readonly device: GPUDevice,
    text: TextEngine,
    private readonly pipelines: Pipelines,
  ) {
    const instances = (label: string, bytes?: number): InstanceBuffer =>
      new InstanceBuffer(device, this.#meter, pipelines.instances, label, bytes);
    this.#uniforms = new GrowingBuffer(device, this.#meter, USAGE.uniform, 'frame', FRAME_WORDS * 4);
    this.#rows = new GrowingBuffer(device, this.#meter, USAGE.storage, 'rows');
    this.#groups = instances('groups', QUAD_BYTES * 4);
    this.#quads = instances('quads');
    this.#overlay = instances('overlay', QUAD_BYTES * 4);
    this.#wires = instances('wires');
    this.#quadStrips = new Strips(device, this.#meter, 1, VERTICES.quad);
    this.#wireStrips = new Map(SEGMENTS.map((segments) => [segments, new Strips(device, this.#meter, segments, VERTICES.wire)]));
    this.#glyphs = new AtlasTexture(device, this.#meter, text.glyphPage, 'glyphs');
    this.#emoji = new AtlasTexture(device, this.#meter, text.colorPage, 'emoji');
    this.#layers = new ThumbnailTextures(device, this.#meter, WEBGPU_TIERS);
    this.thumbnails = new ThumbnailCache(WEBGPU_TIERS, this.#layers);
    this.#full = new FocusTexture(device, this.#meter);
    this.#focused = new FocusedPicture(this.#full);
    this.#list = new DrawList(text, new PicturePlacer(this.thumbnails, this.#focused));
    this.#sampler = device.createSampler({ magFilter: 'linear', minFilter: 'linear', mipmapFilter: 'linear' });
  }

  /** Compiles the shaders; rejects where the device refuses them. */
  static async create(device: GPUDevice, format: GPUTextureFormat, text: TextEngine): Promise<WebGpuPainter> {
    return new WebGpuPainter(device, text, await sharedPipelines(device, format));
  }

  /**
   * @param after  adds to the frame's commands, for example a copy of what was drawn
   * @param timestampWrites  where the GPU notes the beginning and the end of the render pass; needs the feature `timestamp-query`
   */
  paint(
    target: PaintTarget,
    scene: Scene,
    camera: Camera,
    theme: RenderTheme,
    after?: (encoder: GPUCommandEncoder) => void,
    timestampWrites?: GPURenderPassTimestampWrites,
  ): DrawResult {
    const list = this.#list;
    this.#meter.bytes = 0;
    this.#upload(target, scene, camera, theme);
    const encoder = this.device.createCommandEncoder({ label: 'frame' });
    const grown = this.#layers.encodeGrowth(encoder);
    const [r, g, b] = theme.canvas;
    const pass = encoder.beginRenderPass({
      label: 'canvas',
      colorAttachments: [{ view: target.view, loadOp: 'clear', storeOp: 'store', clearValue: { r, g, b, a: 1 } }],
      ...(timestampWrites && { timestampWrites }),
    });
    const draws = this.#draw(pass, camera.zoom);
    pass.end();
    after?.(encoder);
    this.device.queue.submit([encoder.finish()]);
    grown();
    const { waiting, loading, animating } = list;
    return { draws, bytesUploaded: this.#meter.bytes, submits: 1, waiting, loading, animating };
  }

  /** Bytes of all buffers and textures. */
  get gpuBytes(): number {
    const textures = [this.#glyphs.texture, this.#emoji.texture, ...this.#layers.textures, this.#full.texture];
    return (
      this.#buffers.reduce((sum, { buffer }) => sum + buffer.size, 0) + textures.reduce((sum, texture) => sum + textureBytes(texture), 0)
    );
  }

  dispose(): void {
    for (const buffer of this.#buffers) buffer.destroy();
    this.#glyphs.texture.destroy();
    this.#emoji.texture.destroy();
    this.thumbnails.dispose();
    this.#layers.destroy();
    this.#focused.dispose();
    this.#full.destroy();
  }

  get #buffers(): readonly GrowingBuffer[] {
    const strips = [this.#quadStrips, ...this.#wireStrips.values()];
    return [this.#uniforms, this.#rows, this.#groups, this.#quads, this.#overlay, this.#wires, ...strips.map(({ indices }) => indices)];
  }

  #upload(target: PaintTarget, scene: Scene, camera: Camera, theme: RenderTheme): void {
    const list = this.#list;
    scene.rows.rebase(camera.x, camera.y);
    const viewport = { width: target.width / target.dpr, height: target.height / target.dpr };
    const changed = list.update(scene, camera, viewport, target.dpr);
    const { rows } = scene;
    const grown = this.#rows.reserve(rows.relative.byteLength);
    const dirty = rows.takeDirty();
    if (grown || this.#allRows) this.#rows.write(rows.relative, 0, rows.count * 16);
    else if (dirty) this.#rows.write(rows.relative, dirty.from * 16, (dirty.to - dirty.from) * 16);
    this.#allRows = false;
    if (changed.groups) this.#uploadQuads(this.#groups, list.groups);
    this.#uploadQuads(this.#quads, list.quads, changed.quads);
    if (changed.overlay) this.#uploadQuads(this.#overlay, list.overlay);
    this.#uploadWires(list.ribbons, changed.wires);
    const atlases = [this.#glyphs.sync(), this.#emoji.sync()].includes(true);
    writeFrame(this.#frame, {
      width: target.width,
      height: target.height,
      dpr: target.dpr,
      camera,
      scene,
      theme,
      time: target.time ?? 0,
      wireAlpha: list.ribbons.alphaAt(camera.zoom),
    });
    const dots = gridDots(target.width, target.height, this.#frame[10]!);
    this.#dots = dots.columns * dots.rows;
    this.#quadStrips.reserve(Math.max(list.groups.count, list.quads.count, list.overlay.count));
    for (const { segments, count } of wireRuns(list.ribbons)) this.#wireStrips.get(segments)!.reserve(count);
    this.#uniforms.write(this.#frame, 0, this.#frame.byteLength);
    if (grown || atlases || !this.#group || this.#groupOf !== this.#layers.generation + this.#full.generation) this.#bind();
  }

  #uploadQuads(buffer: InstanceBuffer, quads: QuadBuffer, { from, to } = { from: 0, to: quads.count }): void {
    const all = buffer.reserve(quads.count * QUAD_BYTES);
    const first = all ? 0 : from;
    buffer.write(quads.floats, first * QUAD_BYTES, ((all ? quads.count : to) - first) * QUAD_BYTES);
  }

  #uploadWires({ words, count }: WireRibbons, { from, to }: WireRange): void {
    const all = this.#wires.reserve(count * WIRE_BYTES);
    const first = all ? 0 : from;
    this.#wires.write(words, first * WIRE_BYTES, ((all ? count : to) - first) * WIRE_BYTES);
  }

  #bind(): void {
    this.#groupOf = this.#layers.generation + this.#full.generation;
    const [large, medium, small] = this.#layers.views;
    this.#group = this.device.createBindGroup({
      label: 'canvas',
      layout: this.pipelines.layout,
      entries: [
        { binding: 0, resource: { buffer: this.#uniforms.buffer } },
        { binding: 1, resource: { buffer: this.#rows.buffer } },
        { binding: 2, resource: this.#glyphs.view },
        { binding: 3, resource: this.#emoji.view },
        { binding: 4, resource: large! },
        { binding: 5, resource: medium! },
        { binding: 6, resource: this.#sampler },
        { binding: 7, resource: small! },
        { binding: 8, resource: this.#full.view },
      ],
    });
  }

  #draw(pass: GPURenderPassEncoder, zoom: number): number {
    const list = this.#list;
    let draws = 1;
    const quads = (buffer: InstanceBuffer, { count }: QuadBuffer): void => {
      if (count === 0) return;
      pass.setPipeline(this.pipelines.quad);
      pass.setBindGroup(1, buffer.group);
      draws += this.#quadStrips.draw(pass, 0, count);
    };
    const wires = (runs: readonly WireRun[]): void => {
      if (zoom < HIDDEN_BELOW || runs.length === 0) return;
      pass.setPipeline(this.pipelines.wire);
      pass.setBindGroup(1, this.#wires.group);
      for (const { segments, first, count } of runs) draws += this.#wireStrips.get(segments)!.draw(pass, first, count);
    };
    pass.setBindGroup(0, this.#group);
    pass.setPipeline(this.pipelines.grid);
    pass.draw(this.#dots * 3);
    quads(this.#groups, list.groups);
    wires(list.ribbons.runs);
    quads(this.#quads, list.quads);
    if (list.ribbons.draft) wires([list.ribbons.draft]);
    quads(this.#overlay, list.overlay);
    return draws;
  }
}

function wireRuns({ runs, draft }: WireRibbons): readonly WireRun[] {
  return draft ? [...runs, draft] : runs;
}
