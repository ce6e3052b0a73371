/** Notes and groups of a file as notes and frames. */
import type { GraphGroupJSON, GraphNoteJSON } from '../../src/graph/types.js';
import type { Level, RawNode } from './file.js';
import { pathOf } from './import-place.js';
import { LIMITS, asList, asText, isObject, type Json, type JsonObject } from './json.js';
import { lookOf, nearestColor, numberAt } from './look.js';
import { ORIGIN_KEY, writeOrigin } from './origin.js';

/** Where the file gives a note no size. Canvas units. */
const NOTE_SIZE = { width: 210, height: 120 };

export function noteOf(node: RawNode, level: Level, id: string, parent: string | undefined): GraphNoteJSON {
  const { width, height, x, y } = lookOf(node.json);
  const note: GraphNoteJSON = {
    id,
    text: noteText(node.json).slice(0, LIMITS.part),
    x,
    y,
    width: width ?? NOTE_SIZE.width,
    height: height ?? NOTE_SIZE.height,
    color: nearestColor(node.json['bgcolor']),
    ...(parent === undefined ? {} : { parent }),
  };
  const origin = writeOrigin({ parts: { self: { at: node.at, node: node.json } }, was: {} }, pathOf(level, node));
  return Object.assign(note, { [ORIGIN_KEY]: origin });
}

/** Undefined where it has no rectangle that makes sense. `at` is its place in the file's list. */
export function groupOf(json: Json, at: number, path: string, id: string, parent: string | undefined): GraphGroupJSON | undefined {
  const rect = isObject(json) ? groupRect(json) : undefined;
  if (!isObject(json) || !rect) return undefined;
  const group: GraphGroupJSON = {
    id,
    ...rect,
    title: asText(json['title']).slice(0, 1_000),
    color: nearestColor(json['color']),
    ...(parent === undefined ? {} : { parent }),
  };
  return Object.assign(group, { [ORIGIN_KEY]: writeOrigin({ parts: { self: { at, node: json } }, was: {} }, path) });
}

export function noteText(json: JsonObject): string {
  const [first] = asList(json['widgets_values']);
  if (typeof first === 'string') return first;
  const { properties } = json;
  return isObject(properties) ? asText(properties['text']) : '';
}

export function groupRect(json: JsonObject): { x: number; y: number; width: number; height: number } | undefined {
  const [x, y, width, height] = [0, 1, 2, 3].map((index) => numberAt(json['bounding'], index));
  if (x === undefined || y === undefined || width === undefined || height === undefined) return undefined;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}
