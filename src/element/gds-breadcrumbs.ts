/**
 * Where one is: the canvas, the subgraphs on the way, and the one that is shown. Nothing on the canvas itself.
 *
 * @fires gds-command - `detail: { command: 'show-level', value }` with the level's id, '' for the canvas.
 * @csspart bar - The card.
 */
import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations } from 'lit';
import { GdsPart } from './gds-part.js';
import { icon } from './icon.js';
import { tooltip } from './shortcut-label.js';
import { baseStyles } from './styles/base.js';
import { buttonStyles } from './styles/button.js';
import { cardStyles } from './styles/card.js';

export class GdsBreadcrumbs extends GdsPart {
  static override readonly tag = 'gds-breadcrumbs';
  static override properties: PropertyDeclarations = { path: { attribute: false } };
  static override styles: CSSResultGroup = [
    baseStyles,
    buttonStyles,
    cardStyles,
    css`
      :host {
        inline-size: max-content;
        max-inline-size: 100%;
      }
      nav {
        padding: 4px;
      }
      ol {
        display: flex;
        align-items: center;
        gap: 2px;
        min-inline-size: 0;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        gap: 2px;
        min-inline-size: 0;
        color: var(--gds-muted);
        font-size: var(--gds-size-12);
      }
      li > .icon {
        flex: none;
        opacity: 0.7;
      }
      :host(:dir(rtl)) li > .icon {
        scale: -1 1;
      }
      .crumb,
      b {
        max-inline-size: 160px;
        padding: 0 8px;
        overflow: hidden;
        font: inherit;
        font-weight: 500;
        line-height: 28px;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .crumb {
        border: 0;
        border-radius: var(--gds-radius-control);
        background: none;
        color: inherit;
        cursor: default;
      }
      .crumb:focus-visible {
        outline: 2px solid var(--gds-accent);
        outline-offset: -2px;
      }
      b {
        color: var(--gds-text);
      }
      @media (hover: hover) {
        .crumb:hover {
          background: var(--gds-surface-raised);
          color: var(--gds-text);
        }
      }
    `,
  ];

  /** From the canvas inwards; the last one is shown. */
  path: readonly { readonly id: string; readonly title: string }[] = [];

  protected override render() {
    const last = this.path.length - 1;
    if (last < 1) return nothing;
    return html`<nav class="card" part="bar" aria-label="Level">
      <ol>
        ${this.path.map(
          ({ id, title }, index) =>
            html`<li>
              ${index > 0 ? icon('chevron-right', 14) : nothing}${
                index === last
                  ? html`<b aria-current="page">${title}</b>`
                  : html`<button
                      class="crumb"
                      type="button"
                      title=${index === last - 1 ? tooltip(this.keymap, `Back to ${title}`, 'leave') : `Back to ${title}`}
                      @click=${() => this.command('show-level', id)}
                    >
                      ${title}
                    </button>`
              }
            </li>`,
        )}
      </ol>
    </nav>`;
  }
}
