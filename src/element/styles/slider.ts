/** A range input with its filled part; `--fill` (0 to 1) says how much. */
import { css } from 'lit';

const track = css`
  block-size: 4px;
  border-radius: 2px;
  background: linear-gradient(var(--gds-accent), var(--gds-accent)) no-repeat var(--gds-surface-raised);
  background-size: calc(var(--fill, 0) * (100% - 14px) + 7px) 100%;
`;
const thumb = css`
  appearance: none;
  inline-size: 14px;
  block-size: 14px;
  border: 1px solid var(--slider-thumb-border);
  border-radius: 50%;
  background: oklch(1 0 0);
  box-shadow: 0 1px 3px oklch(0 0 0 / 0.3);
  transition: scale var(--gds-time-feedback) var(--gds-ease);
`;

export const sliderStyles = css`
  .slider {
    --slider-thumb-border: color-mix(in oklab, var(--gds-border-strong) 60%, transparent);
    display: block;
    appearance: none;
    inline-size: 100%;
    block-size: 16px;
    margin: 0;
    background: none;
    border-radius: 4px;
    touch-action: pan-y;
  }
  .slider::-webkit-slider-runnable-track {
    ${track}
  }
  .slider:dir(rtl)::-webkit-slider-runnable-track {
    background-position: right;
  }
  .slider::-webkit-slider-thumb {
    ${thumb}
    margin-block-start: -5px;
  }
  .slider::-moz-range-track {
    ${track}
  }
  .slider:dir(rtl)::-moz-range-track {
    background-position: right;
  }
  .slider::-moz-range-thumb {
    ${thumb}
  }
  .slider:active::-webkit-slider-thumb {
    scale: 1.15;
  }
  .slider:focus-visible {
    outline-offset: 2px;
  }
  .slider:disabled {
    opacity: 0.45;
  }
  @media (pointer: coarse) {
    .slider {
      block-size: 32px;
    }
    .slider::-webkit-slider-thumb {
      inline-size: 22px;
      block-size: 22px;
      margin-block-start: -9px;
    }
  }
  @media (forced-colors: active) {
    .slider {
      appearance: auto;
    }
  }
`;
