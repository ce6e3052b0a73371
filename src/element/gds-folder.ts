/**
 * A folder of a server: pictures and meshes as cards, models and canvases as rows, with what keeps them from being shown.
 *
 * What was read before stays on show while the server does not answer. Cards and rows are one tab stop; arrows move between them, Enter adds
 * or opens, Delete deletes, the menu key opens what else can be done. Files dropped here are uploaded.
 *
 * @fires gds-file-add - Add it to the canvas, or open it. `detail: { folder, name }`.
 * @fires gds-file-delete - `detail: { folder, name }`.
 * @fires gds-file-upload - `detail: { folder, files }`.
 * @fires gds-command - `detail: { command: 'folder-refresh', value: folder }`.
 */
import { html, nothing, type CSSResultGroup, type PropertyDeclarations, type PropertyValues } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { FileEntry, FileFolder } from '../persistence/files.js';
import type { FolderView } from './canvas/file-desk.js';
import { FILE_MIME } from './canvas/files.js';
import { BlobUrls } from './blob-urls.js';
import { cssVars } from './css-vars.js';
import { FileDrop } from './file-drop.js';
import { bytes, moment } from './format.js';
import type { GdsMenu, MenuItem } from './gds-menu.js';
import { GdsPart } from './gds-part.js';
import { icon } from './icon.js';
import { assetStyles } from './styles/assets.js';
import { baseStyles } from './styles/base.js';
import { buttonStyles } from './styles/button.js';
import { cardStyles } from './styles/card.js';
import { folderStyles } from './styles/folder.js';
import { panelListStyles } from './styles/list.js';

const PICTURES: ReadonlySet<string> = new Set(['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif']);
const MESHES: ReadonlySet<string> = new Set(['glb', 'gltf']);
/** What the canvas takes. */
const PLACEABLE: ReadonlySet<string> = new Set([...PICTURES, 'glb']);

interface FolderWords {
  readonly empty: string;
  readonly about: string;
  readonly accept: string;
}
const WORDS: Readonly<Record<FileFolder, FolderWords>> = {
  output: { empty: 'Nothing made yet', about: 'What is made here and on the server is kept in this folder.', accept: 'image/*,.glb' },
  input: { empty: 'No pictures yet', about: 'Drop pictures or meshes here to keep them on the server.', accept: 'image/*,.glb' },
  models: {
    empty: 'No model files',
    about: 'Drop model files here to put them on the server.',
    accept: '.safetensors,.onnx,.ckpt,.pt,.pth,.bin',
  },
  canvases: { empty: 'No canvases', about: 'Save the open canvas there, or drop workflow files here.', accept: '.json,application/json' },
};

export class GdsFolder extends GdsPart {
  static override readonly tag = 'gds-folder';
  static override properties: PropertyDeclarations = {
    folder: { type: String },
    view: { attribute: false },
    thumbnail: { attribute: false },
    query: { type: String },
    readonly: { type: Boolean },
    current: { state: true },
    seen: { state: true },
  };
  static override styles: CSSResultGroup = [baseStyles, buttonStyles, cardStyles, panelListStyles, assetStyles, folderStyles];

  folder: FileFolder = 'output';
  view: FolderView = { state: 'loading', entries: [], uploads: [] };
  /** Gives a small picture of a file; rejects where there is none. Asked for what is in sight. */
  thumbnail: ((entry: FileEntry) => Promise<Blob>) | undefined = undefined;
  /** Words that a name must have. */
  query = '';
  readonly = false;
  /** Name of the file that holds the tab stop. */
  protected current = '';
  /** Names of files in sight, or nearly. */
  protected seen: ReadonlySet<string> = new Set();
  readonly #files = new FileDrop(this, (files) => this.#upload(files));
  #menuFor = '';
  readonly #blobs = new BlobUrls(this);
  #sight: IntersectionObserver | undefined;

  get #shown(): readonly FileEntry[] {
    const words = this.query.toLowerCase().split(/\s+/).filter(Boolean);
    return this.view.entries.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
  }

  get #grid(): boolean {
    return this.folder === 'output' || this.folder === 'input';
  }

  /** Lets the person choose files to upload. */
  browse(): void {
    this.renderRoot.querySelector<HTMLInputElement>('#files')?.click();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sight?.disconnect();
    this.#sight = undefined;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('view')) this.#blobs.keepOnly(new Set(), new Set(this.view.entries.map(versionOf)));
  }

  protected override updated(): void {
    this.#sight ??= new IntersectionObserver((entries) => this.#saw(entries), { rootMargin: '120px' });
    for (const cell of this.renderRoot.querySelectorAll('.card-cell')) this.#sight.observe(cell);
  }

  #saw(entries: readonly IntersectionObserverEntry[]): void {
    const seen = new Set(this.seen);
    for (const { isIntersecting, target } of entries) {
      const name = (target as HTMLElement).dataset['name']!;
      if (isIntersecting) seen.add(name);
      else seen.delete(name);
    }
    if (seen.size !== this.seen.size || [...seen].some((name) => !this.seen.has(name))) this.seen = seen;
  }

  protected override render() {
    const shown = this.#shown;
    const stop = shown.some(({ name }) => name === this.current) ? this.current : (shown[0]?.name ?? '');
    return html`<div
        class=${this.#files.active ? 'area dropping' : 'area'}
        @dragover=${this.#files.over}
        @dragleave=${this.#files.leave}
        @drop=${this.#files.drop}
      >
        ${this.#trouble()} ${this.#uploads()}
        ${
          shown.length === 0
            ? this.#nothing()
            : html`<ul class=${this.#grid ? 'grid' : 'list'} aria-label=${this.folder} aria-busy=${String(this.view.state === 'loading')}>
                ${repeat(
                  shown,
                  ({ name }) => name,
                  (entry) => (this.#grid ? this.#card(entry, entry.name === stop) : this.#row(entry, entry.name === stop)),
                )}
              </ul>`
        }
      </div>
      <input
        class="hidden"
        id="files"
        type="file"
        multiple
        accept=${WORDS[this.folder].accept}
        tabindex="-1"
        aria-hidden="true"
        @change=${this.#files.picked}
      />
      <gds-menu label="File" .items=${this.#items()} @gds-menu-select=${this.#chosen}></gds-menu>`;
  }

  #trouble() {
    const { state, error, entries } = this.view;
    if (state !== 'unreachable' && state !== 'refused') return nothing;
    const before = entries.length > 0 ? ' Shown is what was there before.' : '';
    return html`<div class="note" role="status">
      ${icon(state === 'unreachable' ? 'cloud-off' : 'lock', 14)}
      <p>${error?.message ?? 'The server does not answer.'}${before}</p>
      <button class="button" type="button" @click=${() => this.command('folder-refresh', this.folder)}>Try again</button>
    </div>`;
  }

  #uploads() {
    return this.view.uploads.map(
      ({ name, fraction }) =>
        html`<div class="upload">
          <span>${name}</span>
          <i
            class="bar-track"
            role="progressbar"
            aria-label="Uploading ${name}"
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=${Math.round(fraction * 100)}
            ${cssVars({ '--fraction': fraction })}
            ><i></i
          ></i>
        </div>`,
    );
  }

  #nothing() {
    const { state, entries, uploads } = this.view;
    if (state === 'loading') return html`<p class="quiet" role="status">Reading…</p>`;
    if (state !== 'ready' || uploads.length > 0) return nothing;
    if (entries.length > 0) return html`<div class="empty"><strong>Nothing is called “${this.query}”</strong></div>`;
    const { empty, about } = WORDS[this.folder];
    return html`<div class="empty">
      <strong>${empty}</strong><span>${about}</span>
      ${
        this.folder === 'output' || this.readonly
          ? nothing
          : html`<button class="button" type="button" @click=${() => this.browse()}>${icon('upload')}Choose files</button>`
      }
    </div>`;
  }

  #card(entry: FileEntry, stop: boolean) {
    const { name } = entry;
    const size = entry.width && entry.height ? `${entry.width} × ${entry.height} · ` : '';
    const add = PLACEABLE.has(entry.type) ? '\nClick to add, or drag onto the canvas' : '';
    return html`<li
      class="card-cell"
      data-name=${name}
      draggable="true"
      @dragstart=${(event: DragEvent) => this.#drag(event, name)}
      @contextmenu=${(event: MouseEvent) => this.#context(event, name)}
      @keydown=${(event: KeyboardEvent) => this.#key(event, entry)}
    >
      <button
        class="shot file"
        type="button"
        tabindex=${stop ? 0 : -1}
        aria-label=${name}
        title="${name} · ${size}${bytes(entry.bytes)}${add}"
        @focus=${() => (this.current = name)}
        @click=${() => this.#act(entry)}
      >
        ${this.#picture(entry)}
      </button>
      ${this.#more(name, stop)}<span class="label" aria-hidden="true">${name}</span>
    </li>`;
  }

  #picture(entry: FileEntry) {
    const { thumbnail } = this;
    const asked = thumbnail && PLACEABLE.has(entry.type) && this.seen.has(entry.name);
    const version = versionOf(entry);
    const url = asked ? this.#blobs.forHash(version, async () => URL.createObjectURL(await thumbnail(entry))) : this.#blobs.known(version);
    if (url) return html`<img class=${MESHES.has(entry.type) ? 'solid' : ''} src=${url} alt="" draggable="false" decoding="async" />`;
    return icon(MESHES.has(entry.type) ? 'box' : PICTURES.has(entry.type) ? 'image' : 'file-braces', 20);
  }

  #row(entry: FileEntry, stop: boolean) {
    const { name, metadata } = entry;
    const about = [metadata?.['title'], metadata?.['architecture'], bytes(entry.bytes), moment(entry.modifiedAt)]
      .filter(Boolean)
      .join(' · ');
    const texts = html`<span class="name">${name}</span><span class="about">${about}</span>`;
    return html`<li
      class="entry card-cell"
      data-name=${name}
      @contextmenu=${(event: MouseEvent) => this.#context(event, name)}
      @keydown=${(event: KeyboardEvent) => this.#key(event, entry)}
    >
      <span class="lead">${icon(this.folder === 'models' ? 'package' : 'workflow')}</span>
      <button
        class="plain texts file"
        type="button"
        tabindex=${stop ? 0 : -1}
        title=${this.folder === 'models' ? [name, ...Object.values(metadata ?? {})].join('\n') : `Open ${name}`}
        @focus=${() => (this.current = name)}
        @click=${() => this.#act(entry)}
      >
        ${texts}
      </button>
      ${this.#more(name, stop)}
    </li>`;
  }

  #more(name: string, stop: boolean) {
    return html`<button
      class="icon-button more"
      type="button"
      tabindex=${stop ? 0 : -1}
      aria-haspopup="menu"
      aria-label="More for ${name}"
      title="More"
      @click=${(event: Event) => this.#openMenu(name, event.currentTarget as HTMLElement)}
    >
      ${icon('ellipsis', 14)}
    </button>`;
  }

  #items(): MenuItem[] {
    const entry = this.view.entries.find(({ name }) => name === this.#menuFor);
    const add: MenuItem[] =
      this.folder === 'models'
        ? []
        : this.folder === 'canvases'
          ? [{ value: 'add', label: 'Open', icon: 'folder-open', shortcut: 'Enter', disabled: this.readonly }]
          : [
              {
                value: 'add',
                label: 'Add to canvas',
                icon: 'plus',
                shortcut: 'Enter',
                disabled: this.readonly || !PLACEABLE.has(entry?.type ?? ''),
              },
            ];
    return [
      ...add,
      {
        value: 'delete',
        label: 'Delete from server',
        icon: 'trash',
        shortcut: 'Del',
        danger: true,
        disabled: this.readonly,
        separated: add.length > 0,
      },
    ];
  }

  #act({ name, type }: FileEntry): void {
    if (this.readonly || (this.#grid && !PLACEABLE.has(type)) || this.folder === 'models') return;
    this.emit('gds-file-add', { folder: this.folder, name });
  }

  #openMenu(name: string, anchor: HTMLElement): void {
    this.#menuFor = name;
    this.requestUpdate();
    void this.updateComplete.then(() => this.#menu?.showFor(anchor));
  }

  #context(event: MouseEvent, name: string): void {
    event.preventDefault();
    event.stopPropagation();
    this.#menuFor = name;
    this.requestUpdate();
    const file = (event.currentTarget as HTMLElement).querySelector<HTMLElement>('.file');
    void this.updateComplete.then(() => this.#menu?.showAt(event.clientX, event.clientY, file));
  }

  get #menu(): GdsMenu | null {
    return this.renderRoot.querySelector<GdsMenu>('gds-menu');
  }

  #chosen(event: CustomEvent<{ value: string }>): void {
    event.stopPropagation();
    const entry = this.view.entries.find(({ name }) => name === this.#menuFor);
    if (!entry) return;
    if (event.detail.value === 'add') this.#act(entry);
    else this.#delete(entry.name);
  }

  #delete(name: string): void {
    const shown = this.#shown;
    const at = shown.findIndex((entry) => entry.name === name);
    const next = shown[at + 1] ?? shown[at - 1];
    this.emit('gds-file-delete', { folder: this.folder, name });
    if (next) this.#focusFile(next.name);
  }

  #key(event: KeyboardEvent, entry: FileEntry): void {
    const shown = this.#shown;
    const at = shown.indexOf(entry);
    const rtl = this.matches(':dir(rtl)') ? -1 : 1;
    const columns = this.#columns;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: columns,
      ArrowUp: -columns,
      ...(this.#grid ? { ArrowRight: rtl, ArrowLeft: -rtl } : {}),
      Home: -at,
      End: shown.length - 1 - at,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      const next = shown[at + step];
      if (next) this.#focusFile(next.name);
    } else if (event.key === 'Delete' && !this.readonly) this.#delete(entry.name);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))
      this.#openMenu(entry.name, event.target as HTMLElement);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Cards in a line, as laid out. */
  get #columns(): number {
    const cells = [...this.renderRoot.querySelectorAll<HTMLElement>('.card-cell')];
    const second = cells.findIndex((cell) => cell.offsetTop !== cells[0]?.offsetTop);
    return second < 0 ? Math.max(1, cells.length) : second;
  }

  #focusFile(name: string): void {
    this.renderRoot.querySelector<HTMLElement>(`[data-name="${CSS.escape(name)}"] .file`)?.focus();
  }

  #drag(event: DragEvent, name: string): void {
    event.dataTransfer?.setData(FILE_MIME, JSON.stringify({ folder: this.folder, name }));
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'copy';
  }

  #upload(files: File[]): void {
    // What people bring is input; `output` is for what is made.
    this.emit('gds-file-upload', { folder: this.folder === 'output' ? 'input' : this.folder, files });
  }
}

/** A file of a new version is another picture. */
const versionOf = ({ url, modifiedAt }: FileEntry): string => `${url}#${modifiedAt}`;
