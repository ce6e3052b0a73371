/** One line of text, and text of several lines that grows with its content. */
import { html } from 'lit';
import { live } from 'lit/directives/live.js';
import { describedBy, frame, type FieldContext, type SpecOf } from './field.js';

const shown = (field: FieldContext): string => field.draft ?? (typeof field.value === 'string' ? field.value : '');

export function textField(field: FieldContext<SpecOf<'text' | 'textarea'>>) {
  const { spec } = field;
  const input = (event: Event): void => field.type((event.target as HTMLInputElement).value, event.type === 'change');
  const control =
    spec.kind === 'textarea'
      ? html`<textarea
          class="field scroll"
          id=${field.id}
          rows="3"
          placeholder=${spec.placeholder ?? ''}
          .value=${live(shown(field))}
          ?disabled=${field.disabled}
          aria-invalid=${field.message ? 'true' : 'false'}
          aria-describedby=${describedBy(field)}
          @input=${input}
          @change=${input}
        ></textarea>`
      : html`<input
          class="field"
          id=${field.id}
          type="text"
          autocomplete="off"
          placeholder=${spec.placeholder ?? ''}
          .value=${live(shown(field))}
          ?disabled=${field.disabled}
          aria-invalid=${field.message ? 'true' : 'false'}
          aria-describedby=${describedBy(field)}
          @input=${input}
          @change=${input}
        />`;
  return frame(field, control);
}
