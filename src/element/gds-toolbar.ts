/**
 * The pill at the bottom: Run (Cancel while it runs, with progress) and its menu with the runs that wait, undo, redo, zoom, fit.
 *
 * @fires gds-command - `detail: { command, value? }` with command `run`, `cancel`, `undo`, `redo`, `zoom-in`, `zoom-out`,
 *   `zoom-to` (value: zoom factor, 1 is 100 %) or `fit`.
 *   Of the run menu: what its items name.
 * @csspart bar - The pill.
 * @csspart run - The Run and Cancel button.
 */
import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations } from 'lit';
import { cssVars } from './css-vars.js';
import { icon } from './icon.js';
import { GdsPart } from './gds-part.js';
import type { CommandName } from '../interaction/commands.js';
import type { GdsMenu, MenuItem } from './gds-menu.js';
import { shortcutOf, tooltip } from './shortcut-label.js';
import { baseStyles } from './styles/base.js';
import { buttonStyles } from './styles/button.js';
import { cardStyles } from './styles/card.js';
import { percent } from './format.js';

/** Steps of the zoom menu, factors. */
const ZOOM_STEPS = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 4] as const;

export class GdsToolbar extends GdsPart {
  static override readonly tag = 'gds-toolbar';
  static override properties: PropertyDeclarations = {
    running: { type: Boolean, reflect: true },
    fraction: { attribute: false },
    progressLabel: { type: String, attribute: 'progress-label' },
    canUndo: { type: Boolean, attribute: 'can-undo' },
    canRedo: { type: Boolean, attribute: 'can-redo' },
    zoom: { type: Number, noAccessor: true },
    readonly: { type: Boolean },
    disabledReason: { type: String, attribute: 'disabled-reason' },
    waiting: { type: Number },
    runItems: { attribute: false },
    menuOpen: { state: true },
    runMenuOpen: { state: true },
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
      .bar {
        display: flex;
        align-items: center;
        gap: 2px;
        padding: 5px;
        border-radius: var(--gds-radius-pill);
      }
      .icon-button,
      .run {
        block-size: 36px;
        border-radius: var(--gds-radius-pill);
      }
      .icon-button {
        inline-size: 36px;
      }
      .run {
        position: relative;
        min-inline-size: 76px;
        padding-block: 0;
        padding-inline: 12px 14px;
        overflow: hidden;
      }
      .more {
        gap: 2px;
        inline-size: 28px;
        padding: 0;
      }
      .more.waits {
        inline-size: auto;
        padding-inline: 8px 6px;
        color: var(--gds-text);
      }
      .count {
        font-size: var(--gds-size-12);
        font-variant-numeric: tabular-nums;
        font-weight: 500;
      }
      .busy {
        display: flex;
        align-items: center;
        min-inline-size: 0;
        border-radius: var(--gds-radius-pill);
        background: var(--gds-surface-raised);
      }
      .cancel {
        gap: 10px;
        border-color: transparent;
      }
      .what {
        max-inline-size: 220px;
        padding-inline: 8px 16px;
        overflow: hidden;
        color: var(--gds-muted);
        font-size: var(--gds-size-12);
        text-overflow: ellipsis;
        white-space: nowrap;
        unicode-bidi: plaintext;
      }
      .ring {
        inline-size: 18px;
        block-size: 18px;
        flex: none;
        margin-inline-start: -2px;
        rotate: -90deg;
      }
      .ring circle {
        fill: none;
        stroke: var(--gds-border);
        stroke-width: 2.5;
      }
      .ring .done {
        stroke: var(--gds-running);
        stroke-dasharray: 1;
        stroke-dashoffset: calc(1 - var(--fraction, 0.25));
        stroke-linecap: round;
        transition: stroke-dashoffset var(--gds-time-panel) var(--gds-ease);
      }
      .ring .stop {
        fill: currentColor;
        stroke: none;
      }
      .ring.unknown .arc {
        animation: turn 900ms linear infinite;
        transform-origin: 9px 9px;
      }
      @keyframes turn {
        to {
          transform: rotate(360deg);
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .ring.unknown .arc {
          animation-duration: 4s;
        }
      }
      hr {
        inline-size: 1px;
        block-size: 20px;
        flex: none;
        margin: 0 6px;
        border: 0;
        background: var(--gds-border);
      }
      .zoom {
        gap: 6px;
        inline-size: auto;
        min-inline-size: 78px;
        padding-block: 0;
        padding-inline: 14px 10px;
        color: var(--gds-text);
        font-weight: 500;
      }
      /* Of one size for every figure, and in a block of its own as a flex item's content is: so another one lays out nothing else. */
      .figure,
      .figure > span {
        display: block;
        inline-size: 3.1em;
        block-size: 1.4em;
        contain: layout size;
        font-variant-numeric: tabular-nums;
        text-align: end;
      }
      .zoom .icon {
        color: var(--gds-muted);
      }
      :host([tiny]) .wide {
        display: none;
      }
      @container (max-width: 419px) {
        .wide {
          display: none;
        }
      }
      :host([tiny]) .what {
        max-inline-size: 112px;
      }
      @media (hover: hover) {
        .cancel:hover {
          background: color-mix(in oklab, var(--gds-surface-raised) 85%, var(--gds-text));
        }
      }
    `,
  ];

  running = false;
  /** 0 to 1, null while unknown. */
  fraction: number | null = null;
  /** What is being done, for example `2 of 4 steps`. */
  progressLabel = '';
  canUndo = false;
  canRedo = false;
  readonly = false;
  /** Why Run cannot be pressed now; empty: it can. */
  disabledReason = '';
  /** Runs that wait for their turn. */
  waiting = 0;
  /** Items of the menu beside Run; none: no menu. Values are commands, with an argument after a blank. */
  runItems: readonly MenuItem[] = [];
  menuOpen = false;
  runMenuOpen = false;
  #zoom = 1;
  #figure = '';
  /** Zoom factor, 1 is 100 %. Another one renders nothing: only the figure is written. */
  get zoom(): number {
    return this.#zoom;
  }
  set zoom(zoom: number) {
    if (zoom === this.#zoom) return;
    this.#zoom = zoom;
    this.#showZoom();
    if (this.menuOpen) this.requestUpdate();
  }

  get #menu(): GdsMenu | null {
    return this.renderRoot.querySelector<GdsMenu>('.zoom-menu');
  }

  protected override render() {
    return html`<div class="bar card" part="bar" role="toolbar" aria-label="Canvas tools">
        ${this.running ? this.#cancel() : this.#run()} ${this.#runMenuButton()}
        <hr />
        ${this.#button('undo', 'Undo', 'undo-2', !this.canUndo || this.readonly)}
        ${this.#button('redo', 'Redo', 'redo-2', !this.canRedo || this.readonly)}
        <hr />
        ${this.#button('zoom-out', 'Zoom out', 'minus', false, 'wide')}
        <button
          class="icon-button zoom wide"
          type="button"
          aria-haspopup="menu"
          aria-expanded=${String(this.menuOpen)}
          title="Zoom"
          @click=${this.#openMenu}
        >
          <span class="figure"><span></span></span>${icon('chevron-down', 14)}
        </button>
        ${this.#button('zoom-in', 'Zoom in', 'plus', false, 'wide')} ${this.#button('fit', 'Fit', 'maximize')}
      </div>
      <gds-menu
        class="zoom-menu"
        label="Zoom"
        .items=${this.#zoomItems()}
        @gds-menu-select=${this.#zoomChosen}
        @gds-menu-close=${() => (this.menuOpen = false)}
      ></gds-menu>
      <gds-menu
        class="run-menu"
        label="Run"
        .items=${this.runItems}
        @gds-menu-select=${this.#runChosen}
        @gds-menu-close=${() => (this.runMenuOpen = false)}
      ></gds-menu>
      <p class="hidden" role="status">${this.running ? this.progressLabel || 'Running' : ''}</p>`;
  }

  protected override updated(): void {
    this.#showZoom();
  }

  #showZoom(): void {
    const figure = percent(this.#zoom);
    if (figure === this.#figure || !this.hasUpdated) return;
    const button = this.renderRoot.querySelector('.zoom');
    const text = button?.querySelector('.figure > span');
    if (!button || !text) return;
    this.#figure = figure;
    // Another text in the same node is less to lay out than another node.
    if (text.firstChild) text.firstChild.nodeValue = figure;
    else text.textContent = figure;
    button.setAttribute('aria-label', `Zoom, ${figure}`);
  }

  #run() {
    const reason = this.disabledReason;
    // Stays focusable while disabled, so that its reason can be read.
    return html`<button
      class="button primary run"
      part="run"
      type="button"
      aria-disabled=${reason ? 'true' : nothing}
      title=${reason || tooltip(this.keymap, 'Run the canvas', 'run')}
      @click=${() => !reason && this.command('run')}
    >
      ${icon('play')}Run
    </button>`;
  }

  #cancel() {
    const known = this.fraction !== null;
    return html`<div class="busy">
      <button
        class="button run cancel"
        part="run"
        type="button"
        title=${tooltip(this.keymap, 'Cancel the run', 'escape')}
        @click=${() => this.command('cancel')}
      >
        <svg
          class="ring ${known ? '' : 'unknown'}"
          viewBox="0 0 18 18"
          aria-hidden="true"
          ${cssVars({ '--fraction': this.fraction ?? 0.25 })}
        >
          <circle cx="9" cy="9" r="7.5" />
          <g class="arc"><circle class="done" cx="9" cy="9" r="7.5" pathLength="1" /></g>
          <rect class="stop" x="6.5" y="6.5" width="5" height="5" rx="1" />
        </svg>
        Cancel
      </button>
      ${this.progressLabel ? html`<span class="what" aria-hidden="true">${this.progressLabel}</span>` : nothing}
    </div>`;
  }

  #button(command: CommandName, name: string, iconName: string, disabled = false, extra = '') {
    return html`<button
      class="icon-button ${extra}"
      type="button"
      aria-label=${name}
      title=${tooltip(this.keymap, name, command)}
      ?disabled=${disabled}
      @click=${() => this.command(command)}
    >
      ${icon(iconName)}
    </button>`;
  }

  #runMenuButton() {
    if (this.runItems.length === 0 || this.readonly) return nothing;
    const waits = this.waiting === 1 ? '1 run waits' : `${this.waiting} runs wait`;
    const name = this.waiting > 0 ? `Run options, ${waits}` : 'Run options';
    return html`<button
      class="icon-button more ${this.waiting > 0 ? 'waits' : ''}"
      type="button"
      aria-haspopup="menu"
      aria-expanded=${String(this.runMenuOpen)}
      aria-label=${name}
      title=${name}
      @click=${this.#openRunMenu}
    >
      ${this.waiting > 0 ? html`<span class="count">+${this.waiting}</span>` : nothing}${icon('chevron-up', 14)}
    </button>`;
  }

  #openRunMenu(event: Event): void {
    this.runMenuOpen = true;
    void this.renderRoot.querySelector<GdsMenu>('.run-menu')?.showFor(event.currentTarget as HTMLElement);
  }

  #runChosen(event: CustomEvent<{ value: string }>): void {
    event.stopPropagation();
    const [command, argument] = event.detail.value.split(' ', 2) as [string, string | undefined];
    this.command(command, argument);
  }

  #zoomItems(): MenuItem[] {
    const near = (step: number): boolean => Math.abs(step - this.zoom) < 0.005;
    return [
      { value: 'fit', label: 'Fit', icon: 'maximize', shortcut: shortcutOf(this.keymap, 'fit') },
      ...ZOOM_STEPS.map((step, index) => ({
        value: String(step),
        label: percent(step),
        checked: near(step),
        separated: index === 0,
        ...(step === 1 ? { shortcut: shortcutOf(this.keymap, 'zoom-to', 1) } : {}),
      })),
    ];
  }

  #openMenu(event: Event): void {
    this.menuOpen = true;
    void this.#menu?.showFor(event.currentTarget as HTMLElement);
  }

  #zoomChosen(event: CustomEvent<{ value: string }>): void {
    event.stopPropagation();
    if (event.detail.value === 'fit') this.command('fit');
    else this.command('zoom-to', Number(event.detail.value));
  }
}
