/**
 * Ground rules of every part: type, box model, focus ring, touch sizes, forced colours.
 *
 * `--control` is the height of a control: 28 px, 36 px under a coarse pointer. Parts use it and never a number.
 */
import { css } from 'lit';

export const baseStyles = css`
  :host {
    --control: var(--gds-control-height);
    display: block;
    font: 400 var(--gds-size-13) / 1.4 var(--gds-font);
    font-variant-numeric: tabular-nums;
    color: var(--gds-text);
    -webkit-font-smoothing: antialiased;
    -webkit-tap-highlight-color: transparent;
    text-align: start;
  }
  :host([hidden]) {
    display: none;
  }
  @media (pointer: coarse) {
    :host {
      --control: var(--gds-control-height-touch);
    }
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  dl,
  dd,
  ul,
  ol {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  .icon {
    display: block;
    flex: none;
  }
  /* Browsers force the colours of text, not those of drawings: an icon takes that of the text it stands by, whatever its part says. */
  @media (forced-colors: active) {
    .icon {
      color: inherit !important;
    }
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: 2px solid var(--gds-accent);
    outline-offset: 1px;
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
  .muted {
    color: var(--gds-muted);
  }
  .scroll {
    overflow: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--gds-border-strong) transparent;
  }
`;
