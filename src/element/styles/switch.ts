/** A checkbox that looks like a switch: `<input type="checkbox" role="switch" class="switch">`. */
import { css } from 'lit';

export const switchStyles = css`
  .switch {
    appearance: none;
    position: relative;
    flex: none;
    inline-size: 28px;
    block-size: 16px;
    margin: 0;
    border-radius: 8px;
    background: var(--gds-border-strong);
    transition: background-color var(--gds-time-feedback) var(--gds-ease);
  }
  .switch::before {
    content: '';
    position: absolute;
    inset-block-start: 2px;
    inset-inline-start: 2px;
    inline-size: 12px;
    block-size: 12px;
    border-radius: 50%;
    background: oklch(1 0 0);
    box-shadow: 0 1px 2px oklch(0 0 0 / 0.3);
    transition: inset-inline-start var(--gds-time-feedback) var(--gds-ease);
  }
  .switch:checked {
    background: var(--gds-accent);
  }
  .switch:checked::before {
    inset-inline-start: 14px;
  }
  .switch:focus-visible {
    outline-offset: 2px;
  }
  .switch:disabled {
    opacity: 0.45;
  }
  @media (pointer: coarse) {
    .switch {
      inline-size: 40px;
      block-size: 24px;
      border-radius: 12px;
    }
    .switch::before {
      inline-size: 20px;
      block-size: 20px;
    }
    .switch:checked::before {
      inset-inline-start: 18px;
    }
  }
  @media (forced-colors: active) {
    .switch {
      forced-color-adjust: none;
      border: 1px solid ButtonText;
      background: ButtonFace;
    }
    .switch::before {
      inset-block-start: 1px;
      background: ButtonText;
    }
    .switch:checked {
      background: Highlight;
    }
    .switch:checked::before {
      background: HighlightText;
    }
  }
`;
