/**
 * Every command, found by typing: its name, its group and its keys come from the table of commands. What cannot be carried out now
 * is listed last, with the reason.
 *
 * @fires gds-command-chosen - `detail: { command, value? }`.
 * @fires gds-palette-close - Escape was pressed.
 * @csspart panel - The card.
 */
import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations, type PropertyValues } from 'lit';
import { live } from 'lit/directives/live.js';
import { COMMANDS, type Command, type CommandName } from '../interaction/commands.js';
import { GdsPart } from './gds-part.js';
import { icon } from './icon.js';
import { shortcutKeys } from './shortcut-label.js';
import { baseStyles } from './styles/base.js';
import { cardStyles } from './styles/card.js';
import { fieldStyles } from './styles/field.js';
import { panelListStyles } from './styles/list.js';

interface Row {
  readonly entry: Command;
  readonly reason: string | undefined;
}

export class GdsCommandPalette extends GdsPart {
  static override readonly tag = 'gds-command-palette';
  static override properties: PropertyDeclarations = {
    blocked: { attribute: false },
    query: { state: true },
    active: { state: true },
  };
  static override styles: CSSResultGroup = [
    baseStyles,
    cardStyles,
    fieldStyles,
    panelListStyles,
    css`
      :host {
        inline-size: 440px;
        max-inline-size: 100%;
      }
      .panel {
        display: flex;
        flex: 1;
        flex-direction: column;
        min-inline-size: 0;
        max-block-size: inherit;
      }
      .search {
        margin: 8px;
      }
      [role='listbox'] {
        flex: 1;
        min-block-size: 0;
        padding: 0 8px 8px;
      }
      .row {
        display: flex;
        align-items: center;
        gap: 10px;
        min-block-size: 34px;
        padding: 0 8px;
        border-radius: var(--gds-radius-control);
        cursor: default;
        user-select: none;
      }
      .row > .icon,
      .blank {
        inline-size: 16px;
        flex: none;
        color: var(--gds-muted);
      }
      .row[aria-selected='true'] {
        background: var(--gds-surface-raised);
      }
      .name {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .name small {
        color: var(--gds-muted);
        font-size: var(--gds-size-11);
      }
      .row[aria-disabled='true'] .name {
        color: var(--gds-muted);
      }
      kbd {
        color: var(--gds-muted);
        font: inherit;
        font-size: var(--gds-size-11);
      }
      .none {
        padding: 16px;
        color: var(--gds-muted);
        text-align: center;
      }
    `,
  ];

  /** Why a command cannot be carried out now; undefined where it can. */
  blocked: (command: CommandName, value?: string | number) => string | undefined = () => undefined;
  query = '';
  active = 0;

  constructor() {
    super();
    // One listener for all rows; keys reach them through the search box, which owns the focus.
    this.addEventListener('click', (event) => {
      const row = event.composedPath().find((target): target is HTMLElement => target instanceof HTMLElement && target.matches('.row'));
      if (row) this.#choose(this.#rows()[Number(row.dataset['index'])]);
    });
  }

  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus(options));
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('query')) this.active = 0;
  }

  protected override render() {
    const rows = this.#rows();
    const active = rows[this.active];
    return html`<section
      class="panel card"
      part="panel"
      aria-label="Find a command"
      @keydown=${(event: KeyboardEvent) => this.#key(event, rows)}
    >
      <div class="search">
        ${icon('search')}<input
          type="text"
          role="combobox"
          aria-label="Find a command"
          aria-expanded="true"
          aria-controls="rows"
          aria-autocomplete="list"
          aria-activedescendant=${active ? `row-${this.active}` : nothing}
          autocomplete="off"
          spellcheck="false"
          placeholder="Find a command"
          .value=${live(this.query)}
          @input=${(event: Event) => (this.query = (event.target as HTMLInputElement).value)}
        />
      </div>
      <div id="rows" class="scroll" role="listbox" aria-label="Commands">
        ${rows.map((row, index) => this.#row(row, index))}
        ${rows.length === 0 ? html`<p class="none">No command matches “${this.query}”.</p>` : nothing}
      </div>
    </section>`;
  }

  #row({ entry, reason }: Row, index: number) {
    const keys = entry.keys?.[0];
    return html`<div
      class="row"
      role="option"
      id="row-${index}"
      aria-selected=${String(index === this.active)}
      aria-disabled=${reason ? 'true' : 'false'}
      data-index=${index}
      @pointermove=${() => (this.active = index)}
    >
      ${entry.icon ? icon(entry.icon) : html`<span class="blank"></span>`}
      <span class="name">${entry.title} ${reason ? html`<small>${reason}</small>` : nothing}</span>
      ${keys ? html`<kbd>${shortcutKeys(keys).join(' ')}</kbd>` : nothing}
    </div>`;
  }

  /** What matches every word of the query; what starts with it first, what is blocked last. */
  #rows(): Row[] {
    const query = this.query.trim().toLowerCase();
    const words = query.split(/\s+/);
    const rows = COMMANDS.filter((entry) => !entry.keyOnly && entry.command !== 'palette')
      .filter(({ title, group }) => words.every((word) => `${title} ${group}`.toLowerCase().includes(word)))
      .map((entry) => ({ entry, reason: this.blocked(entry.command, entry.value) }));
    const rank = ({ entry, reason }: Row): number => (reason ? 2 : 0) + (entry.title.toLowerCase().startsWith(query) ? 0 : 1);
    return rows.sort((a, b) => rank(a) - rank(b));
  }

  #choose(row: Row | undefined): void {
    if (!row || row.reason) return;
    const { command, value } = row.entry;
    this.emit('gds-command-chosen', value === undefined ? { command } : { command, value });
  }

  #key(event: KeyboardEvent, rows: readonly Row[]): void {
    if (event.isComposing) return;
    const count = Math.max(1, rows.length);
    if (event.key === 'ArrowDown') this.active = (this.active + 1) % count;
    else if (event.key === 'ArrowUp') this.active = (this.active - 1 + count) % count;
    else if (event.key === 'Enter') this.#choose(rows[this.active]);
    else if (event.key === 'Escape') this.emit('gds-palette-close', {});
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('active')) this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }
}
