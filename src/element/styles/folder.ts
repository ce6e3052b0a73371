/** What stands around the files of a server: why they cannot be shown, uploads on their way, and the line above a folder in a panel. */
import { css } from 'lit';

export const folderStyles = css`
  .area {
    display: grid;
    gap: var(--gds-space-8);
  }
  .area .list {
    margin: 0 -6px;
  }
  .note {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: var(--gds-space-8);
    align-items: start;
    padding: 10px;
    border: 1px solid var(--gds-border);
    border-radius: var(--gds-radius-control);
    color: var(--gds-muted);
    font-size: var(--gds-size-12);
  }
  .note .icon {
    margin-block-start: 1px;
    color: var(--gds-warning);
  }
  .note .button {
    grid-column: 2;
    justify-self: start;
    block-size: calc(var(--control) - 4px);
    padding: 0 10px;
    font-size: var(--gds-size-12);
  }
  .upload {
    font-size: var(--gds-size-12);
  }
  .upload span {
    display: block;
    overflow: hidden;
    color: var(--gds-muted);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .quiet {
    color: var(--gds-muted);
    font-size: var(--gds-size-12);
  }
  .list .card-cell {
    contain-intrinsic-size: auto 240px auto 44px;
  }
  .entry .more {
    inset-block-start: 11px;
  }
`;

/** The line that parts what is here from what is on the server. */
export const sectionStyles = css`
  .section {
    display: flex;
    align-items: center;
    gap: 2px;
    margin-block: var(--gds-space-16) var(--gds-space-8);
    padding-block-start: var(--gds-space-8);
    border-block-start: 1px solid var(--gds-border);
  }
  .section h3 {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    color: var(--gds-muted);
    font-size: var(--gds-size-11);
    font-weight: 500;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
`;
