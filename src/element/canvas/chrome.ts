/** The tools that float over the canvas, as one template of plain values. It knows the parts' tags and nothing of the document. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Explanation } from '../../execution/explain.js';
import type { NodeRunState } from '../../execution/types.js';
import type { NodeRecord } from '../../graph/types.js';
import type { InferenceManager, ManagedModel } from '../../inference/manager.js';
import type { CommandName } from '../../interaction/commands.js';
import type { Keymap } from '../../interaction/keymap.js';
import type { AssetRecord, ProjectRecord, SaveState } from '../../persistence/types.js';
import type { NodeRegistry } from '../../registry/registry.js';
import type { NodeDefinition } from '../../registry/types.js';
import type { RendererInfo } from '../../render/types.js';
import type { Rect } from '../../scene/types.js';
import type { ServerFolders } from '../gds-asset-browser.js';
import type { MenuItem, MenuRow } from '../gds-menu.js';
import type { MinimapNodes } from '../gds-minimap.js';
import type { PanelId } from '../gds-rail.js';
import type { ThemeChoice } from '../theme.js';
import { icon } from '../icon.js';
import type { PaletteFilter } from '../palette-search.js';
import type { PanelParameters } from './panel-parameters.js';
import type { Crumb } from './levels.js';
import type { Toast } from './toast-list.js';
import type { ConnectPopup } from './popups.js';
import type { RunProgress } from './run-presenter.js';

export interface ChromeState {
  readonly keymap: Keymap;
  /** Commands that the person has given other keys. */
  readonly rebound: ReadonlySet<string>;
  readonly theme: 'light' | 'dark';
  readonly themeChoice: ThemeChoice;
  readonly compact: boolean;
  readonly tiny: boolean;
  readonly readonly: boolean;
  readonly running: boolean;
  readonly progress: RunProgress;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly zoom: number;
  /** Runs that wait for their turn. */
  readonly waiting: number;
  readonly runItems: readonly MenuItem[];
  readonly empty: boolean;
  readonly loading: boolean;
  readonly panel: PanelId | '';
  readonly registry: NodeRegistry;
  /** Node types that make sense on the level shown. */
  readonly definitions: readonly NodeDefinition[];
  /** The palette at a place. */
  readonly popup: { readonly filter: PaletteFilter | null } | undefined;
  readonly assets: readonly AssetRecord[];
  readonly assetUrls: (hash: string) => Promise<string>;
  /** Another object whenever something of it has changed. */
  readonly serverFolders: ServerFolders | undefined;
  readonly models: readonly ManagedModel[];
  readonly projects: readonly ProjectRecord[];
  readonly project: string;
  readonly history: { readonly done: readonly string[]; readonly undone: readonly string[] };
  readonly node: NodeRecord | undefined;
  readonly definition: NodeDefinition | undefined;
  readonly runState: NodeRunState;
  readonly media: { readonly image?: Blob; readonly mesh?: Blob };
  readonly parameters: PanelParameters | undefined;
  readonly nodeMenu: readonly (MenuItem | MenuRow)[];
  readonly explain: (() => Explanation) | undefined;
  readonly assetName: string;
  readonly backend: InferenceManager['status'];
  /** A person may give the server's token. */
  readonly takesToken: boolean;
  readonly renderer: RendererInfo;
  readonly undrawable: boolean;
  readonly save: SaveState;
  readonly minimap: { readonly nodes: MinimapNodes; readonly frames: readonly Rect[] };
  readonly wheel: 'cooperative' | 'capture';
  readonly view: Rect;
  readonly toasts: readonly Toast[];
  /** From the canvas to the level shown. */
  readonly levels: readonly Crumb[];
  readonly selectionBar: boolean;
  readonly commands: boolean;
  /** The list of what a port could be connected with. */
  readonly connect: ConnectPopup | undefined;
  /** Why a command cannot be carried out now; undefined where it can. */
  readonly blocked: (command: CommandName, value?: string | number) => string | undefined;
}

export function renderChrome(state: ChromeState, addFirst: () => void): TemplateResult {
  const { theme, compact, tiny } = state;
  return html`
    ${state.empty && !state.loading ? renderEmpty(state, addFirst) : nothing}
    ${
      state.undrawable && !state.loading
        ? html`<p class="notice" role="alert">The canvas cannot be drawn here. ${state.renderer.reason} Runs and results still work.</p>`
        : nothing
    }
    <slot name="rail"
      ><gds-rail
        class="rail"
        part="rail"
        data-theme=${theme}
        .keymap=${state.keymap}
        .open=${state.panel}
        .readonly=${state.readonly}
        .compact=${compact}
        .tiny=${tiny}
      ></gds-rail
    ></slot>
    ${state.panel ? html`<div class="flyout" part="flyout" data-panel=${state.panel}>${renderPanel(state)}</div>` : nothing}
    ${
      !state.popup
        ? nothing
        : html`<div class="popup" part="popup">
            <gds-add-palette
              data-theme=${theme}
              .definitions=${state.definitions}
              .registry=${state.registry}
              .filter=${state.popup.filter}
            ></gds-add-palette>
          </div>`
    }
    ${
      state.levels.length > 1
        ? html`<gds-breadcrumbs
            class="levels"
            part="levels"
            data-theme=${theme}
            .keymap=${state.keymap}
            .path=${state.levels}
          ></gds-breadcrumbs>`
        : nothing
    }
    ${
      state.selectionBar
        ? html`<gds-selection-bar
            class="selection-bar"
            part="selection-bar"
            data-theme=${theme}
            .keymap=${state.keymap}
            .blocked=${state.blocked}
          ></gds-selection-bar>`
        : nothing
    }
    ${
      state.commands
        ? html`<gds-command-palette
            class="commands"
            part="commands"
            data-theme=${theme}
            .keymap=${state.keymap}
            .blocked=${state.blocked}
          ></gds-command-palette>`
        : nothing
    }
    ${
      state.connect
        ? html`<gds-connect-list
            class="commands"
            part="connect"
            data-theme=${theme}
            .heading=${state.connect.heading}
            .find=${state.connect.find}
          ></gds-connect-list>`
        : nothing
    }
    <slot name="chip"
      ><gds-status-chip
        class="chip"
        part="chip"
        data-theme=${theme}
        .backend=${state.backend}
        .renderer=${state.renderer}
        .save=${state.save}
        .takesToken=${state.takesToken}
        .theme=${state.themeChoice}
        .compact=${compact}
        .tiny=${tiny}
      ></gds-status-chip
    ></slot>
    ${state.node ? renderNodePanel(state, state.node) : nothing}
    ${
      compact || state.empty
        ? nothing
        : html`<gds-minimap
            class="minimap"
            part="minimap"
            data-theme=${theme}
            .nodes=${state.minimap.nodes}
            .frames=${state.minimap.frames}
            .wheel=${state.wheel}
            .view=${state.view}
          ></gds-minimap>`
    }
    <div class="toolbar">
      <slot name="toolbar"
        ><gds-toolbar
          part="toolbar"
          data-theme=${theme}
          .keymap=${state.keymap}
          .running=${state.running}
          .fraction=${state.progress.fraction}
          .progressLabel=${state.progress.label}
          .canUndo=${state.canUndo}
          .canRedo=${state.canRedo}
          .zoom=${state.zoom}
          .waiting=${state.waiting}
          .runItems=${state.runItems}
          .readonly=${state.readonly}
          .disabledReason=${state.readonly ? 'This canvas is read-only' : state.empty ? 'Add a node first' : ''}
          .compact=${compact}
          .tiny=${tiny}
        ></gds-toolbar
      ></slot>
    </div>
    <div class="toasts"><gds-toasts data-theme=${theme} .items=${state.toasts} .compact=${compact} .tiny=${tiny}></gds-toasts></div>
    <gds-menu class="node-menu" data-theme=${theme}></gds-menu>
  `;
}

function renderEmpty(state: ChromeState, addFirst: () => void): TemplateResult {
  return html`<div class="empty" part="empty">
    <slot name="empty">
      <h2>${state.readonly ? 'Nothing here yet' : 'Start with a prompt'}</h2>
      ${
        state.readonly
          ? nothing
          : html`<p>Add a node, connect it to the next one, and press Run. Pictures can be dropped anywhere.</p>
              <button class="button primary" type="button" @click=${addFirst}>${icon('plus')}Add node</button>`
      }
    </slot>
  </div>`;
}

function renderPanel(state: ChromeState): TemplateResult | typeof nothing {
  const { theme, compact, tiny } = state;
  switch (state.panel) {
    case 'add':
      return html`<gds-add-palette
        data-theme=${theme}
        .definitions=${state.definitions}
        .registry=${state.registry}
        .filter=${null}
        .compact=${compact}
        .tiny=${tiny}
      ></gds-add-palette>`;
    case 'assets':
      return html`<gds-asset-browser
        data-theme=${theme}
        .assets=${state.assets}
        .urls=${state.assetUrls}
        .server=${state.serverFolders}
        .readonly=${state.readonly}
        .compact=${compact}
        .tiny=${tiny}
      ></gds-asset-browser>`;
    case 'models':
      return html`<gds-models-panel
        data-theme=${theme}
        .models=${state.models}
        .server=${state.serverFolders}
        .readonly=${state.readonly}
        .compact=${compact}
        .tiny=${tiny}
      ></gds-models-panel>`;
    case 'canvases':
      return html`<gds-canvases-panel
        data-theme=${theme}
        .projects=${state.projects}
        .current=${state.project}
        .server=${state.serverFolders}
        .readonly=${state.readonly}
        .compact=${compact}
        .tiny=${tiny}
      ></gds-canvases-panel>`;
    case 'history':
      return html`<gds-history-panel
        data-theme=${theme}
        .keymap=${state.keymap}
        .done=${state.history.done}
        .undone=${state.history.undone}
        .compact=${compact}
        .tiny=${tiny}
      ></gds-history-panel>`;
    case 'shortcuts':
      return html`<gds-shortcuts
        data-theme=${theme}
        .keymap=${state.keymap}
        .changed=${state.rebound}
        .compact=${compact}
        .tiny=${tiny}
      ></gds-shortcuts>`;
    case '':
      return nothing;
  }
}

function renderNodePanel(state: ChromeState, node: NodeRecord): TemplateResult {
  return html`<div class="end" part="node-panel">
    <gds-node-panel
      data-theme=${state.theme}
      .keymap=${state.keymap}
      .node=${node}
      .definition=${state.definition}
      .runState=${state.runState}
      .media=${state.media}
      .parameters=${state.parameters}
      .menu=${state.nodeMenu}
      .explain=${state.explain}
      .assetName=${state.assetName}
      .urls=${state.assetUrls}
      .readonly=${state.readonly}
      .compact=${state.compact}
      .tiny=${state.tiny}
    ></gds-node-panel>
  </div>`;
}
