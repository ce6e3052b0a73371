/** Notes and frames as notes and groups of a file. */
import type { GraphGroupJSON, GraphNoteJSON } from '../../src/graph/types.js';
import { groupRect, noteText } from './import-items.js';
import { cloneJson, isObject, type Json, type JsonObject } from './json.js';
import { GROUP_COLORS, NOTE_COLORS, lookOf, nearestColor, writeLook } from './look.js';
import { makeNode } from './make.js';
import { readOrigin } from './origin.js';
import { newWidgets, setWidget, widgetValues } from './widgets.js';

export function makeNote(note: GraphNoteJSON): JsonObject {
  return { ...makeNode('Note', note), properties: {}, ...newWidgets([['text', note.text]]), ...colors(note) };
}

/** Writes into the file's note what has changed. */
export function writeNote(json: JsonObject, note: GraphNoteJSON): void {
  const shown = lookOf(json);
  const place = { title: shown.title, mode: shown.mode };
  const sized = { width: shown.width ?? note.width, height: shown.height ?? note.height };
  writeLook(
    json,
    { ...place, ...sized, x: shown.x, y: shown.y },
    { ...place, x: note.x, y: note.y, width: note.width, height: note.height },
  );
  if (note.text !== noteText(json) && !setWidget(json, widgetValues(json)[0]?.name ?? '', note.text)) json['widgets_values'] = [note.text];
  if ((note.color ?? '') !== nearestColor(json['bgcolor'])) Object.assign(json, colors(note));
}

function colors({ color: name = '' }: GraphNoteJSON): JsonObject {
  const [color, bgcolor] = NOTE_COLORS[name] ?? NOTE_COLORS['']!;
  return { color, bgcolor };
}

/** `originals` as the file had them; those that it could not read stay. */
export function writeGroups(groups: readonly GraphGroupJSON[], originals: readonly Json[]): Json[] {
  const found = new Map<number, JsonObject>();
  const added: JsonObject[] = [];
  let last = originals.reduce<number>(
    (most, each) => (isObject(each) && typeof each['id'] === 'number' ? Math.max(most, each['id']) : most),
    0,
  );
  for (const group of groups) {
    const self = readOrigin(group)?.parts['self'];
    if (self && originals[self.at] !== undefined && !found.has(self.at)) found.set(self.at, writeGroup(cloneJson(self.node), group));
    else {
      const json = self ? cloneJson(self.node) : { font_size: 24, flags: {} };
      added.push(writeGroup({ ...json, id: ++last }, group));
    }
  }
  const kept = originals.flatMap((json, at) => found.get(at) ?? (isObject(json) && groupRect(json) ? [] : [json]));
  return [...kept, ...added];
}

function writeGroup(json: JsonObject, group: GraphGroupJSON): JsonObject {
  const { x, y, width, height, title = '', color = '' } = group;
  const was = groupRect(json);
  if (!was || was.x !== x || was.y !== y || was.width !== width || was.height !== height) json['bounding'] = [x, y, width, height];
  if (title !== (typeof json['title'] === 'string' ? json['title'].slice(0, 1_000) : '')) json['title'] = title;
  if (color !== nearestColor(json['color']) || !was) json['color'] = GROUP_COLORS[color] ?? GROUP_COLORS['']!;
  return json;
}
