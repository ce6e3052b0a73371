/**
 * Values of a node by name. Files give them in the order of a node's widgets, newer ones by name as well; the order of a class is known
 * for ComfyUI's own (core-nodes.ts) and otherwise only to whoever has its program.
 */
import { coreNode, type WidgetKind } from './core-nodes.js';
import { equalJson, isObject, withKey, type Json, type JsonObject } from './json.js';

export interface WidgetValue {
  /** `widget_2` where only its place is known. */
  readonly name: string;
  readonly value: Json;
  /** Place in the list `widgets_values`; absent where the value is not in it. */
  readonly index?: number;
  /** The file lacks it: the value that a new node has. Undefined there: it depends on the server. */
  readonly missing?: true;
  /** It is part of a prompt; the state of a button and what happens to a seed after a run are not. */
  readonly sent: boolean;
  readonly kind: WidgetKind;
}

export const CONTROL = 'control_after_generate';
const CONTROL_WORDS: readonly Json[] = ['fixed', 'randomize', 'increment', 'decrement'];
/** Where a node that came from a prompt keeps what a workflow has no place for. */
export const PROMPT_HINT = 'gds_prompt';

/** All values of a node. */
export function widgetValues(json: JsonObject): WidgetValue[] {
  const type = typeof json['type'] === 'string' ? json['type'] : '';
  const core = coreNode(type);
  const values = json['widgets_values'];
  const named = json['widgets_values_named'];
  if (isObject(named)) return byName(json, named, values, core?.widgets);
  if (isObject(values)) {
    // The front end finds none of them on a node of its own.
    return core ? [] : Object.entries(values).map(([name, value]) => ({ name, value, sent: name !== 'videopreview', kind: '' }));
  }
  const list = Array.isArray(values) ? values : [];
  if (type === 'PrimitiveNode')
    return list
      .map((value, index) => ({ name: index === 0 ? 'value' : CONTROL, value, index, sent: false, kind: '' as const }))
      .slice(0, 2);
  if (core && !core.widgets.some(([, kind]) => kind === 'dynamic')) return byOrder(list, core.widgets);
  return list.map((value, index) => ({ name: `widget_${index}`, value, index, sent: true, kind: '' }));
}

type Widgets = NonNullable<ReturnType<typeof coreNode>>['widgets'];

function byName(json: JsonObject, named: JsonObject, values: Json | undefined, widgets: Widgets | undefined): WidgetValue[] {
  const isPrompt = PROMPT_HINT in json;
  return Object.entries(named).map(([name, value], index) => {
    const known = widgets?.find(([widget, kind]) => widget === name || (kind === 'dynamic' && name.startsWith(`${widget}.`)));
    const sent = isPrompt || (widgets ? known !== undefined : !isState(name, value));
    const listed = Array.isArray(values) && equalJson(values[index], value);
    return { name, value, ...(listed ? { index } : {}), sent, kind: known && known[0] === name ? known[1] : '' };
  });
}

function isState(name: string, value: Json): boolean {
  return (
    name === CONTROL ||
    name === 'videopreview' ||
    (CONTROL_WORDS.includes(name) && CONTROL_WORDS.includes(value)) ||
    (name === 'upload' && value === 'image')
  );
}

function byOrder(list: readonly Json[], widgets: Widgets): WidgetValue[] {
  const all: WidgetValue[] = [];
  let index = 0;
  for (const [name, kind, initial] of widgets) {
    const value = list[index];
    if (value !== undefined) all.push({ name, value, index, sent: true, kind });
    else all.push({ name, value: initial ?? null, index, missing: true, sent: initial !== undefined, kind });
    index++;
    const next = list[index];
    if (kind === 'control' && (CONTROL_WORDS.includes(next ?? null) || typeof next === 'boolean')) {
      all.push({ name: CONTROL, value: next!, index, sent: false, kind: '' });
      index++;
    }
    if (kind === 'upload') index++;
  }
  return all;
}

/** Writes one value where the file has it, in all places. Where it has none of that name nothing happens and the answer is false. */
export function setWidget(json: JsonObject, name: string, value: Json): boolean {
  const all = widgetValues(json);
  const entry = all.find((candidate) => candidate.name === name);
  if (!entry) return false;
  const values = json['widgets_values'];
  const named = json['widgets_values_named'];
  if (isObject(named) && Object.hasOwn(named, name)) withKey(named, name, value);
  else if (isObject(values)) withKey(values, name, value);
  if (entry.index === undefined) return true;
  const list = Array.isArray(values) ? values : [];
  for (let index = list.length; index < entry.index; index++) list.push(all.find((other) => other.index === index)?.value ?? null);
  list[entry.index] = value;
  json['widgets_values'] = list;
  return true;
}

/** How a node made anew carries its values: by order and by name. */
export function newWidgets(values: readonly (readonly [string, Json])[]): JsonObject {
  const named: JsonObject = {};
  for (const [name, value] of values) withKey(named, name, value);
  return { widgets_values: values.map(([, value]) => value), widgets_values_named: named };
}
