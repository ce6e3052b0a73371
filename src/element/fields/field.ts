/** What a field of the parameter editor is given, and the frame all of them share: label, control, note, message. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ParamValue } from '../../graph/types.js';
import type { ParameterSpec } from '../../registry/types.js';
import { icon } from '../icon.js';

export type SpecOf<K extends ParameterSpec['kind']> = Extract<ParameterSpec, { kind: K }>;

/** One field's view of the editor. */
export interface FieldContext<S extends ParameterSpec = ParameterSpec> {
  readonly spec: S;
  /** The stored value, or the default. */
  readonly value: ParamValue;
  /** What the person has typed and what could not be taken; undefined while the stored value is shown. */
  readonly draft: string | undefined;
  /** Why the draft was not taken. */
  readonly message: string | undefined;
  readonly disabled: boolean;
  /** A connected port gives the value. */
  readonly overridden: boolean;
  readonly id: string;
  /** All values, for partners such as `<seed>_after`. */
  readonly values: Readonly<Record<string, ParamValue>>;
  /** Object URL of an asset, undefined while it is on its way. */
  readonly url: (hash: string) => string | undefined;
  /** Takes a value; `final` ends a stream of changes, such as a drag. */
  set(value: ParamValue, final: boolean): void;
  /** Takes what was typed: stored if valid, otherwise kept as draft with a message. */
  type(text: string, final: boolean): void;
  /** Drops the draft. */
  revert(): void;
  setPartner(name: string, value: ParamValue): void;
  pickFile(file: File): void;
  /** Whether the subgraph around the node shows it; undefined where there is none. */
  readonly promoted: boolean | undefined;
  promote(on: boolean): void;
}

/** `aria-describedby` of a control: its message and its help. */
export const describedBy = (field: FieldContext): string | typeof nothing =>
  [field.message ? `${field.id}-message` : '', field.overridden ? `${field.id}-from` : '', field.spec.help ? `${field.id}-help` : '']
    .filter(Boolean)
    .join(' ') || nothing;

/** Shows the parameter at the subgraph, or hides it there. */
function pin({ spec, promoted, disabled, overridden, promote }: FieldContext): TemplateResult {
  const name = promoted ? `Hide “${spec.title}” at the subgraph` : `Show “${spec.title}” at the subgraph`;
  return html`<button
    class="pin"
    type="button"
    aria-label=${name}
    aria-pressed=${String(promoted)}
    title=${name}
    ?disabled=${disabled && !overridden}
    @click=${() => promote(!promoted)}
  >
    ${icon('pin', 13)}
  </button>`;
}

/** Puts a label and the notes around a control. `inline` keeps a small control on the label's line. */
export function frame(field: FieldContext, control: unknown, options: { inline?: boolean; end?: unknown } = {}): TemplateResult {
  const { spec, id } = field;
  return html`<div class="row ${options.inline ? 'inline' : ''} ${field.overridden ? 'overridden' : ''}">
    <div class="head">
      <label for=${id}>${spec.title}</label>
      ${field.promoted === undefined ? nothing : pin(field)}
      ${field.overridden ? html`<span class="from" id="${id}-from">From connection</span>` : (options.end ?? nothing)}
      ${options.inline ? control : nothing}
    </div>
    ${options.inline ? nothing : control} ${spec.help ? html`<p class="help" id="${id}-help">${spec.help}</p>` : nothing}
    ${field.message ? html`<p class="message" id="${id}-message">${field.message}</p>` : nothing}
  </div>`;
}
