/**
 * The slim rail: Add, Assets, Models, Canvases, History, and the shortcuts below a line. Compact, it lies as a bar.
 *
 * @fires gds-command - `detail: { command: 'toggle-panel', value }` with the panel's id.
 * @csspart bar - The rail.
 */
import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations } from 'lit';
import type { CommandName } from '../interaction/commands.js';
import { icon } from './icon.js';
import { GdsPart } from './gds-part.js';
import { tooltip } from './shortcut-label.js';
import { baseStyles } from './styles/base.js';
import { buttonStyles } from './styles/button.js';
import { cardStyles } from './styles/card.js';

export type PanelId = 'add' | 'assets' | 'models' | 'canvases' | 'history' | 'shortcuts';

/** What stands on the rail, in order. */
const ENTRIES: readonly { readonly id: PanelId; readonly name: string; readonly icon: string; readonly command?: CommandName }[] = [
  { id: 'add', name: 'Add node', icon: 'plus', command: 'add' },
  { id: 'assets', name: 'Assets', icon: 'images' },
  { id: 'models', name: 'Models', icon: 'box' },
  { id: 'canvases', name: 'Canvases', icon: 'layout-grid' },
  { id: 'history', name: 'History', icon: 'rotate-ccw-clock' },
  { id: 'shortcuts', name: 'Shortcuts', icon: 'command', command: 'shortcuts' },
];

export class GdsRail extends GdsPart {
  static override readonly tag = 'gds-rail';
  static override properties: PropertyDeclarations = {
    open: { type: String },
    readonly: { type: Boolean },
    current: { state: true },
  };
  static override styles: CSSResultGroup = [
    baseStyles,
    buttonStyles,
    cardStyles,
    css`
      :host {
        inline-size: max-content;
      }
      .bar {
        display: flex;
        flex-direction: column;
        align-items: center;
        gap: 2px;
        padding: 4px;
      }
      .icon-button {
        inline-size: 36px;
        block-size: 36px;
      }
      hr {
        inline-size: 24px;
        block-size: 1px;
        margin: 5px 0;
        border: 0;
        background: var(--gds-border);
      }
      :host([compact]) {
        inline-size: 100%;
      }
      :host([compact]) .bar {
        flex-direction: row;
        justify-content: space-around;
        padding: 6px;
      }
      :host([compact]) hr {
        display: none;
      }
    `,
  ];

  /** Id of the panel that is open; empty for none. */
  open: PanelId | '' = '';
  readonly = false;
  current = 0;

  protected override render() {
    return html`<div
      class="bar card"
      part="bar"
      role="toolbar"
      aria-label="Panels"
      aria-orientation=${this.compact ? 'horizontal' : 'vertical'}
      @keydown=${this.#key}
    >
      ${ENTRIES.map((entry, index) => {
        const disabled = entry.id === 'add' && this.readonly;
        return html`${entry.id === 'shortcuts' ? html`<hr />` : nothing}<button
            class="icon-button"
            type="button"
            aria-label=${entry.name}
            title=${entry.command ? tooltip(this.keymap, entry.name, entry.command) : entry.name}
            aria-pressed=${String(this.open === entry.id)}
            tabindex=${index === this.current ? 0 : -1}
            aria-disabled=${disabled ? 'true' : nothing}
            @focus=${() => (this.current = index)}
            @click=${() => !disabled && this.command('toggle-panel', entry.id)}
          >
            ${icon(entry.icon)}
          </button>`;
      })}
    </div>`;
  }

  /** Focuses the button of a panel, for example after the panel has closed. */
  focusEntry(id: PanelId): void {
    const index = ENTRIES.findIndex((entry) => entry.id === id);
    this.renderRoot.querySelectorAll('button')[index]?.focus();
  }

  #key(event: KeyboardEvent): void {
    const rtl = this.matches(':dir(rtl)');
    const last = ENTRIES.length - 1;
    const step: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1 };
    let next: number;
    if (event.key === 'Home') next = 0;
    else if (event.key === 'End') next = last;
    else if (step[event.key] !== undefined) next = (this.current + step[event.key]! + ENTRIES.length) % ENTRIES.length;
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.renderRoot.querySelectorAll('button')[next]?.focus();
  }
}
