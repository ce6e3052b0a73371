/**
 * The card of the selected node: its result, its parameters, how the result came to be, and what can be done.
 *
 * @fires gds-param - See `<gds-parameter-editor>`.
 * @fires gds-param-file - See `<gds-parameter-editor>`.
 * @fires gds-promote - See `<gds-parameter-editor>`.
 * @fires gds-title - The person named the node. `detail: { title }`; empty gives it the type's own name back.
 * @fires gds-command - `detail: { command, value }`: `run-node`, `cancel`, `download`, `duplicate`, `delete`; value is the node's id.
 * @slot - At the end of the body.
 * @csspart panel - The card.
 * @csspart media - The area of picture or mesh.
 */
import { html, nothing, type CSSResultGroup, type PropertyDeclarations, type PropertyValues } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import type { NodeRecord } from '../graph/types.js';
import type { Explanation } from '../execution/explain.js';
import type { NodeRunState, ResultItem } from '../execution/types.js';
import { SUBGRAPH } from '../graph/levels.js';
import type { NodeDefinition } from '../registry/types.js';
import { BlobUrls } from './blob-urls.js';
import { cssVars } from './css-vars.js';
import { icon } from './icon.js';
import { GdsPart } from './gds-part.js';
import type { PanelParameters } from './canvas/panel-parameters.js';
import type { GdsMenu, MenuItem, MenuRow } from './gds-menu.js';
import { nodeFacts } from './node-facts.js';
import { progressText, stateWords } from './run-words.js';
import { shortcutOf, tooltip } from './shortcut-label.js';
import { baseStyles } from './styles/base.js';
import { buttonStyles } from './styles/button.js';
import { cardStyles } from './styles/card.js';
import { panelListStyles } from './styles/list.js';
import { nodePanelStyles } from './styles/node-panel.js';

export interface PanelMedia {
  readonly image?: Blob;
  readonly mesh?: Blob;
}

export class GdsNodePanel extends GdsPart {
  static override readonly tag = 'gds-node-panel';
  static override properties: PropertyDeclarations = {
    node: { attribute: false },
    definition: { attribute: false },
    runState: { attribute: false },
    media: { attribute: false },
    connected: { attribute: false },
    parameters: { attribute: false },
    menu: { attribute: false },
    explain: { attribute: false },
    explaining: { state: true },
    chosen: { state: true },
    assetName: { type: String, attribute: 'asset-name' },
    urls: { attribute: false },
    readonly: { type: Boolean },
    menuOpen: { state: true },
  };
  static override styles: CSSResultGroup = [baseStyles, buttonStyles, cardStyles, panelListStyles, nodePanelStyles];

  node: NodeRecord | null = null;
  definition: NodeDefinition | undefined = undefined;
  runState: NodeRunState = { status: 'idle' };
  media: PanelMedia = {};
  /** Ids of input ports that have a connection. */
  connected: ReadonlySet<string> = new Set();
  /** Name of the stored result. */
  assetName = '';
  /** Gives a new object URL for an asset, for image parameters. */
  urls: ((hash: string) => Promise<string>) | undefined = undefined;
  readonly = false;
  /** What is edited, where that is not the node's own parameters: those that a subgraph shows. */
  parameters: PanelParameters | undefined = undefined;
  /** Items of the menu; undefined: duplicate and delete. */
  menu: readonly (MenuItem | MenuRow)[] | undefined = undefined;
  /** Why the node ran, and what the next run would do. Undefined where nobody knows. */
  explain: (() => Explanation) | undefined = undefined;
  menuOpen = false;
  protected explaining = false;
  /** Place of the result that is looked at, of several. */
  protected chosen = 0;
  readonly #blobs = new BlobUrls(this);
  readonly #preview = createRef<HTMLCanvasElement>();
  /** The viewer has only the mesh; what is saved says how it was made, too. */
  readonly #download = (event: Event): void => {
    event.preventDefault();
    this.command('download', this.node?.id);
  };

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('node') && (changed.get('node') as NodeRecord | null)?.id !== this.node?.id) this.chosen = 0;
    if (changed.has('media') || changed.has('chosen')) {
      const { image, mesh } = this.#shown;
      this.#blobs.keepOnly(new Set(image ? [image] : []), new Set());
      if (mesh) void import('./gds-mesh-viewer.js').then(({ GdsMeshViewer }) => GdsMeshViewer.define());
    }
  }

  /** What is looked at: of several results the chosen one. */
  get #shown(): PanelMedia {
    const item = this.runState.items?.[this.chosen];
    const value = item && Object.values(item.outputs).find((output) => typeof output === 'object' && 'blob' in output);
    if (typeof value === 'object' && value.kind === 'image') return { image: value.blob };
    if (typeof value === 'object' && value.kind === 'mesh') return { mesh: value.blob };
    return this.media;
  }

  protected override render() {
    const { node, definition } = this;
    if (!node) return nothing;
    const state = stateWords(this.runState);
    const title = definition?.title ?? node.type;
    return html`<section class="panel card" part="panel" aria-label="Node: ${node.title || title}">
      <header class="header">
        ${icon(definition?.icon ?? 'circle-dashed')}
        <input
          class="title"
          type="text"
          aria-label="Title"
          autocomplete="off"
          spellcheck="false"
          maxlength="120"
          placeholder=${title}
          .value=${node.title}
          ?disabled=${this.readonly}
          @change=${(event: Event) => this.emit('gds-title', { title: (event.target as HTMLInputElement).value.trim() })}
          @keydown=${this.#titleKey}
        />
        ${state.text ? html`<span class="state ${state.tone}" title=${state.title}>${state.text}</span>` : nothing}
        <button
          class="icon-button"
          type="button"
          aria-haspopup="menu"
          aria-expanded=${String(this.menuOpen)}
          aria-label="Node menu"
          title="Node menu"
          @click=${this.#openMenu}
        >
          ${icon('ellipsis')}
        </button>
      </header>
      <div class="body scroll">
        ${this.#media()} ${this.#results()} ${this.#trouble()} ${this.#elsewhere()} ${this.#marks(node)} ${this.#parameters(node)}
        ${this.#facts()} ${this.#why()}
        <slot></slot>
        ${this.#actions()}
      </div>
      <gds-menu
        label="Node"
        .items=${this.menu ?? this.#ownMenu()}
        @gds-menu-select=${this.#chosen}
        @gds-menu-close=${() => (this.menuOpen = false)}
      ></gds-menu>
    </section>`;
  }

  #ownMenu(): readonly MenuItem[] {
    const disabled = this.readonly;
    const shortcut = { duplicate: shortcutOf(this.keymap, 'duplicate'), delete: shortcutOf(this.keymap, 'delete') };
    return [
      { value: 'duplicate', label: 'Duplicate', icon: 'copy', shortcut: shortcut.duplicate, disabled },
      { value: 'delete', label: 'Delete', icon: 'trash', shortcut: shortcut.delete, danger: true, disabled, separated: true },
    ];
  }

  #parameters(node: NodeRecord) {
    const specs = this.parameters?.specs ?? this.definition?.parameters ?? [];
    if (specs.length === 0) return this.#emptySubgraph(node);
    return html`<gds-parameter-editor
      .parameters=${specs}
      .values=${this.parameters?.values ?? node.params}
      .overridden=${this.parameters?.overridden ?? this.connected}
      .promoted=${this.parameters?.promoted}
      .urls=${this.urls}
      .readonly=${this.readonly || node.locked === true}
    ></gds-parameter-editor>`;
  }

  #emptySubgraph({ id, type }: NodeRecord) {
    if (type !== SUBGRAPH) return nothing;
    return html`<p class="quiet">Open the subgraph and pin the parameters that belong here.</p>
      <div class="actions">
        <button
          class="button"
          type="button"
          title=${tooltip(this.keymap, 'Open the subgraph', 'edit')}
          @click=${() => this.command('enter', id)}
        >
          ${icon('log-in')}Open
        </button>
      </div>`;
  }

  /** What keeps the node from working as usual, each with the way back. */
  #marks({ id, locked, mode }: NodeRecord) {
    const mark = (shown: boolean, command: 'lock' | 'mute' | 'bypass', name: string, text: string, undo: string) =>
      shown
        ? html`<div class="mark">
            ${icon(name)}<span>${text}</span
            ><button class="button" type="button" ?disabled=${this.readonly} @click=${() => this.command(command, id)}>${undo}</button>
          </div>`
        : nothing;
    return html`${mark(locked === true, 'lock', 'lock', 'Locked: nothing of it can be changed', 'Unlock')}
    ${mark(mode === 'muted', 'mute', 'circle-slash', 'Muted: it does not run', 'Unmute')}
    ${mark(mode === 'bypassed', 'bypass', 'fast-forward', 'Bypassed: its input is handed on', 'Resume')}`;
  }

  #results() {
    const items = this.runState.items ?? [];
    if (items.length < 2) return nothing;
    return html`<gds-result-list
        .items=${items}
        .chosen=${this.chosen}
        @gds-result-choose=${(event: CustomEvent<{ index: number }>) => {
          event.stopPropagation();
          this.chosen = event.detail.index;
        }}
      ></gds-result-list>
      <p class="quiet">${this.chosen + 1} of ${items.length}${this.#axes(items[this.chosen])}</p>`;
  }

  #axes(item: ResultItem | undefined): string {
    const labels = item?.axes.map((axis) => axis.label).join(' · ');
    return labels ? ` · ${labels}` : '';
  }

  #why() {
    if (!this.explain || this.definition?.execute === undefined) return nothing;
    const { last, next } = this.explaining ? this.explain() : { last: undefined, next: undefined };
    return html`<details
      class="why"
      .open=${this.explaining}
      @toggle=${(event: Event) => (this.explaining = (event.target as HTMLDetailsElement).open)}
    >
      <summary>${icon('circle-question-mark', 14)}Why did this run?</summary>
      ${last ? html`<p>${last.text}</p>` : nothing} ${next ? html`<p><b>Next:</b> ${next.text}</p>` : nothing}
    </details>`;
  }

  #media() {
    const { runState, definition } = this;
    const media = this.#shown;
    const busy = runState.status === 'running';
    const progress = busy ? this.#progress() : nothing;
    if (busy && runState.progress?.preview) {
      return html`<figure class="media checker" part="media">
        <canvas ${ref(this.#preview)} role="img" aria-label="Preview"></canvas>${progress}
      </figure>`;
    }
    if (media.mesh) {
      return html`<figure class="media mesh" part="media">
        <gds-mesh-viewer .data=${media.mesh} @gds-download=${this.#download}></gds-mesh-viewer>${progress}
      </figure>`;
    }
    if (media.image) {
      return html`<figure class="media checker" part="media">
        <img src=${this.#blobs.forBlob(media.image)} alt="Result of ${this.node?.title || definition?.title || 'this node'}" />${progress}
      </figure>`;
    }
    if (busy) return html`<figure class="media blank busy" part="media">${progress}</figure>`;
    if (!definition?.face?.media || runState.status === 'error') return nothing;
    const mesh = definition.face.media === 'mesh';
    return html`<figure class="media blank" part="media">
      ${icon(mesh ? 'box' : 'image', 20)}${mesh ? 'The mesh appears here after a run.' : 'The picture appears here after a run.'}
    </figure>`;
  }

  #progress() {
    const fraction = this.runState.progress?.fraction;
    return html`<figcaption class="progress">
      <span>${progressText(this.runState.progress)}</span>
      <i
        class="bar-track"
        role="progressbar"
        aria-label="Progress"
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${fraction === undefined ? nothing : Math.round(fraction * 100)}
        ${cssVars({ '--fraction': fraction ?? 0 })}
        ><i></i
      ></i>
    </figcaption>`;
  }

  #trouble() {
    const { error, status } = this.runState;
    if (!this.definition) {
      return html`<div class="trouble" role="alert">
        ${icon('circle-alert')}
        <p>This canvas does not know the node type “${this.node?.type}”. The node is kept as it is; it runs once its type is registered.</p>
      </div>`;
    }
    if (status !== 'error' || !error) return nothing;
    return html`<div class="trouble" role="alert">
      ${icon('circle-alert')}
      <p>${error.message}</p>
      <code>${error.code}</code>
    </div>`;
  }

  /** Why it was not made where the policy wanted it. */
  #elsewhere() {
    const { info, outputs } = this.runState;
    if (!info?.fallback || !outputs) return nothing;
    const where = info.server === undefined ? 'Made on this device.' : 'Made on a server.';
    return html`<div class="mark elsewhere">${icon('info')}<span>${info.fallback} ${where}</span></div>`;
  }

  #facts() {
    const facts = nodeFacts(this.runState, this.#shown, this.assetName);
    if (facts.length === 0) return nothing;
    return html`<dl class="facts">
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd title=${value}>${value}</dd>
          </div>`,
      )}
    </dl>`;
  }

  #actions() {
    const id = this.node?.id;
    const runs = this.definition?.execute !== undefined;
    const busy = this.runState.status === 'running' || this.runState.status === 'queued';
    const result = this.media.image ?? this.media.mesh;
    if (!runs && !result) return nothing;
    return html`<div class="actions">
      ${
        result || this.definition?.face?.media
          ? html`<button
              class="button"
              type="button"
              ?disabled=${!result}
              title=${result ? 'Save the result as a file' : 'Nothing to save yet'}
              @click=${() => this.command('download', id)}
            >
              ${icon('download')}Download
            </button>`
          : nothing
      }
      ${
        runs && busy
          ? html`<button
              class="button"
              type="button"
              title=${tooltip(this.keymap, 'Cancel the run', 'escape')}
              @click=${() => this.command('cancel')}
            >
              ${icon('square')}Cancel
            </button>`
          : nothing
      }
      ${
        runs && !busy
          ? html`<button class="button" type="button" title="Run this node and what it needs" @click=${() => this.command('run-node', id)}>
              ${icon('play')}Run node
            </button>`
          : nothing
      }
    </div>`;
  }

  protected override updated(): void {
    const preview = this.runState.progress?.preview;
    const canvas = this.#preview.value;
    if (!preview || !canvas) return;
    if (canvas.width !== preview.width || canvas.height !== preview.height) {
      canvas.width = preview.width;
      canvas.height = preview.height;
    }
    const pixels = new ImageData(new Uint8ClampedArray(preview.data), preview.width, preview.height);
    canvas.getContext('2d')?.putImageData(pixels, 0, 0);
  }

  #titleKey(event: KeyboardEvent): void {
    const input = event.target as HTMLInputElement;
    if (event.key === 'Escape') input.value = this.node?.title ?? '';
    else if (event.key !== 'Enter') return;
    event.preventDefault();
    event.stopPropagation();
    input.blur();
  }

  #openMenu(event: Event): void {
    this.menuOpen = true;
    void this.renderRoot.querySelector<GdsMenu>('gds-menu')?.showFor(event.currentTarget as HTMLElement);
  }

  #chosen(event: CustomEvent<{ value: string }>): void {
    event.stopPropagation();
    this.command(event.detail.value, this.node?.id);
  }
}
