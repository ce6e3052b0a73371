/**
 * The results of a node that ran for every item of a list: a sheet of pictures, or lines of text; one of them is looked at.
 *
 * @fires gds-result-choose - `detail: { index }`.
 */
import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { ResultItem } from '../execution/types.js';
import type { ImageValue } from '../registry/values.js';
import { BlobUrls } from './blob-urls.js';
import { GdsPart } from './gds-part.js';
import { icon } from './icon.js';
import { baseStyles } from './styles/base.js';

export class GdsResultList extends GdsPart {
  static override readonly tag = 'gds-result-list';
  static override properties: PropertyDeclarations = { items: { attribute: false }, chosen: { type: Number } };
  static override styles: CSSResultGroup = [
    baseStyles,
    css`
      .sheet {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(58px, 1fr));
        gap: 4px;
        max-block-size: 200px;
        padding: 2px;
      }
      .sheet.words {
        grid-template-columns: 1fr;
      }
      button {
        position: relative;
        display: block;
        min-inline-size: 0;
        padding: 0;
        border: 1px solid var(--gds-border);
        border-radius: 5px;
        background: var(--gds-well);
        color: var(--gds-text);
        font: inherit;
        font-size: var(--gds-size-11);
        overflow: hidden;
        cursor: default;
      }
      .sheet:not(.words) button {
        aspect-ratio: 1;
      }
      .words button {
        padding: 5px 8px;
        text-align: start;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      button[aria-selected='true'] {
        outline: 2px solid var(--gds-accent);
        outline-offset: 0;
      }
      button:focus-visible {
        outline: 2px solid var(--gds-text);
        outline-offset: 1px;
      }
      img {
        display: block;
        inline-size: 100%;
        block-size: 100%;
        object-fit: cover;
      }
    `,
  ];

  items: readonly ResultItem[] = [];
  /** Place of the one that is looked at. */
  chosen = 0;
  readonly #blobs = new BlobUrls(this);

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('items')) this.#blobs.keepOnly(new Set(this.items.flatMap((item) => pictureOf(item)?.blob ?? [])), new Set());
  }

  protected override render() {
    const words = this.items.every((item) => Object.values(item.outputs).every((value) => typeof value !== 'object'));
    return html`<div class="sheet scroll ${words ? 'words' : ''}" role="listbox" aria-label="Results" @keydown=${this.#key}>
      ${this.items.map((item, index) => {
        const label = item.axes.map((axis) => axis.label).join(', ') || `Result ${index + 1}`;
        const picture = pictureOf(item);
        return html`<button
          type="button"
          role="option"
          aria-selected=${String(index === this.chosen)}
          aria-label=${words ? nothing : label}
          title=${label}
          tabindex=${index === this.chosen ? 0 : -1}
          @click=${() => this.emit('gds-result-choose', { index })}
        >
          ${picture ? html`<img src=${this.#blobs.forBlob(picture.blob)} alt="" loading="lazy" />` : words ? wordsOf(item) : icon('box')}
        </button>`;
      })}
    </div>`;
  }

  #key(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const index = (this.chosen + step + this.items.length) % this.items.length;
    this.emit('gds-result-choose', { index });
    void this.updateComplete.then(() => this.renderRoot.querySelectorAll('button')[index]?.focus());
  }
}

const pictureOf = ({ outputs }: ResultItem): ImageValue | undefined =>
  Object.values(outputs).find((value): value is ImageValue => typeof value === 'object' && value.kind === 'image');

const wordsOf = ({ outputs }: ResultItem): string => Object.values(outputs).map(String).join(' ');
