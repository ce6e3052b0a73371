/** A folder of the server below what a panel has of its own: a line with its name and tools, then the files. */
import { html, nothing } from 'lit';
import type { FileFolder } from '../persistence/files.js';
import type { ServerFolders } from './gds-asset-browser.js';
import type { GdsFolder } from './gds-folder.js';
import { icon } from './icon.js';

/** Nothing without a server. `tools` are the panel's own, before those of every folder. */
export function serverSection(server: ServerFolders | undefined, folder: FileFolder, readonly: boolean, tools?: unknown) {
  if (!server) return nothing;
  const find = (event: Event): GdsFolder | null =>
    (event.currentTarget as HTMLElement).closest('.panel-body')!.querySelector<GdsFolder>('gds-folder');
  return html`<div class="section">
      <h3>On ${server.label}</h3>
      ${tools}
      <button
        class="icon-button"
        type="button"
        aria-label="Upload to ${server.label}"
        title="Upload to ${server.label}"
        ?disabled=${readonly}
        @click=${(event: Event) => find(event)?.browse()}
      >
        ${icon('upload', 14)}
      </button>
    </div>
    <gds-folder .folder=${folder} .view=${server.view(folder)} .readonly=${readonly}></gds-folder>`;
}
