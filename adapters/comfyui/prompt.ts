/**
 * API prompts as workflows, so that one importer does for both: nodes laid out in columns, links as slots, literals as values by name.
 * What a workflow has no place for travels beside it and comes back on export.
 */
import { bad } from './file.js';
import { coreNode } from './core-nodes.js';
import { isObject, push, withKey, type Json, type JsonObject } from './json.js';
import { PROMPT_HINT } from './widgets.js';

const COLUMN = 340;
const GAP = 60;
const ROW_HEIGHT = 24;

interface Entry {
  readonly key: string;
  readonly json: JsonObject;
  readonly type: string;
  /** Input name, source, output. */
  readonly links: readonly (readonly [string, string, number])[];
  readonly values: JsonObject;
  /** Inputs that are neither: links to nodes that are not there. */
  readonly raw: JsonObject;
}

/** @throws GdsError `GDS_COMFY_FIELD` with the path of an entry that is none. */
export function promptToWorkflow(prompt: JsonObject): JsonObject {
  const entries = Object.entries(prompt).map(([key, json]) => readEntry(key, json, prompt));
  const columns = depths(entries);
  const bottoms: number[] = [];
  const outputs = new Map<string, { slot: number; id: number }[]>();
  const links: Json[] = [];
  const nodes: JsonObject[] = entries.map((entry, order) => {
    const { key, type, values } = entry;
    const core = coreNode(type);
    const inputs = entry.links.map(([name, source, slot], index) => {
      const id = links.length + 1;
      const wanted = core?.inputs.find(([input]) => input === name)?.[1] ?? '*';
      const isWidget = core?.widgets.some(([widget]) => widget === name) ?? false;
      links.push([id, source, slot, key, index, wanted]);
      push(outputs, source, { slot, id });
      return { name, type: wanted, ...(isWidget ? { widget: { name } } : {}), link: id };
    });
    const height = 10 + ROW_HEIGHT * Math.max(1, inputs.length + Object.keys(values).length);
    const column = columns.get(key) ?? 0;
    const y = bottoms[column] ?? 0;
    bottoms[column] = y + height + GAP;
    const { inputs: _, ...rest } = entry.json;
    const meta = isObject(rest['_meta']) ? rest['_meta']['title'] : undefined;
    const title = typeof meta === 'string' ? meta : '';
    return {
      id: key,
      type,
      pos: [column * COLUMN, y],
      size: [270, height],
      flags: {},
      order,
      mode: 0,
      inputs,
      ...(title ? { title } : {}),
      properties: {},
      widgets_values_named: values,
      [PROMPT_HINT]: { entry: rest, raw: entry.raw, title, ...(entry.json['inputs'] === undefined ? { bare: true } : {}) },
    };
  });
  for (const node of nodes) {
    const used = outputs.get(String(node['id'])) ?? [];
    const known = coreNode(String(node['type']))?.outputs ?? [];
    const count = used.reduce((most, { slot }) => Math.max(most, slot + 1), known.length);
    const bySlot = new Map<number, Json[]>();
    for (const { slot, id } of used) push(bySlot, slot, id);
    node['outputs'] = Array.from({ length: count }, (_, slot) => {
      const [name, type] = known[slot] ?? [String(slot), '*'];
      return { name, type, links: bySlot.get(slot) ?? [] };
    });
  }
  return { last_node_id: highestId(entries), last_link_id: links.length, nodes, links, groups: [], config: {}, extra: {}, version: 0.4 };
}

/** More outputs than any node has: a link to one further on is kept as a value. */
const MOST_OUTPUTS = 1_000;

function readEntry(key: string, json: Json, prompt: JsonObject): Entry {
  if (!isObject(json)) throw bad(key.slice(0, 60), 'must be an object');
  const type = json['class_type'] ?? '';
  if (typeof type !== 'string') throw bad(`${key.slice(0, 60)}.class_type`, 'must be a text');
  if (json['inputs'] !== undefined && !isObject(json['inputs'])) throw bad(`${key.slice(0, 60)}.inputs`, 'must be an object');
  const links: [string, string, number][] = [];
  const values: JsonObject = {};
  const raw: JsonObject = {};
  for (const [name, value] of Object.entries(json['inputs'] ?? {})) {
    if (!Array.isArray(value)) {
      const wrapped = isObject(value) && Object.keys(value).length === 1 && Array.isArray(value['__value__']) ? value['__value__'] : value;
      withKey(values, name, wrapped);
      continue;
    }
    const [source, slot] = value;
    const isLink = value.length === 2 && typeof source === 'string' && typeof slot === 'number' && Number.isInteger(slot) && slot >= 0;
    if (isLink && slot < MOST_OUTPUTS && Object.hasOwn(prompt, source) && source !== key) links.push([name, source, slot]);
    else withKey(raw, name, value);
  }
  return { key, json, type, links, values, raw };
}

/** Column of every node: the longest way to it from one without inputs. A ring ends where it began. */
function depths(entries: readonly Entry[]): Map<string, number> {
  const columns = new Map<string, number>();
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  for (const { key } of entries) {
    const stack = [{ key, next: 0 }];
    const open = new Set([key]);
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const links = byKey.get(top.key)!.links;
      const source = columns.has(top.key) ? undefined : links[top.next++]?.[1];
      if (source !== undefined) {
        if (open.has(source) || columns.has(source)) continue;
        open.add(source);
        stack.push({ key: source, next: 0 });
        continue;
      }
      if (!columns.has(top.key)) columns.set(top.key, 1 + Math.max(-1, ...links.map(([, from]) => columns.get(from) ?? -1)));
      open.delete(top.key);
      stack.pop();
    }
  }
  return columns;
}

const highestId = (entries: readonly Entry[]): number =>
  entries.reduce((most, { key }) => (/^\d{1,9}$/.test(key) ? Math.max(most, Number(key)) : most), 0);
