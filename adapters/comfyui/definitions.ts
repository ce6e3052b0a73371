/** Subgraph definitions of a file, and the widgets that an instance shows of what is inside. */
import { readLevel, type Level, type RawSlot, INPUT_NODE, readSlots } from './file.js';
import { asList, asText, isObject, type Json, type JsonObject } from './json.js';
import type { Warnings } from './warnings.js';

export interface Definition {
  readonly id: string;
  readonly index: number;
  readonly json: JsonObject;
  readonly level: Level;
  readonly inputs: readonly RawSlot[];
  readonly outputs: readonly RawSlot[];
}

export type Definitions = ReadonlyMap<string, Definition>;

/** By id. What cannot be read is reported, and its instances are nodes like any other. */
export function readDefinitions(file: JsonObject, warnings: Warnings): Definitions {
  const found = new Map<string, Definition>();
  const list = isObject(file['definitions']) ? asList(file['definitions']['subgraphs']) : [];
  list.forEach((json, index) => {
    const path = `definitions.subgraphs[${index}]`;
    if (!isObject(json) || typeof json['id'] !== 'string' || found.has(json['id'])) {
      return warnings.add('GDS_COMFY_ODD', path, 'A subgraph definition has no id of its own. It is kept for export.');
    }
    try {
      const definition = readDefinition(json, index, path, warnings);
      found.set(definition.id, definition);
    } catch {
      warnings.add('GDS_COMFY_ODD', path, 'A subgraph definition cannot be read. It is kept for export.');
    }
  });
  return found;
}

export function readDefinition(json: JsonObject, index: number, path: string, warnings: Warnings): Definition {
  return {
    id: asText(json['id']),
    index,
    json,
    level: readLevel(json, path, warnings),
    inputs: readSlots(json['inputs']),
    outputs: readSlots(json['outputs']),
  };
}

/** A widget of an inner node that the instance shows. */
export interface Promoted {
  /** Its name on the instance. */
  readonly name: string;
  /** Id of the inner node, as text, and the widget there. */
  readonly node: string;
  readonly widget: string;
  /** Place in the instance's list of values. */
  readonly index: number;
  /** What the instance says; it wins over the inner node's own value. */
  readonly value?: Json;
}

/**
 * In the order of the instance's values: `properties.proxyWidgets` where the file has it (the older way), then inputs of the definition
 * that lead into a widget (the newer one).
 */
export function promotedOf(instance: JsonObject, definition: Definition): Promoted[] {
  const inputs = inputWidgets(definition);
  const all: { name: string; node: string; widget: string }[] = [];
  const add = (entry: { name: string; node: string; widget: string }): void => {
    if (!all.some(({ node, widget }) => node === entry.node && widget === entry.widget)) all.push(entry);
  };
  const properties = instance['properties'];
  for (const entry of isObject(properties) ? asList(properties['proxyWidgets']) : []) {
    const [node, widget] = asList(entry).map((part) => (typeof part === 'string' || typeof part === 'number' ? String(part) : ''));
    if (!node || !widget) continue;
    const input = inputs.find((each) => (node === '-1' ? each.name === widget : each.node === node && each.widget === widget));
    if (input) add(input);
    else if (node !== '-1') add({ name: widget, node, widget });
  }
  inputs.forEach(add);
  const values = asList(instance['widgets_values']);
  const named = isObject(instance['widgets_values_named']) ? instance['widgets_values_named'] : {};
  return all.map((entry, index) => {
    const value = Object.hasOwn(named, entry.name) ? named[entry.name] : values[index];
    return { ...entry, index, ...(value === undefined || value === null ? {} : { value }) };
  });
}

function inputWidgets({ level, inputs }: Definition): { name: string; node: string; widget: string }[] {
  return inputs.flatMap(({ name, index }) => {
    for (const link of level.linksFrom(INPUT_NODE, index)) {
      const slot = level.byKey.get(link.to)?.inputs[link.toSlot];
      if (slot?.widget !== undefined) return [{ name, node: link.to, widget: slot.widget }];
    }
    return [];
  });
}

/** Slots of an instance by port of the definition; of several slots for one port the first. */
export function slotsByPort(slots: readonly RawSlot[], ports: readonly RawSlot[]): Map<number, RawSlot> {
  const found = new Map<number, RawSlot>();
  for (const slot of slots) {
    const port = portOfSlot(slot, ports);
    if (port !== undefined && !found.has(port)) found.set(port, slot);
  }
  return found;
}

/** Which port of the definition a slot of an instance is: instances may leave slots out, so by name before place. */
export function portOfSlot(slot: RawSlot, ports: readonly RawSlot[]): number | undefined {
  const named = ports.findIndex(({ name }) => name === slot.name);
  if (named >= 0 && slot.name !== '' && ports.filter(({ name }) => name === slot.name).length === 1) return named;
  return slot.index < ports.length ? slot.index : undefined;
}
