/**
 * Base of the studio's parts: toolbar, rail, panels, chip and the rest.
 *
 * Parts are pure: properties in, events out; they know neither the document nor the executor. Inside `<gds-canvas>` they inherit
 * its design tokens, so that a host's `--gds-accent` reaches them. A part that stands alone brings the tokens itself.
 *
 * `compact` marks a canvas narrower than 720 px: panels become sheets, the rail a bar. `tiny` marks one narrower than 420 px.
 */
import type { CSSResultGroup, PropertyDeclarations } from 'lit';
import { GdsElement } from './gds-element.js';
import { DEFAULT_KEYMAP, type Keymap } from '../interaction/keymap.js';
import { tokenStyles } from './tokens.js';
import { baseStyles } from './styles/base.js';
import { buttonStyles } from './styles/button.js';

export class GdsPart extends GdsElement {
  static override styles: CSSResultGroup = [baseStyles, buttonStyles];
  static override properties: PropertyDeclarations = {
    compact: { type: Boolean, reflect: true },
    tiny: { type: Boolean, reflect: true },
    keymap: { attribute: false },
  };

  compact = false;
  tiny = false;
  /** Which keys mean what: tooltips and menus show them. */
  keymap: Keymap = DEFAULT_KEYMAP;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#bringTokens();
  }

  /** Adopts the token sheet where nothing around the part provides it. */
  #bringTokens(): void {
    const root = this.shadowRoot;
    const sheet = tokenStyles.styleSheet;
    const view = this.ownerDocument.defaultView;
    if (!root || !sheet || !view) return;
    const others = root.adoptedStyleSheets.filter((known) => known !== sheet);
    if (others.length !== root.adoptedStyleSheets.length) root.adoptedStyleSheets = others;
    // Asking for a computed style lays the page out, once for every part that is put in: inside the studio there is no need to ask.
    if (isInside(this, sheet)) return;
    if (view.getComputedStyle(this).getPropertyValue('--gds-surface') === '') root.adoptedStyleSheets = [sheet, ...others];
  }

  /** Sends one of the studio's commands to whoever carries it out. */
  protected command(command: string, value?: unknown): void {
    this.emit<CommandDetail>('gds-command', value === undefined ? { command } : { command, value });
  }
}

/** Whether a shadow tree around `element` has adopted `sheet`. */
function isInside(element: Element, sheet: CSSStyleSheet): boolean {
  for (let root = element.getRootNode(); root instanceof ShadowRoot; root = root.host.getRootNode())
    if (root.adoptedStyleSheets.includes(sheet)) return true;
  return false;
}

/** Detail of `gds-command`. */
export interface CommandDetail {
  readonly command: string;
  readonly value?: unknown;
}
