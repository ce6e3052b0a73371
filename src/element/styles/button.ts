/** Buttons: `.button` with a hairline, `.button.primary` in the accent, `.icon-button` a quiet square around an icon. */
import { css } from 'lit';

export const buttonStyles = css`
  button {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  .button,
  .icon-button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--gds-space-8);
    block-size: var(--control);
    margin: 0;
    border: 1px solid transparent;
    border-radius: var(--gds-radius-control);
    background: transparent;
    color: var(--gds-text);
    font-weight: 500;
    white-space: nowrap;
    cursor: default;
    user-select: none;
    transition:
      background-color var(--gds-time-feedback) var(--gds-ease),
      border-color var(--gds-time-feedback) var(--gds-ease),
      color var(--gds-time-feedback) var(--gds-ease);
  }
  .button {
    padding: 0 var(--gds-space-12);
    border-color: var(--gds-border);
    font-size: var(--gds-size-13);
  }
  .button.primary {
    border-color: transparent;
    background: var(--gds-accent);
    color: var(--gds-on-accent);
    font-weight: 600;
  }
  .icon-button {
    inline-size: var(--control);
    flex: none;
    padding: 0;
    color: var(--gds-muted);
  }
  @media (hover: hover) {
    .button:hover,
    .icon-button:hover {
      background: var(--gds-surface-raised);
      color: var(--gds-text);
    }
    .button.primary:hover {
      background: color-mix(in oklab, var(--gds-accent) 90%, var(--gds-text));
      color: var(--gds-on-accent);
    }
  }
  .button:active,
  .icon-button:active,
  .icon-button[aria-pressed='true'],
  .icon-button[aria-expanded='true'] {
    background: var(--gds-surface-raised);
    color: var(--gds-text);
  }
  .button.primary:active {
    background: color-mix(in oklab, var(--gds-accent) 82%, var(--gds-text));
    color: var(--gds-on-accent);
  }
  .button:disabled,
  .icon-button:disabled,
  .icon-button[aria-disabled='true'] {
    background: transparent;
    color: var(--gds-muted);
    opacity: 0.45;
  }
  .button.primary:disabled,
  .button.primary[aria-disabled='true'] {
    color: var(--gds-muted);
    background: var(--gds-surface-raised);
    opacity: 0.7;
  }
  @media (forced-colors: active) {
    .button,
    .icon-button {
      border-color: ButtonBorder;
    }
    .button.primary,
    .icon-button[aria-pressed='true'],
    .icon-button[aria-expanded='true'] {
      forced-color-adjust: none;
      border-color: Highlight;
      background: Highlight;
      color: HighlightText;
    }
    .button:disabled,
    .icon-button:disabled {
      border-color: GrayText;
      color: GrayText;
      opacity: 1;
    }
  }
`;
