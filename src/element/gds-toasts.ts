/**
 * Short messages at the edge, read out politely; errors are read at once and stay until dismissed.
 *
 * The others leave by themselves; the clock stands still while the pointer or the focus is on the stack.
 *
 * @fires gds-toast-dismiss - A message is over. `detail: { id }`: the listener takes it out of `items`.
 * @fires gds-toast-action - Its button was pressed. `detail: { id, action }`.
 */
import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations, type PropertyValues } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { GdsPart } from './gds-part.js';
import { icon } from './icon.js';
import { baseStyles } from './styles/base.js';
import { buttonStyles } from './styles/button.js';
import { cardStyles } from './styles/card.js';

export interface ToastItem {
  readonly id: string;
  readonly kind: 'info' | 'success' | 'warning' | 'error';
  readonly title: string;
  readonly text?: string;
  /** One thing to do about it, such as Undo. `id` comes back in the event. */
  readonly action?: { readonly label: string; readonly id?: string };
}

/** Milliseconds on screen: plain messages, and those with a button. */
export const TOAST_TIME = { plain: 5000, action: 9000 } as const;

const ICONS = { info: 'info', success: 'circle-check', warning: 'triangle-alert', error: 'circle-alert' } as const;

export class GdsToasts extends GdsPart {
  static override readonly tag = 'gds-toasts';
  static override properties: PropertyDeclarations = { items: { attribute: false } };
  static override styles: CSSResultGroup = [
    baseStyles,
    buttonStyles,
    cardStyles,
    css`
      :host {
        display: grid;
        gap: var(--gds-space-8);
        inline-size: 320px;
        max-inline-size: 100%;
        pointer-events: none;
      }
      .stack {
        display: grid;
        gap: var(--gds-space-8);
      }
      .toast {
        display: grid;
        grid-template-columns: auto 1fr auto;
        align-items: start;
        gap: var(--gds-space-8);
        padding-block: 6px;
        padding-inline: 12px 6px;
        font-size: var(--gds-size-12);
        pointer-events: auto;
        animation: enter var(--gds-time-panel) var(--gds-ease);
      }
      .toast > .icon {
        margin-block-start: 6px;
        color: var(--gds-muted);
      }
      .toast.success > .icon {
        color: var(--gds-accent);
      }
      .toast.warning > .icon {
        color: var(--gds-warning);
      }
      .toast.error > .icon {
        color: var(--gds-error);
      }
      .words {
        min-inline-size: 0;
        padding-block: 5px;
        overflow-wrap: anywhere;
      }
      .toast > .button {
        grid-column: 2 / -1;
        justify-self: start;
        margin-block-end: 6px;
      }
      .words b {
        display: block;
        font-weight: 500;
      }
      .words span {
        color: var(--gds-muted);
      }
      @keyframes enter {
        from {
          opacity: 0;
          translate: 0 6px;
        }
      }
    `,
  ];

  items: readonly ToastItem[] = [];
  readonly #clocks = new Map<string, { left: number; since: number; timer: ReturnType<typeof setTimeout> }>();
  #paused = false;

  constructor() {
    super();
    for (const type of ['pointerenter', 'focusin']) this.addEventListener(type, () => this.#pause());
    for (const type of ['pointerleave', 'focusout']) this.addEventListener(type, () => this.#resume());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const { timer } of this.#clocks.values()) clearTimeout(timer);
    this.#clocks.clear();
  }

  protected override render() {
    const toast = (item: ToastItem) =>
      html`<li class="toast card ${item.kind}">
        ${icon(ICONS[item.kind])}
        <p class="words"><b>${item.title}</b>${item.text ? html`<span>${item.text}</span>` : nothing}</p>
        <button class="icon-button" type="button" aria-label="Dismiss" title="Dismiss" @click=${() => this.#dismiss(item.id)}>
          ${icon('x', 14)}
        </button>
        ${item.action ? html`<button class="button" type="button" @click=${() => this.#act(item)}>${item.action.label}</button>` : nothing}
      </li>`;
    const stack = (items: readonly ToastItem[]) => repeat(items, (item) => item.id, toast);
    // Two live regions, always there: a region that appears together with its text is not read.
    return html`<div role="alert">
        <ul class="stack">
          ${stack(this.items.filter((item) => item.kind === 'error'))}
        </ul>
      </div>
      <div role="status">
        <ul class="stack">
          ${stack(this.items.filter((item) => item.kind !== 'error'))}
        </ul>
      </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('items') || !this.isConnected) return;
    const ids = new Set(this.items.map((item) => item.id));
    for (const [id, clock] of this.#clocks) {
      if (ids.has(id)) continue;
      clearTimeout(clock.timer);
      this.#clocks.delete(id);
    }
    for (const item of this.items) {
      if (item.kind !== 'error' && !this.#clocks.has(item.id)) this.#start(item.id, item.action ? TOAST_TIME.action : TOAST_TIME.plain);
    }
  }

  #start(id: string, left: number): void {
    const timer = setTimeout(() => this.#dismiss(id), left);
    this.#clocks.set(id, { left, since: Date.now(), timer });
    if (this.#paused) clearTimeout(timer);
  }

  #pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    for (const clock of this.#clocks.values()) {
      clearTimeout(clock.timer);
      clock.left -= Date.now() - clock.since;
    }
  }

  #resume(): void {
    if (!this.#paused || this.matches(':hover, :focus-within')) return;
    this.#paused = false;
    for (const [id, { left }] of this.#clocks) this.#start(id, Math.max(1000, left));
  }

  #act(item: ToastItem): void {
    this.emit('gds-toast-action', { id: item.id, action: item.action?.id ?? item.action?.label ?? '' });
    this.#dismiss(item.id);
  }

  #dismiss(id: string): void {
    const clock = this.#clocks.get(id);
    if (clock) clearTimeout(clock.timer);
    this.#clocks.delete(id);
    this.emit('gds-toast-dismiss', { id });
  }
}
