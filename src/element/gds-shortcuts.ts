/**
 * Keys and gestures at a glance, made from the tables of both.
 *
 * @csspart panel - The card.
 */
import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations } from 'lit';
import { GESTURES } from '../interaction/gestures.js';
import { SHORTCUTS, type Shortcut } from '../interaction/shortcuts.js';
import { GdsPanel } from './gds-panel.js';
import { shortcutKeys } from './shortcut-label.js';

export class GdsShortcuts extends GdsPanel {
  static override readonly tag = 'gds-shortcuts';
  static override properties: PropertyDeclarations = { shortcuts: { attribute: false } };
  static override styles: CSSResultGroup = [
    GdsPanel.styles,
    css`
      .panel {
        inline-size: 300px;
      }
      .panel-body {
        padding-block-start: 0;
      }
      h3 {
        padding: 12px 0 4px;
        color: var(--gds-muted);
        font-size: var(--gds-size-11);
        font-weight: 500;
      }
      dl div {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--gds-space-12);
        min-block-size: 26px;
        font-size: var(--gds-size-12);
      }
      dt {
        flex: 1 1 64px;
        min-inline-size: 0;
      }
      dd {
        display: flex;
        flex: 0 1 auto;
        flex-wrap: wrap;
        justify-content: flex-end;
        row-gap: 4px;
        margin-block: 3px;
        gap: 3px;
        color: var(--gds-muted);
      }
      .keys {
        display: flex;
        gap: 3px;
      }
      kbd {
        display: inline-grid;
        place-items: center;
        min-inline-size: 20px;
        block-size: 20px;
        padding: 0 5px;
        border: 1px solid var(--gds-border);
        border-radius: 4px;
        background: var(--gds-well);
        color: var(--gds-text);
        font: 500 var(--gds-size-11) / 1 var(--gds-font);
      }
      .or {
        padding: 0 2px;
        font-size: var(--gds-size-11);
        line-height: 20px;
      }
    `,
  ];

  shortcuts: readonly Pick<Shortcut, 'keys' | 'title' | 'group'>[] = SHORTCUTS;
  protected readonly panel = 'shortcuts';

  protected override render() {
    const groups = new Map<string, Pick<Shortcut, 'keys' | 'title'>[]>();
    const gestures = GESTURES.map(({ input, ...rest }) => ({ keys: input, ...rest }));
    for (const shortcut of [...this.shortcuts, ...gestures]) groups.set(shortcut.group, [...(groups.get(shortcut.group) ?? []), shortcut]);
    return this.frame(
      'Keyboard shortcuts',
      html`${[...groups].map(
        ([title, shortcuts]) =>
          html`<h3>${title}</h3>
            <dl>
              ${shortcuts.map(
                ({ keys, title: name }) =>
                  html`<div>
                    <dt>${name}</dt>
                    <dd>
                      ${keys.map((combination, index) => html`<span class="keys">${index > 0 ? html`<span class="or">or</span>` : nothing}${shortcutKeys(combination).map((key) => html`<kbd>${key}</kbd>`)}</span>`)}
                    </dd>
                  </div>`,
              )}
            </dl>`,
      )}`,
    );
  }
}
