/** Layout of the add palette: categories, options, port dots in the shapes of the canvas. */
import { css } from 'lit';

export const paletteStyles = css`
  .panel {
    inline-size: 300px;
  }
  .panel-body.scroll {
    display: flex;
    flex-direction: column;
    padding: 0;
    overflow: hidden;
  }
  [role='listbox'] {
    min-block-size: 0;
    padding: 4px 12px 8px;
  }
  .banner {
    display: flex;
    align-items: center;
    gap: var(--gds-space-8);
    padding: 4px 8px;
    border-radius: var(--gds-radius-control);
    background: var(--gds-surface-raised);
    color: var(--gds-text);
    font-size: var(--gds-size-12);
  }
  .heading {
    padding: 10px 0 4px;
    color: var(--gds-muted);
    font-size: var(--gds-size-11);
    font-weight: 500;
  }
  .node {
    display: flex;
    align-items: center;
    gap: 10px;
    margin: 0 -6px;
    padding: 6px;
    border-radius: var(--gds-radius-control);
    cursor: default;
    user-select: none;
  }
  .node[aria-selected='true'] {
    background: var(--gds-surface-raised);
  }
  .node:active {
    cursor: grabbing;
  }
  .lead {
    display: grid;
    place-items: center;
    inline-size: 32px;
    block-size: 32px;
    flex: none;
    border-radius: var(--gds-radius-control);
    background: var(--gds-well);
    color: var(--gds-muted);
  }
  .node[aria-selected='true'] .lead {
    background: var(--gds-surface);
    color: var(--gds-text);
  }
  .texts {
    flex: 1;
    min-inline-size: 0;
  }
  .name {
    display: block;
    font-size: var(--gds-size-12);
    font-weight: 500;
  }
  .name small {
    color: var(--gds-muted);
    font-size: var(--gds-size-11);
    font-weight: 400;
  }
  .about {
    display: -webkit-box;
    overflow: hidden;
    color: var(--gds-muted);
    font-size: var(--gds-size-11);
    line-height: 1.35;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .ports {
    display: flex;
    align-items: center;
    align-self: flex-start;
    gap: 4px;
    padding-block-start: 5px;
  }
  .arrow {
    inline-size: 6px;
    block-size: 1px;
    background: var(--gds-muted);
  }
  .dot {
    inline-size: 7px;
    block-size: 7px;
    flex: none;
    background: var(--dot);
  }
  .dot.circle {
    border-radius: 50%;
  }
  .dot.square {
    border-radius: 1.5px;
  }
  .dot.triangle {
    clip-path: polygon(0 0, 100% 50%, 0 100%);
  }
  .dot.diamond {
    clip-path: polygon(50% 0, 100% 50%, 50% 100%, 0 50%);
  }
  .dot.hexagon {
    clip-path: polygon(25% 0, 75% 0, 100% 50%, 75% 100%, 25% 100%, 0 50%);
  }
  .dot.ring {
    border: 2px solid var(--dot);
    border-radius: 50%;
    background: none;
  }
  @media (forced-colors: active) {
    .dot {
      forced-color-adjust: none;
      background: CanvasText;
    }
    .node[aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
