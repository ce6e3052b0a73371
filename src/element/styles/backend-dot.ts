/** The dot beside a place where work is done: accent where it is ready, pulsing while something is on its way. Words stand beside it. */
import { css } from 'lit';

export const backendDotStyles = css`
  .dot {
    inline-size: 8px;
    block-size: 8px;
    flex: none;
    border-radius: 50%;
    background: var(--gds-accent);
  }
  .dot.busy,
  .dot.starting,
  .dot.loading {
    background: var(--gds-running);
  }
  .dot.starting,
  .dot.loading {
    animation: pulse 1.2s ease-in-out infinite alternate;
  }
  .dot.warning {
    background: var(--gds-warning);
  }
  .dot.error {
    background: var(--gds-error);
  }
  @keyframes pulse {
    to {
      opacity: 0.35;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .dot {
      animation: none !important;
    }
  }
  @media (forced-colors: active) {
    .dot {
      forced-color-adjust: none;
      background: CanvasText;
    }
    .dot.error {
      background: Mark;
    }
  }
`;
