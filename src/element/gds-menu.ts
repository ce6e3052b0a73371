/**
 * A popup menu: opens beside an anchor or at a point, in the top layer, and hands back what was chosen.
 *
 * Keys: arrows, Home and End move, left and right within a row of choices; Enter and Space choose; letters jump to the item that
 * starts with them; Escape and Tab close. Focus returns to where it was. What cannot be chosen now can still be reached, so that its
 * reason can be read. The menu knows nothing of what its items do.
 *
 * @fires gds-menu-select - An item was chosen. `detail: { value }`.
 */
import { html, nothing, type CSSResultGroup, type PropertyDeclarations } from 'lit';
import { cssVars } from './css-vars.js';
import { icon } from './icon.js';
import { GdsPart } from './gds-part.js';
import { baseStyles } from './styles/base.js';
import { cardStyles } from './styles/card.js';
import { menuStyles } from './styles/menu.js';

export interface MenuItem {
  readonly value: string;
  readonly label: string;
  readonly icon?: string;
  /** Quiet text at the end, for example `⌘0`. */
  readonly shortcut?: string;
  /** One of a set, or with `toggle` on or off: shows a check mark when true. */
  readonly checked?: boolean;
  readonly toggle?: boolean;
  readonly disabled?: boolean;
  /** Why it is disabled, as a tooltip. */
  readonly reason?: string;
  readonly danger?: boolean;
  /** A line above it. */
  readonly separated?: boolean;
}

/** Several choices side by side, such as colours. */
export interface MenuRow {
  readonly label: string;
  readonly choices: readonly MenuChoice[];
  /** A line above it. */
  readonly separated?: boolean;
}
export interface MenuChoice {
  readonly value: string;
  readonly label: string;
  readonly icon?: string;
  /** A CSS colour, shown as a swatch in place of an icon. */
  readonly color?: string;
  /** One of the row: marked when true. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
  readonly reason?: string;
}

/** Letters typed within this time belong together, milliseconds. */
const TYPE_AHEAD = 600;
/** Pixels between anchor and menu, and between menu and window edge. */
const GAP = 6;

export class GdsMenu extends GdsPart {
  static override readonly tag = 'gds-menu';
  static override properties: PropertyDeclarations = {
    items: { attribute: false },
    label: { type: String },
    open: { state: true },
  };
  static override styles: CSSResultGroup = [baseStyles, cardStyles, menuStyles];

  items: readonly (MenuItem | MenuRow)[] = [];
  label = 'Menu';
  open = false;
  #typed = '';
  #typedAt = 0;
  #returnTo: HTMLElement | null = null;
  /** Listens for presses elsewhere while the menu is open. */
  #outside: AbortController | undefined;

  /** Opens beside `anchor`, above it where there is no room below. */
  async showFor(anchor: HTMLElement): Promise<void> {
    const box = anchor.getBoundingClientRect();
    await this.#show(anchor, (menu) => {
      const view = this.ownerDocument.defaultView ?? window;
      const rtl = view.getComputedStyle(anchor).direction === 'rtl';
      const below = box.bottom + GAP + menu.height <= view.innerHeight - GAP;
      return { x: rtl ? box.right - menu.width : box.left, y: below ? box.bottom + GAP : box.top - GAP - menu.height };
    });
  }

  /** Opens at a point of the window, CSS pixels; focus returns to `returnTo` afterwards. */
  async showAt(x: number, y: number, returnTo: HTMLElement | null = null): Promise<void> {
    await this.#show(returnTo, () => ({ x, y }));
  }

  hide(): void {
    if (this.#panel?.matches(':popover-open')) this.#panel.hidePopover();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#outside?.abort();
    this.open = false;
  }

  get #panel(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.menu');
  }

  async #show(returnTo: HTMLElement | null, place: (menu: DOMRect) => { x: number; y: number }): Promise<void> {
    this.#returnTo = returnTo;
    this.open = true;
    await this.updateComplete;
    const panel = this.#panel;
    if (!panel || panel.matches(':popover-open')) return;
    panel.showPopover();
    this.#watchOutside(panel);
    const size = panel.getBoundingClientRect();
    const view = this.ownerDocument.defaultView ?? window;
    const { x, y } = place(size);
    panel.style.setProperty('left', `${Math.max(GAP, Math.min(x, view.innerWidth - size.width - GAP))}px`);
    panel.style.setProperty('top', `${Math.max(GAP, Math.min(y, view.innerHeight - size.height - GAP))}px`);
    const items = this.#reachable;
    const enabled = items.filter((item) => item.getAttribute('aria-disabled') !== 'true');
    (enabled.find((item) => item.matches('.item[aria-checked="true"]:not([role="menuitemcheckbox"])')) ?? enabled[0] ?? items[0])?.focus();
  }

  /** The browser's own light dismissal would close a menu that a long press opened, as soon as the finger is lifted. */
  #watchOutside(panel: HTMLElement): void {
    this.#outside?.abort();
    this.#outside = new AbortController();
    const { signal } = this.#outside;
    const view = this.ownerDocument.defaultView ?? window;
    const close = (): void => this.hide();
    view.addEventListener('pointerdown', (event) => event.composedPath().includes(panel) || close(), { signal, capture: true });
    view.addEventListener('blur', close, { signal });
    view.addEventListener('resize', close, { signal });
  }

  get #reachable(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.item, .choice')];
  }

  protected override render() {
    if (!this.open) return nothing;
    return html`<div
      class="menu card scroll"
      popover="manual"
      role="menu"
      aria-label=${this.label}
      @keydown=${this.#key}
      @toggle=${this.#toggled}
      @pointermove=${this.#hover}
      @click=${this.#click}
    >
      ${this.items.map((item) => ('choices' in item ? this.#row(item) : this.#item(item)))}
    </div>`;
  }

  #row(row: MenuRow) {
    return html`${row.separated ? html`<hr />` : nothing}
      <div class="row" role="group" aria-label=${row.label}>
        ${row.choices.map((choice) => {
          const checkable = choice.checked !== undefined;
          return html`<div
            class="choice"
            role=${checkable ? 'menuitemradio' : 'menuitem'}
            aria-checked=${checkable ? String(choice.checked) : nothing}
            aria-disabled=${choice.disabled ? 'true' : nothing}
            aria-label=${choice.label}
            title=${choice.reason ? `${choice.label}: ${choice.reason}` : choice.label}
            tabindex="-1"
            data-value=${choice.value}
          >
            ${choice.color ? html`<i class="swatch" ${cssVars({ '--swatch': choice.color })}></i>` : icon(choice.icon ?? '')}
          </div>`;
        })}
      </div>`;
  }

  #item(item: MenuItem) {
    const checkable = item.checked !== undefined;
    return html`${item.separated ? html`<hr />` : nothing}
      <div
        class="item ${item.danger ? 'danger' : ''}"
        role=${!checkable ? 'menuitem' : item.toggle ? 'menuitemcheckbox' : 'menuitemradio'}
        aria-checked=${checkable ? String(item.checked) : nothing}
        aria-disabled=${item.disabled ? 'true' : nothing}
        aria-description=${item.disabled && item.reason ? item.reason : nothing}
        title=${item.disabled && item.reason ? item.reason : nothing}
        tabindex="-1"
        data-value=${item.value}
      >
        ${item.icon ? icon(item.icon) : nothing}<span>${item.label}</span>${checkable ? html`<i class="check">${item.checked ? icon('check', 14) : nothing}</i>` : nothing}${item.shortcut ? html`<kbd aria-hidden="true">${item.shortcut}</kbd>` : nothing}
      </div>`;
  }

  #hover(event: PointerEvent): void {
    if (event.pointerType === 'touch') return;
    (event.target as HTMLElement).closest<HTMLElement>('.item, .choice')?.focus({ preventScroll: true });
  }

  #click(event: MouseEvent): void {
    const item = (event.target as HTMLElement).closest<HTMLElement>('.item, .choice');
    if (item) this.#choose(item);
  }

  #choose(element: HTMLElement): void {
    const value = element.dataset['value'];
    if (value === undefined || element.getAttribute('aria-disabled') === 'true') return;
    this.hide();
    this.#restoreFocus();
    this.emit('gds-menu-select', { value });
  }

  /** Only where focus is lost with the menu: a click elsewhere has taken it already. */
  #restoreFocus(): void {
    const root = this.getRootNode() as Document | ShadowRoot;
    const { activeElement } = root;
    if (activeElement === null || activeElement === this || activeElement === this.ownerDocument.body)
      this.#returnTo?.focus({ preventScroll: true });
  }

  #toggled(event: ToggleEvent): void {
    if (event.newState !== 'closed') return;
    this.open = false;
    this.#outside?.abort();
    this.#restoreFocus();
    this.emit('gds-menu-close', {});
  }

  #key(event: KeyboardEvent): void {
    const items = this.#reachable;
    const at = items.indexOf(event.target as HTMLElement);
    const move = (index: number): void => items[(index + items.length) % items.length]?.focus();
    switch (event.key) {
      case 'ArrowDown':
        move(lineEnd(items, at) + 1);
        break;
      case 'ArrowUp':
        move(lineStart(items, at) - 1);
        break;
      case 'ArrowRight':
      case 'ArrowLeft':
        this.#alongRow(event.key, items, at);
        break;
      case 'Home':
        move(0);
        break;
      case 'End':
        move(-1);
        break;
      case 'Enter':
      case ' ':
        if (items[at]) this.#choose(items[at]);
        break;
      case 'Tab':
      case 'Escape':
        this.hide();
        this.#returnTo?.focus({ preventScroll: true });
        break;
      default:
        if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
        this.#typeAhead(event.key, event.timeStamp, items, at);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #alongRow(key: string, items: readonly HTMLElement[], at: number): void {
    const step = (key === 'ArrowRight') === this.matches(':dir(ltr)') ? 1 : -1;
    if (at + step >= lineStart(items, at) && at + step <= lineEnd(items, at)) items[at + step]?.focus();
  }

  #typeAhead(key: string, time: number, items: readonly HTMLElement[], at: number): void {
    this.#typed = time - this.#typedAt < TYPE_AHEAD ? this.#typed + key.toLowerCase() : key.toLowerCase();
    this.#typedAt = time;
    // One letter goes on to the next item that has it; more letters may stay where they are.
    const from = this.#typed.length === 1 ? at + 1 : at;
    for (let step = 0; step < items.length; step++) {
      const item = items[(from + step) % items.length];
      if (item?.querySelector('span')?.textContent?.toLowerCase().startsWith(this.#typed)) return item.focus();
    }
  }
}

/** First and last of the choices in the row of `items[at]`; an item is a line of its own. */
const lineStart = (items: readonly HTMLElement[], at: number): number => {
  const row = items[at]?.closest('.row');
  return row ? items.findIndex((item) => item.closest('.row') === row) : at;
};
const lineEnd = (items: readonly HTMLElement[], at: number): number => {
  const row = items[at]?.closest('.row');
  return row ? items.findLastIndex((item) => item.closest('.row') === row) : at;
};
