/** Layout of the asset browser: a grid of square cards with their names. */
import { css } from 'lit';

export const assetStyles = css`
  .panel-body {
    position: relative;
    min-block-size: 120px;
  }
  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(72px, 1fr));
    gap: 8px;
  }
  .card-cell {
    position: relative;
    min-inline-size: 0;
    content-visibility: auto;
    contain-intrinsic-size: auto 74px auto 95px;
  }
  .shot {
    display: grid;
    place-items: center;
    inline-size: 100%;
    aspect-ratio: 1;
    padding: 0;
    border: 1px solid var(--gds-border);
    border-radius: var(--gds-radius-control);
    background: var(--gds-surface-raised);
    color: var(--gds-muted);
    overflow: hidden;
    cursor: grab;
    transition: border-color var(--gds-time-feedback) var(--gds-ease);
  }
  .shot:hover {
    border-color: var(--gds-border-strong);
  }
  .shot:active {
    cursor: grabbing;
  }
  .shot:focus-visible {
    outline-offset: -1px;
  }
  .shot img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .shot img.solid {
    padding: 6px;
    object-fit: contain;
  }
  .label {
    display: block;
    margin-block-start: 3px;
    overflow: hidden;
    color: var(--gds-muted);
    font-size: var(--gds-size-11);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .card-cell:hover .label,
  .card-cell:focus-within .label {
    color: var(--gds-text);
  }
  .more {
    position: absolute;
    inset-block-start: 4px;
    inset-inline-end: 4px;
    inline-size: 22px;
    block-size: 22px;
    border-color: var(--gds-border);
    background: var(--gds-surface);
    opacity: 0;
  }
  .card-cell:hover .more,
  .card-cell:focus-within .more,
  .more[aria-expanded='true'] {
    opacity: 1;
  }
  @media (pointer: coarse) {
    .more {
      inline-size: 28px;
      block-size: 28px;
      opacity: 1;
    }
  }
  .rename {
    inline-size: 100%;
    margin-block-start: 2px;
    padding: 0 3px;
    border: 1px solid var(--gds-border-strong);
    border-radius: 4px;
    background: none;
    color: var(--gds-text);
    font: inherit;
    font-size: var(--gds-size-11);
  }
  .rename:focus-visible {
    outline-offset: -1px;
  }
  .server {
    display: flex;
    align-items: center;
    gap: var(--gds-space-8);
  }
  .server h3 {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    color: var(--gds-muted);
    font-size: var(--gds-size-11);
    font-weight: 500;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .dropping {
    border-radius: var(--gds-radius-control);
    outline: 2px dashed var(--gds-accent);
    outline-offset: 4px;
  }
`;
