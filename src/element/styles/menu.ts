/** A popup menu: items in a column, rows of choices, the line above a new set. */
import { css } from 'lit';

export const menuStyles = css`
  :host {
    display: contents;
  }
  .menu {
    position: fixed;
    inset: auto;
    min-inline-size: 168px;
    max-inline-size: 320px;
    max-block-size: min(640px, calc(100vh - 24px));
    margin: 0;
    padding: var(--gds-space-4);
    color: var(--gds-text);
  }
  .item {
    display: flex;
    align-items: center;
    gap: var(--gds-space-8);
    min-block-size: var(--control);
    padding: 0 var(--gds-space-8);
    border-radius: 5px;
    cursor: default;
    user-select: none;
    white-space: nowrap;
  }
  .item .icon {
    color: var(--gds-muted);
  }
  .item span {
    flex: 1;
  }
  .item kbd {
    padding-inline-start: var(--gds-space-16);
    color: var(--gds-muted);
    font: inherit;
    font-size: var(--gds-size-11);
  }
  .item:focus {
    outline: none;
    background: var(--gds-surface-raised);
  }
  .item[aria-disabled='true'] {
    color: var(--gds-muted);
    opacity: 0.5;
  }
  .item.danger,
  .item.danger .icon {
    color: var(--gds-error);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px;
    padding: 0 4px;
  }
  .choice {
    display: grid;
    place-items: center;
    inline-size: var(--control);
    block-size: var(--control);
    border-radius: 5px;
    color: var(--gds-muted);
    cursor: default;
  }
  .choice:focus {
    outline: none;
    background: var(--gds-surface-raised);
    color: var(--gds-text);
  }
  .choice[aria-disabled='true'] {
    opacity: 0.4;
  }
  .swatch {
    inline-size: 14px;
    block-size: 14px;
    border-radius: 50%;
    background: var(--swatch);
  }
  .choice[aria-checked='true'] .swatch {
    outline: 2px solid var(--gds-text);
    outline-offset: 2px;
  }
  hr {
    block-size: 1px;
    margin: var(--gds-space-4);
    border: 0;
    background: var(--gds-border);
  }
  .check {
    display: grid;
    place-items: center;
    inline-size: 16px;
    flex: none;
  }
  .check + kbd {
    padding-inline-start: 0;
  }
  @media (forced-colors: active) {
    .swatch {
      forced-color-adjust: none;
    }
    .item:focus,
    .choice:focus {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
