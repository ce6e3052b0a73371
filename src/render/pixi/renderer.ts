/**
 * The WebGL tier: Pixi draws the same instances as WebGPU, as one instanced mesh for each primitive (never one object per node or
 * edge). `pixi.js` and its build without `eval` are fetched when this tier is needed, and not before.
 */
import type { Buffer, BufferImageSource, Container, Geometry, Mesh, Shader, UniformGroup, WebGLRenderer } from 'pixi.js';
import { GdsError } from '../../errors.js';
import type { Camera } from '../../scene/camera.js';
import type { Scene } from '../../scene/scene.js';
import { DrawList } from '../draw-list.js';
import { FRAME_HEAD, FRAME_WORDS, writeFrame } from '../frame.js';
import { QUAD_BYTES, type QuadBuffer } from '../quads.js';
import type { AtlasPage } from '../text/atlas-page.js';
import { TextEngine } from '../text/text-engine.js';
import { FocusedPicture } from '../focused-picture.js';
import { PicturePlacer } from '../picture-quads.js';
import { ThumbnailCache } from '../thumbnails.js';
import type { DrawResult, Renderer, RendererDetails, RenderTheme } from '../types.js';
import { HIDDEN_BELOW, SEGMENTS, WIRE_WORDS, type WireRun } from '../wire-ribbons.js';
import * as glsl from './glsl.js';
import { atlasSource, NODE_COLUMNS, nodeSource, syncAtlas, PicturePages, WEBGL_TIERS, type Pixi } from './textures.js';

interface Layer {
  readonly mesh: Mesh<Geometry, Shader>;
  readonly geometry: Geometry;
  readonly buffer: Buffer;
}

/** Indices of a ribbon: two corners at each end of a piece. */
const ribbon = (segments: number): number[] => Array.from({ length: (segments + 1) * 2 }, (_, index) => index);

export class PixiRenderer implements Renderer {
  info: RendererDetails = {
    kind: 'webgl',
    adapter: '',
    fallback: false,
    reason: '',
    format: 'rgba8unorm',
    timestamps: false,
    maxTextureSize: Infinity,
  };
  onLost?: (reason: string) => void;
  readonly #text: TextEngine;
  readonly #frame = new Float32Array(FRAME_WORDS);
  readonly #listeners = new AbortController();
  #allRows = true;
  #pixi!: Pixi;
  #renderer: WebGLRenderer | undefined;
  #canvas: HTMLCanvasElement | undefined;
  #root!: Container;
  #pages!: PicturePages;
  #thumbnails!: ThumbnailCache;
  #focused!: FocusedPicture;
  #list!: DrawList;
  #uniforms!: UniformGroup;
  #nodes!: BufferImageSource;
  #atlases!: Record<'uGlyphs' | 'uEmoji', BufferImageSource>;
  #layers!: {
    readonly grid: Mesh<Geometry, Shader>;
    readonly groups: Layer;
    /** One for each class of wires, see wire-ribbons.ts: WebGL 2 has no first instance. */
    readonly wires: readonly Layer[];
    readonly quads: Layer;
    readonly draft: Layer;
    readonly overlay: Layer;
  };
  #scene: Scene | undefined;
  #camera: Camera | undefined;
  #dpr = 1;

  constructor(private theme: RenderTheme) {
    this.#text = new TextEngine(theme.font);
  }

  async attach(canvas: HTMLCanvasElement): Promise<void> {
    let pixi: Pixi;
    try {
      pixi = await import('pixi.js');
      await import('pixi.js/unsafe-eval');
    } catch (cause) {
      throw new GdsError('GDS_RENDERER_WEBGL', 'The WebGL renderer could not be loaded. Check the network and reload.', { cause });
    }
    this.#pixi = pixi;
    // Pixi's clock would run for ever; frames come from the stage alone.
    pixi.Ticker.system.autoStart = false;
    pixi.Ticker.system.stop();
    const renderer = new pixi.WebGLRenderer();
    try {
      await renderer.init({
        canvas,
        width: 1,
        height: 1,
        resolution: 1,
        autoDensity: false,
        antialias: false,
        depth: false,
        preferWebGLVersion: 2,
        skipExtensionImports: true,
        gcActive: false,
      });
      if (!renderer.gl || renderer.context.webGLVersion < 2) throw new Error('WebGL 2 is missing');
    } catch (cause) {
      throw new GdsError('GDS_RENDERER_WEBGL', 'This browser has no WebGL 2.', { cause });
    }
    pixi.Ticker.system.stop();
    this.#renderer = renderer;
    this.#canvas = canvas;
    const maxTextureSize = renderer.gl.getParameter(renderer.gl.MAX_TEXTURE_SIZE) as number;
    this.info = { ...this.info, ...describe(renderer.gl), maxTextureSize };
    this.#build(maxTextureSize);
    canvas.addEventListener('webglcontextlost', () => this.onLost?.('The WebGL context was lost.'), { signal: this.#listeners.signal });
  }

  resize(width: number, height: number, dpr: number): void {
    this.#dpr = dpr;
    this.#renderer?.resize(Math.max(1, width), Math.max(1, height), 1);
  }

  setTheme(theme: RenderTheme): void {
    const font = theme.font !== this.theme.font;
    this.theme = theme;
    if (font) this.fontsChanged();
  }
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
    const renderer = this.#renderer;
    const scene = this.#scene;
    if (!renderer || !scene || !this.#canvas) return { draws: 0, bytesUploaded: 0, submits: 0 };
    this.#camera = camera;
    const bytesUploaded = this.#upload(scene, camera);
    renderer.render({ container: this.#root, clear: true });
    const draws = this.#meshes.filter((mesh) => mesh.visible).length;
    const { waiting, loading, animating } = this.#list;
    return { draws, bytesUploaded, submits: 1, waiting, loading, animating };
  }

  /** Reads the drawing buffer in the turn it was drawn in; later it is gone. */
  capture(): Promise<{ width: number; height: number; data: Uint8ClampedArray }> {
    const renderer = this.#renderer;
    const camera = this.#camera;
    if (!renderer || !camera)
      return Promise.reject(new GdsError('GDS_RENDERER_CAPTURE', 'Nothing has been drawn yet. Wait for the first frame.'));
    this.#text.unhurried(() => this.draw(camera));
    const { gl } = renderer;
    const { drawingBufferWidth: width, drawingBufferHeight: height } = gl;
    const rows = new Uint8Array(width * height * 4);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, rows);
    const data = new Uint8ClampedArray(rows.length);
    for (let y = 0; y < height; y += 1) data.set(rows.subarray((height - 1 - y) * width * 4, (height - y) * width * 4), y * width * 4);
    return Promise.resolve({ width, height, data });
  }

  dispose(): void {
    this.#listeners.abort();
    this.#thumbnails?.dispose();
    this.#focused?.dispose();
    this.#root?.destroy({ children: true });
    this.#renderer?.destroy();
    this.#renderer = undefined;
  }

  #build(maxTexture: number): void {
    const pixi = this.#pixi;
    if (maxTexture < 2048) throw new GdsError('GDS_RENDERER_WEBGL', 'This WebGL allows too small textures.');
    this.#pages = new PicturePages(pixi, maxTexture);
    this.#thumbnails = new ThumbnailCache(WEBGL_TIERS, this.#pages);
    this.#focused = new FocusedPicture(this.#pages);
    this.#list = new DrawList(this.#text, new PicturePlacer(this.#thumbnails, this.#focused));
    const { glyphPage, colorPage } = this.#text;
    for (const page of [glyphPage, colorPage]) page.limit(maxTexture);
    this.#atlases = { uGlyphs: atlasSource(pixi, glyphPage), uEmoji: atlasSource(pixi, colorPage) };
    this.#nodes = nodeSource(pixi, new Float32Array(NODE_COLUMNS * 4));
    this.#uniforms = new pixi.UniformGroup({
      uFrame: { value: new Float32Array(FRAME_HEAD), type: 'vec4<f32>', size: FRAME_HEAD / 4 },
      uPalette: { value: new Float32Array(FRAME_WORDS - FRAME_HEAD), type: 'vec4<f32>', size: (FRAME_WORDS - FRAME_HEAD) / 4 },
    });
    this.#layers = {
      grid: this.#gridMesh(),
      groups: this.#quadLayer(),
      wires: SEGMENTS.map((segments) => this.#wireLayer(segments)),
      quads: this.#quadLayer(),
      draft: this.#wireLayer(SEGMENTS.at(-1)!),
      overlay: this.#quadLayer(),
    };
    const { groups, quads, overlay } = this.#layers;
    this.#root = new pixi.Container({ children: this.#meshes });
    this.#pages.onReplaced = (uniform, source) => {
      for (const layer of [groups, quads, overlay]) layer.mesh.shader!.resources[uniform] = source;
    };
  }

  /** In painter's order. */
  get #meshes(): Mesh<Geometry, Shader>[] {
    return [this.#layers.grid, ...this.#instanced.map(({ mesh }) => mesh)];
  }
  get #instanced(): Layer[] {
    const { groups, wires, quads, draft, overlay } = this.#layers;
    return [groups, ...wires, quads, draft, overlay];
  }

  #shader(name: string, vertex: string, fragment: string, resources: Record<string, unknown>): Shader {
    const glProgram = new this.#pixi.GlProgram({ name, vertex, fragment, preferredFragmentPrecision: 'highp' });
    return new this.#pixi.Shader({ glProgram, resources: { frame: this.#uniforms, ...resources } });
  }
  #gridMesh(): Mesh<Geometry, Shader> {
    const geometry = new this.#pixi.Geometry({
      attributes: { aIndex: { buffer: new Float32Array([0, 1, 2]), format: 'float32' } },
      indexBuffer: new Uint32Array([0, 1, 2]),
    });
    return new this.#pixi.Mesh({ geometry, shader: this.#shader('grid', glsl.GRID_VERTEX, glsl.GRID_FRAGMENT, {}) });
  }
  #layer(
    attributes: Record<string, { format: 'float32x4' | 'uint32x4'; offset: number }>,
    stride: number,
    index: readonly number[],
    shader: Shader,
  ): Layer {
    const pixi = this.#pixi;
    const buffer = new pixi.Buffer({
      data: new Float32Array(stride / 4),
      usage: pixi.BufferUsage.VERTEX | pixi.BufferUsage.COPY_DST,
      shrinkToFit: false,
    });
    const geometry = new pixi.Geometry({
      topology: 'triangle-strip',
      attributes: Object.fromEntries(
        Object.entries(attributes).map(([name, attribute]) => [name, { ...attribute, buffer, stride, instance: true }]),
      ),
      indexBuffer: new Uint32Array(index),
      instanceCount: 0,
    });
    const mesh = new pixi.Mesh({ geometry, shader });
    mesh.visible = false;
    return { mesh, geometry, buffer };
  }
  #wireLayer(segments: number): Layer {
    const shader = this.#shader('wire', glsl.WIRE_VERTEX, glsl.WIRE_FRAGMENT, { uNodes: this.#nodes });
    return this.#layer({ aEdge: { format: 'uint32x4', offset: 0 } }, WIRE_WORDS * 4, ribbon(segments), shader);
  }
  #quadLayer(): Layer {
    const shader = this.#shader('quad', glsl.QUAD_VERTEX, glsl.QUAD_FRAGMENT, {
      uNodes: this.#nodes,
      ...this.#atlases,
      ...this.#pages.sources,
    });
    return this.#layer(
      {
        aArea: { format: 'float32x4', offset: 0 },
        aParams: { format: 'float32x4', offset: 16 },
        aInfo: { format: 'uint32x4', offset: 32 },
      },
      QUAD_BYTES,
      [0, 1, 2, 3],
      shader,
    );
  }

  #upload(scene: Scene, camera: Camera): number {
    const { width, height } = this.#canvas!;
    const list = this.#list;
    this.#pages.bytes = 0;
    scene.rows.rebase(camera.x, camera.y);
    const changed = list.update(scene, camera, { width: width / this.#dpr, height: height / this.#dpr }, this.#dpr);
    const { groups, quads, overlay, wires, draft } = this.#layers;
    let bytes = this.#uploadRows(scene);
    if (changed.groups) bytes += fill(groups, list.groups);
    if (changed.quads.to > 0) bytes += fill(quads, list.quads);
    if (changed.overlay) bytes += fill(overlay, list.overlay);
    if (changed.wires.to > 0) {
      const { runs, words, draft: last } = list.ribbons;
      const part = (run: WireRun | null | undefined): Uint32Array =>
        run ? words.subarray(run.first * WIRE_WORDS, (run.first + run.count) * WIRE_WORDS) : words.subarray(0, 0);
      SEGMENTS.forEach((segments, index) => {
        const run = runs.find((one) => one.segments === segments);
        bytes += show(wires[index]!, part(run), run?.count ?? 0);
      });
      bytes += show(draft, part(last), last ? 1 : 0);
    }
    bytes += this.#uploadAtlas('uGlyphs', this.#text.glyphPage) + this.#uploadAtlas('uEmoji', this.#text.colorPage) + this.#pages.bytes;
    writeFrame(this.#frame, {
      width,
      height,
      dpr: this.#dpr,
      camera,
      scene,
      theme: this.theme,
      time: performance.now(),
      wireAlpha: list.ribbons.alphaAt(camera.zoom),
    });
    for (const { mesh, geometry } of [...wires, draft]) mesh.visible = geometry.instanceCount > 0 && camera.zoom >= HIDDEN_BELOW;
    const { uFrame, uPalette } = this.#uniforms.uniforms as { uFrame: Float32Array; uPalette: Float32Array };
    uFrame.set(this.#frame.subarray(0, FRAME_HEAD));
    uPalette.set(this.#frame.subarray(FRAME_HEAD));
    this.#uniforms.update();
    return bytes + this.#frame.byteLength;
  }

  /** A page that has grown gets a texture of its new size. */
  #uploadAtlas(name: 'uGlyphs' | 'uEmoji', page: AtlasPage): number {
    const before = this.#atlases[name];
    if (before.height === page.height) return syncAtlas(before, page);
    const source = atlasSource(this.#pixi, page);
    const { groups, quads, overlay } = this.#layers;
    for (const layer of [groups, quads, overlay]) layer.mesh.shader!.resources[name] = source;
    this.#atlases[name] = source;
    before.destroy();
    page.takeDirty();
    return page.data.byteLength;
  }

  #uploadRows(scene: Scene): number {
    const { rows } = scene;
    const dirty = rows.takeDirty();
    const texture = this.#nodes.resource as Float32Array;
    if (texture.length < rows.count * 4) {
      const lines = Math.ceil((rows.relative.length / 4 / NODE_COLUMNS) * 1.5);
      const before = this.#nodes;
      this.#nodes = nodeSource(this.#pixi, new Float32Array(lines * NODE_COLUMNS * 4));
      for (const layer of this.#instanced) layer.mesh.shader!.resources['uNodes'] = this.#nodes;
      before.destroy();
      (this.#nodes.resource as Float32Array).set(rows.relative.subarray(0, rows.count * 4));
      this.#allRows = false;
      return rows.count * 16;
    }
    const from = this.#allRows ? 0 : (dirty?.from ?? 0);
    const to = this.#allRows ? rows.count : (dirty?.to ?? 0);
    this.#allRows = false;
    if (to <= from) return 0;
    texture.set(rows.relative.subarray(from * 4, to * 4), from * 4);
    this.#nodes.update(from, to);
    return (to - from) * 16;
  }
}

const fill = (layer: Layer, quads: QuadBuffer): number =>
  show(layer, quads.floats.subarray(0, quads.count * (QUAD_BYTES / 4)), quads.count);

/** Shows `count` instances of `data`; returns the bytes handed over. */
function show(layer: Layer, data: Float32Array | Uint32Array, count: number): number {
  layer.mesh.visible = count > 0;
  layer.geometry.instanceCount = count;
  if (count === 0) return 0;
  // Always floats on Pixi's side; integer words keep their bits.
  const words = new Float32Array(data.buffer as ArrayBuffer, data.byteOffset, data.length);
  layer.buffer.data = words.slice();
  layer.buffer.update();
  return words.byteLength;
}

function describe(gl: WebGLRenderingContext): Pick<RendererDetails, 'adapter' | 'fallback' | 'reason'> {
  const extension = gl.getExtension('WEBGL_debug_renderer_info');
  const adapter = String(gl.getParameter(extension ? extension.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  const fallback = /swiftshader|llvmpipe|softpipe|software|basic render/i.test(adapter);
  return { adapter, fallback, reason: fallback ? 'WebGL runs in software here.' : '' };
}
