/** Text fields, selects and search boxes: `.field` on the control itself, `.search` around an icon and one. */
import { css } from 'lit';

export const fieldStyles = css`
  .field {
    inline-size: 100%;
    min-inline-size: 0;
    block-size: var(--control);
    margin: 0;
    padding: 0 var(--gds-space-8);
    border: 1px solid var(--gds-border-strong);
    border-radius: var(--gds-radius-control);
    background: transparent;
    color: var(--gds-text);
    font: inherit;
    font-variant-numeric: tabular-nums;
    transition: border-color var(--gds-time-feedback) var(--gds-ease);
  }
  textarea.field {
    display: block;
    block-size: auto;
    min-block-size: 72px;
    max-block-size: 240px;
    padding-block: 6px;
    resize: vertical;
    field-sizing: content;
    line-height: 1.4;
  }
  .field::placeholder {
    color: var(--gds-muted);
    opacity: 1;
  }
  @media (hover: hover) {
    .field:hover:not(:disabled) {
      border-color: var(--gds-muted);
    }
  }
  .field:focus-visible,
  .search:focus-within {
    outline: 2px solid var(--gds-accent);
    outline-offset: -1px;
    border-color: transparent;
  }
  .field[aria-invalid='true'] {
    border-color: var(--gds-error);
    outline-color: var(--gds-error);
  }
  .field:disabled {
    color: var(--gds-muted);
    border-color: var(--gds-border);
  }
  @media (pointer: coarse) {
    .field,
    .search input {
      font-size: 16px; /* iOS zooms the page into smaller ones */
    }
  }
  .select {
    position: relative;
    display: block;
    color: var(--gds-muted);
  }
  .select .field {
    appearance: none;
    padding-inline-end: 28px;
  }
  .select option {
    background: var(--gds-surface);
    color: var(--gds-text);
  }
  .select .icon {
    position: absolute;
    inset-block-start: calc(50% - 7px);
    inset-inline-end: 8px;
    pointer-events: none;
  }
  .search {
    display: flex;
    align-items: center;
    gap: var(--gds-space-8);
    block-size: var(--control);
    padding: 0 var(--gds-space-8);
    border: 1px solid var(--gds-border-strong);
    border-radius: var(--gds-radius-control);
    color: var(--gds-muted);
  }
  .search input {
    flex: 1;
    min-inline-size: 0;
    block-size: 100%;
    padding: 0;
    border: 0;
    background: none;
    color: var(--gds-text);
    font: inherit;
    appearance: none;
  }
  .search input:focus-visible {
    outline: none;
  }
  .search input::placeholder {
    color: var(--gds-muted);
    opacity: 1;
  }
  .search input::-webkit-search-cancel-button {
    appearance: none;
  }
`;
