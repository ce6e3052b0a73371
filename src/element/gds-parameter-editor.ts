/**
 * A form built from a node type's parameters: grouped, validated, each change an event. Usable without `<gds-canvas>`.
 *
 * Only values that fit are sent; what does not stays in its field with a message until it is corrected or Escape is pressed.
 *
 * @fires gds-param - A value. `detail: { name, value, final }`; `final` is false within a stream, such as a slider's drag.
 * @fires gds-promote - The subgraph around the node shall show a parameter, or not. `detail: { name, on }`.
 * @fires gds-param-file - A file for an image parameter. `detail: { name, file }`.
 */
import { html, type CSSResultGroup, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ParamValue } from '../graph/types.js';
import type { ParameterSpec } from '../registry/types.js';
import { BlobUrls } from './blob-urls.js';
import { check } from './fields/check.js';
import { colorField, selectField, switchField } from './fields/choice.js';
import type { FieldContext } from './fields/field.js';
import { imageField } from './fields/image.js';
import { numberField, sliderField } from './fields/number.js';
import { seedField } from './fields/seed.js';
import { textField } from './fields/text.js';
import { icon } from './icon.js';
import { GdsPart } from './gds-part.js';
import { baseStyles } from './styles/base.js';
import { buttonStyles } from './styles/button.js';
import { editorStyles } from './styles/editor.js';
import { fieldStyles } from './styles/field.js';
import { sliderStyles } from './styles/slider.js';
import { switchStyles } from './styles/switch.js';

/** Detail of `gds-param`. */
export interface ParamDetail {
  readonly name: string;
  readonly value: ParamValue;
  /** False while the hand is still at it. */
  readonly final: boolean;
}

export class GdsParameterEditor extends GdsPart {
  static override readonly tag = 'gds-parameter-editor';
  static override properties: PropertyDeclarations = {
    parameters: { attribute: false },
    values: { attribute: false },
    overridden: { attribute: false },
    urls: { attribute: false },
    readonly: { type: Boolean, reflect: true },
    promoted: { attribute: false },
    drafts: { state: true },
  };
  static override styles: CSSResultGroup = [baseStyles, buttonStyles, fieldStyles, sliderStyles, switchStyles, editorStyles];

  parameters: readonly ParameterSpec[] = [];
  values: Readonly<Record<string, ParamValue>> = {};
  /** Names of parameters, or ids of their ports, that a connection overrides. */
  overridden: ReadonlySet<string> = new Set();
  /** Gives a new object URL for an asset; the editor revokes it. */
  urls: ((hash: string) => Promise<string>) | undefined = undefined;
  readonly = false;
  /** Names of parameters that the subgraph around the node shows; undefined where there is none: then nothing is offered. */
  promoted: ReadonlySet<string> | undefined = undefined;
  /** What was typed and not taken, by parameter name. */
  protected drafts: ReadonlyMap<string, { readonly text: string; readonly message: string }> = new Map();
  readonly #blobs = new BlobUrls(this);

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('parameters')) this.drafts = new Map();
  }

  protected override render() {
    const groups = new Map<string, ParameterSpec[]>();
    for (const spec of this.parameters) {
      const name = spec.group ?? '';
      groups.set(name, [...(groups.get(name) ?? []), spec]);
    }
    const fields = (specs: readonly ParameterSpec[]) =>
      repeat(
        specs,
        (spec) => `${spec.kind} ${spec.name}`,
        (spec) => this.#field(spec),
      );
    return html`${[...groups].map(([name, specs]) =>
      name === ''
        ? html`<div class="group">${fields(specs)}</div>`
        : html`<details class="group" open>
            <summary>${icon('chevron-down', 14)}${name}</summary>
            ${fields(specs)}
          </details>`,
    )}`;
  }

  #field(spec: ParameterSpec): TemplateResult {
    const overridden = this.overridden.has(spec.name) || (spec.port !== undefined && this.overridden.has(spec.port));
    const draft = overridden ? undefined : this.drafts.get(spec.name);
    const context: FieldContext = {
      spec,
      value: this.values[spec.name] ?? spec.default,
      draft: draft?.text,
      message: draft?.message,
      disabled: overridden || this.readonly,
      overridden,
      id: `p-${spec.name}`,
      values: this.values,
      url: (hash) => this.urls && this.#blobs.forHash(hash, this.urls),
      set: (value, final) => {
        this.#setDraft(spec.name, undefined);
        this.emit<ParamDetail>('gds-param', { name: spec.name, value, final });
      },
      type: (text, final) => this.#type(spec, text, final),
      revert: () => this.#setDraft(spec.name, undefined),
      setPartner: (name, value) => this.emit<ParamDetail>('gds-param', { name, value, final: true }),
      promoted: this.promoted?.has(spec.name),
      promote: (on) => this.emit('gds-promote', { name: spec.name, on }),
      pickFile: (file) => this.emit('gds-param-file', { name: spec.name, file }),
    };
    return FIELDS[spec.kind](context as never);
  }

  #type(spec: ParameterSpec, text: string, final: boolean): void {
    const checked = check(spec, text);
    if ('message' in checked) {
      this.#setDraft(spec.name, { text, message: checked.message });
      return;
    }
    this.#setDraft(spec.name, undefined);
    const same = checked.value === (this.values[spec.name] ?? spec.default);
    // The last event of a stream goes out even when the value is known already: it ends the stream.
    if (!same || final) this.emit<ParamDetail>('gds-param', { name: spec.name, value: checked.value, final });
  }

  #setDraft(name: string, draft: { text: string; message: string } | undefined): void {
    if (draft === undefined && !this.drafts.has(name)) return;
    const next = new Map(this.drafts);
    if (draft) next.set(name, draft);
    else next.delete(name);
    this.drafts = next;
  }
}

const FIELDS: { readonly [K in ParameterSpec['kind']]: (field: FieldContext<never>) => TemplateResult } = {
  text: textField,
  textarea: textField,
  number: numberField,
  slider: sliderField,
  select: selectField,
  boolean: switchField,
  color: colorField,
  seed: seedField,
  image: imageField,
};
