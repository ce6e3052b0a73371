/**
 * What was done, newest first, with what was undone above it. A click goes back or forward to that moment.
 *
 * @fires gds-command - `detail: { command: 'undo' | 'redo', value }`; value is how many steps.
 * @csspart panel - The card.
 */
import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations } from 'lit';
import { GdsPanel } from './gds-panel.js';
import { icon } from './icon.js';
import { shortcutOf } from './shortcut-label.js';

export class GdsHistoryPanel extends GdsPanel {
  static override readonly tag = 'gds-history-panel';
  static override properties: PropertyDeclarations = {
    done: { attribute: false },
    undone: { attribute: false },
    readonly: { type: Boolean },
  };
  static override styles: CSSResultGroup = [
    GdsPanel.styles,
    css`
      .step {
        display: flex;
        align-items: center;
        gap: var(--gds-space-8);
        inline-size: 100%;
        block-size: var(--control);
        padding: 0 var(--gds-space-8);
        border: 0;
        border-radius: var(--gds-radius-control);
        background: none;
        font-size: var(--gds-size-12);
        text-align: start;
        cursor: default;
        transition: background-color var(--gds-time-feedback) var(--gds-ease);
      }
      .step:hover:not([aria-disabled='true']) {
        background: var(--gds-surface-raised);
      }
      .step span {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .step.undone,
      .step.start {
        color: var(--gds-muted);
      }
      .step.undone span {
        text-decoration: line-through;
        text-decoration-color: var(--gds-border-strong);
      }
      .step[aria-current] {
        background: var(--gds-surface-raised);
        font-weight: 500;
      }
      .step i {
        inline-size: 6px;
        block-size: 6px;
        flex: none;
        border: 1.5px solid var(--gds-border-strong);
        border-radius: 50%;
      }
      .step[aria-current] i {
        border-color: var(--gds-accent);
        background: var(--gds-accent);
      }
    `,
  ];

  /** Labels, oldest first. */
  done: readonly string[] = [];
  /** Labels in the order they were done, so that the first is the next to redo. */
  undone: readonly string[] = [];
  readonly = false;
  protected readonly panel = 'history';

  protected override render() {
    const { done, undone } = this;
    if (done.length === 0 && undone.length === 0) {
      return this.frame(
        'History',
        html`<div class="empty">
          ${icon('rotate-ccw-clock', 20)}<strong>Nothing to undo yet</strong
          ><span>Each change is listed here. ${shortcutOf(this.keymap, 'undo')} takes the last one back.</span>
        </div>`,
      );
    }
    const body = html`<ol class="list" reversed>
      ${undone.map((label, index) => this.#step(label, 'undone', () => this.command('redo', index + 1), false)).reverse()}
      ${[...done].reverse().map((label, index) => this.#step(label, '', () => this.command('undo', index), index === 0))}
      ${this.#step('Opened', 'start', () => this.command('undo', done.length), done.length === 0)}
    </ol>`;
    return this.frame('History', body);
  }

  #step(label: string, look: string, go: () => void, current: boolean) {
    const still = current || this.readonly;
    return html`<li>
      <button
        class="step ${look}"
        type="button"
        aria-current=${current ? 'step' : nothing}
        aria-disabled=${String(still)}
        @click=${() => !still && go()}
      >
        <i aria-hidden="true"></i><span>${label}</span>${look === 'undone' ? html`<b class="hidden">, undone</b>` : nothing}
      </button>
    </li>`;
  }
}
