/**
 * Everything behind `<gds-canvas>`: its parts, its view, what is selected, and the life of a connection.
 *
 * The element is the public surface and hands on to this; commands, popups, files and rendering each have their own file and
 * work on the studio. Nothing here is part of the package's interface. It is long because it names each of them three times: imported, declared
 * and made in the order in which they need each other. What is more than that belongs into one of them.
 */
import { GdsError } from '../../errors.js';
import type { NodeRunState } from '../../execution/types.js';
import type { Executor } from '../../execution/executor.js';
import type { GraphStore } from '../../graph/store.js';
import type { GraphChange } from '../../graph/types.js';
import { Chart } from '../../interaction/chart.js';
import { CanvasInput } from '../../interaction/input.js';
import { checkPolicy, type InferencePolicy } from '../../inference/policy.js';
import type { FileService } from '../../persistence/files.js';
import type { StorageAdapter } from '../../persistence/types.js';
import type { NodeRegistry } from '../../registry/registry.js';
import type { RendererPreference } from '../../render/types.js';
import type { Camera } from '../../scene/camera.js';
import { watchTheme, type ThemeChoice } from '../theme.js';
import { Actions } from './actions.js';
import { AssetDesk } from './asset-desk.js';
import { CanvasParts } from './canvas-parts.js';
import { Clipboard } from './clipboard.js';
import { Commands } from './commands.js';
import { connectDropZone } from './drop-zone.js';
import { CanvasFocus } from './focus.js';
import { FileDesk } from './file-desk.js';
import { FramePace } from './frame-pace.js';
import { Framer } from './framer.js';
import {
  actionHost,
  chartHost,
  dropHost,
  framerHost,
  inputHost,
  levelHost,
  navigationHost,
  partsHost,
  presenterHost,
  selectionHost,
  serverHost,
  surfaceCursorHost,
  viewHost,
} from './hosts.js';
import { GestureHint } from './gesture-hint.js';
import { Gestures } from './gestures.js';
import { GraphFiles } from './graph-files.js';
import { ItemActions } from './item-actions.js';
import { Keeper } from './keeper.js';
import { KeyBindings } from './key-bindings.js';
import { Levels } from './levels.js';
import { Menus } from './menus.js';
import { Messages } from './messages.js';
import { Mirror } from './mirror/mirror.js';
import { Narrator } from './narrator.js';
import { Navigation } from './navigation.js';
import { Popups } from './popups.js';
import { Projects } from './projects.js';
import { Pace } from './pace.js';
import { PointerPlace } from './pointer-place.js';
import { Ports } from './ports.js';
import { RunPresenter } from './run-presenter.js';
import { Runs } from './runs.js';
import { SelectionBar } from './selection-bar.js';
import { Selection } from './selection.js';
import { ServerCanvases } from './server-canvases.js';
import { ServerLink, type ServerHeaders } from './server-link.js';
import type { SnapChoice } from './snap.js';
import { SurfaceCursor } from './surface-cursor.js';
import { TakeUp } from './take-up.js';
import { TextEditing } from './text-editing.js';
import { ThemeController } from './theme-controller.js';
import { undoContext } from './undo-context.js';
import { CanvasView } from './view.js';

/** What the studio needs of its element. */
export interface StudioElement extends HTMLElement {
  theme: ThemeChoice;
  readonly renderer: RendererPreference;
  readonly readonly: boolean;
  readonly wheel: 'cooperative' | 'capture';
  snap: SnapChoice;
  readonly src: string;
  project: string;
  readonly assetBase: string;
  readonly server: string;
  readonly serverFiles: string;
  readonly serverHeaders: ServerHeaders | null;
  readonly inferencePolicy: InferencePolicy;
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly updateComplete: Promise<boolean>;
  requestUpdate(): void;
}

export type Send = (type: string, detail: object, options?: { readonly cancelable?: boolean }) => boolean;

/** Widths below which the rail becomes a bar, and below which little is shown at once. CSS pixels. */
const COMPACT_WIDTH = 720;
const TINY_WIDTH = 420;
/** Milliseconds after which a canvas that is off the page frees its GPU memory, workers and storage. */
const RELEASE_AFTER = 1500;
const IDLE: NodeRunState = { status: 'idle' };

export class Studio {
  readonly messages: Messages;
  readonly selected: Selection;
  readonly framer: Framer;
  readonly navigation: Navigation;
  readonly focus: CanvasFocus;
  readonly mirror: Mirror;
  readonly ports: Ports;
  readonly levels: Levels;
  readonly pointer: PointerPlace;
  readonly keeper: Keeper;
  readonly parts: CanvasParts;
  readonly view: CanvasView;
  readonly presenter: RunPresenter;
  readonly actions: Actions;
  readonly items: ItemActions;
  readonly gestures: Gestures;
  readonly hint: GestureHint;
  readonly clipboard: Clipboard;
  readonly editing: TextEditing;
  readonly menus: Menus;
  /** Toolbar, minimap and cursor beside a moving view. */
  readonly beside = new FramePace(
    () => this.showBeside(),
    () => this.element.ownerDocument.defaultView,
  );
  readonly cursor: SurfaceCursor;
  readonly chart: Chart;
  readonly commands: Commands;
  readonly popups: Popups;
  readonly selectionBar: SelectionBar;
  readonly desk: AssetDesk;
  readonly files: GraphFiles;
  readonly runs: Runs;
  readonly projects: Projects;
  readonly themes: ThemeController;
  readonly keys: KeyBindings;
  readonly narrator: Narrator;
  readonly server: ServerLink;
  readonly takeUp: TakeUp;
  readonly folders: FileDesk;
  readonly serverCanvases: ServerCanvases;

  /** The host's own files; undefined takes the server's, null none. */
  hostFiles: FileService | null | undefined;
  /** The host's own storage; undefined takes the default, null keeps nothing. */
  hostStorage: StorageAdapter | null | undefined;
  compact = false;
  tiny = false;
  /** The host has set a camera: opening a project for the first time leaves it. */
  cameraChosen = false;
  ready: Promise<void> = Promise.resolve();
  #connection: AbortController | undefined;
  #serverUp = false;
  #unbind: (() => void)[] = [];
  /** Adapters tell their state with every chunk of a model. */
  readonly #pace = new Pace(() => this.element.requestUpdate());
  #releaseTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly element: StudioElement,
    readonly send: Send,
  ) {
    this.keys = new KeyBindings(this);
    this.messages = new Messages({
      keymap: () => this.keys.keymap,
      changed: () => element.requestUpdate(),
      error: (detail) => send('gds-error', detail),
    });
    this.selected = new Selection(selectionHost(this));
    this.keeper = new Keeper({
      stateChanged: (state) => {
        element.requestUpdate();
        if (element.isConnected) send('gds-save-state', { ...state });
      },
      refused: (error) => this.messages.report(error, { kind: 'warning', title: 'Work is not kept' }),
      damaged: (error) => this.messages.report(error, { kind: 'warning', title: 'Storage was damaged' }),
    });
    this.parts = new CanvasParts(partsHost(this));
    this.server = new ServerLink(serverHost(this));
    this.takeUp = new TakeUp(this);
    this.folders = new FileDesk(this);
    this.serverCanvases = new ServerCanvases(this);
    this.view = new CanvasView(viewHost(this), () => this.registry);
    this.framer = new Framer(framerHost(this));
    this.presenter = new RunPresenter(presenterHost(this));
    this.pointer = new PointerPlace({ toCanvas: (x, y) => this.view.clientToCanvas(x, y), free: () => this.framer.freePlace() });
    this.focus = new CanvasFocus(this);
    this.mirror = new Mirror(this);
    this.navigation = new Navigation(navigationHost(this));
    this.ports = new Ports(this);
    this.levels = new Levels(levelHost(this));
    this.actions = new Actions(actionHost(this));
    this.items = new ItemActions(this);
    this.clipboard = new Clipboard(this);
    this.editing = new TextEditing(this);
    this.gestures = new Gestures(this);
    this.hint = new GestureHint(() => this.find('.gesture-hint'));
    this.menus = new Menus(this);
    this.popups = new Popups(this);
    this.selectionBar = new SelectionBar(this);
    this.files = new GraphFiles(this);
    this.runs = new Runs(this);
    this.commands = new Commands(this);
    this.desk = new AssetDesk(this);
    this.projects = new Projects(this);
    this.themes = new ThemeController(this);
    this.narrator = new Narrator(this);
    this.cursor = new SurfaceCursor(surfaceCursorHost(this));
    this.chart = new Chart(chartHost(this));
  }

  get graph(): GraphStore {
    return this.parts.graph;
  }
  get registry(): NodeRegistry {
    return this.parts.registry;
  }
  get executor(): Executor {
    return this.parts.executor;
  }
  get readonly(): boolean {
    return this.element.readonly;
  }
  /** The host's; what is none counts as the default, after it was told. */
  get policy(): InferencePolicy {
    try {
      return checkPolicy(this.element.inferencePolicy || 'local-first');
    } catch {
      return 'local-first';
    }
  }
  /** Files beside the canvas: the host's own, or the server's. */
  get fileService(): FileService | null {
    return this.hostFiles === undefined ? this.server.files : this.hostFiles;
  }
  get camera(): Camera {
    return this.view.camera.camera;
  }
  get surface(): HTMLElement | null {
    return this.find('.surface');
  }
  /** While a connection lasts. */
  get signal(): AbortSignal | undefined {
    return this.#connection?.signal;
  }

  find<E extends HTMLElement>(selector: string): E | null {
    return this.element.renderRoot?.querySelector<E>(selector) ?? null;
  }

  state(id: string): NodeRunState {
    return this.executor.state(id) ?? IDLE;
  }

  /** Ids of what is selected. */
  get selection(): ReadonlySet<string> {
    return this.selected.ids;
  }

  /** A person's name for a node. */
  nameOf(id: string): string {
    const node = this.graph.nodes.get(id);
    return node ? node.title || this.registry.get(node.type)?.title || node.type : 'a deleted node';
  }

  // Life

  connect(): void {
    clearTimeout(this.#releaseTimer);
    const connection = new AbortController();
    this.#connection = connection;
    this.themes.resolve();
    this.server.open();
    this.ready = this.element.updateComplete.then(() => this.#attach(connection.signal));
  }

  disconnect(): void {
    this.#connection?.abort();
    this.#connection = undefined;
    this.focus.disconnected();
    this.editing.close();
    this.hint.hide();
    this.narrator.stop();
    this.messages.announcer.clear();
    this.#unbindAll();
    this.beside.cancel();
    this.view.suspend();
    void this.keeper.flush().catch(() => undefined);
    this.#releaseTimer = setTimeout(() => void this.#release(), RELEASE_AFTER);
  }

  /** Frees what a canvas off the page does not need. Document, selection, camera and results stay. */
  async #release(): Promise<void> {
    if (this.element.isConnected) return;
    this.executor.cancel();
    this.view.release();
    this.server.close();
    this.parts.rest();
    this.messages.toasts.clear();
    this.desk.release();
    await this.projects.release();
  }

  async #attach(signal: AbortSignal): Promise<void> {
    const { surface, element } = this;
    const view = element.ownerDocument.defaultView;
    if (signal.aborted || !surface || !view) return;
    this.#bind();
    new CanvasInput(inputHost(this, surface, view), this.chart).connect(signal);
    connectDropZone(dropHost(this, surface), signal);
    this.pointer.follow(surface, signal);
    surface.addEventListener('focus', () => this.focus.handOn(), { signal });
    surface.addEventListener('click', (event) => this.focus.pressed(event), { signal });
    element.addEventListener('pointerdown', (event) => this.popups.pressed(event), { signal });
    view.addEventListener('beforeunload', (event) => this.keeper.unsaved && event.preventDefault(), { signal });
    const observer = new ResizeObserver(() => this.#measure());
    observer.observe(element);
    const unwatch = watchTheme(view, () => this.themes.resolve());
    signal.addEventListener('abort', () => {
      observer.disconnect();
      unwatch();
    });
    this.#measure();
    const stage = surface.querySelector<HTMLElement>('.stage');
    const rendering = stage ? this.view.attach(stage) : undefined;
    await this.projects.resume();
    await rendering;
    if (signal.aborted) return;
    // The adapters are small; their workers and models start with the first run.
    void this.parts.ready().then(
      () => element.requestUpdate(),
      () => undefined,
    );
    this.takeUp.look();
    this.send('gds-ready', { project: element.project, nodes: this.graph.nodes.size });
  }

  /** A part was replaced: show it and go on with it. */
  replaced(): void {
    if (!this.#connection || !this.surface) return this.projects.forget();
    this.#bind();
    if (!this.projects.loading) void this.projects.open();
  }

  /** Another server, or none. */
  filesChanged(): void {
    this.folders.use(this.fileService);
    this.element.requestUpdate();
  }

  /** Its files are asked for again once it is up. */
  #serverMoved(): void {
    const up = this.server.adapter?.status.status === 'ready';
    if (up && !this.#serverUp) this.folders.serverIsUp();
    this.#serverUp = up;
  }

  /** The policy is another one; what is none is told. */
  policyChanged(): void {
    try {
      checkPolicy(this.element.inferencePolicy || 'local-first');
    } catch (error) {
      this.messages.report(GdsError.from(error, 'GDS_POLICY_UNKNOWN'), { quiet: true });
    }
    this.parts.renewPolicy();
  }

  #bind(): void {
    this.#unbindAll();
    const { graph, executor, registry } = this;
    graph.readonly = this.readonly;
    graph.undoContext = undoContext(this);
    this.#show();
    this.#unbind = [
      graph.subscribe((change) => this.#graphChanged(change)),
      executor.subscribe((event) => this.runs.follow(event)),
      executor.queue.subscribe(() => this.element.requestUpdate()),
      this.parts.inference.subscribe(() => {
        this.#pace.ask();
        this.#serverMoved();
      }),
      this.parts.inference.onModelsChange(() => this.takeUp.look()),
      registry.subscribe(() => {
        this.#show();
        this.element.requestUpdate();
      }),
    ];
    this.selected.show();
    this.element.requestUpdate();
  }

  #show(): void {
    this.view.show(this.graph, this.registry);
    this.navigation.changed();
    this.mirror.forget();
  }

  #unbindAll(): void {
    for (const stop of this.#unbind) stop();
    this.#unbind = [];
    this.desk.unfollow();
  }

  // What follows the parts

  #graphChanged(change: GraphChange): void {
    this.view.applyChange(change);
    this.navigation.changed();
    this.mirror.forget();
    this.presenter.handleGraph(change);
    this.runs.forget(change.nodesRemoved);
    this.levels.prune();
    this.selected.prune();
    this.editing.graphChanged();
    this.narrator.graphChanged(change);
    this.element.requestUpdate();
    this.send('gds-change', change);
  }

  cameraMoved(): void {
    this.editing.place();
    this.focus.place();
    this.selectionBar.place();
    this.saveView();
    this.beside.ask();
  }

  /** What follows a moving view at its pace. Straight to the two parts that show it: a pan renders nothing else. */
  showBeside(): void {
    this.cursor.show();
    const toolbar = this.find<HTMLElement & { zoom: number }>('gds-toolbar');
    if (toolbar) toolbar.zoom = this.camera.zoom;
    const minimap = this.find<HTMLElement & { view: object }>('gds-minimap');
    if (minimap) minimap.view = this.view.visible();
  }

  /** Remembers where one was, once that rests. */
  saveView(): void {
    if (!this.projects.loading) this.keeper.saveView({ camera: { ...this.camera }, level: this.levels.current });
  }

  #measure(): void {
    const { element } = this;
    const { width } = this.view.measure();
    this.compact = width < COMPACT_WIDTH;
    this.tiny = width < TINY_WIDTH;
    element.toggleAttribute('compact', this.compact);
    element.toggleAttribute('tiny', this.tiny);
    element.requestUpdate();
  }

  // Work

  /** With `undoable` false it cannot be taken back: a start graph is where the work begins. */
  load(json: unknown, { undoable = true }: { readonly undoable?: boolean } = {}): void {
    if (!this.send('gds-before-load', { json }, { cancelable: true })) return;
    if (undoable) this.graph.load(json);
    else this.graph.transact('Open graph', () => this.graph.load(json), { undoable });
    this.levels.reset();
    this.framer.fitNow();
  }
}
