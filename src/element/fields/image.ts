/** A picture from the asset store: shown, chosen from a file, dropped or taken away. */
import { html, nothing } from 'lit';
import { icon } from '../icon.js';
import { describedBy, frame, type FieldContext, type SpecOf } from './field.js';

const ACCEPT = 'image/png,image/jpeg,image/webp,image/gif,image/avif';

export function imageField(field: FieldContext<SpecOf<'image'>>) {
  const hash = typeof field.value === 'string' ? field.value : '';
  const choose = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (file) field.pickFile(file);
    input.value = '';
  };
  const drop = (event: DragEvent): void => {
    const file = event.dataTransfer?.files[0];
    if (field.disabled || !file) return;
    event.preventDefault();
    event.stopPropagation();
    field.pickFile(file);
  };
  const over = (event: DragEvent): void => {
    if (!field.disabled && event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };
  const url = hash ? field.url(hash) : undefined;
  const picture = url ? html`<img src=${url} alt=${`${field.spec.title}, chosen picture`} />` : icon(hash ? 'image' : 'image-plus', 20);
  return frame(
    field,
    html`<div class="image" @drop=${drop} @dragover=${over}>
      <span class="thumb checker">${picture}</span>
      <label class="button choose" data-disabled=${field.disabled ? '' : nothing}>
        ${hash ? 'Replace' : 'Choose a picture'}
        <input
          class="hidden"
          id=${field.id}
          type="file"
          accept=${ACCEPT}
          ?disabled=${field.disabled}
          aria-label=${field.spec.title}
          aria-describedby=${describedBy(field)}
          @change=${choose}
        />
      </label>
      ${
        hash
          ? html`<button
              class="icon-button"
              type="button"
              aria-label="Remove picture"
              title="Remove picture"
              ?disabled=${field.disabled}
              @click=${() => field.set('', true)}
            >
              ${icon('x')}
            </button>`
          : nothing
      }
    </div>`,
  );
}
