/**
 * JSON values: checking what comes from outside, copying, comparing.
 *
 * A checked value is a fresh, deeply frozen copy: later changes by the caller cannot reach the document, getters ran once, and
 * nothing in it can touch a prototype.
 */
import { GdsError } from '../errors.js';
import type { ParamValue } from './types.js';

/** What one document may hold. Beyond these a page would freeze; real graphs stay far below. */
export const LIMITS = {
  nodes: 100_000,
  edges: 200_000,
  /** Groups, and notes. */
  items: 20_000,
  /** UTF-16 units of one text. */
  text: 2_000_000,
  /** UTF-16 units of an id, a type, a port or a parameter name. */
  name: 200,
  /** UTF-16 units of a title. */
  title: 1_000,
  /** Elements of one list, and keys of one object. */
  list: 100_000,
  /** Nesting of one value. */
  depth: 32,
} as const;

/** Keys that reach the prototype when they are assigned. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether `name` may be the key of something in the document. */
export function isSafeKey(name: string): boolean {
  return name.length > 0 && name.length <= LIMITS.name && !FORBIDDEN_KEYS.has(name);
}

/** True for objects that are not lists: `{…}`, whatever their prototype. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A frozen copy of `value`.
 * @throws GdsError `GDS_GRAPH_FIELD` with the path of the first part that JSON cannot hold or that is over a limit.
 */
export function copyJson(value: unknown, path: string, depth = 0): ParamValue {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') {
    if (value.length > LIMITS.text) throw refuse(path, `is a text of ${value.length} characters; at most ${LIMITS.text} are kept`);
    return value;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw refuse(path, `is ${value}; give a finite number`);
    return value;
  }
  if (depth >= LIMITS.depth) throw refuse(path, `is nested more than ${LIMITS.depth} levels deep`);
  if (Array.isArray(value)) {
    if (value.length > LIMITS.list) throw refuse(path, `has ${value.length} elements; at most ${LIMITS.list} are kept`);
    return Object.freeze(Array.from(value, (item, index) => copyJson(item, `${path}[${index}]`, depth + 1)));
  }
  // Objects of other realms are fine; bytes, maps, dates and blobs are not JSON.
  if (typeof value === 'object' && Object.prototype.toString.call(value) === '[object Object]') {
    const keys = Object.keys(value);
    if (keys.length > LIMITS.list) throw refuse(path, `has ${keys.length} keys; at most ${LIMITS.list} are kept`);
    const copy: Record<string, ParamValue> = {};
    for (const key of keys) {
      if (!isSafeKey(key)) throw refuse(`${path}.${shorten(key)}`, 'is not a name that can be kept');
      copy[key] = copyJson((value as Record<string, unknown>)[key], `${path}.${key}`, depth + 1);
    }
    return Object.freeze(copy);
  }
  throw refuse(path, 'is something that JSON cannot hold');
}

/** Text with its object keys sorted: equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (isObject(value)) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

export function equalJson(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && canonicalJson(a) === canonicalJson(b));
}

/** The error for a bad field. `problem` continues the sentence that starts with the path. */
export function refuse(path: string, problem: string): GdsError {
  return new GdsError('GDS_GRAPH_FIELD', `${path || 'The graph'} ${problem}.`, { path });
}

/** For messages: text from outside, cut to what a person can read. */
export function shorten(text: string, length = 60): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
