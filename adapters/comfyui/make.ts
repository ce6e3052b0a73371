/** Nodes, slots and ids for what a file did not have yet. */
import { coreNode } from './core-nodes.js';
import { asList, isObject, type Json, type JsonObject } from './json.js';
import { MODE_NUMBERS, TITLE_HEIGHT, type LookChange } from './look.js';
import { newWidgets } from './widgets.js';

const ROW_HEIGHT = 24;
const WIDTH = 270;

/** A node of one of ComfyUI's own classes, with `values` in the place of what a new one has. Its id is set later. */
export function makeNode(
  type: string,
  look: Partial<LookChange> & { x: number; y: number },
  values: Readonly<Record<string, Json>> = {},
): JsonObject {
  const core = coreNode(type);
  const widgets: [string, Json][] = [];
  for (const [name, kind, initial] of core?.widgets ?? []) {
    widgets.push([name, (Object.hasOwn(values, name) ? values[name] : initial) ?? null]);
    if (kind === 'control') widgets.push(['control_after_generate', values['control_after_generate'] ?? 'fixed']);
    if (kind === 'upload') widgets.push(['upload', 'image']);
  }
  const rows = Math.max(core?.inputs.length ?? 0, core?.outputs.length ?? 0) + widgets.length;
  return {
    id: 0,
    type,
    pos: [look.x, look.y + TITLE_HEIGHT],
    size: [look.width ?? WIDTH, look.height === undefined ? 10 + rows * ROW_HEIGHT : Math.max(0, look.height - TITLE_HEIGHT)],
    flags: {},
    order: 0,
    mode: MODE_NUMBERS[look.mode ?? 'active'],
    inputs: (core?.inputs ?? []).map(([name, slot]) => ({ name, type: slot, link: null })),
    outputs: (core?.outputs ?? []).map(([name, slot]) => ({ name, type: slot, links: null })),
    ...(look.title ? { title: look.title } : {}),
    properties: { 'Node name for S&R': type },
    ...(widgets.length > 0 ? newWidgets(widgets) : {}),
  };
}

/** Place of the named input slot; made where the node has none. `widget` says that it is a widget's socket. */
export function inputSlot(json: JsonObject, name: string, type: string, widget = false): number {
  const slots = (json['inputs'] = asList(json['inputs']));
  const found = slots.findIndex((slot) => isObject(slot) && slot['name'] === name);
  if (found >= 0) return found;
  return slots.push({ name, type, ...(widget ? { widget: { name } } : {}), link: null }) - 1;
}

/** Place of an output slot; made, with those before it, where the node has none. */
export function outputSlot(json: JsonObject, index: number, name: string, type: string): number {
  const slots = (json['outputs'] = asList(json['outputs']));
  while (slots.length <= index) slots.push({ name, type, links: null });
  return index;
}

/** An id of the shape that definitions have, the same for the same text. */
export function uuidOf(text: string): string {
  let hex = '';
  for (let part = 0; part < 4; part++) {
    // FNV-1a with a start of its own for every part.
    let hash = 0x811c9dc5 ^ Math.imul(part + 1, 0x9e3779b1);
    for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    hex += (hash >>> 0).toString(16).padStart(8, '0');
  }
  // Version 8 (own scheme) and the variant of RFC 9562.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
