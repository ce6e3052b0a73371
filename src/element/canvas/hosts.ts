/** Narrow views of the studio, one for each of its controllers: what each may read and do, and nothing more. */
import { GdsError, type GdsErrorCode } from '../../errors.js';
import { withContent } from '../../graph/commands/groups.js';
import type { Cursor, ChartHost, DropOptions, PortEnd } from '../../interaction/chart.js';
import type { HintTopic, InputHost } from '../../interaction/input.js';
import type { Shortcut } from '../../interaction/shortcuts.js';
import type { InferenceAdapter } from '../../inference/types.js';
import type { RendererInfo } from '../../render/types.js';
import type { Camera } from '../../scene/camera.js';
import type { Hit, Point, Rect } from '../../scene/types.js';
import { readTheme } from '../theme.js';
import type { ActionHost } from './actions.js';
import type { PartsHost } from './canvas-parts.js';
import { misfit } from './connections.js';
import type { DropHost } from './drop-zone.js';
import type { FileRef } from './files.js';
import type { FramerHost } from './framer.js';
import type { EditEnd, InlineEditorHost } from './inline-editor.js';
import type { LevelHost } from './levels.js';
import { liveObject } from './live-object.js';
import type { NavigationHost } from './navigation.js';
import { openAt } from './open-at.js';
import type { MediaValue, PresenterHost } from './run-presenter.js';
import type { SelectionHost } from './selection.js';
import type { ServerLinkHost } from './server-link.js';
import { snapTargets } from './snap.js';
import type { Studio } from './studio.js';
import type { SurfaceCursorHost } from './surface-cursor.js';
import type { ViewHost } from './view.js';

/** Where workers, WASM and models are: `asset-base` or `gds-assets/` beside the page, as a URL that ends with a slash. */
function absoluteAssetBase({ assetBase, ownerDocument }: Studio['element']): string {
  const url = new URL(assetBase || 'gds-assets/', ownerDocument.baseURI).href;
  return url.endsWith('/') ? url : `${url}/`;
}

export const partsHost = (studio: Studio): PartsHost =>
  liveObject(
    {
      assetBase: () => absoluteAssetBase(studio.element),
      readonly: () => studio.readonly,
      policy: () => studio.policy,
    },
    {
      assets: () => studio.keeper.assets(),
      replaced: () => studio.replaced(),
      failed: (error: unknown, code: GdsErrorCode) =>
        studio.messages.report(
          GdsError.from(error, code, 'What generates pictures on this device could not be loaded. Check the connection, then run again.'),
        ),
    },
  );

export const serverHost = (studio: Studio): ServerLinkHost =>
  liveObject(
    {
      // An attribute that was removed reads as null.
      address: () => studio.element.server || '',
      filesAddress: () => studio.element.serverFiles || '',
      headers: () => studio.element.serverHeaders,
      baseUrl: () => studio.element.ownerDocument.baseURI,
    },
    {
      register: (adapter: InferenceAdapter) => studio.parts.addAdapter(adapter),
      unregister: (adapter: InferenceAdapter) => studio.parts.removeAdapter(adapter),
      changed: () => studio.filesChanged(),
      failed: (error: GdsError) => studio.messages.report(error, { title: 'No server' }),
    },
  );

export const viewHost = (studio: Studio): ViewHost =>
  liveObject(
    { preference: () => studio.element.renderer },
    {
      element: studio.element,
      readTheme: () => readTheme(studio.element),
      cameraMoved: () => studio.cameraMoved(),
      rendererChanged: (info: RendererInfo) => {
        studio.element.requestUpdate();
        if (studio.element.isConnected) studio.send('gds-renderer-change', { ...info });
      },
      rendererFailed: (error: GdsError) => studio.messages.report(error, { quiet: true }),
      sceneRebuilt: () => {
        studio.presenter.reset();
        studio.view.scene.setLevel(studio.levels.current);
        studio.selected.show();
      },
    },
  );

export const selectionHost = (studio: Studio): SelectionHost =>
  liveObject(
    { graph: () => studio.graph },
    {
      show: (ids: ReadonlySet<string>) => studio.view.scene.setSelection(ids),
      changed: (selected: readonly string[]) => {
        studio.narrator.selectionChanged(selected.length);
        studio.send('gds-selection-change', { selected });
        studio.element.requestUpdate();
      },
    },
  );

export const framerHost = (studio: Studio): FramerHost =>
  liveObject(
    {
      compact: () => studio.compact,
      panelShown: () => studio.selected.only !== undefined,
      flyoutShown: () => studio.popups.panel !== '',
    },
    {
      element: studio.element,
      view: studio.view,
      rendered: () => studio.element.updateComplete,
      find: (selector: string) => studio.find(selector),
      rects: () => studio.navigation.rects(),
    },
  );

export const presenterHost = (studio: Studio): PresenterHost =>
  liveObject(
    { graph: () => studio.graph, scene: () => studio.view.scene },
    {
      definition: (type: string) => studio.registry.get(type),
      state: (id: string) => studio.state(id),
      outputOf: (nodeId: string, portId: string) => studio.executor.outputOf(nodeId, portId),
      picture: (value: MediaValue, failed: (error: unknown) => void) => studio.desk.pictures.of(value, failed),
      stored: (hash: string, failed: (error: unknown) => void) => studio.desk.picture(hash, failed),
      changed: () => studio.element.requestUpdate(),
      nodeFailed: (nodeId: string, error: GdsError) => studio.messages.report(error, { nodeId, title: `${studio.nameOf(nodeId)} failed` }),
      failed: (error: unknown, nodeId: string) => studio.messages.report(GdsError.from(error, 'GDS_THUMBNAIL'), { nodeId, quiet: true }),
    },
  );

export const navigationHost = (studio: Studio): NavigationHost =>
  liveObject(
    { scene: () => studio.view.scene, camera: () => studio.camera },
    {
      selected: studio.selected,
      focus: studio.focus,
      viewport: () => studio.view.viewport(),
      glideTo: (camera: Camera) => studio.view.camera.glideTo(camera),
    },
  );

export const actionHost = (studio: Studio): ActionHost =>
  liveObject(
    {
      graph: () => studio.graph,
      registry: () => studio.registry,
      level: () => studio.levels.current,
      grid: () => snapTargets(studio.element.snap).grid,
    },
    {
      selected: studio.selected,
      navigation: studio.navigation,
      movable: (ids: ReadonlySet<string>) => movable(studio, ids),
      withContent: (ids: ReadonlySet<string>) => studio.items.withContent(ids),
      attempt: <T>(change: () => T) => studio.messages.attempt(change),
      allowed: (event: string, detail: object) => studio.send(event, detail, { cancelable: true }),
      announce: (text: string) => studio.messages.announce(text),
      explainLocked: () => studio.messages.explainLocked(),
    },
  );

/** What moves with these: the content of frames among them too, and nothing that is locked. */
function movable({ graph, items: { rectOf } }: Studio, ids: ReadonlySet<string>): ReadonlySet<string> {
  const free = (id: string): boolean => !(graph.nodes.get(id) ?? graph.groups.get(id) ?? graph.notes.get(id))?.locked;
  return new Set(withContent(graph, [...ids].filter(free), rectOf));
}

export const levelHost = (studio: Studio): LevelHost =>
  liveObject(
    { graph: () => studio.graph, camera: () => studio.camera, selection: () => studio.selection },
    {
      nameOf: (id: string) => studio.nameOf(id),
      show: (level: string) => {
        studio.editing.close();
        studio.chart.cancel();
        studio.view.scene.setLevel(level);
        studio.selected.show();
        studio.saveView();
        studio.element.requestUpdate();
      },
      place: (camera: Camera | undefined) => (camera ? studio.view.camera.set(camera) : studio.framer.fitNow()),
      select: (ids: Iterable<string>) => studio.selected.set(ids),
      announce: (text: string) => studio.messages.announce(text),
    },
  );

export const chartHost = (studio: Studio): ChartHost =>
  liveObject(
    {
      scene: () => studio.view.scene,
      readonly: () => studio.readonly,
      camera: () => studio.camera,
      selection: () => studio.selection,
      snap: () => snapTargets(studio.element.snap),
    },
    {
      viewport: () => studio.view.viewport(),
      eachFrame: (step: (now: number) => void) => eachFrame(studio.element.ownerDocument.defaultView, step),
      setCamera: (camera: Camera) => studio.view.camera.set(camera),
      coast: (vx: number, vy: number) => studio.view.camera.coast(vx, vy),
      holdView: () => studio.view.camera.hold(),
      select: (ids: Iterable<string>) => studio.selected.set(ids),
      selectEdge: (id: string | null) => studio.selected.setEdge(id),
      reveal: (id: string) => void studio.framer.revealBesidePanel(id),
      canConnect: (a: PortEnd, b: PortEnd) => misfit(studio.graph, a, b) === undefined,
      explainRefusal: (a: PortEnd, b: PortEnd) => {
        const reason = misfit(studio.graph, a, b);
        if (reason !== undefined) studio.messages.refuse(reason, 'Not connected');
      },
      connectToNode: (from: PortEnd, nodeId: string, at: Point, instead?: string) => studio.menus.connectToNode(from, nodeId, at, instead),
      edgeInto: (ref: PortEnd['ref']) => studio.graph.edgeAt(...ref),
      movable: (ids: ReadonlySet<string>) => movable(studio, ids),
      explainLocked: () => studio.messages.explainLocked(),
      inputFor: (nodeId: string, edgeId: string) => studio.gestures.inputFor(nodeId, edgeId),
      move: (ids: ReadonlySet<string>, dx: number, dy: number, options: DropOptions) => studio.gestures.move(ids, dx, dy, options),
      resize: (id: string, rect: Rect) => void studio.messages.attempt(() => studio.graph.setRect(id, rect)),
      connect: (a: PortEnd, b: PortEnd, instead?: string) => studio.actions.connect(a, b, instead),
      disconnect: (edgeId: string) => void studio.messages.attempt(() => studio.graph.deleteEdges([edgeId])),
      cut: (edgeIds: ReadonlySet<string>) => studio.gestures.cut(edgeIds),
      reroute: (edgeId: string, at: Point) => studio.gestures.reroute(edgeId, at),
      erase: (hit: Hit) => studio.gestures.erase(hit),
      connecting: (from: PortEnd) => studio.gestures.connecting(from),
      openPalette: (at: Point, accepts?: PortEnd) => studio.popups.openPalette(at, accepts),
      open: (hit: Hit | null, at: Point) => openAt(studio, hit, at),
      openMenu: (hit: Hit | null, at: Point) => studio.menus.open(hit, at),
      busyChanged: () => {
        if (studio.selection.size > 1 || !studio.chart.busy) studio.element.requestUpdate();
      },
      setCursor: (cursor: Cursor) => studio.cursor.set(cursor),
    },
  );

/** Calls `step` with every frame until the function that it gives is called. */
function eachFrame(view: Window | null, step: (now: number) => void): () => void {
  let frame = 0;
  const next = (): void => {
    frame = view?.requestAnimationFrame(run) ?? 0;
  };
  const run = (now: number): void => {
    next();
    step(now);
  };
  next();
  return () => view?.cancelAnimationFrame(frame);
}

export const surfaceCursorHost = (studio: Studio): SurfaceCursorHost =>
  liveObject(
    { surface: () => studio.surface, busy: () => studio.chart?.busy ?? false, viewMoves: () => studio.beside.waiting },
    { showSoon: () => studio.beside.ask() },
  );

export const inputHost = (studio: Studio, surface: HTMLElement, view: Window): InputHost =>
  liveObject(
    { wheel: () => studio.element.wheel },
    {
      surface,
      apple: /Mac|iP(hone|ad|od)/.test(view.navigator.platform),
      find: (event: KeyboardEvent, apple: boolean) => studio.keys.keymap.find(event, apple, studio.focus.target?.kind),
      shortcut: (shortcut: Shortcut, event: KeyboardEvent) => studio.commands.shortcut(shortcut, event),
      hint: (about: HintTopic) => studio.hint.show(about),
    },
  );

export const editorHost = (studio: Studio, layer: HTMLElement): InlineEditorHost =>
  liveObject(
    { camera: () => studio.camera },
    {
      layer,
      ended: (how: EditEnd) => {
        studio.view.scene.setEditing(null);
        if (how !== 'blur') studio.surface?.focus({ preventScroll: true });
        if (how === 'run') studio.commands.run('run');
      },
    },
  );

export const dropHost = (studio: Studio, surface: HTMLElement): DropHost =>
  liveObject(
    { readonly: () => studio.readonly },
    {
      surface,
      toCanvas: (x: number, y: number) => studio.view.clientToCanvas(x, y),
      place: () => studio.pointer.place(),
      files: (files: readonly File[], at: Point) => void studio.desk.take(files, at),
      over: (at: Point | null) => studio.gestures.dragOver(at),
      node: (type: string, at: Point) => void studio.actions.addNode(type, at, { into: studio.gestures.wireAt(at) }),
      asset: (hash: string, at: Point) => void studio.desk.place(hash, at),
      file: ({ folder, name }: FileRef, at: Point) => void studio.folders.add(folder, name, at),
      copied: () => studio.clipboard.copied(),
      cut: () => studio.clipboard.cutText(),
      pasted: (text: string) => studio.clipboard.pasteText(text),
    },
  );
