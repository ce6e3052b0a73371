/**
 * Floating things: `.card` (hairline and the one soft shadow), `.panel` (a card with header and body that scrolls),
 * `.segments` (tabs in one pill).
 *
 * A compact panel is a sheet: full width at the bottom edge, with a grip.
 */
import { css } from 'lit';

export const cardStyles = css`
  .card {
    border: 1px solid var(--gds-border);
    border-radius: var(--gds-radius-card);
    background: var(--gds-surface);
    box-shadow: 0 8px 24px var(--gds-shadow);
  }
  .panel {
    display: flex;
    flex-direction: column;
    inline-size: 264px;
    max-inline-size: 100%;
    max-block-size: inherit;
  }
  .panel-header {
    display: flex;
    align-items: center;
    gap: var(--gds-space-8);
    flex: none;
    padding-block-start: var(--gds-space-12);
    padding-inline: var(--gds-space-12) var(--gds-space-8);
  }
  .panel-header h2 {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    font-size: var(--gds-size-13);
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .panel-tools {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
    flex: none;
    padding: 10px var(--gds-space-12) 0;
  }
  .panel-body {
    flex: 1;
    min-block-size: 0;
    padding: var(--gds-space-12);
  }
  :host([compact]) .panel {
    inline-size: 100%;
    border-end-start-radius: 0;
    border-end-end-radius: 0;
  }
  :host([compact]) .panel::before {
    content: '';
    flex: none;
    inline-size: 36px;
    block-size: 4px;
    margin: var(--gds-space-8) auto 0;
    border-radius: 2px;
    background: var(--gds-border-strong);
  }
  .empty {
    display: grid;
    justify-items: center;
    gap: var(--gds-space-8);
    padding: var(--gds-space-24) var(--gds-space-12);
    color: var(--gds-muted);
    font-size: var(--gds-size-12);
    text-align: center;
    text-wrap: balance;
  }
  .empty strong {
    color: var(--gds-text);
    font-weight: 500;
    font-size: var(--gds-size-13);
  }
  .empty .button {
    margin-block-start: var(--gds-space-8);
  }
  .segments {
    display: flex;
    padding: 2px;
    border-radius: var(--gds-radius-control);
    background: var(--gds-well);
  }
  .segments button {
    flex: 1;
    block-size: calc(var(--control) - 4px);
    padding: 0 var(--gds-space-8);
    border: 0;
    border-radius: 4px;
    background: none;
    color: var(--gds-muted);
    font: 500 var(--gds-size-12) / 1 var(--gds-font);
    transition:
      background-color var(--gds-time-feedback) var(--gds-ease),
      color var(--gds-time-feedback) var(--gds-ease);
  }
  .segments button:hover {
    color: var(--gds-text);
  }
  .segments button[aria-selected='true'] {
    background: light-dark(var(--gds-surface), var(--gds-surface-raised));
    color: var(--gds-text);
    box-shadow: 0 1px 2px var(--gds-shadow);
  }
  @media (forced-colors: active) {
    .segments {
      border: 1px solid ButtonBorder;
    }
    .segments button[aria-selected='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
