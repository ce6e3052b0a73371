/**
 * The small bar above several selected things: aligning, spacing, tidying up, framing, collapsing, and the menu with all the rest.
 *
 * @fires gds-command - `detail: { command, value? }` with a name of the table of commands.
 * @csspart bar - The pill.
 */
import { css, html, type CSSResultGroup, type PropertyDeclarations } from 'lit';
import { commandEntry, type CommandName } from '../interaction/commands.js';
import { GdsPart } from './gds-part.js';
import { icon } from './icon.js';
import { shortcutLabel } from './shortcut-label.js';
import { baseStyles } from './styles/base.js';
import { buttonStyles } from './styles/button.js';
import { cardStyles } from './styles/card.js';

type Entry = readonly [command: CommandName, value?: string];

const GROUPS: readonly (readonly Entry[])[] = [
  [
    ['align', 'left'],
    ['align', 'center'],
    ['align', 'right'],
  ],
  [
    ['align', 'top'],
    ['align', 'middle'],
    ['align', 'bottom'],
  ],
  [['distribute', 'horizontal'], ['distribute', 'vertical'], ['arrange']],
  [['group'], ['collapse'], ['delete']],
];

export class GdsSelectionBar extends GdsPart {
  static override readonly tag = 'gds-selection-bar';
  static override properties: PropertyDeclarations = { blocked: { attribute: false }, current: { state: true } };
  static override styles: CSSResultGroup = [
    baseStyles,
    buttonStyles,
    cardStyles,
    css`
      :host {
        inline-size: max-content;
        max-inline-size: 100%;
      }
      .bar {
        display: flex;
        align-items: center;
        gap: 1px;
        padding: 3px;
      }
      hr {
        inline-size: 1px;
        block-size: 16px;
        flex: none;
        margin: 0 3px;
        border: 0;
        background: var(--gds-border);
      }
      .icon-button[aria-disabled='true'] {
        opacity: 0.4;
      }
    `,
  ];

  /** Why a command cannot be carried out now; undefined where it can. */
  blocked: (command: CommandName, value?: string) => string | undefined = () => undefined;
  current = 0;

  protected override render() {
    let index = -1;
    return html`<div class="bar card" part="bar" role="toolbar" aria-label="Selection" @keydown=${this.#key}>
      ${GROUPS.map(
        (group, at) => html`${at > 0 ? html`<hr />` : ''}${group.map(([command, value]) => this.#button(command, value, (index += 1)))}`,
      )}
    </div>`;
  }

  #button(command: CommandName, value: string | undefined, index: number) {
    const entry = commandEntry(command, value);
    const name = entry.short ?? entry.title;
    const reason = this.blocked(command, value);
    const [keys] = this.keymap.keysFor(command, value);
    const tip = reason ? `${name}: ${reason}` : keys ? `${entry.title} (${shortcutLabel(keys)})` : entry.title;
    return html`<button
      class="icon-button"
      type="button"
      aria-label=${name}
      title=${tip}
      aria-disabled=${reason ? 'true' : 'false'}
      tabindex=${index === this.current ? 0 : -1}
      @focus=${() => (this.current = index)}
      @click=${() => !reason && this.command(command, value)}
    >
      ${icon(entry.icon ?? '')}
    </button>`;
  }

  #key(event: KeyboardEvent): void {
    const buttons = [...this.renderRoot.querySelectorAll('button')];
    const forward = this.matches(':dir(rtl)') ? 'ArrowLeft' : 'ArrowRight';
    const back = forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
    const next = { Home: 0, End: buttons.length - 1, [forward]: this.current + 1, [back]: this.current - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    buttons[(next + buttons.length) % buttons.length]?.focus();
  }
}
