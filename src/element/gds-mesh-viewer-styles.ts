/** Styles of `<gds-mesh-viewer>`. */
import { css } from 'lit';

export const meshViewerStyles = css`
  :host {
    display: block;
    position: relative;
    overflow: hidden;
    min-block-size: 120px;
    aspect-ratio: 4 / 3;
    border: 1px solid var(--gds-border);
    border-radius: var(--gds-radius-card);
    background: var(--gds-mesh-background, var(--gds-surface-raised));
    color: var(--gds-text);
    font: 400 var(--gds-size-12) / 1.4 var(--gds-font);
  }
  :host([hidden]) {
    display: none;
  }
  .view {
    position: absolute;
    inset: 0;
    border-radius: inherit;
    outline: none;
    touch-action: none;
    cursor: grab;
  }
  .view:active {
    cursor: grabbing;
  }
  .view:focus-visible {
    outline: 2px solid var(--gds-accent);
    outline-offset: -2px;
  }
  .view canvas {
    display: block;
    inline-size: 100%;
    block-size: 100%;
  }
  .tools {
    position: absolute;
    inset-block-start: var(--gds-space-4);
    inset-inline-end: var(--gds-space-4);
    display: flex;
    flex-direction: column;
    gap: var(--gds-space-2);
  }
  button {
    display: grid;
    place-items: center;
    inline-size: var(--gds-control-height);
    block-size: var(--gds-control-height);
    padding: 0;
    border: 0;
    border-radius: var(--gds-radius-control);
    background: transparent;
    color: var(--gds-muted);
    cursor: pointer;
    transition: background var(--gds-time-feedback) var(--gds-ease);
  }
  button:hover,
  button[aria-pressed='true'] {
    background: var(--gds-surface);
    color: var(--gds-text);
  }
  button:focus-visible {
    outline: 2px solid var(--gds-accent);
    outline-offset: -2px;
  }
  @media (pointer: coarse) {
    button {
      inline-size: var(--gds-control-height-touch);
      block-size: var(--gds-control-height-touch);
    }
  }
  .counts {
    position: absolute;
    inset-block-end: var(--gds-space-4);
    inset-inline-start: var(--gds-space-8);
    color: var(--gds-muted);
    font-variant-numeric: tabular-nums;
    pointer-events: none;
  }
  .state {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: var(--gds-space-4);
    padding: var(--gds-space-16);
    color: var(--gds-muted);
    text-align: center;
    pointer-events: none;
  }
  .state.error {
    color: var(--gds-error);
  }
  /* Over a mesh that stays, the message keeps to the top. */
  .state.over {
    place-content: start center;
    inset-inline-end: calc(var(--gds-control-height) + var(--gds-space-8));
  }
  slot[name='poster'] {
    display: block;
    position: absolute;
    inset: 0;
  }
`;
