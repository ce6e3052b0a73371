/**
 * Links of an exported level. A link that the file had between the same slots is that link still, with its id, its bends and its place;
 * others are made. Slots name their links again only where something about them changed, so that what was odd stays as it was.
 */
import { INPUT_NODE, OUTPUT_NODE, readLink, type RawLink } from './file.js';
import { asList, asText, isObject, push, type Json, type JsonObject } from './json.js';
import type { LooseLinks } from './origin.js';

/** A node of the file that is being written. */
export interface Part {
  /** Node of the graph that it belongs to. */
  readonly owner: string;
  /** It is from the file, not made anew. A copy of such a one in the graph is, too. */
  readonly known: boolean;
  /** Place in the file's list; infinite where it is new. */
  readonly at: number;
  readonly json: JsonObject;
  /** The id under which the file knew it; undefined where it is new, or a copy of one that is written already. */
  was?: string;
  /** Id as text. */
  key: string;
}

/** One end of a link: a slot of a part, or of the subgraph itself. */
export interface Socket {
  readonly part: Part | typeof INPUT_NODE | typeof OUTPUT_NODE;
  readonly slot: number;
  readonly type?: string;
}

export interface Wire {
  readonly from: Socket;
  readonly to: Socket;
}

export interface WrittenLinks {
  readonly json: Json[];
  /** Ids at the subgraph's own ports, as they were and as they are. */
  readonly ports: Readonly<Record<'inputs' | 'outputs', { readonly before: IdsBySlot; readonly after: IdsBySlot }>>;
  /** Highest number that a new link got, or 0. */
  readonly lastId: number;
}

export type IdsBySlot = ReadonlyMap<number, readonly Json[]>;

/**
 * Writes the links of a level and what its slots say of them.
 * @param originals The level's links as the file had them.
 * @param lastId Highest id that the file says it has given.
 */
export function writeLinks(
  parts: readonly Part[],
  wires: readonly Wire[],
  originals: readonly Json[],
  loose: LooseLinks,
  lastId: number,
  form: 'list' | 'object',
): WrittenLinks {
  const read = originals.flatMap((json, index) => readLink(json, index) ?? []);
  const strayAt = new Set(loose.map(([index]) => index));
  const joined = read.filter(({ index }) => !strayAt.has(index));
  const byEnds = new Map(joined.map((link) => [endsKey(link.from, link.fromSlot, link.to, link.toSlot), link]));
  const kept = new Map<number, RawLink | undefined>();
  const made: { link: RawLink; type: string }[] = [];
  let next = read.reduce((most, { id }) => (typeof id === 'number' ? Math.max(most, id) : most), lastId);
  let newest = 0;
  const [taken, takenAsBefore] = [new Set<string>(), new Set<string>()];
  for (const { from, to } of wires) {
    const ends = [keyOf(from.part), from.slot, keyOf(to.part), to.slot] as const;
    taken.add(`${ends[2]}|${ends[3]}`);
    const original = wasThere(from.part) && wasThere(to.part) ? byEnds.get(endsKey(...ends)) : undefined;
    if (original) {
      kept.set(original.index, original);
      takenAsBefore.add(`${ends[2]}|${ends[3]}`);
    } else {
      newest = ++next;
      made.push({
        link: { index: -1, id: newest, from: ends[0], fromSlot: ends[1], to: ends[2], toSlot: ends[3] },
        type: typeOf(from, to),
      });
    }
  }
  const present = new Set([INPUT_NODE, OUTPUT_NODE, ...parts.flatMap(({ was, key }) => (was === key ? [key] : []))]);
  const strays = new Set<Json>();
  for (const [index, needs] of loose) {
    if (index >= originals.length || kept.has(index) || !needs.every((key) => present.has(key))) continue;
    const link = readLink(originals[index]!, index);
    // A new link has taken its input.
    const end = link && `${link.to}|${link.toSlot}`;
    if (end !== undefined && taken.has(end) && !takenAsBefore.has(end)) continue;
    kept.set(index, link);
    if (link) strays.add(link.id);
  }
  const order = [...kept].sort(([a], [b]) => a - b);
  const all = [...order.flatMap(([, link]) => link ?? []), ...made.map(({ link }) => link)];
  writeSlots(parts, read, all, strays);
  const idsByKey = new Map(parts.map(({ key, json: { id } }) => [key, id ?? null] as const));
  return {
    json: [...order.map(([index]) => originals[index]!), ...made.map(({ link, type }) => linkJson(link, type, idsByKey, form))],
    ports: {
      inputs: { before: idsBySlot(read, 'from', INPUT_NODE), after: idsBySlot(all, 'from', INPUT_NODE) },
      outputs: { before: idsBySlot(read, 'to', OUTPUT_NODE), after: idsBySlot(all, 'to', OUTPUT_NODE) },
    },
    lastId: newest,
  };
}

function writeSlots(parts: readonly Part[], before: readonly RawLink[], after: readonly RawLink[], strays: ReadonlySet<Json>): void {
  const [oldIn, oldOut, newIn, newOut] = [ends(before, 'to'), ends(before, 'from'), ends(after, 'to'), ends(after, 'from')];
  for (const { json, key, was } of parts) {
    const same = (old: ReadonlyMap<string, readonly Json[]>, now: ReadonlyMap<string, readonly Json[]>, slot: number): boolean => {
      if (was !== key) return false;
      const [a, b] = [old.get(`${key}|${slot}`) ?? [], now.get(`${key}|${slot}`) ?? []];
      return sameIds(a, b);
    };
    asList(json['inputs']).forEach((slot, index) => {
      if (!isObject(slot) || same(oldIn, newIn, index)) return;
      const ids = newIn.get(`${key}|${index}`) ?? [];
      slot['link'] = ids.find((id) => !strays.has(id)) ?? ids[0] ?? null;
    });
    asList(json['outputs']).forEach((slot, index) => {
      if (!isObject(slot) || same(oldOut, newOut, index)) return;
      const ids = newOut.get(`${key}|${index}`) ?? [];
      const known = new Set(ids);
      const first = new Set(asList(slot['links']).filter((id) => known.has(id)));
      slot['links'] = [...first, ...ids.filter((id) => !first.has(id))];
    });
  }
}

/** Whether two slots have the same links, in whatever order. */
export function sameIds(a: readonly Json[], b: readonly Json[]): boolean {
  const known = new Set(b);
  return a.length === b.length && a.every((id) => known.has(id));
}

function ends(links: readonly RawLink[], end: 'from' | 'to'): Map<string, Json[]> {
  const found = new Map<string, Json[]>();
  for (const link of links) push(found, end === 'from' ? `${link.from}|${link.fromSlot}` : `${link.to}|${link.toSlot}`, link.id);
  return found;
}

function idsBySlot(links: readonly RawLink[], end: 'from' | 'to', node: string): Map<number, Json[]> {
  const found = new Map<number, Json[]>();
  for (const link of links) if (link[end] === node) push(found, end === 'from' ? link.fromSlot : link.toSlot, link.id);
  return found;
}

function linkJson(
  { id, from, fromSlot, to, toSlot }: RawLink,
  type: string,
  ids: ReadonlyMap<string, Json>,
  form: 'list' | 'object',
): Json {
  const idOf = (key: string): Json => ids.get(key) ?? Number(key);
  const [origin, target] = [idOf(from), idOf(to)];
  if (form === 'list') return [id, origin, fromSlot, target, toSlot, type];
  return { id, origin_id: origin, origin_slot: fromSlot, target_id: target, target_slot: toSlot, type };
}

function typeOf({ part, slot, type }: Socket, to: Socket): string {
  if (type !== undefined) return type;
  const output = typeof part === 'string' ? undefined : asList(part.json['outputs'])[slot];
  const own = isObject(output) ? asText(output['type']) : '';
  if (own && own !== '*') return own;
  const input = typeof to.part === 'string' ? undefined : asList(to.part.json['inputs'])[to.slot];
  return (isObject(input) && asText(input['type'])) || own || '*';
}

const keyOf = (part: Socket['part']): string => (typeof part === 'string' ? part : part.key);
const wasThere = (part: Socket['part']): boolean => typeof part === 'string' || part.was === part.key;
const endsKey = (from: string, fromSlot: number, to: string, toSlot: number): string => `${from}|${fromSlot}|${to}|${toSlot}`;
