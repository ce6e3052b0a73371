/**
 * Base of what is found by typing: a search box that keeps the focus over a list that arrows walk and Enter chooses from. What cannot be
 * chosen is listed with its reason.
 *
 * @fires gds-palette-close - Escape was pressed.
 * @csspart panel - The card.
 */
import { html, nothing, type CSSResultGroup, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { GdsPart } from './gds-part.js';
import { icon } from './icon.js';
import { baseStyles } from './styles/base.js';
import { cardStyles } from './styles/card.js';
import { fieldStyles } from './styles/field.js';
import { finderStyles } from './styles/finder.js';
import { panelListStyles } from './styles/list.js';

export interface FinderRow {
  readonly name: string;
  readonly icon?: string;
  /** Short quiet text at the end: keys. */
  readonly end?: string;
  /** Quiet text below the name: what happens beside it. */
  readonly note?: string;
  /** Why it cannot be chosen. */
  readonly reason?: string;
}

export abstract class GdsFinder<Row extends FinderRow> extends GdsPart {
  static override properties: PropertyDeclarations = { query: { state: true }, active: { state: true } };
  static override styles: CSSResultGroup = [baseStyles, cardStyles, fieldStyles, panelListStyles, finderStyles];

  query = '';
  active = 0;

  constructor() {
    super();
    // One listener for all rows; keys reach them through the search box, which owns the focus.
    this.addEventListener('click', (event) => {
      const row = event.composedPath().find((target): target is HTMLElement => target instanceof HTMLElement && target.matches('.row'));
      if (row) this.#choose(this.rows()[Number(row.dataset['index'])]);
    });
  }

  /** What it is called. */
  protected abstract readonly heading: string;
  /** Of its list. */
  protected abstract readonly listTitle: string;
  /** What the query leaves, best first. */
  protected abstract rows(): readonly Row[];
  protected abstract chosen(row: Row): void;
  protected abstract none(): string;

  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus(options));
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('query')) this.active = 0;
  }

  protected override render(): TemplateResult {
    const rows = this.rows();
    const active = rows[this.active];
    return html`<section
      class="panel card"
      part="panel"
      aria-label=${this.heading}
      @keydown=${(event: KeyboardEvent) => this.#key(event, rows)}
    >
      <div class="search">
        ${icon('search')}<input
          type="text"
          role="combobox"
          aria-label=${this.heading}
          aria-expanded="true"
          aria-controls="rows"
          aria-autocomplete="list"
          aria-activedescendant=${active ? `row-${this.active}` : nothing}
          autocomplete="off"
          spellcheck="false"
          placeholder=${this.heading}
          .value=${live(this.query)}
          @input=${(event: Event) => (this.query = (event.target as HTMLInputElement).value)}
        />
      </div>
      <div id="rows" class="scroll" role="listbox" aria-label=${this.listTitle}>${rows.map((row, index) => this.#row(row, index))}</div>
      ${rows.length === 0 ? html`<p class="none">${this.none()}</p>` : nothing}
      <p class="hidden" role="status">${rows.length === 1 ? '1 choice' : `${rows.length} choices`}</p>
    </section>`;
  }

  #row({ name, icon: sign, end, note, reason }: Row, index: number): TemplateResult {
    return html`<div
      class="row"
      role="option"
      id="row-${index}"
      aria-selected=${String(index === this.active)}
      aria-disabled=${reason ? 'true' : 'false'}
      data-index=${index}
      @pointermove=${() => (this.active = index)}
    >
      ${sign ? icon(sign) : html`<span class="blank"></span>`}
      <span class="texts"
        ><span class="name">${name} ${reason ? html`<small>${reason}</small>` : nothing}</span>
        ${note ? html`<span class="note">${note}</span>` : nothing}</span
      >
      ${end ? html`<kbd>${end}</kbd>` : nothing}
    </div>`;
  }

  #choose(row: Row | undefined): void {
    if (row && !row.reason) this.chosen(row);
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
