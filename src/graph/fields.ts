/**
 * Checks of single fields that come from outside. Each returns the value as the document keeps it, the default for one that was left
 * out, or throws `GDS_GRAPH_FIELD` with `path`.
 */
import { LIMITS, copyJson, isObject, isSafeKey, refuse, shorten } from './json.js';
import { NODE_MODES, type Extra } from './schema.js';
import { ITEM_COLORS } from './types.js';
import type { NodeMode, NodePorts, ParamValue, PortInfo, PortRef } from './types.js';

export function list(value: unknown, path: string, limit: number, fallback?: unknown[]): unknown[] {
  if (value === undefined && fallback) return fallback;
  if (!Array.isArray(value)) throw refuse(path, 'must be a list');
  if (value.length > limit) throw refuse(path, `has ${value.length} entries; at most ${limit} are kept`);
  return Array.from(value as unknown[]);
}

export function object(value: unknown, path: string): Record<string, unknown> {
  if (!isObject(value)) throw refuse(path, 'must be an object');
  return value;
}

/** An id, a type, a port or a parameter name. */
export function name(value: unknown, path: string): string {
  if (typeof value !== 'string' || !isSafeKey(value)) throw refuse(path, `must be a text of 1 to ${LIMITS.name} characters`);
  return value;
}

export function title(value: unknown = '', path: string): string {
  return text(value, path, LIMITS.title);
}

export function text(value: unknown, path: string, limit: number = LIMITS.text): string {
  if (typeof value !== 'string' || value.length > limit) throw refuse(path, `must be a text of at most ${limit} characters`);
  return value;
}

export function mode(value: unknown = 'active', path: string): NodeMode {
  if (!NODE_MODES.includes(value as NodeMode)) throw refuse(path, `must be one of ${NODE_MODES.join(', ')}`);
  return value as NodeMode;
}

export function color(value: unknown = '', path: string): string {
  if (!ITEM_COLORS.includes(value as (typeof ITEM_COLORS)[number]))
    throw refuse(path, `must be one of ${ITEM_COLORS.slice(1).join(', ')} or empty`);
  return value as string;
}

export function coordinate(value: unknown, path: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw refuse(path, 'must be a finite number');
  return value;
}

export function size(value: unknown, path: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) throw refuse(path, 'must be a finite number above 0');
  return value;
}

/** Undefined where the thing is not locked, as records have it. */
export function locked(value: unknown, path: string): true | undefined {
  if (value !== undefined && typeof value !== 'boolean') throw refuse(path, 'must be true or false');
  return value || undefined;
}

/** Node id and port id as a frozen pair. */
export function portRef(value: unknown, path: string): PortRef {
  if (!Array.isArray(value) || value.length !== 2) throw refuse(path, 'must be a pair: node id and port id');
  return Object.freeze([name(value[0], `${path}[0]`), name(value[1], `${path}[1]`)] as const);
}

/** The ports that a foreign node carries. Fields of a port that are not known here are kept. */
export function ports(value: unknown, path: string): NodePorts | undefined {
  if (value === undefined) return undefined;
  const sides = object(value, path);
  return Object.freeze({ inputs: side(sides['inputs'], `${path}.inputs`), outputs: side(sides['outputs'], `${path}.outputs`) });
}

function side(value: unknown, path: string): readonly PortInfo[] {
  const ids = new Set<string>();
  const checked = list(value, path, LIMITS.list).map((item, index) => {
    const at = `${path}[${index}]`;
    const port = copyJson(object(item, at), at) as Extra;
    const id = name(port['id'], `${at}.id`);
    if (ids.has(id)) throw refuse(`${at}.id`, `"${shorten(id)}" is used by another port; ids must differ`);
    ids.add(id);
    name(port['type'], `${at}.type`);
    if (port['title'] !== undefined) title(port['title'], `${at}.title`);
    return port as unknown as PortInfo;
  });
  return Object.freeze(checked);
}

/** Fields that are not `known`, copied. */
export function extraOf(source: Record<string, unknown>, known: ReadonlySet<string>, path: string): Extra {
  const extra: Record<string, ParamValue> = {};
  for (const key of Object.keys(source)) {
    if (known.has(key) || source[key] === undefined) continue;
    const at = path ? `${path}.${shorten(key)}` : shorten(key);
    if (!isSafeKey(key)) throw refuse(at, 'is not a name that can be kept');
    extra[key] = copyJson(source[key], at);
  }
  return extra;
}
