/** The element's template: the surface with its semantic list, the tools with their events, and the live region. */
import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { NodeRunState } from '../../execution/types.js';
import type { ParamValue } from '../../graph/types.js';
import type { FileFolder } from '../../persistence/files.js';
import type { Point } from '../../scene/types.js';
import { isBoundary } from '../../graph/levels.js';
import type { FinderRow } from '../gds-finder.js';
import { shortcutOf } from '../shortcut-label.js';
import type { Announcement } from './announcer.js';
import { renderChrome, type ChromeState } from './chrome.js';
import type { FileRef } from './files.js';
import { MinimapContent } from './minimap-content.js';
import { panelParameters, resolveParameter } from './panel-parameters.js';
import type { MediaValue } from './run-presenter.js';
import { runMenu } from './run-menu.js';
import type { Studio } from './studio.js';

const NO_MAP = { nodes: [], frames: [] };

export class Shell {
  #media: { readonly key: string; readonly media: { readonly image?: Blob; readonly mesh?: Blob } } = { key: '', media: {} };
  readonly #minimap: MinimapContent;

  constructor(private readonly studio: Studio) {
    this.#minimap = new MinimapContent({
      scene: () => studio.view.scene,
      selected: (id) => studio.selection.has(id),
      status: (id) => studio.state(id).status,
    });
  }

  render(): TemplateResult {
    const { studio } = this;
    studio.focus.reconcile();
    const { size } = studio.view.scene.nodes;
    const inside = studio.levels.current === '' ? '' : `Inside ${studio.nameOf(studio.levels.current)}. Escape leaves. `;
    const count = `${inside}${size === 1 ? '1 node' : `${size} nodes`}`;
    return html`
      <div class="surface" part="surface" tabindex="-1" role="group" aria-label="Canvas">
        <div class="stage" aria-hidden="true"></div>
        <p id="hint" class="hidden">${count}. ${hint(studio)}</p>
        ${studio.mirror.render()}
        <div class="layer"></div>
        <p class="gesture-hint" aria-hidden="true"></p>
      </div>
      ${this.#tools()} ${spoken(studio.messages.announcer.shown)}
    `;
  }

  #tools(): TemplateResult {
    const { studio } = this;
    const { commands, desk, menus, popups, projects } = studio;
    /** The parts' events are between them and the element: they end here. */
    const on =
      <T>(act: (detail: T) => unknown) =>
      (event: CustomEvent<T>): void => {
        event.stopPropagation();
        act(event.detail);
      };
    const onNode =
      <T>(act: (id: string, detail: T) => unknown) =>
      (event: CustomEvent<T>): void => {
        event.stopPropagation();
        const id = studio.selected.only;
        if (id !== undefined) act(id, event.detail);
      };
    return html`<div
      class="chrome"
      @gds-command=${on<{ command: string; value?: unknown }>(({ command, value }) => commands.run(command, value))}
      @gds-add-node=${on<{ type: string }>(({ type }) => popups.addNode(type))}
      @gds-param=${onNode<{ name: string; value: ParamValue }>((id, { name, value }) => studio.messages.attempt(() => studio.graph.setParam(...resolveParameter(studio.graph, id, name), value)))}
      @gds-promote=${onNode<{ name: string; on: boolean }>((id, { name, on }) => studio.items.promote(id, name, on))}
      @gds-param-file=${onNode<{ name: string; file: File }>((id, { name, file }) => desk.fill(...resolveParameter(studio.graph, id, name), file))}
      @gds-title=${onNode<{ title: string }>((id, { title }) => studio.messages.attempt(() => studio.graph.setTitle(id, title)))}
      @gds-asset-add=${on<{ hash: string }>(({ hash }) => desk.place(hash))}
      @gds-asset-delete=${on<{ hash: string }>(({ hash }) => desk.delete(hash))}
      @gds-asset-rename=${on<{ hash: string; name: string }>(({ hash, name }) => desk.change((assets) => assets.rename(hash, name)))}
      @gds-asset-upload=${on<{ files: File[] }>(({ files }) => desk.upload(files))}
      @gds-file-add=${on<FileRef>(({ folder, name }) => studio.folders.add(folder, name))}
      @gds-file-delete=${on<FileRef>(({ folder, name }) => studio.folders.delete(folder, name))}
      @gds-file-upload=${on<{ folder: FileFolder; files: File[] }>(({ folder, files }) => studio.folders.upload(folder, files))}
      @gds-model-load=${on<{ model: string; adapter: string }>(({ model, adapter }) => desk.loadModel(model, adapter))}
      @gds-project-open=${on<{ id: string }>(({ id }) => (studio.element.project = id))}
      @gds-project-new=${on(() => projects.create())}
      @gds-project-delete=${on<{ id: string }>(({ id }) => projects.delete(id))}
      @gds-project-rename=${on<{ id: string; title: string }>(({ id, title }) => projects.rename(id, title))}
      @gds-command-chosen=${on<{ command: string; value?: unknown }>(({ command, value }) => popups.commandChosen(command, value))}
      @gds-connect-chosen=${on<{ choice: FinderRow }>(({ choice }) => popups.connectChosen(choice))}
      @gds-palette-close=${on(() => popups.close())}
      @gds-minimap-move=${on<Point>(({ x, y }) => {
        studio.framer.centreOn(x, y);
        // The hand on it sees at once where it takes the view.
        studio.showBeside();
      })}
      @gds-minimap-zoom=${on<{ factor: number }>(({ factor }) => studio.framer.zoomBy(factor))}
      @gds-toast-dismiss=${on<{ id: string }>(({ id }) => studio.messages.toasts.remove(id))}
      @gds-toast-action=${on<{ id: string }>(({ id }) => this.#toastAction(id))}
      @gds-menu-select=${on<{ value: string }>(({ value }) => menus.selected(value))}
    >
      ${renderChrome(this.#state(), () => popups.toggle('add'))}
    </div>`;
  }

  #toastAction(id: string): void {
    const { commands } = this.studio;
    const { toasts } = this.studio.messages;
    const action = toasts.items.find((item) => item.id === id)?.action;
    toasts.remove(id);
    if (action) commands.run(action.command, action.value);
  }

  #state(): ChromeState {
    const { studio } = this;
    const { graph, registry, element, presenter, themes, popups, desk } = studio;
    const id = studio.selected.only;
    const node = id === undefined ? undefined : graph.nodes.get(id);
    const shown = node && presenter.valueOf(node.id);
    return {
      keymap: studio.keys.keymap,
      rebound: studio.keys.changed,
      theme: themes.resolved,
      themeChoice: themes.choice,
      compact: studio.compact,
      tiny: studio.tiny,
      readonly: studio.readonly,
      running: studio.executor.running,
      progress: presenter.progress,
      canUndo: graph.canUndo,
      canRedo: graph.canRedo,
      zoom: studio.camera.zoom,
      waiting: studio.executor.queue.list.filter(({ status }) => status === 'waiting').length,
      runItems: runMenu(studio.keys.keymap, (command) => studio.commands.state(command), studio.executor.queue.list),
      empty: graph.nodes.size === 0,
      loading: studio.projects.loading,
      panel: popups.panel,
      registry,
      definitions: registry.list().filter(({ type }) => studio.levels.current !== '' || !isBoundary(type)),
      popup: popups.palette && { filter: popups.palette.filter },
      assets: desk.list,
      assetUrls: desk.urls.get,
      serverFolders: studio.folders.shown,
      models: studio.parts.inference.models,
      projects: studio.projects.list,
      project: element.project,
      history: graph.history(),
      node,
      definition: node && registry.get(node.type),
      runState: node ? this.#runState(node.id, shown?.state) : { status: 'idle' },
      media: this.#mediaFor(shown?.value),
      parameters: node && panelParameters(graph, registry, node),
      nodeMenu: node ? studio.menus.entries() : [],
      explain: node && (() => studio.executor.explain(node.id)),
      assetName: (shown && desk.list.find((asset) => asset.hash === shown.value.hash)?.name) ?? '',
      backend: studio.parts.inference.status,
      takesToken: studio.server.takesToken,
      renderer: studio.view.info,
      undrawable: studio.view.undrawable,
      save: studio.keeper.state,
      minimap: studio.compact ? NO_MAP : this.#minimap.read(),
      wheel: element.wheel,
      view: studio.view.visible(),
      toasts: studio.messages.toasts.items,
      levels: studio.levels.path,
      selectionBar: studio.selectionBar.shown,
      commands: popups.commands,
      connect: popups.connect,
      // Another function for every rendering: the parts that hold it ask again.
      blocked: (command, value) => studio.commands.state(command, value).blocked,
    };
  }

  /** A node that only shows takes the story of its picture from the node that made it. */
  #runState(id: string, origin: NodeRunState | undefined): NodeRunState {
    const state = this.studio.state(id);
    return state.info || !origin?.info ? state : { ...state, info: origin.info };
  }

  /** The same object for the same content, so that the panel does not load it again. */
  #mediaFor(value: MediaValue | undefined): { readonly image?: Blob; readonly mesh?: Blob } {
    const key = value ? `${value.kind}:${value.hash}` : '';
    if (this.#media.key !== key) this.#media = { key, media: value ? { [value.kind]: value.blob } : {} };
    return this.#media.media;
  }
}

/** What the tree is described by: where one is, and the keys to begin with, as they are bound now. */
function hint({ keys: { keymap } }: Studio): string {
  const parts = [
    [shortcutOf(keymap, 'walk', 'next'), 'goes to the next one'],
    [shortcutOf(keymap, 'ports'), 'to its ports'],
    [shortcutOf(keymap, 'connect'), 'connects'],
    [shortcutOf(keymap, 'add'), 'adds'],
    [shortcutOf(keymap, 'menu'), 'opens a menu'],
    [shortcutOf(keymap, 'shortcuts') || shortcutOf(keymap, 'palette'), 'tells more'],
  ] as const;
  return `${parts.flatMap(([key, does]) => (key ? [`${key} ${does}`] : [])).join(', ')}.`;
}

/** One region that waits its turn, and one that interrupts. */
function spoken(announcements: readonly Announcement[]): TemplateResult {
  const list = (urgent: boolean) =>
    repeat(
      announcements.filter((one) => one.urgent === urgent),
      ({ id }) => id,
      ({ text }) => html`<p>${text}</p>`,
    );
  return html`<div class="hidden live" role="status" aria-live="polite" aria-atomic="false" aria-relevant="additions">${list(false)}</div>
    <div class="hidden live" role="alert" aria-live="assertive" aria-atomic="false" aria-relevant="additions">${list(true)}</div>`;
}
