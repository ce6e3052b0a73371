/**
 * Reading a workflow file: nodes, slots and links of one level, in one form for 0.4, schema 1 and subgraph definitions.
 *
 * What is odd is read as far as it goes and reported; only what has no meaning at all is refused.
 */
import { GdsError } from '../../src/errors.js';
import { asList, asText, isObject, push, type Json, type JsonObject } from './json.js';
import type { Warnings } from './warnings.js';

/** A slot of a node as the file has it. */
export interface RawSlot {
  readonly index: number;
  readonly name: string;
  readonly type: string;
  readonly label: string;
  /** Name of the widget whose socket it is. */
  readonly widget?: string;
}

export interface RawNode {
  /** Place in the file's list. */
  readonly at: number;
  /** Its id as text: links name ids as numbers or texts, both mean the same. */
  readonly key: string;
  readonly type: string;
  readonly json: JsonObject;
  readonly inputs: readonly RawSlot[];
  readonly outputs: readonly RawSlot[];
}

export interface RawLink {
  /** Place in the file's list. */
  readonly index: number;
  readonly id: Json;
  readonly from: string;
  readonly fromSlot: number;
  readonly to: string;
  readonly toSlot: number;
}

/** Ids of the nodes that stand for a subgraph's own ports, inside it. */
export const INPUT_NODE = '-10';
export const OUTPUT_NODE = '-20';

export class Level {
  readonly byKey = new Map<string, RawNode>();
  readonly #into = new Map<string, RawLink>();
  readonly #from = new Map<string, RawLink[]>();
  readonly #at = new Map<string, RawLink[]>();

  constructor(
    readonly json: JsonObject,
    readonly path: string,
    readonly nodes: readonly RawNode[],
    readonly links: readonly RawLink[],
  ) {
    for (const node of nodes) if (!this.byKey.has(node.key)) this.byKey.set(node.key, node);
    for (const link of links) {
      const end = slotKey(link.to, link.toSlot);
      // An input has one link: the one it names itself, or the first.
      const named = this.byKey.get(link.to)?.json['inputs'];
      const slot = asList(named)[link.toSlot];
      if (!this.#into.has(end) || (isObject(slot) && slot['link'] === link.id && this.#into.get(end)!.id !== link.id))
        this.#into.set(end, link);
      push(this.#from, slotKey(link.from, link.fromSlot), link);
      push(this.#at, link.from, link);
      if (link.to !== link.from) push(this.#at, link.to, link);
    }
  }

  linkInto(key: string, slot: number): RawLink | undefined {
    return this.#into.get(slotKey(key, slot));
  }

  /** All links that begin or end at a node. */
  linksAt(key: string): readonly RawLink[] {
    return this.#at.get(key) ?? [];
  }

  linksFrom(key: string, slot: number): readonly RawLink[] {
    return this.#from.get(slotKey(key, slot)) ?? [];
  }
}

export const slotKey = (key: string, slot: number): string => `${key}|${slot}`;

/** @throws GdsError `GDS_COMFY_FIELD` with the path of a list that is none, or of a node without id or type. */
export function readLevel(json: JsonObject, path: string, warnings: Warnings): Level {
  const at = (field: string): string => (path ? `${path}.${field}` : field);
  if (!Array.isArray(json['nodes'])) throw bad(at('nodes'), 'must be a list');
  const links = json['links'];
  if (links !== undefined && links !== null && !Array.isArray(links)) throw bad(at('links'), 'must be a list');
  const seen = new Set<string>();
  const nodes = json['nodes'].map((value, index) => {
    const node = readNode(value, index, at(`nodes[${index}]`));
    if (seen.has(node.key)) {
      warnings.add('GDS_COMFY_ODD', at(`nodes[${index}].id`), `Two nodes have the id ${node.key.slice(0, 60)}; links lead to the first.`);
    }
    seen.add(node.key);
    return node;
  });
  const read: RawLink[] = [];
  asList(links).forEach((value, index) => {
    const link = readLink(value, index);
    if (link) read.push(link);
    else warnings.add('GDS_COMFY_ODD', at(`links[${index}]`), 'A link cannot be read. It is kept for export.');
  });
  return new Level(json, path, nodes, read);
}

function readNode(value: Json, at: number, path: string): RawNode {
  if (!isObject(value)) throw bad(path, 'must be an object');
  const { id, type } = value;
  if (typeof id !== 'number' && (typeof id !== 'string' || id === '')) throw bad(`${path}.id`, 'must be a number or a text');
  if (typeof type !== 'string') throw bad(`${path}.type`, 'must be a text');
  return { at, key: String(id), type, json: value, inputs: readSlots(value['inputs']), outputs: readSlots(value['outputs']) };
}

export function readSlots(value: Json | undefined): RawSlot[] {
  return asList(value).map((item, index) => {
    const slot = isObject(item) ? item : {};
    const name = asText(slot['name']);
    const widget = isObject(slot['widget']) ? asText(slot['widget']['name']) || name : undefined;
    const label = asText(slot['label']) || asText(slot['localized_name']) || name;
    return { index, name, type: asText(slot['type']), label, ...(widget === undefined ? {} : { widget }) };
  });
}

/** Both shapes: `[id, origin, slot, target, slot, type]`, and an object. Undefined where it is neither. */
export function readLink(value: Json, index: number): RawLink | undefined {
  const [id, from, fromSlot, to, toSlot] = Array.isArray(value)
    ? value
    : isObject(value)
      ? [value['id'], value['origin_id'], value['origin_slot'], value['target_id'], value['target_slot']]
      : [];
  const isId = (end: Json | undefined): end is string | number => typeof end === 'string' || typeof end === 'number';
  const isSlot = (slot: Json | undefined): slot is number => typeof slot === 'number' && Number.isInteger(slot) && slot >= 0;
  if (!isId(id) || !isId(from) || !isId(to) || !isSlot(fromSlot) || !isSlot(toSlot)) return undefined;
  return { index, id, from: String(from), fromSlot, to: String(to), toSlot };
}

/** The error for a bad field. `problem` continues the sentence that starts with the path. */
export function bad(path: string, problem: string): GdsError {
  return new GdsError('GDS_COMFY_FIELD', `${path || 'The workflow'} ${problem}. Save the workflow in ComfyUI again.`, { path });
}

/** What a message calls a link. */
export const linkLabel = ({ id, from, to }: RawLink): string =>
  `Link ${String(id).slice(0, 40)} from ${from.slice(0, 40)} to ${to.slice(0, 40)}`;
