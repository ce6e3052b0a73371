/**
 * The card behind the status chip: every place where pictures and meshes are made, what it says of itself, and what can be done about it.
 *
 * It opens beside a button, in the top layer; Escape or a press elsewhere closes it, and focus returns.
 *
 * @fires gds-command - `detail: { command: 'server-look' }` to look at the server again, `{ command: 'server-token', value }`.
 * @csspart card - The card.
 */
import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations } from 'lit';
import { longWords, toneOf, wantsToken, type BackendPlace } from './backend-words.js';
import { GdsPart } from './gds-part.js';
import { icon } from './icon.js';
import { backendDotStyles } from './styles/backend-dot.js';
import { baseStyles } from './styles/base.js';
import { buttonStyles } from './styles/button.js';
import { cardStyles } from './styles/card.js';
import { fieldStyles } from './styles/field.js';

/** CSS pixels between the card and its button, and between the card and the window's edge. */
const GAP = 8;

export class GdsBackends extends GdsPart {
  static override readonly tag = 'gds-backends';
  static override properties: PropertyDeclarations = {
    places: { attribute: false },
    takesToken: { type: Boolean, attribute: 'takes-token' },
    open: { state: true },
  };
  static override styles: CSSResultGroup = [
    baseStyles,
    buttonStyles,
    cardStyles,
    fieldStyles,
    backendDotStyles,
    css`
      :host {
        display: contents;
      }
      .card {
        position: fixed;
        inset: auto;
        inline-size: min(300px, calc(100vw - 16px));
        margin: 0;
        padding: var(--gds-space-12);
        color: var(--gds-text);
      }
      h2 {
        font-size: var(--gds-size-13);
        font-weight: 600;
      }
      ul {
        display: grid;
        gap: var(--gds-space-12);
        margin-block-start: var(--gds-space-12);
      }
      li {
        display: grid;
        grid-template-columns: 8px 1fr;
        gap: 2px var(--gds-space-8);
        align-items: center;
      }
      li > :not(.dot, b) {
        grid-column: 2;
      }
      b {
        overflow-wrap: anywhere;
        font-size: var(--gds-size-12);
        font-weight: 500;
      }
      p {
        color: var(--gds-muted);
        font-size: var(--gds-size-12);
        text-wrap: pretty;
      }
      .row {
        display: flex;
        gap: var(--gds-space-8);
        margin-block-start: 6px;
      }
      .row .field {
        flex: 1;
        min-inline-size: 0;
      }
      .row .button {
        flex: none;
      }
    `,
  ];

  /** The one that works first. */
  places: readonly BackendPlace[] = [];
  /** A token that the server asks for is given here: the page has none. */
  takesToken = false;
  open = false;
  #opener: HTMLElement | undefined;

  async showFor(anchor: HTMLElement): Promise<void> {
    this.#opener = anchor;
    this.open = true;
    await this.updateComplete;
    const card = this.#card;
    if (!card || card.matches(':popover-open')) return;
    card.showPopover();
    const view = this.ownerDocument.defaultView ?? window;
    const box = anchor.getBoundingClientRect();
    const { width, height } = card.getBoundingClientRect();
    const rtl = view.getComputedStyle(anchor).direction === 'rtl';
    const x = rtl ? box.right - width : box.left;
    const below = box.bottom + GAP + height <= view.innerHeight - GAP;
    card.style.setProperty('left', `${Math.max(GAP, Math.min(x, view.innerWidth - width - GAP))}px`);
    card.style.setProperty('top', `${Math.max(GAP, below ? box.bottom + GAP : box.top - GAP - height)}px`);
    (this.renderRoot.querySelector<HTMLElement>('input') ?? card).focus();
  }

  hide(): void {
    if (this.#card?.matches(':popover-open')) this.#card.hidePopover();
  }

  get #card(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.card');
  }

  protected override render() {
    if (!this.open) return nothing;
    return html`<section
      class="card"
      part="card"
      popover="auto"
      role="dialog"
      aria-labelledby="title"
      tabindex="-1"
      @toggle=${this.#toggled}
      @keydown=${this.#key}
    >
      <h2 id="title">Where it is made</h2>
      <ul>
        ${this.places.map((place) => this.#place(place))}
      </ul>
    </section>`;
  }

  #place(place: BackendPlace) {
    return html`<li>
      <i class="dot ${toneOf(place)}" aria-hidden="true"></i><b>${place.label}</b>
      <p>${longWords(place)}</p>
      ${wantsToken(place) && this.takesToken ? this.#token(place) : place.place === 'remote' && place.state === 'error' ? this.#again() : nothing}
    </li>`;
  }

  #again() {
    return html`<div class="row">
      <button class="button" type="button" @click=${() => this.command('server-look')}>${icon('refresh-cw', 14)}Look again</button>
    </div>`;
  }

  #token({ label }: BackendPlace) {
    return html`<form class="row" @submit=${this.#submit}>
      <input
        class="field"
        type="password"
        name="token"
        required
        autocomplete="off"
        spellcheck="false"
        placeholder="Token"
        aria-label="Token for ${label}"
      />
      <button class="button" type="submit">${icon('key-round', 14)}Use</button>
    </form>`;
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const token = new FormData(event.target as HTMLFormElement).get('token');
    if (typeof token !== 'string' || token.trim() === '') return;
    this.hide();
    this.command('server-token', token.trim());
  }

  #toggled(event: ToggleEvent): void {
    if (event.newState !== 'closed') return;
    this.open = false;
    // Only where focus is lost with the card: a press elsewhere has taken it already.
    const { activeElement } = this.getRootNode() as Document | ShadowRoot;
    if (activeElement === null || activeElement === this || activeElement === this.ownerDocument.body) this.#opener?.focus();
  }

  /** Keys stay here: Escape closes the card alone. */
  #key(event: KeyboardEvent): void {
    event.stopPropagation();
  }
}
