/**
 * The models that the adapters offer: what they do, how large they are, whether they are loaded.
 *
 * @fires gds-model-load - `detail: { model, adapter }`.
 * @csspart panel - The card.
 */
import { html, nothing, type CSSResultGroup, type PropertyDeclarations } from 'lit';
import type { ModelInfo, ModelStatus } from '../inference/types.js';
import type { TaskName } from '../registry/tasks.js';
import { cssVars } from './css-vars.js';
import { bytes, bytesOf } from './format.js';
import type { ServerFolders } from './gds-asset-browser.js';
import { GdsPanel } from './gds-panel.js';
import { icon } from './icon.js';
import { serverSection } from './server-section.js';
import { sectionStyles } from './styles/folder.js';

export interface ModelEntry {
  readonly info: ModelInfo;
  readonly status: ModelStatus;
  /** Id of the adapter that offers it. */
  readonly adapter: string;
  /** The server that has it, as a person reads it; undefined on this device. */
  readonly server?: string;
}

const TASKS: Readonly<Record<string, string>> = {
  'text-to-image': 'Text to image',
  'image-to-image': 'Image to image',
  'image-to-mesh': 'Image to 3D',
} satisfies Record<TaskName, string>;

export class GdsModelsPanel extends GdsPanel {
  static override readonly tag = 'gds-models-panel';
  static override properties: PropertyDeclarations = {
    models: { attribute: false },
    server: { attribute: false },
    readonly: { type: Boolean },
  };
  static override styles: CSSResultGroup = [GdsPanel.styles, sectionStyles];

  models: readonly ModelEntry[] = [];
  /** What a server keeps, where there is one. */
  server: ServerFolders | undefined = undefined;
  readonly = false;
  protected readonly panel = 'models';

  protected override render() {
    const body =
      this.models.length === 0
        ? html`<div class="empty">
            <strong>No models here</strong
            ><span>The page that embeds this canvas offers no model. Nodes that need one say so when they run.</span>
          </div>`
        : html`<ul class="list">
            ${this.models.map((entry) => this.#entry(entry))}
          </ul>`;
    return this.frame('Models', html`${body}${serverSection(this.server, 'models', this.readonly)}`);
  }

  #entry({ info, status, adapter, server }: ModelEntry) {
    const facts = [server, info.tasks.map((task) => TASKS[task] ?? task).join(', '), info.bytes > 0 ? bytes(info.bytes) : '']
      .filter(Boolean)
      .join(' · ');
    const loading = status.status === 'loading';
    return html`<li
      class="entry"
      title=${[info.title, info.description, info.licence && `Licence: ${info.licence}`].filter(Boolean).join('\n')}
    >
      <span class="lead">${icon('box')}</span>
      <span class="texts">
        <span class="name">${info.title}</span>
        ${status.status === 'error' ? html`<span class="about error" role="alert">${status.error.message}</span>` : html`<span class="about">${loading ? `Loading · ${bytesOf(status.loaded, status.total)}` : facts}</span>`}
        ${
          loading
            ? html`<i
                class="bar-track"
                role="progressbar"
                aria-label="Loading ${info.title}"
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=${status.total > 0 ? Math.round((status.loaded / status.total) * 100) : nothing}
                ${cssVars({ '--fraction': status.total > 0 ? status.loaded / status.total : 0 })}
                ><i></i
              ></i>`
            : nothing
        }
      </span>
      ${status.status === 'loaded' ? html`<span class="muted" role="img" aria-label="Ready" title="Ready">${icon('circle-check')}</span>` : nothing}
      ${
        status.status === 'idle' || status.status === 'error'
          ? html`<button
              class="button"
              type="button"
              aria-label="${status.status === 'idle' ? 'Load' : 'Retry'} ${info.title}"
              title=${status.status === 'idle' ? `Load it now (${bytes(info.bytes)}); otherwise the first run does` : 'Load it again'}
              @click=${() => this.emit('gds-model-load', { model: info.id, adapter })}
            >
              ${status.status === 'idle' ? 'Load' : 'Retry'}
            </button>`
          : nothing
      }
    </li>`;
  }
}
