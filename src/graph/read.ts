/**
 * Reading one thing out of a document that anyone may have written: peers, older and newer versions, damaged storage.
 *
 * Never throws. What can be repaired in reading is (a missing title, a position that is no number), the rest is set aside with a
 * message and stays in the document.
 */
import * as Y from 'yjs';
import { GdsError } from '../errors.js';
import { LIMITS, copyJson, isObject, isSafeKey, shorten } from './json.js';
import { NODE_MODES, type DocumentMaps } from './schema.js';
import { ITEM_COLORS } from './types.js';
import type {
  EdgeRecord,
  GraphSchema,
  GroupRecord,
  NodeMode,
  NodePorts,
  NodeRecord,
  NoteRecord,
  ParamValue,
  PortInfo,
  PortRef,
} from './types.js';

/** What was read; neither record nor problem where there is nothing. */
export interface Read<T> {
  readonly record?: T;
  readonly problem?: string;
  /** The subgraph it names, whether or not there is one. */
  readonly parent?: string;
}

/** Decides where a thing that names a parent lies; undefined: at the top level. */
export type Place = (id: string, parent: string) => string | undefined;

/** Where a frame or note is whose rectangle cannot be read. */
const DEFAULT_RECT = [0, 0, 400, 300] as const;
/** Where documents of version 1 have the rectangle. */
const RECT_KEYS = ['x', 'y', 'width', 'height'] as const;

export function readNode(maps: DocumentMaps, id: string, place: Place, schema: GraphSchema | undefined): Read<NodeRecord> {
  const map = readMap(maps.nodes, id, 'node');
  if (!(map instanceof Y.Map)) return map;
  const type = map.get('type');
  if (typeof type !== 'string' || !isSafeKey(type)) return { problem: 'The node has no type.' };

  const problems: string[] = [];
  const position = readNumbers(maps.pos.get(id), 2);
  if (!position) problems.push('The node has no position; it was put at the origin.');
  const mode = map.get('mode');
  const parent = readParent(map);
  const width = map.get('width');
  const height = map.get('height');
  const ports = readPorts(map.get('ports'), problems);
  const record: NodeRecord = {
    id,
    type,
    x: position?.[0] ?? 0,
    y: position?.[1] ?? 0,
    params: readParams(map.get('params'), type, schema, problems),
    title: readText(map.get('title'), LIMITS.title),
    mode: NODE_MODES.includes(mode as NodeMode) ? (mode as NodeMode) : 'active',
    ...levelAndLock(map, id, parent, place),
    ...(isSize(width) ? { width } : {}),
    ...(isSize(height) ? { height } : {}),
    ...(ports ? { ports } : {}),
  };
  return result(record, parent, problems);
}

export function readGroup(maps: DocumentMaps, id: string, place: Place): Read<GroupRecord> {
  return readItem(maps.groups, id, 'frame', place, (map) => ({ title: readText(map.get('title'), LIMITS.title) }));
}

export function readNote(maps: DocumentMaps, id: string, place: Place): Read<NoteRecord> {
  return readItem(maps.notes, id, 'note', place, (map) => ({ text: readText(map.get('text'), LIMITS.text) }));
}

function readItem<T>(items: Y.Map<unknown>, id: string, kind: string, place: Place, text: (map: Y.Map<unknown>) => T) {
  const map = readMap(items, id, kind);
  if (!(map instanceof Y.Map)) return map;
  const rect =
    readNumbers(map.get('rect'), 4) ??
    readNumbers(
      RECT_KEYS.map((key) => map.get(key)),
      4,
    );
  const sound = rect !== undefined && isSize(rect[2]) && isSize(rect[3]);
  const [x, y, width, height] = (sound ? rect : DEFAULT_RECT) as readonly [number, number, number, number];
  const color = map.get('color');
  const parent = readParent(map);
  const record = {
    id,
    ...text(map),
    x,
    y,
    width,
    height,
    color: ITEM_COLORS.includes(color as (typeof ITEM_COLORS)[number]) ? (color as string) : '',
    ...levelAndLock(map, id, parent, place),
  };
  return result(record, parent, sound ? [] : [`The ${kind} has no rectangle; it was put at the origin.`]);
}

function readMap(items: Y.Map<unknown>, id: string, kind: string): Y.Map<unknown> | { problem?: string } {
  const raw = items.get(id);
  if (raw === undefined) return {};
  if (!(raw instanceof Y.Map) || !isSafeKey(id)) return { problem: `The ${kind} is not in a form that can be read.` };
  return raw.get('deleted') === true ? {} : (raw as Y.Map<unknown>);
}

function result<T extends object>(record: T, parent: string | undefined, problems: readonly string[]): Read<T> {
  return {
    record: Object.freeze(record),
    ...(parent === undefined ? {} : { parent }),
    ...(problems.length > 0 ? { problem: problems.join(' ') } : {}),
  };
}

function readParent(map: Y.Map<unknown>): string | undefined {
  const parent = map.get('parent');
  return typeof parent === 'string' && parent !== '' ? parent : undefined;
}

function levelAndLock(map: Y.Map<unknown>, id: string, named: string | undefined, place: Place): { parent?: string; locked?: true } {
  const parent = named === undefined ? undefined : place(id, named);
  return { ...(parent === undefined ? {} : { parent }), ...(map.get('locked') === true ? { locked: true } : {}) };
}

function readText(value: unknown, limit: number): string {
  return typeof value === 'string' ? value.slice(0, limit) : '';
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

/** `count` finite numbers, or undefined. */
export function readNumbers(value: unknown, count: number): readonly number[] | undefined {
  return Array.isArray(value) && value.length === count && value.every(Number.isFinite) ? (value as number[]) : undefined;
}

function readPorts(value: unknown, problems: string[]): NodePorts | undefined {
  if (value === undefined) return undefined;
  const json = readJson(value);
  const side = (list: unknown): readonly PortInfo[] => {
    const ids = new Set<string>();
    const sound = (port: unknown): port is PortInfo => {
      if (!isObject(port) || typeof port['id'] !== 'string' || !isSafeKey(port['id']) || ids.has(port['id'])) return false;
      if (
        typeof port['type'] !== 'string' ||
        !isSafeKey(port['type']) ||
        (port['title'] !== undefined && typeof port['title'] !== 'string')
      )
        return false;
      return Boolean(ids.add(port['id']));
    };
    const ports = Array.isArray(list) ? list.filter(sound) : [];
    if (!Array.isArray(list) || ports.length < list.length) problems.push('Some of its ports cannot be read.');
    return Object.freeze(ports);
  };
  if (isObject(json)) return Object.freeze({ inputs: side(json['inputs']), outputs: side(json['outputs']) });
  problems.push('Its ports cannot be read.');
  return undefined;
}

function readParams(
  value: unknown,
  type: string,
  schema: GraphSchema | undefined,
  problems: string[],
): Readonly<Record<string, ParamValue>> {
  const params: Record<string, ParamValue> = {};
  if (value instanceof Y.Map) {
    for (const [name, raw] of value as Y.Map<unknown>) {
      const read = isSafeKey(name) ? readJson(raw) : undefined;
      const kept = read === undefined ? undefined : keptParam(type, name, read, schema);
      if (kept === undefined) problems.push(`Its parameter "${shorten(name)}" cannot be used; it is as its type has it.`);
      const value = kept ?? (schema?.knows(type) ? schema.defaults(type)[name] : undefined);
      if (value !== undefined) params[name] = value;
    }
  }
  return Object.freeze(params);
}

/** The value as the node's type keeps it; undefined where it refuses it. A parameter that the type does not know stays. */
function keptParam(type: string, name: string, value: ParamValue, schema: GraphSchema | undefined): ParamValue | undefined {
  if (!schema?.validateParam || !schema.knows(type)) return value;
  try {
    return schema.validateParam(type, name, value);
  } catch (error) {
    return error instanceof GdsError && error.code === 'GDS_PARAM_UNKNOWN' ? value : undefined;
  }
}

/** A JSON value out of the document, or undefined where it is none. */
export function readJson(value: unknown): ParamValue | undefined {
  try {
    return copyJson(value instanceof Y.AbstractType ? value.toJSON() : value, '');
  } catch {
    return undefined;
  }
}

/** Both ends of an edge map, or undefined where they are not in a form that can be read. */
export function readEdge(map: Y.Map<unknown>, id: string): EdgeRecord | undefined {
  const from = readRef(map.get('from'));
  const to = readRef(map.get('to'));
  return from && to && isSafeKey(id) ? Object.freeze({ id, from, to }) : undefined;
}

function readRef(value: unknown): PortRef | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [node, port] = value as unknown[];
  if (typeof node !== 'string' || typeof port !== 'string' || !isSafeKey(node) || !isSafeKey(port)) return undefined;
  return Object.isFrozen(value) ? (value as unknown as PortRef) : Object.freeze([node, port] as const);
}
