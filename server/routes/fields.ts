/**
 * Fields of a form to values, with the original's rules of what a number or a boolean is and its words for what is wrong.
 *
 * Errors come in the order of the declared fields, whatever the order of the request, and all at once.
 */
import { Problem } from '../problem.js';
import type { Form } from './form.js';

export interface Reader<T> {
  readonly kind: 'field' | 'file';
  /** Undefined: the field may be left out. */
  readonly fallback?: T;
  readonly required: boolean;
  readonly read: (text: string) => T | Fault;
}

/** What is wrong with a field, as pydantic names and words it. */
interface Fault {
  readonly type: string;
  readonly msg: string;
  readonly ctx?: object;
}

export type Fields = Readonly<Record<string, Reader<unknown>>>;
export type Values<F extends Fields> = { readonly [K in keyof F]: F[K] extends Reader<infer T> ? T : never };

const isFault = (value: unknown): value is Fault => typeof value === 'object' && value !== null && 'msg' in value;

function field<T>(read: (text: string) => T | Fault) {
  return {
    required: { kind: 'field', required: true, read } as Reader<T>,
    or: (fallback: T): Reader<T> => ({ kind: 'field', required: false, fallback, read }),
    optional: { kind: 'field', required: false, read } as Reader<T | undefined>,
  };
}

export const text = field((value) => value);

/** A whole number, also as `4.0`, without spaces. Any size: a seed has 64 bits. */
export const bigInteger = field<bigint>((value) =>
  /^[+-]?\d+(\.0*)?$/.test(value)
    ? BigInt(value.replace(/^\+/, '').replace(/\..*/, ''))
    : { type: 'int_parsing', msg: 'Input should be a valid integer, unable to parse string as an integer' },
);

export const integer = (least = -Infinity, most = Infinity) =>
  field<number>((value) => {
    const whole = bigInteger.required.read(value);
    if (isFault(whole)) return whole;
    const number = Number(whole);
    if (number < least) return { type: 'greater_than_equal', msg: `Input should be greater than or equal to ${least}`, ctx: { ge: least } };
    if (number > most) return { type: 'less_than_equal', msg: `Input should be less than or equal to ${most}`, ctx: { le: most } };
    return number;
  });

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const SPECIAL: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, infinity: Infinity };

/** Also `nan` and `inf`, as Python reads them. */
export const float = field<number>((value) => {
  if (NUMBER.test(value)) return Number(value);
  const special = SPECIAL[value.replace(/^[+-]/, '').toLowerCase()];
  if (special !== undefined) return value.startsWith('-') ? -special : special;
  return { type: 'float_parsing', msg: 'Input should be a valid number, unable to parse string as a number' };
});

export const finite = field<number>((value) => {
  const number = float.required.read(value);
  if (isFault(number) || Number.isFinite(number)) return number;
  return { type: 'finite_number', msg: 'Input should be a finite number' };
});

const YES = new Set(['true', '1', 'on', 'yes', 'y', 't']);
const NO = new Set(['false', '0', 'off', 'no', 'n', 'f']);

export const boolean = field<boolean>((value) => {
  const word = value.toLowerCase();
  if (YES.has(word) || NO.has(word)) return YES.has(word);
  return { type: 'bool_parsing', msg: 'Input should be a valid boolean, unable to interpret input' };
});

export const sha256 = field<string>((value) =>
  /^[0-9a-f]{64}$/.test(value) ? value : { type: 'string_pattern_mismatch', msg: "String should match pattern '^[0-9a-f]{64}$'" },
);

/** The picture: a file of the form. Its path is in the form; the value says whether it is there. */
export const file: Reader<boolean> = {
  kind: 'file',
  required: true,
  read: () => ({ type: 'value_error', msg: "Value error, Expected UploadFile, received: <class 'str'>", ctx: { error: {} } }),
};

/**
 * @param from - Where the fields are, for the errors: in the body or in the address.
 * @throws Problem 422 with everything that is wrong.
 */
export function readFields<F extends Fields>(fields: F, form: Pick<Form, 'fields' | 'file'>, from: 'body' | 'query' = 'body'): Values<F> {
  const values: Record<string, unknown> = {};
  const detail: object[] = [];
  for (const [name, reader] of Object.entries(fields)) {
    if (reader.kind === 'file' && form.file) {
      values[name] = true;
      continue;
    }
    // An empty field is one that was left out.
    const given = form.fields.get(name) || undefined;
    const value = given === undefined ? reader.fallback : reader.read(given);
    if (given === undefined && reader.required) {
      detail.push({ type: 'missing', loc: [from, name], msg: 'Field required', input: null });
    } else if (given !== undefined && isFault(value)) {
      detail.push({ type: value.type, loc: [from, name], msg: value.msg, input: given, ...(value.ctx ? { ctx: value.ctx } : {}) });
    } else values[name] = value;
  }
  if (detail.length) throw new Problem(422, 'GDS_REQUEST_INVALID', detail);
  return values as Values<F>;
}
