/**
 * The chip at the top: where work is computed, whether it is kept, and the theme.
 *
 * Its words are the truth of the moment: `Saved` only when it is. A slot takes what a host adds, such as peers' avatars.
 *
 * @fires gds-command - `detail: { command: 'theme', value }` or `{ command: 'retry-save' }`.
 * @slot - Between the save state and the theme button.
 * @csspart chip - The pill.
 */
import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations } from 'lit';
import type { GdsError } from '../errors.js';
import type { SaveState } from '../persistence/types.js';
import type { RendererDetails } from '../render/types.js';
import { icon } from './icon.js';
import { GdsPart } from './gds-part.js';
import type { GdsMenu, MenuItem } from './gds-menu.js';
import { bytesOf, moment, percent } from './format.js';
import type { ThemeChoice } from './theme.js';
import { baseStyles } from './styles/base.js';
import { buttonStyles } from './styles/button.js';
import { cardStyles } from './styles/card.js';

/** What the inference manager says of itself. */
export interface BackendStatus {
  /** Who computes: `This device`, a server's name. */
  readonly label: string;
  /** `wasm`, `webgpu`, …; shown where there is no detail. */
  readonly backend?: string;
  /** `WASM, 2 threads`. */
  readonly detail?: string;
  readonly state: 'starting' | 'ready' | 'loading' | 'error';
  /** Bytes of the model on its way. */
  readonly loaded?: number;
  readonly total?: number;
  readonly error?: GdsError;
}

interface SaveWords {
  readonly text: string;
  readonly title: string;
  readonly tone: '' | 'warning' | 'error';
  readonly retry?: boolean;
}

const THEMES: readonly { readonly value: ThemeChoice; readonly label: string; readonly icon: string }[] = [
  { value: 'system', label: 'System', icon: 'monitor' },
  { value: 'light', label: 'Light', icon: 'sun' },
  { value: 'dark', label: 'Dark', icon: 'moon' },
];

export class GdsStatusChip extends GdsPart {
  static override readonly tag = 'gds-status-chip';
  static override properties: PropertyDeclarations = {
    backend: { attribute: false },
    renderer: { attribute: false },
    save: { attribute: false },
    theme: { type: String },
    menuOpen: { state: true },
  };
  static override styles: CSSResultGroup = [
    baseStyles,
    buttonStyles,
    cardStyles,
    css`
      :host {
        inline-size: max-content;
        max-inline-size: 100%;
      }
      .chip {
        display: flex;
        align-items: center;
        gap: var(--gds-space-8);
        block-size: 36px;
        padding-inline: 12px 4px;
        border-radius: var(--gds-radius-pill);
        font-size: var(--gds-size-12);
        white-space: nowrap;
      }
      .dot {
        inline-size: 8px;
        block-size: 8px;
        flex: none;
        border-radius: 50%;
        background: var(--gds-accent);
      }
      .dot.starting,
      .dot.loading {
        background: var(--gds-running);
        animation: pulse 1.2s ease-in-out infinite alternate;
      }
      .dot.error {
        background: var(--gds-error);
      }
      @keyframes pulse {
        to {
          opacity: 0.35;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .dot {
          animation: none !important;
        }
      }
      .who,
      .save {
        unicode-bidi: plaintext;
      }
      .who {
        min-inline-size: 0;
        overflow: hidden;
        color: var(--gds-muted);
        text-overflow: ellipsis;
      }
      .who b {
        color: var(--gds-text);
        font-weight: 500;
      }
      .who.error b {
        color: var(--gds-error);
      }
      hr {
        inline-size: 1px;
        block-size: 14px;
        flex: none;
        margin: 0 var(--gds-space-4);
        border: 0;
        background: var(--gds-border);
      }
      .save {
        color: var(--gds-muted);
        font-size: inherit;
      }
      .save.warning {
        color: var(--gds-warning);
      }
      .save.error {
        color: var(--gds-error);
      }
      button.retry {
        block-size: 24px;
        padding: 0 var(--gds-space-8);
        font-size: var(--gds-size-12);
      }
      .icon-button {
        inline-size: 28px;
        block-size: 28px;
        border-radius: 50%;
      }
      :host([tiny]) .detail {
        max-inline-size: 18ch;
      }
      @media (forced-colors: active) {
        .dot {
          forced-color-adjust: none;
          background: CanvasText;
        }
        .dot.error {
          background: Mark;
        }
      }
    `,
  ];

  backend: BackendStatus = { label: 'This device', state: 'starting' };
  renderer: Pick<RendererDetails, 'kind' | 'adapter' | 'fallback' | 'reason'> | null = null;
  save: SaveState = { status: 'off' };
  theme: ThemeChoice = 'system';
  menuOpen = false;

  protected override render() {
    const { backend } = this;
    const save = saveWords(this.save);
    const theme = THEMES.find((entry) => entry.value === this.theme) ?? THEMES[0]!;
    return html`<div class="chip card" part="chip">
        <i class="dot ${backend.state}" aria-hidden="true"></i>
        <span class="who ${backend.state}" role="status" title=${this.#title()}>${this.#words()}</span>
        ${
          save.text === ''
            ? nothing
            : html`<hr />
                <span class="save ${save.tone}" role="status" title=${save.title}>${save.text}</span>`
        }
        ${save.retry ? html`<button class="button retry" type="button" title="Try to save again" @click=${() => this.command('retry-save')}>Retry</button>` : nothing}
        <slot></slot>
        <button
          class="icon-button"
          type="button"
          aria-haspopup="menu"
          aria-expanded=${String(this.menuOpen)}
          aria-label="Theme: ${theme.label}"
          title="Theme: ${theme.label}"
          @click=${this.#openMenu}
        >
          ${icon(theme.icon)}
        </button>
      </div>
      <gds-menu
        label="Theme"
        .items=${this.#items()}
        @gds-menu-select=${this.#chosen}
        @gds-menu-close=${() => (this.menuOpen = false)}
      ></gds-menu>`;
  }

  #words() {
    const { label, detail, backend, state, loaded, total, error } = this.backend;
    if (state === 'starting') return html`<b>${label}</b> · starting`;
    if (state === 'error') return html`<b>${label}</b> · ${error ? shortReason(error) : 'not working'}`;
    if (state === 'loading') return html`<b>Loading model</b>${total ? html` · ${percent((loaded ?? 0) / total)}` : nothing}`;
    const more = this.tiny ? (backend?.toUpperCase() ?? detail) : (detail ?? backend?.toUpperCase());
    return html`<b>${label}</b>${more ? html` · ${more}` : nothing}`;
  }

  #title(): string {
    const { label, detail, state, loaded, total, error } = this.backend;
    const lines: string[] = [];
    if (error) lines.push(error.message);
    else if (state === 'loading' && total) lines.push(`Loading a model: ${bytesOf(loaded ?? 0, total)}.`);
    else lines.push(`Pictures and meshes are made on: ${label}${detail ? ` (${detail})` : ''}.`);
    const { renderer } = this;
    if (renderer) {
      lines.push(
        renderer.kind === 'none'
          ? `The canvas cannot be drawn: ${renderer.reason}`
          : `Canvas drawn with ${RENDERERS[renderer.kind]}${renderer.adapter ? ` (${renderer.adapter})` : ''}.`,
      );
      if (renderer.kind !== 'none' && renderer.reason) lines.push(renderer.reason);
    }
    return lines.join('\n');
  }

  #items(): MenuItem[] {
    return THEMES.map((entry) => ({ ...entry, checked: entry.value === this.theme }));
  }

  #openMenu(event: Event): void {
    this.menuOpen = true;
    void this.renderRoot.querySelector<GdsMenu>('gds-menu')?.showFor(event.currentTarget as HTMLElement);
  }

  #chosen(event: CustomEvent<{ value: string }>): void {
    event.stopPropagation();
    this.command('theme', event.detail.value);
  }
}

const RENDERERS = { webgpu: 'WebGPU', webgl: 'WebGL', canvas: 'a 2D canvas' } as const;

/** The first sentence of an error: the chip has room for no more; its tooltip has it all. */
const shortReason = (error: GdsError): string => error.message.split(/(?<=\.)\s/)[0]!.replace(/\.$/, '');

function saveWords(save: SaveState): SaveWords {
  switch (save.status) {
    case 'off':
      return { text: 'Not kept', title: 'This canvas is not stored: it is lost when the page closes.', tone: '' };
    case 'loading':
      return { text: 'Opening…', title: 'The stored canvas is being read.', tone: '' };
    case 'saving':
      return { text: 'Saving…', title: 'Changes are on their way to storage.', tone: '' };
    case 'saved':
      return { text: 'Saved', title: `Everything is stored in this browser. Last change: ${moment(save.at)}.`, tone: '' };
    case 'memory':
      return {
        text: 'Not kept',
        title: `${save.error.message} Until then the work is lost when the page closes.`,
        tone: 'warning',
        retry: true,
      };
    case 'error':
      return { text: 'Save failed', title: save.error.message, tone: 'error', retry: true };
  }
}
