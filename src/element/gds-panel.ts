/** Base of the flyout panels: a card with a title, tools and a close button. Escape closes it. */
import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { icon } from './icon.js';
import { GdsPart } from './gds-part.js';
import type { PanelId } from './gds-rail.js';
import { baseStyles } from './styles/base.js';
import { buttonStyles } from './styles/button.js';
import { cardStyles } from './styles/card.js';
import { fieldStyles } from './styles/field.js';
import { panelListStyles } from './styles/list.js';

export abstract class GdsPanel extends GdsPart {
  static override styles: CSSResultGroup = [baseStyles, buttonStyles, cardStyles, fieldStyles, panelListStyles];

  /** Its place on the rail. */
  protected abstract readonly panel: PanelId;

  constructor() {
    super();
    this.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      event.stopPropagation();
      this.close();
    });
  }

  /** Asks for the panel to be closed. */
  protected close(): void {
    this.command('toggle-panel', this.panel);
  }

  /** Card with header, `tools` below it and `body` that scrolls; where nothing in it takes focus, it is `text` and takes it itself. */
  protected frame(
    title: string,
    body: unknown,
    parts: { readonly buttons?: unknown; readonly tools?: unknown; readonly text?: boolean } = {},
  ): TemplateResult {
    return html`<section class="panel card" part="panel" aria-labelledby="panel-title">
      <header class="panel-header">
        <h2 id="panel-title">${title}</h2>
        ${parts.buttons}
        <button class="icon-button" type="button" aria-label="Close" title="Close (Esc)" @click=${() => this.close()}>${icon('x')}</button>
      </header>
      ${parts.tools ? html`<div class="panel-tools">${parts.tools}</div>` : null}
      <div
        class="panel-body scroll"
        role=${parts.text ? 'group' : nothing}
        aria-labelledby=${parts.text ? 'panel-title' : nothing}
        tabindex=${parts.text ? 0 : nothing}
      >
        ${body}
      </div>
    </section>`;
  }
}
