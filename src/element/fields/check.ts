/**
 * Whether what a person typed is a value of a parameter, in words they can act on.
 *
 * The registry validates again before anything is stored; this is what the form says while typing.
 */
import type { ParamValue } from '../../graph/types.js';
import type { ParameterSpec } from '../../registry/types.js';

export type Checked = { readonly value: ParamValue } | { readonly message: string };

/** Largest seed: PyTorch's CPU generator takes an unsigned 32-bit integer here. */
export const SEED_MAX = 4294967295;

/** Reads `text` as a value of `spec`. */
export function check(spec: ParameterSpec, text: string): Checked {
  switch (spec.kind) {
    case 'number':
    case 'slider':
      return checkNumber(text, spec.min, spec.max, spec.step, spec.unit);
    case 'seed':
      return checkNumber(text, 0, SEED_MAX, 1);
    case 'text':
    case 'textarea':
      return spec.maxLength !== undefined && text.length > spec.maxLength
        ? { message: `${text.length - spec.maxLength} characters too long: at most ${spec.maxLength} fit.` }
        : { value: text };
    case 'color':
      return /^#[0-9a-f]{6}$/i.test(text.trim())
        ? { value: text.trim().toLowerCase() }
        : { message: 'Write a colour as # and six digits, for example #3fa9f5.' };
    default:
      return { value: text };
  }
}

function checkNumber(text: string, min: number, max: number, step: number, unit?: string): Checked {
  const cleaned = text
    .trim()
    .replace(',', '.')
    .replace(unit ?? '', '')
    .trim();
  const value = cleaned === '' ? Number.NaN : Number(cleaned);
  const whole = Number.isInteger(step) && Number.isInteger(min);
  const range = `from ${min} to ${max}`;
  if (!Number.isFinite(value)) return { message: `Enter a ${whole ? 'whole ' : ''}number ${range}.` };
  if (value < min || value > max) return { message: `Enter a ${whole ? 'whole ' : ''}number ${range}.` };
  if (whole && !Number.isInteger(value)) return { message: `Enter a whole number ${range}.` };
  const steps = (value - min) / step;
  if (Math.abs(steps - Math.round(steps)) > 1e-6) {
    const near = min + Math.round(steps) * step;
    return { message: `Use steps of ${step}, for example ${roundTo(near, step)}.` };
  }
  return { value };
}

/** Rounds to the decimals of `step`, so that 0.1 + 0.2 reads 0.3. */
export function roundTo(value: number, step: number): number {
  const decimals = Math.min(10, (String(step).split('.')[1] ?? '').length);
  return Number(value.toFixed(decimals));
}

/** `value` moved by `steps` steps and kept in range. */
export const stepped = (
  value: number,
  steps: number,
  spec: { readonly min: number; readonly max: number; readonly step: number },
): number => roundTo(Math.min(spec.max, Math.max(spec.min, value + steps * spec.step)), spec.step);
