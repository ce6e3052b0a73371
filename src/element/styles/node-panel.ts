/** Layout of the node panel. */
import { css } from 'lit';

export const nodePanelStyles = css`
  /* The card is as high as the host lets it be, and its body scrolls. */
  :host {
    display: flex;
    flex-direction: column;
  }
  .panel {
    inline-size: 288px;
    min-block-size: 0;
  }
  .header {
    display: flex;
    align-items: center;
    gap: 6px;
    flex: none;
    padding-block: 9px 5px;
    padding-inline: 14px 10px;
  }
  .header > .icon {
    color: var(--gds-muted);
  }
  .title {
    flex: 1;
    min-inline-size: 0;
    block-size: 28px;
    padding: 0 6px;
    margin-inline-start: -2px;
    border: 1px solid transparent;
    border-radius: var(--gds-radius-control);
    background: none;
    color: var(--gds-text);
    font: 600 var(--gds-size-13) / 1 var(--gds-font);
    text-overflow: ellipsis;
  }
  .title::placeholder {
    color: var(--gds-text);
    opacity: 1;
  }
  .title:hover:not(:disabled, :focus) {
    border-color: var(--gds-border);
  }
  .title:focus-visible {
    outline-offset: -1px;
  }
  .state {
    flex: none;
    unicode-bidi: plaintext;
    color: var(--gds-muted);
    font-size: var(--gds-size-11);
    font-weight: 500;
  }
  .state.running {
    color: var(--gds-running);
  }
  .state.error {
    color: var(--gds-error);
  }
  .state.warning {
    color: var(--gds-warning);
  }
  .body {
    display: grid;
    gap: 14px;
    flex: 1;
    min-block-size: 0;
    padding: 0 14px 14px;
  }
  .quiet {
    margin: 0;
    color: var(--gds-muted);
    font-size: var(--gds-size-12);
  }
  gds-result-list + .quiet {
    margin-block-start: -8px;
  }
  .mark {
    display: flex;
    align-items: center;
    gap: var(--gds-space-8);
    padding-inline-start: 10px;
    border: 1px solid var(--gds-border);
    border-radius: var(--gds-radius-control);
    color: var(--gds-muted);
    font-size: var(--gds-size-12);
  }
  .mark span {
    flex: 1;
    min-inline-size: 0;
    padding-block: 6px;
  }
  .mark .button {
    flex: none;
    border: 0;
  }
  .why {
    padding-block-start: 10px;
    border-block-start: 1px solid var(--gds-border);
    font-size: var(--gds-size-12);
  }
  .why summary {
    display: flex;
    align-items: center;
    gap: 6px;
    border-radius: 4px;
    color: var(--gds-muted);
    font-weight: 500;
    list-style: none;
    cursor: default;
    user-select: none;
  }
  .why summary::-webkit-details-marker {
    display: none;
  }
  .why summary:hover {
    color: var(--gds-text);
  }
  .why p {
    margin: 6px 0 0;
    text-wrap: pretty;
  }
  .why b {
    font-weight: 500;
  }
  .media {
    position: relative;
    display: grid;
    inline-size: 100%;
    min-block-size: 120px;
    margin: 0;
    border: 1px solid var(--gds-border);
    border-radius: var(--gds-radius-control);
    overflow: hidden;
  }
  .media img,
  .media canvas {
    display: block;
    inline-size: 100%;
    max-block-size: 258px;
    object-fit: contain;
  }
  .media canvas {
    image-rendering: auto;
  }
  .media.mesh {
    aspect-ratio: 4 / 3;
  }
  .media gds-mesh-viewer {
    inline-size: 100%;
    block-size: 100%;
    min-block-size: 0;
  }
  .media.blank {
    aspect-ratio: 4 / 3;
    place-items: center;
    align-content: center;
    gap: 6px;
    padding: var(--gds-space-16);
    background: var(--gds-well);
    color: var(--gds-muted);
    font-size: var(--gds-size-12);
    text-align: center;
    text-wrap: balance;
  }
  .media.blank.busy {
    background: linear-gradient(100deg, var(--gds-well) 40%, var(--gds-surface-raised) 50%, var(--gds-well) 60%) 120% 0 / 300% 100%;
    animation: shimmer 1.6s linear infinite;
  }
  @keyframes shimmer {
    to {
      background-position: -30% 0;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .media.blank.busy {
      animation: none;
      background: var(--gds-well);
    }
  }
  :host([compact]) .media img,
  :host([compact]) .media canvas {
    max-block-size: 200px;
  }
  :host([compact]) .panel {
    inline-size: 100%;
  }
  .progress {
    position: absolute;
    inset-inline: 8px;
    inset-block-end: 8px;
    display: grid;
    gap: 5px;
    justify-items: start;
    font-size: var(--gds-size-11);
  }
  .progress span {
    unicode-bidi: plaintext;
    max-inline-size: 100%;
    padding: 2px 6px;
    border-radius: 4px;
    background: var(--gds-surface);
    color: var(--gds-text);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .progress .bar-track {
    inline-size: 100%;
    margin: 0;
  }
  .trouble {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 2px 8px;
    padding: 10px;
    border: 1px solid color-mix(in oklab, var(--gds-error) 45%, transparent);
    border-radius: var(--gds-radius-control);
    background: color-mix(in oklab, var(--gds-error) 9%, transparent);
    font-size: var(--gds-size-12);
    overflow-wrap: anywhere;
  }
  .trouble .icon {
    margin-block-start: 1px;
    color: var(--gds-error);
  }
  .trouble code {
    grid-column: 2;
    color: var(--gds-muted);
    font: var(--gds-size-11) / 1.4 var(--gds-font-mono);
  }
  .facts {
    display: grid;
    gap: 4px;
    padding-block-start: 12px;
    border-block-start: 1px solid var(--gds-border);
    font-size: var(--gds-size-12);
  }
  .facts div {
    display: flex;
    justify-content: space-between;
    gap: var(--gds-space-16);
  }
  .facts dt {
    flex: none;
    color: var(--gds-muted);
  }
  .facts dd {
    min-inline-size: 0;
    unicode-bidi: plaintext;
    overflow: hidden;
    font-weight: 500;
    text-align: end;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .facts dd.wrap {
    white-space: normal;
    overflow-wrap: anywhere;
  }
  .actions {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: 1fr;
    gap: var(--gds-space-8);
  }
`;
