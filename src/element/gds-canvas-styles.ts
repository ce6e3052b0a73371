/** Layout of `<gds-canvas>`: the canvas from edge to edge, the tools floating over it, sheets and bars where it is narrow. */
import { css } from 'lit';

export const canvasStyles = css`
  :host {
    display: block;
    position: relative;
    /* Not hidden: focus must not scroll what floats over the canvas. */
    overflow: clip;
    isolation: isolate;
    block-size: 100%;
    min-block-size: 280px;
    container-type: inline-size;
    background: var(--gds-canvas);
    color: var(--gds-text);
    font: 400 var(--gds-size-13) / 1.4 var(--gds-font);
    -webkit-tap-highlight-color: transparent;
  }
  :host([hidden]) {
    display: none;
  }
  .surface,
  .stage {
    position: absolute;
    inset: 0;
  }
  .surface {
    outline: none;
    touch-action: pan-x pan-y;
    user-select: none;
    -webkit-user-select: none;
    overflow: hidden;
  }
  .surface.engaged,
  :host([wheel='capture']) .surface {
    touch-action: none;
  }
  .surface:has(> .tree:focus-visible)::after,
  .surface.dropping::after {
    content: '';
    position: absolute;
    inset: 0;
    border: 2px solid var(--gds-accent);
    pointer-events: none;
  }
  .surface.dropping::after {
    border-style: dashed;
    background: color-mix(in oklab, var(--gds-accent) 8%, transparent);
  }
  .stage canvas {
    display: block;
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
  }
  /* Its lines cannot be seen; the one that has focus lies over the thing itself and is the ring around it. */
  .tree {
    position: absolute;
    inset: 0;
    overflow: clip;
    outline: none;
    pointer-events: none;
    /* Its own: the surface's is another one as often as the pointer moves, and would restyle each line. */
    cursor: default;
  }
  /* Where it shows no ring, it is no layer of 200 that the browser asks, one by one, whether the pointer is on it. */
  .tree:not(:has(> .line:focus-visible)) {
    clip-path: inset(50%);
  }
  .line {
    position: absolute;
    inset-block-start: 0;
    left: 0;
    inline-size: 1px;
    block-size: 1px;
    transform-origin: 0 0;
    border-radius: var(--gds-radius-control);
    outline: none;
  }
  .line:focus-visible {
    outline: 2px solid var(--gds-accent);
    outline-offset: 3px;
  }
  .line[aria-level='2']:focus-visible,
  .line[aria-level='3']:focus-visible {
    border-radius: 50%;
    outline-offset: 0;
  }
  .layer {
    position: absolute;
    inset: 0;
    overflow: hidden;
    pointer-events: none;
  }
  .gesture-hint {
    position: absolute;
    inset: auto 0 112px;
    inline-size: fit-content;
    max-inline-size: calc(100% - 48px);
    margin: 0 auto;
    padding: var(--gds-space-8) var(--gds-space-16);
    border-radius: 999px;
    background: var(--gds-surface);
    color: var(--gds-text);
    font-size: var(--gds-size-13);
    text-align: center;
    box-shadow: var(--gds-elevation);
    opacity: 0;
    visibility: hidden;
    pointer-events: none;
    transition:
      opacity var(--gds-time-panel) var(--gds-ease),
      visibility var(--gds-time-panel);
  }
  .gesture-hint.shown {
    opacity: 1;
    visibility: visible;
  }
  .inline-field {
    position: absolute;
    inset-block-start: 0;
    left: 0;
    box-sizing: border-box;
    margin: 0;
    border: 0;
    resize: none;
    background: var(--gds-well);
    color: var(--gds-text);
    font-family: var(--gds-font);
    font-weight: 400;
    border-radius: 7px;
    outline: 2px solid var(--gds-accent);
    outline-offset: -1px;
    transform-origin: 0 0;
    pointer-events: auto;
    user-select: text;
    -webkit-user-select: text;
    touch-action: auto;
    scrollbar-width: none;
  }
  /* The card under it is drawn; only its text is not. */
  .inline-field.clear {
    background: transparent;
    border-radius: 10px;
  }
  .inline-field.single {
    overflow: hidden;
    white-space: nowrap;
  }
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .rail {
    position: absolute;
    inset-block-start: 12px;
    inset-inline-start: 12px;
    z-index: 3;
  }
  .flyout {
    position: absolute;
    inset-block-start: 12px;
    inset-inline-start: 68px;
    z-index: 3;
    max-block-size: calc(100% - 24px);
    max-inline-size: calc(100% - 80px);
    display: flex;
    animation: appear var(--gds-time-panel) var(--gds-ease);
  }
  /* Parts inherit this limit down to their cards, so it must be a share of their own height. */
  .flyout > *,
  .popup > *,
  .end > * {
    max-block-size: 100%;
    min-block-size: 0;
  }
  .popup {
    position: absolute;
    left: 0;
    inset-block-start: 0;
    z-index: 5;
    max-block-size: min(420px, calc(100% - 24px));
    display: flex;
    animation: appear var(--gds-time-feedback) var(--gds-ease);
  }
  .levels {
    position: absolute;
    inset-block-start: 12px;
    inset-inline-start: 68px;
    z-index: 2;
    max-inline-size: calc(50% - 80px);
  }
  .flyout ~ .levels {
    inset-inline-start: 380px;
  }
  .selection-bar {
    position: absolute;
    left: 0;
    inset-block-start: 0;
    z-index: 2;
    animation: appear var(--gds-time-feedback) var(--gds-ease);
  }
  .commands {
    position: absolute;
    inset-block-start: 12%;
    inset-inline: 0;
    z-index: 6;
    max-block-size: min(420px, 76%);
    max-inline-size: calc(100% - 24px);
    margin-inline: auto;
    display: flex;
    animation: appear var(--gds-time-feedback) var(--gds-ease);
  }
  .toolbar {
    position: absolute;
    inset-block-end: 16px;
    inset-inline: 12px;
    z-index: 2;
    display: flex;
    justify-content: center;
    pointer-events: none;
  }
  .toolbar > * {
    pointer-events: auto;
  }
  .chip {
    position: absolute;
    inset-block-start: 12px;
    inset-inline-end: 12px;
    z-index: 3;
    max-inline-size: calc(100% - 24px);
  }
  .end {
    position: absolute;
    inset-block-start: 60px;
    inset-inline-end: 12px;
    z-index: 2;
    inline-size: 288px;
    max-block-size: calc(100% - 60px - 16px);
    display: flex;
    flex-direction: column;
    animation: appear var(--gds-time-panel) var(--gds-ease);
  }
  .minimap {
    position: absolute;
    inset-block-end: 16px;
    inset-inline-end: 12px;
    z-index: 1;
  }
  .toasts {
    position: absolute;
    inset-block-end: 76px;
    inset-inline: 12px;
    z-index: 4;
    display: flex;
    justify-content: start;
    pointer-events: none;
  }
  @keyframes appear {
    from {
      opacity: 0;
      translate: 0 4px;
    }
  }

  .empty {
    position: absolute;
    inset: 0;
    z-index: 1;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 12px;
    padding: 24px;
    pointer-events: none;
    text-align: center;
    color: var(--gds-muted);
  }
  .empty h2 {
    margin: 0;
    font-size: var(--gds-size-15);
    font-weight: 600;
    color: var(--gds-text);
  }
  .empty p {
    margin: 0;
    max-inline-size: 34ch;
    text-wrap: balance;
  }
  .empty .button {
    --control: 32px;
    margin-block-start: 4px;
    padding-inline: 16px;
    pointer-events: auto;
  }
  .notice {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    padding: 24px;
    text-align: center;
    color: var(--gds-muted);
    pointer-events: none;
  }

  :host([compact]) .rail {
    inset-block: auto 0;
    inset-inline: 12px;
    inset-block-end: 12px;
    inline-size: auto;
  }
  :host([compact]) .levels {
    inset-block-start: 60px;
    inset-inline-start: 12px;
    max-inline-size: calc(100% - 24px);
  }
  :host([compact]) .toolbar {
    inset-block-end: 76px;
  }
  :host([compact]) .flyout,
  :host([compact]) .end {
    inset-block: auto 0;
    inset-inline: 0;
    inline-size: auto;
    max-inline-size: none;
    max-block-size: 62%;
    z-index: 4;
  }
  /* Above the bars, so that Run stays at hand while the node is looked at; over them where the canvas is lower than 420 px. */
  :host([compact]) .end {
    inset-block-end: clamp(0px, (100% - 420px) * 999, 132px);
    max-block-size: min(62%, max(100% - 192px, (420px - 100%) * 999));
  }
  :host([compact]) .flyout > *,
  :host([compact]) .end > * {
    inline-size: 100%;
  }
  :host([compact]) .minimap {
    display: none;
  }
  :host([compact]) .toasts {
    inset-block-end: 132px;
  }
  @media (prefers-reduced-motion: reduce) {
    .flyout,
    .popup,
    .end {
      animation: none;
    }
  }
`;
