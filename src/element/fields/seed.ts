/** The seed: its number, dice for a new one, and what becomes of it after a run (`<name>_after`). */
import { html } from 'lit';
import type { SeedAfter } from '../../registry/types.js';
import { icon } from '../icon.js';
import { SEED_MAX } from './check.js';
import { selectBox } from './choice.js';
import { frame, type FieldContext, type SpecOf } from './field.js';
import { numberInput } from './number.js';

const AFTER: readonly { readonly value: SeedAfter; readonly title: string }[] = [
  { value: 'fixed', title: 'Fixed' },
  { value: 'increment', title: 'Increment' },
  { value: 'decrement', title: 'Decrement' },
  { value: 'randomize', title: 'Randomize' },
];

/** A seed from the system's generator. */
export const randomSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0]!;

export function seedField(field: FieldContext<SpecOf<'seed'>>) {
  const partner = `${field.spec.name}_after`;
  const value = typeof field.value === 'number' ? field.value : field.spec.default;
  const after = field.values[partner];
  return frame(
    field,
    html`<div class="seed">
      ${numberInput(field, { min: 0, max: SEED_MAX, step: 1 }, value, { id: field.id })}
      <button
        class="icon-button outlined"
        type="button"
        aria-label="Random seed"
        title="Random seed"
        ?disabled=${field.disabled}
        @click=${() => field.set(randomSeed(), true)}
      >
        ${icon('dices')}
      </button>
      ${selectBox({
        id: `${field.id}-after`,
        value: typeof after === 'string' ? after : 'fixed',
        items: AFTER,
        disabled: field.disabled,
        label: `${field.spec.title} after a run`,
        change: (next) => field.setPartner(partner, next),
      })}
    </div>`,
  );
}
