/**
 * JSON from outside, once and for all in a form that the rest of the adapter can trust: a fresh copy, of bounded depth and size.
 *
 * Keys such as `__proto__` stay what JSON makes of them, own properties. Nothing here assigns to a key that a file chose, other than on
 * copies made by spreading, and names that become names of the graph pass {@link isSafeName} first.
 */
import { GdsError } from '../../src/errors.js';

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** What one file may hold. Real ones stay far below. */
export const LIMITS = {
  /** UTF-16 units of the whole file. */
  text: 64 * 1024 * 1024,
  /** UTF-16 units of one part that the graph keeps as text: a node, a definition, the file without its nodes. */
  part: 2_000_000,
  /** Nesting. */
  depth: 100,
  /** Nodes after subgraphs have been laid out one by one. */
  nodes: 50_000,
} as const;

export interface Parsed {
  readonly value: Json;
  /** It held numbers that JSON does not have (`NaN`), which are null now. */
  readonly repaired: boolean;
  /** Path of the first whole number that lost digits because it is beyond 2^53. */
  readonly imprecise?: string;
}

/**
 * A copy of a text's or an object's JSON.
 * @throws GdsError `GDS_COMFY_JSON` where it is none, `GDS_COMFY_SIZE` where it is over a limit.
 */
export function parseJson(source: unknown): Parsed {
  const text = typeof source === 'string' ? source : stringify(source);
  if (text.length > LIMITS.text) throw tooLarge(`It has ${text.length} characters`);
  let value: Json;
  let repaired = false;
  try {
    value = JSON.parse(text) as Json;
  } catch (cause) {
    // Python writes numbers that are none as NaN and Infinity.
    const strict = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/gs, (match) => (match.startsWith('"') ? match : 'null'));
    try {
      value = JSON.parse(strict) as Json;
    } catch {
      throw new GdsError('GDS_COMFY_JSON', 'This is not valid JSON. Use a workflow that ComfyUI saved.', { cause });
    }
    repaired = true;
  }
  const imprecise = survey(value, '', 0);
  return { value, repaired, ...(imprecise === undefined ? {} : { imprecise }) };
}

function stringify(source: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(source);
  } catch (cause) {
    throw new GdsError('GDS_COMFY_JSON', 'This cannot be written as JSON. Use a workflow that ComfyUI saved.', { cause });
  }
  if (text === undefined) throw new GdsError('GDS_COMFY_JSON', 'There is nothing to read. Use a workflow that ComfyUI saved.');
  return text;
}

/** Checks the depth; answers where the first number is that lost digits. */
function survey(value: Json, path: string, depth: number): string | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value) ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth >= LIMITS.depth) throw tooLarge(`${path.slice(0, 80)} … is nested more than ${LIMITS.depth} levels deep`);
  let found: string | undefined;
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, item] of entries) {
    if (typeof item !== 'object' && typeof item !== 'number') continue;
    const at = typeof key === 'number' ? `${path}[${key}]` : path ? `${path}.${key.slice(0, 60)}` : key.slice(0, 60);
    const inside = survey(item, at, depth + 1);
    found ??= inside;
  }
  return found;
}

export function tooLarge(what: string): GdsError {
  return new GdsError('GDS_COMFY_SIZE', `${what}; that is more than can be opened here. Use a smaller workflow.`);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const asList = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
export const asText = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** Whether the graph can keep something under this name. The same rule as the document's. */
export function isSafeName(name: string): boolean {
  return name.length > 0 && name.length <= 200 && !['__proto__', 'constructor', 'prototype'].includes(name);
}

/** Two JSON values say the same; the order of keys means nothing, that of lists does. */
export function equalJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && equalJson((a as JsonObject)[key], (b as JsonObject)[key]));
}

export const cloneJson = <T extends Json>(value: T): T => structuredClone(value);

/** The object with one key set, whatever the key is called. */
export function withKey(object: JsonObject, key: string, value: Json): JsonObject {
  return Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

/** Adds to the list at `key`, which is made where there is none. */
export function push<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
