/**
 * The stored canvases: open one, start a new one, rename, delete. The open one cannot be deleted.
 *
 * @fires gds-project-open - `detail: { id }`.
 * @fires gds-project-new - No detail.
 * @fires gds-project-rename - `detail: { id, title }`.
 * @fires gds-project-delete - `detail: { id }`.
 * @fires gds-command - `detail: { command: 'save-to-server' }`.
 * @csspart panel - The card.
 */
import { html, nothing, type CSSResultGroup, type PropertyDeclarations } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ProjectRecord } from '../persistence/types.js';
import { moment } from './format.js';
import type { ServerFolders } from './gds-asset-browser.js';
import type { GdsMenu, MenuItem } from './gds-menu.js';
import { GdsPanel } from './gds-panel.js';
import { icon } from './icon.js';
import { serverSection } from './server-section.js';
import { sectionStyles } from './styles/folder.js';

export class GdsCanvasesPanel extends GdsPanel {
  static override readonly tag = 'gds-canvases-panel';
  static override properties: PropertyDeclarations = {
    projects: { attribute: false },
    current: { type: String },
    server: { attribute: false },
    readonly: { type: Boolean },
    renaming: { state: true },
    menuFor: { state: true },
  };

  static override styles: CSSResultGroup = [GdsPanel.styles, sectionStyles];

  projects: readonly ProjectRecord[] = [];
  /** What a server keeps, where there is one. */
  server: ServerFolders | undefined = undefined;
  readonly = false;
  /** Id of the open one. */
  current = '';
  renaming = '';
  menuFor = '';
  protected readonly panel = 'canvases';

  protected override render() {
    const fresh = () => this.emit('gds-project-new', {});
    const buttons = html`<button class="icon-button" type="button" aria-label="New canvas" title="New canvas" @click=${fresh}>
      ${icon('plus')}
    </button>`;
    const body =
      this.projects.length === 0
        ? html`<div class="empty">
            <strong>No canvas is kept yet</strong><span>Each canvas you work on is listed here and opens where you left it.</span>
            <button class="button" type="button" @click=${fresh}>${icon('plus')}New canvas</button>
          </div>`
        : html`<ul class="list">
            ${repeat(
              this.projects,
              (project) => project.id,
              (project) => this.#entry(project),
            )}
          </ul>`;
    return this.frame(
      'Canvases',
      html`${body}${serverSection(this.server, 'canvases', this.readonly, this.#save())}<gds-menu
          label="Canvas"
          .items=${this.#items()}
          @gds-menu-select=${this.#chosen}
        ></gds-menu>`,
      { buttons },
    );
  }

  #save() {
    return html`<button
      class="icon-button"
      type="button"
      aria-label="Save the open canvas there"
      title="Save the open canvas there"
      ?disabled=${this.readonly}
      @click=${() => this.command('save-to-server')}
    >
      ${icon('save', 14)}
    </button>`;
  }

  #entry(project: ProjectRecord) {
    const open = project.id === this.current;
    const title = project.title || 'Untitled';
    return html`<li class="entry" data-id=${project.id}>
      <span class="lead">${icon(open ? 'check' : 'layout-grid')}</span>
      ${
        this.renaming === project.id
          ? html`<input
              class="field"
              type="text"
              aria-label="Title"
              maxlength="120"
              .value=${project.title}
              @blur=${(event: Event) => this.#rename(event, project)}
              @keydown=${this.#renameKey}
            />`
          : html`<button
                class="plain texts"
                type="button"
                aria-current=${open ? 'true' : nothing}
                @click=${() => !open && this.emit('gds-project-open', { id: project.id })}
              >
                <span class="name">${title}</span>
                <span class="about"
                  >${project.nodes === 1 ? '1 node' : `${project.nodes} nodes`} · ${open ? 'open' : moment(project.updatedAt)}</span
                >
              </button>
              <button
                class="icon-button"
                type="button"
                aria-haspopup="menu"
                aria-label="More for ${title}"
                title="More"
                @click=${(event: Event) => this.#openMenu(event, project.id)}
              >
                ${icon('ellipsis', 14)}
              </button>`
      }
    </li>`;
  }

  #items(): MenuItem[] {
    const open = this.menuFor === this.current;
    return [
      { value: 'open', label: 'Open', icon: 'folder-open', disabled: open },
      { value: 'rename', label: 'Rename', icon: 'pencil' },
      {
        value: 'delete',
        label: open ? 'Delete (open another one first)' : 'Delete',
        icon: 'trash',
        danger: !open,
        disabled: open,
        separated: true,
      },
    ];
  }

  async #openMenu(event: Event, id: string): Promise<void> {
    const anchor = event.currentTarget as HTMLElement;
    this.menuFor = id;
    await this.updateComplete;
    await this.renderRoot.querySelector<GdsMenu>('gds-menu')?.showFor(anchor);
  }

  #chosen(event: CustomEvent<{ value: string }>): void {
    event.stopPropagation();
    const id = this.menuFor;
    if (event.detail.value === 'open') this.emit('gds-project-open', { id });
    else if (event.detail.value === 'delete') this.emit('gds-project-delete', { id });
    else {
      this.renaming = id;
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLInputElement>('input')?.select());
    }
  }

  #rename(event: Event, project: ProjectRecord): void {
    if (this.renaming !== project.id) return;
    this.renaming = '';
    const title = (event.target as HTMLInputElement).value.trim();
    if (title !== project.title) this.emit('gds-project-rename', { id: project.id, title });
  }

  #renameKey(event: KeyboardEvent): void {
    event.stopPropagation();
    const id = this.renaming;
    if (event.key === 'Escape') this.renaming = '';
    else if (event.key !== 'Enter') return;
    event.preventDefault();
    (event.target as HTMLInputElement).blur();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"] .plain`)?.focus());
  }
}
