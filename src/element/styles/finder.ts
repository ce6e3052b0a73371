/** Looks of what is found by typing: a search box over a list. */
import { css } from 'lit';

export const finderStyles = css`
  :host {
    inline-size: 440px;
    max-inline-size: 100%;
  }
  .panel {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-inline-size: 0;
    max-block-size: inherit;
  }
  .search {
    margin: 8px;
  }
  [role='listbox'] {
    flex: 1;
    min-block-size: 0;
    padding: 0 8px 8px;
  }
  .row {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 34px;
    padding: 0 8px;
    border-radius: var(--gds-radius-control);
    cursor: default;
    user-select: none;
  }
  .row > .icon,
  .blank {
    inline-size: 16px;
    flex: none;
    color: var(--gds-muted);
  }
  .row[aria-selected='true'] {
    background: var(--gds-surface-raised);
  }
  .texts {
    flex: 1;
    min-inline-size: 0;
    padding-block: 5px;
    line-height: 1.35;
    overflow-wrap: anywhere;
  }
  .note {
    display: block;
  }
  .name small,
  .note {
    color: var(--gds-muted);
    font-size: var(--gds-size-11);
  }
  .row[aria-disabled='true'] .name {
    color: var(--gds-muted);
  }
  kbd {
    color: var(--gds-muted);
    font: inherit;
    font-size: var(--gds-size-11);
  }
  .none {
    padding: 16px;
    color: var(--gds-muted);
    text-align: center;
  }
  @media (forced-colors: active) {
    .row[aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
