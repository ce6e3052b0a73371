/** A choice from a list, a switch and a colour. */
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { icon } from '../icon.js';
import { describedBy, frame, type FieldContext, type SpecOf } from './field.js';

export function selectBox(options: {
  readonly id: string;
  readonly value: string | number;
  readonly items: readonly { readonly value: string | number; readonly title: string }[];
  readonly disabled: boolean;
  readonly label?: string;
  readonly describedBy?: string | typeof nothing;
  change(value: string | number): void;
}) {
  const changed = (event: Event): void => {
    const item = options.items[(event.target as HTMLSelectElement).selectedIndex];
    if (item) options.change(item.value);
  };
  return html`<span class="select"
    ><select
      class="field"
      id=${options.id}
      aria-label=${options.label ?? nothing}
      aria-describedby=${options.describedBy ?? nothing}
      ?disabled=${options.disabled}
      @change=${changed}
    >
      ${options.items.map((item) => html`<option value=${item.value} .selected=${live(item.value === options.value)}>${item.title}</option>`)}</select
    >${icon('chevrons-up-down', 14)}</span
  >`;
}

export function selectField(field: FieldContext<SpecOf<'select'>>) {
  const value = typeof field.value === 'string' || typeof field.value === 'number' ? field.value : field.spec.default;
  // A value that is no longer offered stays visible instead of turning into another one.
  const items = field.spec.options.some((option) => option.value === value)
    ? field.spec.options
    : [...field.spec.options, { value, title: `${value} (not available)` }];
  return frame(
    field,
    selectBox({
      id: field.id,
      value,
      items,
      disabled: field.disabled,
      describedBy: describedBy(field),
      change: (next) => field.set(next, true),
    }),
  );
}

export function switchField(field: FieldContext<SpecOf<'boolean'>>) {
  const changed = (event: Event): void => field.set((event.target as HTMLInputElement).checked, true);
  return frame(
    field,
    html`<input
      class="switch"
      id=${field.id}
      type="checkbox"
      role="switch"
      aria-checked=${String(field.value === true)}
      .checked=${live(field.value === true)}
      ?disabled=${field.disabled}
      aria-describedby=${describedBy(field)}
      @change=${changed}
    />`,
    { inline: true },
  );
}

export function colorField(field: FieldContext<SpecOf<'color'>>) {
  const value = typeof field.value === 'string' ? field.value : field.spec.default;
  const pick = (event: Event): void => field.set((event.target as HTMLInputElement).value, event.type === 'change');
  const type = (event: Event): void => field.type((event.target as HTMLInputElement).value, event.type === 'change');
  return frame(
    field,
    html`<span class="color"
      ><input
        type="color"
        aria-label="${field.spec.title}, picker"
        .value=${live(/^#[0-9a-f]{6}$/i.test(value) ? value : '#000000')}
        ?disabled=${field.disabled}
        @input=${pick}
        @change=${pick} /><input
        class="field number"
        id=${field.id}
        type="text"
        spellcheck="false"
        autocomplete="off"
        .value=${live(field.draft ?? value)}
        ?disabled=${field.disabled}
        aria-invalid=${field.message ? 'true' : 'false'}
        aria-describedby=${describedBy(field)}
        @input=${type}
        @change=${type}
    /></span>`,
    { inline: true },
  );
}
