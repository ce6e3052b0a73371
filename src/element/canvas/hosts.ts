/** Narrow views of the studio, one for each of its controllers: what each may read and do, and nothing more. */
import { GdsError, type GdsErrorCode } from '../../errors.js';
import type { Cursor, ChartHost, PortEnd } from '../../interaction/chart.js';
import type { InputHost } from '../../interaction/input.js';
import type { Shortcut } from '../../interaction/shortcuts.js';
import type { RendererInfo } from '../../render/types.js';
import type { Camera } from '../../scene/camera.js';
import type { Point } from '../../scene/types.js';
import { readTheme } from '../theme.js';
import type { ActionHost } from './actions.js';
import type { PartsHost } from './canvas-parts.js';
import { edgeInto, fits } from './connections.js';
import type { DropHost } from './drop-zone.js';
import type { FieldType, InlineEditorHost } from './inline-editor.js';
import { liveObject } from './live-object.js';
import type { MediaValue, PresenterHost } from './run-presenter.js';
import type { Studio } from './studio.js';
import type { ViewHost } from './view.js';

/** Text in a node's field as the scene draws it, canvas units. */
const FIELD_TYPE: FieldType = { fontSize: 12.5, lineHeight: 16.5, paddingBlock: 8.75, paddingInline: 10 };

/** Where workers, WASM and models are: `asset-base` or `gds-assets/` beside the page, as a URL that ends with a slash. */
function absoluteAssetBase({ assetBase, ownerDocument }: Studio['element']): string {
  const url = new URL(assetBase || 'gds-assets/', ownerDocument.baseURI).href;
  return url.endsWith('/') ? url : `${url}/`;
}

export const partsHost = (studio: Studio): PartsHost =>
  liveObject(
    { assetBase: () => absoluteAssetBase(studio.element), readonly: () => studio.readonly },
    {
      assets: () => studio.keeper.assets(),
      replaced: () => studio.replaced(),
      failed: (error: unknown, code: GdsErrorCode) =>
        studio.report(
          GdsError.from(error, code, 'What generates pictures on this device could not be loaded. Check the connection, then run again.'),
        ),
    },
  );

export const viewHost = (studio: Studio): ViewHost =>
  liveObject(
    { preference: () => studio.element.renderer },
    {
      element: studio.element,
      readTheme: () => readTheme(studio.element),
      cameraMoved: (camera: Camera) => studio.cameraMoved(camera),
      rendererChanged: (info: RendererInfo) => {
        studio.element.requestUpdate();
        if (studio.element.isConnected) studio.send('gds-renderer-change', { ...info });
      },
      rendererFailed: (error: GdsError) => studio.report(error, { quiet: true }),
      sceneRebuilt: () => {
        studio.presenter.reset();
        studio.showSelection();
      },
    },
  );

export const presenterHost = (studio: Studio): PresenterHost =>
  liveObject(
    { graph: () => studio.graph, scene: () => studio.view.scene },
    {
      definition: (type: string) => studio.registry.get(type),
      state: (id: string) => studio.state(id),
      thumbnail: (value: MediaValue) => studio.desk.thumbnail(value),
      asset: (hash: string) => studio.desk.image(hash),
      changed: () => studio.element.requestUpdate(),
      nodeFailed: (nodeId: string, error: GdsError) => studio.report(error, { nodeId, title: `${studio.nameOf(nodeId)} failed` }),
      failed: (error: unknown, nodeId: string) => studio.report(GdsError.from(error, 'GDS_THUMBNAIL'), { nodeId, quiet: true }),
    },
  );

export const actionHost = (studio: Studio): ActionHost =>
  liveObject(
    {
      graph: () => studio.graph,
      registry: () => studio.registry,
      selection: () => studio.selection,
      selectedEdge: () => studio.selectedEdge,
      camera: () => studio.camera,
    },
    {
      viewport: () => studio.view.viewport(),
      glideTo: (camera: Camera) => studio.view.camera.glideTo(camera),
      select: (ids: Iterable<string>) => studio.select(ids),
      selectEdge: (id: string | null) => studio.selectEdge(id),
      rectOf: (id: string) => studio.view.scene.rect(id),
      attempt: <T>(change: () => T) => studio.attempt(change),
      allowed: (event: string, detail: object) => studio.send(event, detail, { cancelable: true }),
      announce: (text: string) => studio.announce(text),
      focusNode: (id: string) => void studio.focusNode(id),
    },
  );

export const chartHost = (studio: Studio): ChartHost =>
  liveObject(
    { scene: () => studio.view.scene, readonly: () => studio.readonly, camera: () => studio.camera, selection: () => studio.selection },
    {
      setCamera: (camera: Camera) => studio.view.camera.set(camera),
      select: (ids: Iterable<string>) => studio.select(ids),
      selectEdge: (id: string | null) => studio.selectEdge(id),
      reveal: (id: string) => void studio.revealBesidePanel(id),
      canConnect: (a: PortEnd, b: PortEnd) => fits(studio.graph, studio.registry, a, b),
      edgeInto: (ref: PortEnd['ref']) => edgeInto(studio.graph, ref),
      move: (ids: ReadonlySet<string>, dx: number, dy: number) => void studio.attempt(() => studio.graph.moveNodes([...ids], dx, dy)),
      connect: (a: PortEnd, b: PortEnd, instead?: string) => studio.actions.connect(a, b, instead),
      disconnect: (edgeId: string) => void studio.attempt(() => studio.graph.deleteEdges([edgeId])),
      openPalette: (at: Point, accepts?: PortEnd) => studio.popups.openPalette(at, accepts),
      editField: (nodeId: string, param: string) => studio.popups.editField(nodeId, param),
      openNodeMenu: (nodeId: string, at: Point) => studio.popups.openNodeMenu(nodeId, at),
      setCursor: (cursor: Cursor) => void studio.surface?.style.setProperty('cursor', cursor),
    },
  );

export const inputHost = (studio: Studio, surface: HTMLElement, view: Window): InputHost =>
  liveObject(
    { wheel: () => studio.element.wheel },
    {
      surface,
      apple: /Mac|iP(hone|ad|od)/.test(view.navigator.platform),
      shortcut: (shortcut: Shortcut, event: KeyboardEvent) => studio.commands.shortcut(shortcut, event),
    },
  );

export const editorHost = (studio: Studio, layer: HTMLElement): InlineEditorHost =>
  liveObject(
    { camera: () => studio.camera },
    {
      layer,
      fieldType: FIELD_TYPE,
      fieldRect: (nodeId: string) => {
        const rect = studio.view.scene.rect(nodeId);
        const field = studio.view.scene.layout(nodeId)?.field;
        return rect && field && { x: rect.x + field.x, y: rect.y + field.y, width: field.width, height: field.height };
      },
      write: (nodeId: string, param: string, text: string) => void studio.attempt(() => studio.graph.setParam(nodeId, param, text)),
      ended: (how: 'blur' | 'run' | 'cancel') => {
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
      centre: () => studio.centre(),
      files: (files: readonly File[], at: Point) => void studio.desk.take(files, at),
      node: (type: string, at: Point) => void studio.actions.addNode(type, at),
      asset: (hash: string, at: Point) => void studio.desk.place(hash, at),
      copied: () => studio.actions.copied(),
      cut: () => studio.actions.deleteSelection(),
      pasted: (text: string) => studio.actions.pasteText(text, studio.centre()),
    },
  );
