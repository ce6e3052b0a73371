/** Rows of the panels: an icon or mark, two lines of text, actions that appear on hover and focus. */
import { css } from 'lit';

export const panelListStyles = css`
  .list {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2px;
    margin: 0 -6px;
  }
  .entry {
    position: relative;
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 44px;
    padding: 6px;
    border-radius: var(--gds-radius-control);
    transition: background-color var(--gds-time-feedback) var(--gds-ease);
  }
  .entry:hover,
  .entry:focus-within {
    background: var(--gds-surface-raised);
  }
  .entry .lead {
    display: grid;
    place-items: center;
    inline-size: 32px;
    block-size: 32px;
    flex: none;
    border-radius: var(--gds-radius-control);
    background: var(--gds-well);
    color: var(--gds-muted);
  }
  .entry .texts {
    flex: 1;
    min-inline-size: 0;
  }
  .entry .name,
  .entry .about {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .entry .name {
    font-size: var(--gds-size-12);
    font-weight: 500;
  }
  .entry .about {
    color: var(--gds-muted);
    font-size: var(--gds-size-11);
  }
  .entry .about.error {
    color: var(--gds-error);
    white-space: normal;
  }
  .entry .button {
    block-size: calc(var(--control) - 4px);
    padding: 0 10px;
    font-size: var(--gds-size-12);
  }
  .plain {
    display: block;
    inline-size: 100%;
    min-inline-size: 0;
    padding: 0;
    border: 0;
    border-radius: 4px;
    background: none;
    text-align: start;
    cursor: default;
  }
  .bar-track {
    display: block;
    block-size: 3px;
    margin-block-start: 5px;
    border-radius: 2px;
    background: var(--gds-border);
    overflow: hidden;
  }
  .bar-track i {
    display: block;
    block-size: 100%;
    inline-size: calc(var(--fraction, 0) * 100%);
    background: var(--gds-running);
    transition: inline-size var(--gds-time-panel) linear;
  }
  .checker {
    background-color: var(--gds-well);
    background-image: repeating-conic-gradient(color-mix(in oklab, var(--gds-border) 55%, transparent) 0 25%, transparent 0 50%);
    background-size: 16px 16px;
  }
  @media (forced-colors: active) {
    .bar-track {
      border: 1px solid CanvasText;
      block-size: 5px;
    }
    .bar-track i {
      forced-color-adjust: none;
      background: Highlight;
    }
  }
`;
