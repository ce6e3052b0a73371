/** Where things are and what they are called: ComfyUI's numbers as ours, and changed ones back into a file's own shape. */
import type { NodeMode } from '../../src/graph/types.js';
import { asText, isObject, withKey, type Json, type JsonObject } from './json.js';

/** ComfyUI's `pos` is below the title bar, ours above it. Canvas units. */
export const TITLE_HEIGHT = 30;

export interface Look {
  readonly x: number;
  readonly y: number;
  /** Absent where the file has none that makes sense. */
  readonly width?: number;
  readonly height?: number;
  readonly title: string;
  readonly mode: NodeMode;
}

const MODES: Readonly<Record<number, NodeMode>> = { 0: 'active', 2: 'muted', 4: 'bypassed' };
export const MODE_NUMBERS: Readonly<Record<NodeMode, number>> = { active: 0, muted: 2, bypassed: 4 };
const TITLE_LENGTH = 1_000;

export function lookOf(json: JsonObject): Look {
  const x = numberAt(json['pos'], 0) ?? 0;
  const y = numberAt(json['pos'], 1) ?? 0;
  const width = numberAt(json['size'], 0);
  const height = numberAt(json['size'], 1);
  return {
    x,
    y: y - TITLE_HEIGHT,
    ...(width !== undefined && width > 0 ? { width } : {}),
    ...(height !== undefined && height + TITLE_HEIGHT > 0 ? { height: height + TITLE_HEIGHT } : {}),
    title: asText(json['title']).slice(0, TITLE_LENGTH),
    mode: MODES[typeof json['mode'] === 'number' ? json['mode'] : 0] ?? 'active',
  };
}

export interface LookChange {
  readonly x: number;
  readonly y: number;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly title: string;
  readonly mode: NodeMode;
}

/** Writes into `json` what differs between how it was shown and how it is now. */
export function writeLook(json: JsonObject, was: LookChange, now: LookChange): void {
  if (now.x !== was.x) setNumber(json, 'pos', 0, now.x);
  if (now.y !== was.y) setNumber(json, 'pos', 1, now.y + TITLE_HEIGHT);
  if (now.width !== undefined && now.width !== was.width) setNumber(json, 'size', 0, now.width);
  if (now.height !== undefined && now.height !== was.height) setNumber(json, 'size', 1, Math.max(0, now.height - TITLE_HEIGHT));
  if (now.title !== was.title) {
    if (now.title) json['title'] = now.title;
    else delete json['title'];
  }
  if (now.mode !== was.mode) json['mode'] = MODE_NUMBERS[now.mode];
}

/** Moves a node of the file that has no node of its own in the graph. */
export function shift(json: JsonObject, dx: number, dy: number): void {
  if (dx !== 0) setNumber(json, 'pos', 0, (numberAt(json['pos'], 0) ?? 0) + dx);
  if (dy !== 0) setNumber(json, 'pos', 1, (numberAt(json['pos'], 1) ?? 0) + dy);
}

/** Pairs are lists in most files and objects with the keys 0 and 1 in some. */
export function numberAt(pair: Json | undefined, index: number): number | undefined {
  const value = Array.isArray(pair) ? pair[index] : isObject(pair) ? pair[String(index)] : undefined;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function setNumber(json: JsonObject, field: 'pos' | 'size', index: number, value: number): void {
  const pair = json[field];
  if (isObject(pair)) withKey(pair, String(index), value);
  else if (Array.isArray(pair) && pair.length >= 2) pair[index] = value;
  else json[field] = index === 0 ? [value, 0] : [0, value];
}

/** The colour of ours that is nearest to a colour of theirs; '' where there is none. */
export function nearestColor(css: Json | undefined): string {
  const match = /^#([0-9a-f]{6}|[0-9a-f]{3})/i.exec(asText(css));
  if (!match) return '';
  const digits = match[1]!;
  const size = digits.length / 3;
  const [red, green, blue] = [0, 1, 2].map((index) => {
    const part = digits.slice(index * size, (index + 1) * size);
    return Number.parseInt(size === 1 ? part + part : part, 16);
  }) as [number, number, number];
  const most = Math.max(red, green, blue);
  const range = most - Math.min(red, green, blue);
  // Nearly grey.
  if (range < 24) return '';
  const sector = most === red ? ((green - blue) / range + 6) % 6 : most === green ? (blue - red) / range + 2 : (red - green) / range + 4;
  return HUES.find(([limit]) => sector * 60 < limit)![1];
}

/** Hues up to which a colour counts as one of ours, in degrees. */
const HUES: readonly (readonly [number, string])[] = [
  [15, 'red'],
  [40, 'orange'],
  [70, 'yellow'],
  [165, 'green'],
  [250, 'blue'],
  [335, 'violet'],
  [361, 'red'],
];

/** What ComfyUI's own menu offers for them. */
export const GROUP_COLORS: Readonly<Record<string, string>> = {
  '': '#444',
  red: '#A88',
  orange: '#b06634',
  yellow: '#b58b2a',
  green: '#8A8',
  blue: '#3f789e',
  violet: '#a1309b',
};
/** Node colours come in pairs: title and body. */
export const NOTE_COLORS: Readonly<Record<string, readonly [string, string]>> = {
  '': ['#432', '#653'],
  red: ['#322', '#533'],
  orange: ['#332922', '#593930'],
  yellow: ['#432', '#653'],
  green: ['#232', '#353'],
  blue: ['#223', '#335'],
  violet: ['#323', '#535'],
};
