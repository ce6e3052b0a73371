/** Looks of the sheet of shortcuts. */
import { css } from 'lit';

export const shortcutsStyles = css`
  .panel {
    inline-size: 340px;
    max-inline-size: 100%;
  }
  .panel-body {
    padding-block-start: 0;
  }
  input[type='checkbox'] {
    accent-color: var(--gds-accent);
  }
  h3 {
    padding: 12px 0 4px;
    color: var(--gds-muted);
    font-size: var(--gds-size-11);
    font-weight: 500;
  }
  dl > div {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    column-gap: var(--gds-space-12);
    min-block-size: 26px;
    font-size: var(--gds-size-12);
  }
  dt {
    flex: 1 1 64px;
    min-inline-size: 0;
  }
  dd {
    display: flex;
    flex: 0 1 auto;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    row-gap: 4px;
    margin-block: 3px;
    gap: 3px;
    color: var(--gds-muted);
  }
  .keys {
    display: flex;
    gap: 3px;
  }
  kbd {
    display: inline-grid;
    place-items: center;
    min-inline-size: 20px;
    block-size: 20px;
    padding: 0 5px;
    border: 1px solid var(--gds-border);
    border-radius: 4px;
    background: var(--gds-well);
    color: var(--gds-text);
    font: 500 var(--gds-size-11) / 1 var(--gds-font);
  }
  .or {
    padding: 0 2px;
    font-size: var(--gds-size-11);
    line-height: 20px;
  }
  .small {
    --control: 26px;
    padding-inline: 10px;
    font-size: var(--gds-size-12);
  }
  .options {
    display: grid;
    justify-items: start;
    gap: 8px;
    padding-block: 8px 4px;
    border-block-end: 1px solid var(--gds-border);
    font-size: var(--gds-size-12);
  }
  .options .about {
    color: var(--gds-muted);
  }
  .options label {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 24px;
  }
  .keys-button {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 3px;
    min-block-size: 24px;
    min-inline-size: 48px;
    padding: 1px 3px;
    border: 1px solid transparent;
    border-radius: 6px;
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  .keys-button:hover {
    border-color: var(--gds-border-strong);
  }
  .recording .keys-button {
    border-color: var(--gds-accent);
    background: var(--gds-well);
    color: var(--gds-text);
  }
  .press {
    padding-inline: 6px;
    font-size: var(--gds-size-11);
    line-height: 20px;
  }
  .reset {
    --control: 24px;
  }
  .conflict {
    flex-basis: 100%;
    justify-content: space-between;
    padding-block: 2px 6px;
    color: var(--gds-text);
  }
`;
