/**
 * Pictures and meshes of the store, as cards: generated and imported, searched, added by click or drag, renamed, deleted.
 *
 * Deleting asks nothing: the listener offers to undo it. Cards are one tab stop; arrows move between them, F2 renames, Delete
 * deletes, the menu key opens what else can be done. It is long: half of it is templates, the other half what they call.
 *
 * @fires gds-asset-add - `detail: { hash }`.
 * @fires gds-asset-delete - `detail: { hash }`.
 * @fires gds-asset-rename - `detail: { hash, name }`.
 * @fires gds-asset-upload - `detail: { files }`.
 * @fires gds-command - `detail: { command: 'toggle-panel', value: 'assets' }` to close it, `{ command: 'run' }` from the empty state.
 * @csspart panel - The card.
 */
import { html, nothing, type CSSResultGroup, type PropertyDeclarations, type PropertyValues } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { live } from 'lit/directives/live.js';
import type { FileEntry, FileFolder } from '../persistence/files.js';
import type { AssetRecord } from '../persistence/types.js';
import type { FolderView } from './canvas/file-desk.js';
import { BlobUrls } from './blob-urls.js';
import { FileDrop } from './file-drop.js';
import { bytes } from './format.js';
import type { GdsFolder } from './gds-folder.js';
import type { GdsMenu, MenuItem } from './gds-menu.js';
import { GdsPanel } from './gds-panel.js';
import { icon } from './icon.js';
import { assetStyles } from './styles/assets.js';

type Tab = 'generated' | 'imported' | 'server';
interface TabSpec<T extends string> {
  readonly id: T;
  readonly title: string;
  readonly hint: string;
}
const OWN_TABS: readonly TabSpec<Tab>[] = [
  { id: 'generated', title: 'Generated', hint: 'Made on this canvas and kept in this browser' },
  { id: 'imported', title: 'Imported', hint: 'Brought here and kept in this browser' },
];
const FOLDERS: readonly TabSpec<'output' | 'input'>[] = [
  { id: 'output', title: 'Output', hint: 'What was made, here or there' },
  { id: 'input', title: 'Input', hint: 'What people brought' },
];
const MENU: readonly MenuItem[] = [
  { value: 'add', label: 'Add to canvas', icon: 'plus', shortcut: 'Enter' },
  { value: 'rename', label: 'Rename', icon: 'pencil', shortcut: 'F2' },
  { value: 'delete', label: 'Delete', icon: 'trash', shortcut: 'Del', danger: true, separated: true },
];
/** What the file dialog offers. */
const ACCEPT = 'image/png,image/jpeg,image/webp,image/gif,image/avif,.glb,model/gltf-binary';

/** What a panel shows of a server. */
export interface ServerFolders {
  /** What a person reads, for example its host. */
  readonly label: string;
  view(folder: FileFolder): FolderView;
  thumbnail(entry: FileEntry): Promise<Blob>;
}

export class GdsAssetBrowser extends GdsPanel {
  static override readonly tag = 'gds-asset-browser';
  static override properties: PropertyDeclarations = {
    assets: { attribute: false },
    urls: { attribute: false },
    server: { attribute: false },
    readonly: { type: Boolean },
    tab: { type: String },
    folder: { type: String },
    query: { state: true },
    current: { state: true },
    renaming: { state: true },
  };
  static override styles: CSSResultGroup = [GdsPanel.styles, assetStyles];

  assets: readonly AssetRecord[] = [];
  /** Gives a new object URL for an asset; the browser revokes it. */
  urls: ((hash: string) => Promise<string>) | undefined = undefined;
  /** What a server keeps, where there is one. */
  server: ServerFolders | undefined = undefined;
  readonly = false;
  tab: Tab = 'generated';
  /** The server's folder that is shown. */
  folder: 'output' | 'input' = 'output';
  query = '';
  /** Hash of the card that holds the tab stop. */
  current = '';
  renaming = '';
  readonly #files = new FileDrop(this, (files) => this.#upload(files));
  protected readonly panel = 'assets';
  #menuFor = '';
  readonly #blobs = new BlobUrls(this);

  get #shown(): readonly AssetRecord[] {
    const words = this.query.toLowerCase().split(/\s+/).filter(Boolean);
    return this.assets.filter((asset) => asset.origin === this.tab && words.every((word) => asset.name.toLowerCase().includes(word)));
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.server && this.tab === 'server') this.tab = 'generated';
    if (!changed.has('assets')) return;
    const blobs = new Set(this.assets.flatMap((asset) => asset.thumbnail ?? []));
    this.#blobs.keepOnly(blobs, new Set(this.assets.map((asset) => asset.hash)));
  }

  protected override render() {
    const shown = this.#shown;
    const stop = shown.some((asset) => asset.hash === this.current) ? this.current : (shown[0]?.hash ?? '');
    const upload = html`<button
      class="icon-button"
      type="button"
      aria-label="Upload files"
      title="Upload pictures or GLB meshes"
      ?disabled=${this.readonly}
      @click=${this.#browse}
    >
      ${icon('upload')}
    </button>`;
    const remote = this.server && this.tab === 'server' ? this.folder : undefined;
    const total = remote ? this.server!.view(remote).entries.length : this.assets.length;
    const kind = remote ? (total === 1 ? 'file' : 'files') : total === 1 ? 'asset' : 'assets';
    const tools = html`<div class="search">
        ${icon('search')}<input
          type="search"
          aria-label="Search assets"
          autocomplete="off"
          spellcheck="false"
          placeholder="Search ${total} ${kind}"
          .value=${live(this.query)}
          @input=${(event: Event) => (this.query = (event.target as HTMLInputElement).value)}
        />
      </div>
      ${this.#segments('Kind of asset', this.#tabs, this.tab, (id) => (this.tab = id))}
      ${
        remote
          ? html`<div class="server">
              <h3>On ${this.server!.label}</h3>
              ${this.#segments('Folder', FOLDERS, this.folder, (id) => (this.folder = id))}
            </div>`
          : nothing
      }`;
    const body = html`<div
        id="cards"
        role="tabpanel"
        aria-labelledby="tab-${remote ?? this.tab}"
        class=${this.#files.active ? 'dropping' : ''}
        @dragover=${this.#files.over}
        @dragleave=${this.#files.leave}
        @drop=${this.#files.drop}
      >
        ${
          remote
            ? this.#folder(remote)
            : shown.length === 0
              ? this.#empty()
              : html`<ul class="grid" aria-label=${this.tab === 'generated' ? 'Generated' : 'Imported'}>
                  ${repeat(
                    shown,
                    (asset) => asset.hash,
                    (asset) => this.#card(asset, asset.hash === stop),
                  )}
                </ul>`
        }
      </div>
      <input
        class="hidden"
        id="files"
        type="file"
        multiple
        accept=${ACCEPT}
        tabindex="-1"
        aria-hidden="true"
        @change=${this.#files.picked}
      />
      <gds-menu
        label="Asset"
        .items=${this.readonly ? MENU.map((item) => ({ ...item, disabled: true })) : MENU}
        @gds-menu-select=${this.#chosen}
      ></gds-menu>`;
    return this.frame('Assets', body, { buttons: upload, tools });
  }

  get #tabs(): readonly TabSpec<Tab>[] {
    return this.server ? [...OWN_TABS, { id: 'server', title: 'Server', hint: `Kept on ${this.server.label}` }] : OWN_TABS;
  }

  #segments<T extends string>(label: string, tabs: readonly TabSpec<T>[], chosen: T, choose: (id: T) => void) {
    const key = (event: KeyboardEvent): void => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      event.preventDefault();
      event.stopPropagation();
      const step = (event.key === 'ArrowRight') === this.matches(':dir(ltr)') ? 1 : -1;
      const at = tabs.findIndex(({ id }) => id === chosen);
      const next = tabs[(at + step + tabs.length) % tabs.length]!;
      choose(next.id);
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus());
    };
    return html`<div class="segments" role="tablist" aria-label=${label} @keydown=${key}>
      ${tabs.map(
        ({ id, title, hint }) =>
          html`<button
            type="button"
            role="tab"
            id="tab-${id}"
            aria-controls="cards"
            aria-selected=${String(id === chosen)}
            title=${hint}
            tabindex=${id === chosen ? 0 : -1}
            @click=${() => choose(id)}
          >
            ${title}
          </button>`,
      )}
    </div>`;
  }

  #folder(folder: FileFolder) {
    return html`<gds-folder
      .folder=${folder}
      .view=${this.server!.view(folder)}
      .thumbnail=${this.server!.thumbnail}
      .query=${this.query}
      .readonly=${this.readonly}
      .compact=${this.compact}
      .tiny=${this.tiny}
    ></gds-folder>`;
  }

  #card(asset: AssetRecord, stop: boolean) {
    const mesh = asset.mime.startsWith('model/');
    const facts = [asset.width && asset.height ? `${asset.width} × ${asset.height}` : '', bytes(asset.bytes)].filter(Boolean).join(' · ');
    return html`<li
      class="card-cell"
      data-hash=${asset.hash}
      draggable=${this.renaming === asset.hash ? 'false' : 'true'}
      @dragstart=${(event: DragEvent) => {
        event.dataTransfer?.setData('application/x-gds-asset', asset.hash);
        if (event.dataTransfer) event.dataTransfer.effectAllowed = 'copy';
      }}
      @contextmenu=${(event: MouseEvent) => this.#context(event, asset.hash)}
      @keydown=${(event: KeyboardEvent) => this.#cardKey(event, asset)}
    >
      <button
        class="shot"
        type="button"
        tabindex=${stop ? 0 : -1}
        aria-label=${asset.name}
        title="${asset.name} · ${facts}
Click to add, or drag onto the canvas"
        @focus=${() => (this.current = asset.hash)}
        @click=${() => !this.readonly && this.emit('gds-asset-add', { hash: asset.hash })}
      >
        ${this.#thumbnail(asset, mesh)}
      </button>
      <button
        class="icon-button more"
        type="button"
        tabindex=${stop ? 0 : -1}
        aria-haspopup="menu"
        aria-label="More for ${asset.name}"
        title="More"
        @click=${(event: Event) => this.#openMenu(event, asset.hash)}
      >
        ${icon('ellipsis', 14)}
      </button>
      ${
        this.renaming === asset.hash
          ? html`<input
              class="rename"
              type="text"
              aria-label="Name"
              maxlength="120"
              .value=${asset.name}
              @blur=${(event: Event) => this.#rename(event, asset)}
              @keydown=${this.#renameKey}
            />`
          : html`<span class="label" aria-hidden="true">${asset.name}</span>`
      }
    </li>`;
  }

  #thumbnail(asset: AssetRecord, mesh: boolean) {
    const url = asset.thumbnail
      ? this.#blobs.forBlob(asset.thumbnail)
      : !mesh && this.urls
        ? this.#blobs.forHash(asset.hash, this.urls)
        : undefined;
    if (url) return html`<img class=${mesh ? 'solid' : ''} src=${url} alt="" draggable="false" decoding="async" />`;
    return icon(mesh ? 'box' : 'image', 20);
  }

  #empty() {
    if (this.query !== '') {
      return html`<div class="empty">
        <strong>Nothing is called “${this.query}”</strong>
        <button class="button" type="button" @click=${() => (this.query = '')}>Clear search</button>
      </div>`;
    }
    return this.tab === 'generated'
      ? html`<div class="empty">
          <strong>Nothing generated yet</strong><span>Every picture and mesh that a run makes is kept here.</span>
          <button class="button" type="button" ?disabled=${this.readonly} @click=${() => this.command('run')}>${icon('play')}Run</button>
        </div>`
      : html`<div class="empty">
          <strong>No pictures of your own yet</strong><span>Drop pictures or GLB meshes here, or choose files.</span>
          <button class="button" type="button" ?disabled=${this.readonly} @click=${this.#browse}>${icon('upload')}Choose files</button>
        </div>`;
  }

  #browse(): void {
    if (this.server && this.tab === 'server') return this.renderRoot.querySelector<GdsFolder>('gds-folder')?.browse();
    this.renderRoot.querySelector<HTMLInputElement>('#files')?.click();
  }

  #upload(files: File[]): void {
    this.tab = 'imported';
    this.emit('gds-asset-upload', { files });
  }

  #cardKey(event: KeyboardEvent, asset: AssetRecord): void {
    const target = event.target as HTMLElement;
    if (target.matches('.rename')) return;
    const shown = this.#shown;
    const at = shown.indexOf(asset);
    const columns = this.#columns;
    const rtl = this.matches(':dir(rtl)') ? -1 : 1;
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: rtl,
      ArrowLeft: -rtl,
      ArrowDown: columns,
      ArrowUp: -columns,
      Home: -at,
      End: shown.length - 1 - at,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      const next = shown[at + step];
      if (next) this.#focusCard(next.hash);
    } else if (event.key === 'F2' && !this.readonly) this.#startRename(asset.hash);
    else if (event.key === 'Delete' && !this.readonly) this.#delete(asset.hash);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      this.#menuFor = asset.hash;
      void this.#menu?.showFor(target);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Cards in a row, as laid out. */
  get #columns(): number {
    const cells = [...this.renderRoot.querySelectorAll<HTMLElement>('.card-cell')];
    const first = cells[0]?.offsetTop;
    const second = cells.findIndex((cell) => cell.offsetTop !== first);
    return second < 0 ? Math.max(1, cells.length) : second;
  }

  #focusCard(hash: string): void {
    this.renderRoot.querySelector<HTMLElement>(`[data-hash="${CSS.escape(hash)}"] .shot`)?.focus();
  }

  get #menu(): GdsMenu | null {
    return this.renderRoot.querySelector<GdsMenu>('gds-menu');
  }

  #openMenu(event: Event, hash: string): void {
    this.#menuFor = hash;
    void this.#menu?.showFor(event.currentTarget as HTMLElement);
  }

  #context(event: MouseEvent, hash: string): void {
    event.preventDefault();
    event.stopPropagation();
    this.#menuFor = hash;
    const shot = (event.currentTarget as HTMLElement).querySelector<HTMLElement>('.shot');
    void this.#menu?.showAt(event.clientX, event.clientY, shot);
  }

  #chosen(event: CustomEvent<{ value: string }>): void {
    event.stopPropagation();
    const hash = this.#menuFor;
    if (event.detail.value === 'add') this.emit('gds-asset-add', { hash });
    else if (event.detail.value === 'rename') this.#startRename(hash);
    else this.#delete(hash);
  }

  #delete(hash: string): void {
    const shown = this.#shown;
    const at = shown.findIndex((asset) => asset.hash === hash);
    const next = shown[at + 1] ?? shown[at - 1];
    this.emit('gds-asset-delete', { hash });
    if (next) void this.updateComplete.then(() => this.#focusCard(next.hash));
  }

  #startRename(hash: string): void {
    this.renaming = hash;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLInputElement>('.rename')?.select());
  }

  #rename(event: Event, asset: AssetRecord): void {
    if (this.renaming !== asset.hash) return;
    this.renaming = '';
    const name = (event.target as HTMLInputElement).value.trim();
    if (name !== '' && name !== asset.name) this.emit('gds-asset-rename', { hash: asset.hash, name });
  }

  #renameKey(event: KeyboardEvent): void {
    event.stopPropagation();
    const input = event.target as HTMLInputElement;
    const hash = this.renaming;
    if (event.key === 'Escape') this.renaming = '';
    else if (event.key !== 'Enter') return;
    event.preventDefault();
    input.blur();
    void this.updateComplete.then(() => this.#focusCard(hash));
  }
}
