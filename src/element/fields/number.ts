/**
 * Numbers: a field alone, or a slider with a field for its value.
 *
 * The field takes text, so that what is wrong can be said instead of dropped; it steps with the arrow keys (ten steps with Shift)
 * and Escape brings the stored value back. A decimal comma is understood.
 */
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { cssVars } from '../css-vars.js';
import { roundTo, stepped } from './check.js';
import { describedBy, frame, type FieldContext, type SpecOf } from './field.js';

type NumberField = FieldContext<SpecOf<'number' | 'slider'>>;

const current = (field: NumberField): number => (typeof field.value === 'number' ? field.value : field.spec.default);

export function numberInput(
  field: FieldContext,
  range: { readonly min: number; readonly max: number; readonly step: number },
  value: number,
  options: { id: string; quiet?: boolean; label?: string },
) {
  const key = (event: KeyboardEvent): void => {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (direction !== 0) {
      field.set(stepped(value, direction * (event.shiftKey ? 10 : 1), range), true);
    } else if (event.key === 'Escape' && field.draft !== undefined) {
      field.revert();
    } else if (event.key === 'Enter') {
      field.type((event.target as HTMLInputElement).value, true);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const input = (event: Event): void => field.type((event.target as HTMLInputElement).value, event.type === 'change');
  return html`<input
    class=${options.quiet ? 'value' : 'field number'}
    id=${options.id}
    type="text"
    inputmode=${Number.isInteger(range.step) ? 'numeric' : 'decimal'}
    autocomplete="off"
    role="spinbutton"
    aria-label=${options.label ?? nothing}
    aria-valuenow=${value}
    aria-valuemin=${range.min}
    aria-valuemax=${range.max}
    aria-invalid=${field.message ? 'true' : 'false'}
    aria-describedby=${describedBy(field)}
    .value=${live(field.draft ?? String(value))}
    ?disabled=${field.disabled}
    @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
    @input=${input}
    @change=${input}
    @keydown=${key}
  />`;
}

export function numberField(field: NumberField) {
  const { spec } = field;
  const input = numberInput(field, spec, current(field), { id: field.id });
  return frame(field, html`<span class="with-unit">${input}${spec.unit ? html`<span class="unit">${spec.unit}</span>` : nothing}</span>`, {
    inline: true,
  });
}

export function sliderField(field: NumberField) {
  const { spec } = field;
  const value = current(field);
  const slide = (event: Event): void =>
    field.set(roundTo(Number((event.target as HTMLInputElement).value), spec.step), event.type === 'change');
  const slider = html`<input
    class="slider"
    id=${field.id}
    type="range"
    min=${spec.min}
    max=${spec.max}
    step=${spec.step}
    .value=${live(String(value))}
    ?disabled=${field.disabled}
    aria-valuetext=${spec.unit ? `${value} ${spec.unit}` : nothing}
    ${cssVars({ '--fill': spec.max > spec.min ? (value - spec.min) / (spec.max - spec.min) : 0 })}
    @input=${slide}
    @change=${slide}
  />`;
  const figure = html`<span class="with-unit"
    >${numberInput(field, spec, value, { id: `${field.id}-value`, quiet: true, label: `${spec.title}, value` })}${spec.unit ? html`<span class="unit">${spec.unit}</span>` : nothing}</span
  >`;
  return frame(field, slider, { end: figure });
}
