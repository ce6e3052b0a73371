/**
 * A popup menu: opens beside an anchor or at a point, in the top layer, and hands back what was chosen.
 *
 * Keys: arrows, Home and End move; Enter and Space choose; letters jump to the item that starts with them; Escape and Tab
 * close. Focus returns to where it was. The menu knows nothing of what its items do.
 *
 * @fires gds-menu-select - An item was chosen. `detail: { value }`.
 */
import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations } from 'lit';
import { icon } from './icon.js';
import { GdsPart } from './gds-part.js';
import { baseStyles } from './styles/base.js';
import { cardStyles } from './styles/card.js';

export interface MenuItem {
  readonly value: string;
  readonly label: string;
  readonly icon?: string;
  /** Quiet text at the end, for example `⌘0`. */
  readonly shortcut?: string;
  /** One of a set: shows a check mark when true. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  /** A line above it. */
  readonly separated?: boolean;
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
  static override styles: CSSResultGroup = [
    baseStyles,
    cardStyles,
    css`
      :host {
        display: contents;
      }
      .menu {
        position: fixed;
        inset: auto;
        min-inline-size: 168px;
        max-inline-size: 320px;
        max-block-size: min(420px, calc(100vh - 24px));
        margin: 0;
        padding: var(--gds-space-4);
        color: var(--gds-text);
      }
      .item {
        display: flex;
        align-items: center;
        gap: var(--gds-space-8);
        min-block-size: var(--control);
        padding: 0 var(--gds-space-8);
        border-radius: 5px;
        cursor: default;
        user-select: none;
        white-space: nowrap;
      }
      .item .icon {
        color: var(--gds-muted);
      }
      .item span {
        flex: 1;
      }
      .item kbd {
        padding-inline-start: var(--gds-space-16);
        color: var(--gds-muted);
        font: inherit;
        font-size: var(--gds-size-11);
      }
      .item:focus {
        outline: none;
        background: var(--gds-surface-raised);
      }
      .item[aria-disabled='true'] {
        color: var(--gds-muted);
        opacity: 0.5;
      }
      .item.danger,
      .item.danger .icon {
        color: var(--gds-error);
      }
      hr {
        block-size: 1px;
        margin: var(--gds-space-4);
        border: 0;
        background: var(--gds-border);
      }
      .check {
        inline-size: 16px;
        flex: none;
      }
      @media (forced-colors: active) {
        .item:focus {
          forced-color-adjust: none;
          background: Highlight;
          color: HighlightText;
        }
      }
    `,
  ];

  items: readonly MenuItem[] = [];
  label = 'Menu';
  open = false;
  #typed = '';
  #typedAt = 0;
  #returnTo: HTMLElement | null = null;

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
    this.#panel?.hidePopover();
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
    const size = panel.getBoundingClientRect();
    const view = this.ownerDocument.defaultView ?? window;
    const { x, y } = place(size);
    panel.style.setProperty('left', `${Math.max(GAP, Math.min(x, view.innerWidth - size.width - GAP))}px`);
    panel.style.setProperty('top', `${Math.max(GAP, Math.min(y, view.innerHeight - size.height - GAP))}px`);
    (this.#enabled.find((item) => item.getAttribute('aria-checked') === 'true') ?? this.#enabled[0])?.focus();
  }

  get #enabled(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.item:not([aria-disabled="true"])')];
  }

  protected override render() {
    if (!this.open) return nothing;
    return html`<div
      class="menu card scroll"
      popover="auto"
      role="menu"
      aria-label=${this.label}
      @keydown=${this.#key}
      @toggle=${this.#toggled}
      @pointermove=${this.#hover}
      @click=${this.#click}
    >
      ${this.items.map((item, index) => this.#item(item, index))}
    </div>`;
  }

  #item(item: MenuItem, index: number) {
    const checkable = item.checked !== undefined;
    return html`${item.separated ? html`<hr />` : nothing}
      <div
        class="item ${item.danger ? 'danger' : ''}"
        role=${checkable ? 'menuitemradio' : 'menuitem'}
        aria-checked=${checkable ? String(item.checked) : nothing}
        aria-disabled=${item.disabled ? 'true' : nothing}
        tabindex="-1"
        data-index=${index}
      >
        ${item.icon ? icon(item.icon) : nothing}<span>${item.label}</span>${item.shortcut ? html`<kbd aria-hidden="true">${item.shortcut}</kbd>` : nothing}
        ${checkable ? html`<i class="check">${item.checked ? icon('check', 14) : nothing}</i>` : nothing}
      </div>`;
  }

  #hover(event: PointerEvent): void {
    if (event.pointerType === 'touch') return;
    (event.target as HTMLElement).closest<HTMLElement>('.item:not([aria-disabled="true"])')?.focus();
  }

  #click(event: MouseEvent): void {
    const item = (event.target as HTMLElement).closest<HTMLElement>('.item:not([aria-disabled="true"])');
    if (item) this.#choose(item);
  }

  #choose(element: HTMLElement): void {
    const item = this.items[Number(element.dataset['index'])];
    if (!item) return;
    this.hide();
    this.emit('gds-menu-select', { value: item.value });
  }

  #toggled(event: ToggleEvent): void {
    if (event.newState !== 'closed') return;
    this.open = false;
    // Only where focus was lost with the menu: a click elsewhere has taken it already.
    const root = this.getRootNode() as Document | ShadowRoot;
    if (root.activeElement === null || root.activeElement === this || root.activeElement === this.ownerDocument.body)
      this.#returnTo?.focus();
    this.emit('gds-menu-close', {});
  }

  #key(event: KeyboardEvent): void {
    const items = this.#enabled;
    const at = items.indexOf(event.target as HTMLElement);
    const move = (index: number): void => items[(index + items.length) % items.length]?.focus();
    switch (event.key) {
      case 'ArrowDown':
        move(at + 1);
        break;
      case 'ArrowUp':
        move(at - 1);
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
        this.#returnTo?.focus();
        break;
      default:
        if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
        this.#typeAhead(event.key, event.timeStamp, items, at);
    }
    event.preventDefault();
    event.stopPropagation();
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
