/**
 * What is seen: scene, stage and camera of one canvas. The scene outlives the connection; the stage is suspended with it and
 * made anew where it was let go of.
 */
import type { GdsError } from '../../errors.js';
import type { GraphChange, ReadonlyGraph } from '../../graph/types.js';
import type { NodeRegistry } from '../../registry/registry.js';
import { fitRect, toCanvas, toScreen, type Camera, type Insets, type Size } from '../../scene/camera.js';
import { Scene } from '../../scene/scene.js';
import type { Point, Rect } from '../../scene/types.js';
import { FrameLog } from '../../render/frame-log.js';
import { NO_RENDERER, Stage } from '../../render/stage.js';
import type { FrameStats, RendererInfo, RendererPreference, RenderTheme } from '../../render/types.js';
import { CameraController } from './camera-controller.js';
import { IdleTask } from './idle-task.js';

/** Nodes and wires that come at once, from which on looking for what lies under the pointer is made ready while nothing else is to be done. */
const MANY = 500;

export interface ViewHost {
  readonly element: HTMLElement;
  readonly preference: RendererPreference;
  readTheme(): RenderTheme;
  cameraMoved(): void;
  rendererChanged(info: RendererInfo): void;
  rendererFailed(error: GdsError): void;
  /** The scene is another one: presentations must be made anew. */
  sceneRebuilt(): void;
}

const NO_FRAMES: FrameStats = new FrameLog().stats(false, 0, 0);
const NOT_STARTED: RendererInfo = Object.freeze({ ...NO_RENDERER, reason: 'Not on the page yet.', dpr: 1 });

export class CanvasView {
  readonly camera: CameraController;
  #registry: NodeRegistry | undefined;
  #scene: Scene | undefined;
  #stage: Stage | undefined;
  #size: Size | undefined;
  #info: RendererInfo = NOT_STARTED;
  readonly #ready = new IdleTask(() => this.#scene?.prepareHits());

  constructor(
    private readonly host: ViewHost,
    /** Read when the first scene is made. */
    private readonly firstRegistry: () => NodeRegistry,
  ) {
    this.camera = new CameraController({
      viewport: () => this.viewport(),
      cameraMoved: (camera) => {
        if (this.#stage) this.#stage.camera = camera;
        host.cameraMoved();
      },
    });
  }

  get scene(): Scene {
    if (!this.#scene) {
      this.#registry ??= this.firstRegistry();
      this.#scene = new Scene(this.#registry);
    }
    return this.#scene;
  }
  get info(): RendererInfo {
    return this.#info;
  }
  /** Drawing was begun, and nothing here can draw. */
  get undrawable(): boolean {
    return this.#info !== NOT_STARTED && this.#info.kind === 'none' && this.#info.reason !== '';
  }
  stats(): FrameStats {
    return this.#stage?.stats() ?? NO_FRAMES;
  }
  get stage(): Stage | undefined {
    return this.#stage;
  }

  /** Shows `graph`; a registry other than before needs a scene of its own. */
  show(graph: ReadonlyGraph, registry: NodeRegistry): void {
    if (registry !== this.#registry && this.#scene) {
      const container = this.#container;
      this.release();
      this.#scene = undefined;
      this.#registry = registry;
      if (container) void this.attach(container);
    }
    this.#registry = registry;
    this.scene.setGraph(graph);
    this.host.sceneRebuilt();
    this.#prepare();
  }

  applyChange(change: GraphChange): void {
    this.scene.applyChange(change);
    if (change.nodesAdded.length + change.edgesAdded.length >= MANY) this.#prepare();
  }

  #container: HTMLElement | undefined;

  /** Starts drawing into `container`, or goes on where drawing was suspended. Never rejects. */
  async attach(container: HTMLElement): Promise<RendererInfo> {
    this.camera.view = container.ownerDocument.defaultView;
    this.#container = container;
    this.#prepare();
    if (this.#stage) {
      this.#stage.resume();
      return this.#info;
    }
    const stage = new Stage({ container, scene: this.scene, preference: this.host.preference, theme: this.host.readTheme() });
    this.#stage = stage;
    stage.onInfo = (info) => this.#told(info);
    stage.onError = (error) => this.host.rendererFailed(error);
    stage.camera = this.camera.camera;
    this.#told(await stage.start());
    return this.#info;
  }

  suspend(): void {
    this.#ready.cancel();
    this.camera.stop();
    this.#stage?.suspend();
  }

  /** Frees GPU memory; `attach` starts anew from the scene. */
  release(): void {
    this.#ready.cancel();
    this.camera.stop();
    this.#stage?.dispose();
    this.#stage = undefined;
    this.#container = undefined;
  }

  async prefer(preference: RendererPreference): Promise<void> {
    if (this.#stage) this.#told(await this.#stage.setPreference(preference));
  }

  applyTheme(): void {
    this.#stage?.setTheme(this.host.readTheme());
  }

  viewport(): Size {
    return this.#size ?? this.measure();
  }

  /** Reads the element's size, which costs a layout; called when it has changed. */
  measure(): Size {
    const { clientWidth, clientHeight } = this.host.element;
    this.#size = { width: Math.max(1, clientWidth), height: Math.max(1, clientHeight) };
    return this.#size;
  }

  /** The part of the canvas plane that is visible. */
  visible(): Rect {
    const { x, y, zoom } = this.camera.camera;
    const { width, height } = this.viewport();
    return { x, y, width: width / zoom, height: height / zoom };
  }

  /** The camera that shows these nodes, or all, clear of the tools; undefined where there is nothing to show. */
  fitted(insets: Insets, ids?: Iterable<string>): Camera | undefined {
    const bounds = this.scene.bounds(ids === undefined ? undefined : [...ids]);
    return bounds ? fitRect(bounds, this.viewport(), insets) : undefined;
  }

  clientToCanvas(x: number, y: number): Point {
    const box = this.host.element.getBoundingClientRect();
    return toCanvas(this.camera.camera, { x: x - box.left - this.host.element.clientLeft, y: y - box.top - this.host.element.clientTop });
  }

  canvasToClient(x: number, y: number): Point {
    const box = this.host.element.getBoundingClientRect();
    const point = toScreen(this.camera.camera, { x, y });
    return { x: point.x + box.left + this.host.element.clientLeft, y: point.y + box.top + this.host.element.clientTop };
  }

  /** Nobody hovers before it is on the page. */
  #prepare(): void {
    if (this.#container && this.camera.view && this.scene.nodes.size >= MANY) this.#ready.ask(this.camera.view);
  }

  #told(info: RendererInfo): void {
    const old = this.#info;
    this.#info = info;
    if (old.kind !== info.kind || old.adapter !== info.adapter || old.reason !== info.reason) this.host.rendererChanged(info);
  }
}
