/**
 * The chip at the top: where work is computed, whether it is kept, and the theme.
 *
 * Its words are the truth of the moment: `Saved` only when it is. A slot takes what a host adds, such as peers' avatars.
 *
 * @fires gds-command - `detail: { command: 'theme', value }`, `{ command: 'retry-save' }`, or what `<gds-backends>` sends.
 * @slot - Between the save state and the theme button.
 * @csspart chip - The pill.
 */
import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations } from 'lit';
import type { SaveState } from '../persistence/types.js';
import type { RendererDetails } from '../render/types.js';
import { icon } from './icon.js';
import { GdsPart } from './gds-part.js';
import type { GdsMenu, MenuItem } from './gds-menu.js';
import { longWords, shortWords, toneOf, type BackendPlace } from './backend-words.js';
import { moment } from './format.js';
import type { GdsBackends } from './gds-backends.js';
import type { ThemeChoice } from './theme.js';
import { backendDotStyles } from './styles/backend-dot.js';
import { baseStyles } from './styles/base.js';
import { buttonStyles } from './styles/button.js';
import { cardStyles } from './styles/card.js';

/** What the inference manager says of itself: the place that does the next task. */
export interface BackendStatus extends BackendPlace {
  /** The place that the page wants, while it is down and this one stands in for it. */
  readonly insteadOf?: BackendPlace;
  /** All places, the one spoken of first. Left out: there is but the one. */
  readonly backends?: readonly BackendPlace[];
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
    takesToken: { type: Boolean, attribute: 'takes-token' },
    menuOpen: { state: true },
  };
  static override styles: CSSResultGroup = [
    baseStyles,
    buttonStyles,
    cardStyles,
    backendDotStyles,
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
    `,
  ];

  backend: BackendStatus = { label: 'This device', state: 'starting' };
  renderer: Pick<RendererDetails, 'kind' | 'adapter' | 'fallback' | 'reason'> | null = null;
  save: SaveState = { status: 'off' };
  theme: ThemeChoice = 'system';
  /** A server's token is given by the person: the page has none. */
  takesToken = false;
  menuOpen = false;

  protected override render() {
    const { backend } = this;
    const places = this.#places;
    const tone = backend.insteadOf ? 'warning' : toneOf(backend);
    const save = saveWords(this.save);
    const theme = THEMES.find((entry) => entry.value === this.theme) ?? THEMES[0]!;
    return html`<div class="chip card" part="chip">
        <i class="dot ${tone}" aria-hidden="true"></i>
        <span class="who ${tone}" role="status" title=${this.#title()}>${this.#words()}</span>
        ${
          places.length === 0
            ? nothing
            : html`<button
                class="icon-button places"
                type="button"
                aria-haspopup="dialog"
                aria-label="Where it is made"
                title="Where it is made"
                @click=${this.#openPlaces}
              >
                ${icon('server', 14)}
              </button>`
        }
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
      ></gds-menu>
      ${places.length === 0 ? nothing : html`<gds-backends .places=${places} .takesToken=${this.takesToken}></gds-backends>`}`;
  }

  #words() {
    const { backend } = this;
    const { insteadOf, label, state } = backend;
    if (state === 'loading' && backend.place !== 'remote') {
      const { loaded, total } = backend;
      return html`<b>Loading model</b>${total ? html` · ${shortWords({ ...backend, loaded: loaded ?? 0 })}` : nothing}`;
    }
    const more = insteadOf ? `${insteadOf.label} ${shortWords(insteadOf)}` : shortWords(backend, this.tiny);
    return html`<b>${label}</b>${more ? html` · ${more}` : nothing}`;
  }

  #title(): string {
    const { backend, renderer } = this;
    const { insteadOf, error, detail, state, label } = backend;
    const ready = `Pictures and meshes are made on: ${label}${detail ? ` (${detail})` : ''}.`;
    const lines = [error || state === 'loading' ? longWords(backend) : ready];
    if (insteadOf) lines.push(longWords(insteadOf));
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

  /** There is something behind the line: another place, or a server. */
  get #places(): readonly BackendPlace[] {
    const { backends = [this.backend] } = this.backend;
    return backends.length > 1 || this.backend.place === 'remote' ? backends : [];
  }

  #openPlaces(event: Event): void {
    void this.renderRoot.querySelector<GdsBackends>('gds-backends')?.showFor(event.currentTarget as HTMLElement);
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
