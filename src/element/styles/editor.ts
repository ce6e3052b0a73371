/** Layout of the parameter editor: rows, labels, notes and the small composite fields. */
import { css } from 'lit';

export const editorStyles = css`
  .group {
    display: grid;
    gap: 10px;
  }
  .group + .group {
    margin-block-start: 12px;
  }
  details.group {
    display: block;
    padding-block-start: 10px;
    border-block-start: 1px solid var(--gds-border);
  }
  summary {
    margin-inline-start: -2px;
    border-radius: 4px;
    color: var(--gds-muted);
    font-size: var(--gds-size-12);
    font-weight: 500;
    cursor: default;
    user-select: none;
  }
  summary {
    display: flex;
    align-items: center;
    gap: 4px;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary .icon {
    transition: rotate var(--gds-time-feedback) var(--gds-ease);
  }
  details:not([open]) summary .icon {
    rotate: -90deg;
  }
  details:not([open]) summary:dir(rtl) .icon {
    rotate: 90deg;
  }
  summary:hover {
    color: var(--gds-text);
  }
  details.group > .row {
    margin-block-start: 10px;
  }
  .row {
    display: grid;
    gap: 5px;
    min-inline-size: 0;
  }
  .head {
    display: flex;
    align-items: center;
    gap: var(--gds-space-8);
    min-block-size: 18px;
  }
  .head label {
    flex: 1;
    min-inline-size: 0;
    color: var(--gds-muted);
    font-size: var(--gds-size-12);
  }
  .pin {
    display: grid;
    place-items: center;
    inline-size: 22px;
    block-size: 22px;
    margin-block: -2px;
    flex: none;
    padding: 0;
    border: 0;
    border-radius: 4px;
    background: none;
    color: var(--gds-muted);
    cursor: default;
    opacity: 0;
  }
  .row:hover .pin,
  .row:focus-within .pin,
  .pin[aria-pressed='true'] {
    opacity: 1;
  }
  .pin[aria-pressed='true'] {
    color: var(--gds-accent);
  }
  .pin:hover:not(:disabled) {
    background: var(--gds-surface-raised);
  }
  .pin:focus-visible {
    outline: 2px solid var(--gds-accent);
  }
  @media (hover: none) {
    .pin {
      opacity: 1;
    }
  }
  .inline .head {
    flex-wrap: wrap;
  }
  .help,
  .message {
    color: var(--gds-muted);
    font-size: var(--gds-size-11);
    text-wrap: pretty;
  }
  .message {
    color: var(--gds-error);
  }
  .from {
    flex: none;
    padding: 1px 6px;
    border: 1px solid var(--gds-border);
    border-radius: var(--gds-radius-pill);
    color: var(--gds-muted);
    font-size: var(--gds-size-11);
  }
  .with-unit {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    color: var(--gds-muted);
    font-size: var(--gds-size-12);
  }
  .field.number {
    inline-size: 92px;
    text-align: end;
  }
  .value {
    inline-size: 64px;
    block-size: 20px;
    margin: -2px -4px;
    padding: 0 4px;
    border: 1px solid transparent;
    border-radius: 4px;
    background: none;
    color: var(--gds-text);
    font: 500 var(--gds-size-12) / 1 var(--gds-font);
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  .with-unit .value:not(:last-child) {
    margin-inline-end: 0;
  }
  .value:hover:not(:disabled) {
    border-color: var(--gds-border-strong);
  }
  .value:focus-visible {
    outline-offset: -1px;
  }
  .value[aria-invalid='true'] {
    border-color: var(--gds-error);
    outline-color: var(--gds-error);
  }
  .value:disabled {
    color: var(--gds-muted);
  }
  .seed {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr);
    gap: 6px;
  }
  .seed .field.number {
    inline-size: 100%;
    text-align: start;
  }
  .outlined {
    border-color: var(--gds-border);
  }
  .color {
    display: flex;
    gap: 6px;
  }
  input[type='color'] {
    inline-size: var(--control);
    block-size: var(--control);
    padding: 0;
    border: 1px solid var(--gds-border-strong);
    border-radius: var(--gds-radius-control);
    background: none;
    overflow: hidden;
  }
  input[type='color']::-webkit-color-swatch-wrapper {
    padding: 0;
  }
  input[type='color']::-webkit-color-swatch {
    border: 0;
  }
  .image {
    display: flex;
    align-items: center;
    gap: var(--gds-space-8);
  }
  .thumb {
    display: grid;
    place-items: center;
    inline-size: 48px;
    block-size: 48px;
    flex: none;
    overflow: hidden;
    border: 1px solid var(--gds-border);
    border-radius: var(--gds-radius-control);
    color: var(--gds-muted);
  }
  .thumb img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .choose {
    flex: 1;
    position: relative;
  }
  .choose:focus-within {
    outline: 2px solid var(--gds-accent);
    outline-offset: 1px;
  }
  .choose[data-disabled] {
    opacity: 0.45;
  }
`;
