/**
 * A generative design studio in one element: an infinite node canvas on which prompts, pictures and meshes are wired together
 * and run. It works alone; every part can be replaced by the host, before or after it is on the page.
 *
 * This file holds the public surface, the life of a connection and the wiring; what things do lives in `canvas/`.
 *
 * @fires gds-ready - Project and renderer are there. `detail: { project, nodes }`.
 * @fires gds-change - The document changed. `detail: GraphChange`.
 * @fires gds-selection-change - `detail: { selected }`: ids of nodes, frames and notes.
 * @fires gds-run-start - `detail: { nodes }`: what will run.
 * @fires gds-node-status - `detail: { id, status, progress?, error? }`.
 * @fires gds-run-end - `detail: RunResult`.
 * @fires gds-renderer-change - `detail: RendererInfo`.
 * @fires gds-save-state - `detail: SaveState`.
 * @fires gds-asset - A picture, mesh or result was stored. `detail: { asset }`.
 * @fires gds-error - `detail: { code, message, nodeId?, path? }`. What a person can act on is shown on the canvas as well.
 * @fires gds-before-run - Cancelable. `detail: { nodes? }`.
 * @fires gds-before-delete - Cancelable. `detail: { nodes, edges }`.
 * @fires gds-before-load - Cancelable. `detail: { json }`.
 * @slot empty - Shown over an empty canvas.
 * @slot rail - Takes the place of the rail.
 * @slot toolbar - Takes the place of the toolbar.
 * @slot chip - Takes the place of the status chip.
 * @csspart surface - The canvas, which takes focus and pointers.
 * @csspart rail
 * @csspart flyout
 * @csspart toolbar
 * @csspart chip
 * @csspart node-panel
 * @csspart minimap
 * @csspart levels - The way into a subgraph.
 * @csspart selection-bar - Above several selected things.
 * @csspart commands - The palette of commands.
 * @csspart connect - The list of what a port could be connected with.
 */
import type { PropertyDeclarations, PropertyValues } from 'lit';
import { GdsError } from '../errors.js';
import type { Executor } from '../execution/executor.js';
import type { RunOptions, RunResult } from '../execution/types.js';
import type { GraphStore } from '../graph/store.js';
import type { GraphJSON } from '../graph/types.js';
import type { InferenceManager } from '../inference/manager.js';
import type { InferencePolicy } from '../inference/policy.js';
import type { FileService } from '../persistence/files.js';
import type { SaveState, StorageAdapter } from '../persistence/types.js';
import type { NodeRegistry } from '../registry/registry.js';
import type { FrameStats, RendererInfo, RendererPreference } from '../render/types.js';
import type { Camera } from '../scene/camera.js';
import type { CommandName } from '../interaction/commands.js';
import type { ShortcutBindings } from '../interaction/keymap.js';
import type { CommandState } from './canvas/commands.js';
import type { GdsCanvasEventMap } from './canvas/events.js';
import { Shell } from './canvas/shell.js';
import type { ServerHeaders } from './canvas/server-link.js';
import type { SnapChoice } from './canvas/snap.js';
import { Studio } from './canvas/studio.js';
import { canvasStyles } from './gds-canvas-styles.js';
import { GdsElement } from './gds-element.js';
import { defineParts } from './parts.js';
import { buttonStyles } from './styles/button.js';
import type { ThemeChoice } from './theme.js';
import { tokenStyles } from './tokens.js';

// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- see the interface below
export class GdsCanvas extends GdsElement {
  static override readonly tag: string = 'gds-canvas';
  static override properties: PropertyDeclarations = {
    theme: { type: String },
    renderer: { type: String },
    readonly: { type: Boolean, reflect: true },
    wheel: { type: String, reflect: true },
    snap: { type: String, reflect: true },
    src: { type: String },
    project: { type: String },
    assetBase: { type: String, attribute: 'asset-base' },
    server: { type: String },
    serverFiles: { type: String, attribute: 'server-files' },
    serverHeaders: { attribute: false },
    inferencePolicy: { type: String, attribute: 'inference-policy' },
  };
  static override styles = [tokenStyles, buttonStyles, canvasStyles];

  /** Registers the element and the parts it is made of. */
  static override define(tag: string = this.tag, registry: CustomElementRegistry = customElements): void {
    defineParts(registry);
    super.define(tag, registry);
  }

  /** `system` follows the page; what the person chose before is remembered with the project and used until the host sets one. */
  theme: ThemeChoice = 'system';
  /** Which renderer to use; `auto` takes the best that works. */
  renderer: RendererPreference = 'auto';
  /** Shows and exports, changes nothing. */
  readonly = false;
  /**
   * Who gets a plain wheel and one finger. `cooperative`: they scroll the page until the person has clicked or tapped the canvas, and
   * again once focus leaves it; Ctrl or ⌘ with the wheel and two fingers are always the canvas's. `capture`: the canvas takes all.
   */
  wheel: 'cooperative' | 'capture' = 'cooperative';
  /**
   * What dragged and resized things snap to, in words with a space between: `guides` (edges, middles and gaps of what is in view) and
   * `grid` (14 canvas units). '' for nothing. Held Ctrl or ⌘ suspends it; the person can switch both.
   */
  snap: SnapChoice = 'guides';
  /** URL of a graph JSON that is loaded when the project is empty. */
  src = '';
  /** Key that the work is stored under; '' keeps nothing. */
  project = '';
  /** URL under which workers, WASM files and models are served; '' means `gds-assets/` beside the page. */
  assetBase = '';
  /**
   * Address of a server that makes pictures and meshes and keeps files, `gds-canvas-server` or the backend that it speaks like; '' for none.
   * What talks to it is loaded where this is set. A server that is down costs nothing but its place in the status chip.
   */
  server = '';
  /**
   * Address under which that server's files are (`/api/files`, `/data/…`), where it is not `server` itself: the original backend leaves them to
   * its page's development server. '' for the same.
   */
  serverFiles = '';
  /**
   * Gives the headers of every request to the server, for example `Authorization`; asked again with `refresh` where the server answered 401.
   * Without it, a server that asks for a token has the person give it.
   */
  serverHeaders: ServerHeaders | null = null;
  /**
   * Who does the work: `local-first` (this device, a server for what this device lacks), `remote-first`, `local-only`, `remote-only`, or, as
   * a property, a function that puts adapters in order. Where one that comes first is down, the next takes over and the node says so. A host's
   * own `inference` has its own.
   */
  inferencePolicy: InferencePolicy = 'local-first';

  readonly #studio = new Studio(this, (type, detail, options) => this.emit(type, detail, options));
  readonly #shell = new Shell(this.#studio);

  // Parts

  /** The document. A host may set its own, before or after connecting. */
  get graph(): GraphStore {
    return this.#studio.parts.graph;
  }
  set graph(graph: GraphStore) {
    this.#studio.parts.graph = graph;
  }
  /** The node types. */
  get registry(): NodeRegistry {
    return this.#studio.parts.registry;
  }
  set registry(registry: NodeRegistry) {
    this.#studio.parts.registry = registry;
  }
  get executor(): Executor {
    return this.#studio.parts.executor;
  }
  set executor(executor: Executor) {
    this.#studio.parts.executor = executor;
  }
  /** Who carries out inference. A host's own replaces the adapters of this device. */
  get inference(): InferenceManager {
    return this.#studio.parts.inference;
  }
  set inference(inference: InferenceManager) {
    this.#studio.parts.inference = inference;
  }
  /** Where work is kept. null keeps nothing; until it is open (`ready`), the default reads as null. */
  get storage(): StorageAdapter | null {
    return this.#studio.hostStorage ?? this.#studio.keeper.storage;
  }
  set storage(storage: StorageAdapter | null) {
    if (storage === this.#studio.hostStorage) return;
    this.#studio.hostStorage = storage;
    if (this.#studio.projects.opened) void this.#studio.projects.reopen();
  }

  /** Files beside the canvas, shown in the sidebar; the server's where the host has set none of its own. null shows none. */
  get files(): FileService | null {
    return this.#studio.fileService;
  }
  set files(files: FileService | null) {
    this.#studio.hostFiles = files;
    this.#studio.filesChanged();
  }

  /** Resolves once the project is open and the renderer has started. */
  get ready(): Promise<void> {
    return this.#studio.ready;
  }

  // View

  get camera(): Camera {
    return this.#studio.camera;
  }
  /** Moves the view at once; zoom is held within 1 % and 800 %. */
  set camera(camera: Camera) {
    this.#studio.cameraChosen = true;
    this.#studio.view.camera.set(camera);
  }
  /** Shows these nodes, or all, clear of the tools, in a short glide. */
  fitView(ids?: Iterable<string>): void {
    this.#studio.framer.fit(ids);
  }
  get selection(): ReadonlySet<string> {
    return this.#studio.selection;
  }
  /** Selects exactly these nodes, frames and notes; unknown ids are left out. */
  select(ids: Iterable<string>): void {
    this.#studio.selected.set(ids);
  }
  /** Client pixels to canvas units. */
  clientToCanvas(x: number, y: number): { x: number; y: number } {
    return { ...this.#studio.view.clientToCanvas(x, y) };
  }
  canvasToClient(x: number, y: number): { x: number; y: number } {
    return { ...this.#studio.view.canvasToClient(x, y) };
  }
  /** Centre of a port, canvas units. Throws GDS_PORT_UNKNOWN where node or port does not exist. */
  portPosition(nodeId: string, portId: string): { x: number; y: number } {
    const point = this.#studio.view.scene.portPosition(nodeId, portId);
    if (!point) throw new GdsError('GDS_PORT_UNKNOWN', `There is no port “${portId}” on a node “${nodeId}”.`);
    return { x: point.x, y: point.y };
  }
  get rendererInfo(): RendererInfo {
    return this.#studio.view.info;
  }
  stats(): FrameStats {
    return this.#studio.view.stats();
  }
  /** The last frame's pixels, device pixels. Rejects with GDS_NOT_CONNECTED off the page. */
  async capture(): Promise<{ width: number; height: number; data: Uint8ClampedArray }> {
    const { stage } = this.#studio.view;
    if (!stage) throw new GdsError('GDS_NOT_CONNECTED', 'The canvas is not on the page. Connect it first.');
    return stage.capture();
  }

  // Commands

  /**
   * Carries out a command of the table that keys and menus are made from, on what is selected, for example `command('align', 'left')`.
   * False where it could do nothing.
   */
  command(name: CommandName, value?: unknown): boolean {
    return this.#studio.commands.run(name, value);
  }
  /** Whether a command can be carried out now, why not, and whether what it switches is on. */
  commandState(name: CommandName, value?: unknown): CommandState {
    return this.#studio.commands.state(name, value);
  }
  /** Id of the subgraph node whose inside is shown; '' for the canvas itself. Unknown ids are passed over. */
  get level(): string {
    return this.#studio.levels.current;
  }
  set level(level: string) {
    this.#studio.levels.go(level);
  }

  /**
   * Keys that the host gives commands, over those of the table: `{ run: ['Mod+R'], duplicate: null }`. What the person chose in the sheet of
   * shortcuts comes before them. Throws `GDS_SHORTCUT_COMMAND`, `GDS_SHORTCUT_KEYS` or `GDS_SHORTCUT_CONFLICT`; then nothing has changed.
   */
  get shortcuts(): ShortcutBindings {
    return this.#studio.keys.host;
  }
  set shortcuts(bindings: ShortcutBindings) {
    this.#studio.keys.host = bindings;
  }

  // Work

  /** Runs the graph, or these nodes and what they need. Errors of nodes are in the result; they do not reject. */
  run(options: RunOptions = {}): Promise<RunResult> {
    return this.#studio.runs.start(options);
  }
  cancel(): void {
    this.executor.cancel();
  }
  /** False where there is nothing to take back. */
  undo(): boolean {
    return !this.readonly && this.graph.undo();
  }
  redo(): boolean {
    return !this.readonly && this.graph.redo();
  }
  get saveState(): SaveState {
    return this.#studio.keeper.state;
  }
  /** Resolves once everything so far is stored; rejects with the reason where it cannot be. */
  async flush(): Promise<void> {
    await this.#studio.projects.opening;
    await this.#studio.keeper.flush();
  }
  toJSON(): GraphJSON {
    return this.graph.toJSON();
  }
  /** Replaces the document. Throws a GdsError with the path of the bad field, and then nothing has changed. */
  load(json: unknown): void {
    this.#studio.load(json);
  }

  // Life

  override connectedCallback(): void {
    super.connectedCallback();
    this.#studio.connect();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#studio.disconnect();
  }

  /** There so that `moveBefore` keeps the connection: nothing has to be torn down. */
  connectedMoveCallback(): void {
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('theme') && this.hasUpdated) this.#studio.themes.resolve();
    if (changed.has('readonly')) this.graph.readonly = this.readonly;
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#studio.focus.rendered();
    this.#studio.selectionBar.place();
    const { view, projects, parts } = this.#studio;
    const again = (name: keyof GdsCanvas): boolean => changed.has(name) && changed.get(name) !== undefined;
    if (again('renderer')) void view.prefer(this.renderer);
    if (again('project') && projects.opened) void projects.open();
    if (again('assetBase')) parts.renewAdapters();
    if (again('server') || again('serverFiles')) this.#studio.server.open();
    if (again('serverHeaders')) this.#studio.server.reopen();
    if (changed.has('inferencePolicy') && (changed.get('inferencePolicy') !== undefined || this.inferencePolicy !== 'local-first'))
      this.#studio.policyChanged();
    if (again('src') && projects.opened && !projects.loading && this.src !== '' && this.graph.nodes.size === 0) void projects.loadSource();
  }

  protected override render() {
    return this.#shell.render();
  }
}

// Listeners get typed details, as HTMLElement does it: overloads only, the class has no member of that name.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export interface GdsCanvas {
  addEventListener<K extends keyof GdsCanvasEventMap>(
    type: K,
    listener: (this: GdsCanvas, event: GdsCanvasEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: GdsCanvas, event: HTMLElementEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'gds-canvas': GdsCanvas;
  }
}
