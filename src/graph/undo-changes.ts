/**
 * What a transaction changed, value by value, and how to take it back without harm to what others did since.
 *
 * A value goes back only where it still is what the step made it. Items are never removed from the document, only marked deleted, and
 * their positions stay: whoever brings one back finds all of it. Values are kept here as plain copies, so that Yjs may free everything
 * that was overwritten; see docs/decisions/0090-own-undo.md for why Yjs's UndoManager is not used.
 */
import * as Y from 'yjs';
import { ChangeList, MapValue, type Change } from './change-list.js';
import { EdgeIndex, hasCycle } from './edge-index.js';
import { equalJson } from './json.js';
import type { GraphMirror } from './mirror.js';
import { readEdge } from './read.js';
import type { EdgeRecord } from './types.js';
import { VERSION_KEY, liveMap, type DocumentMaps } from './schema.js';

export interface Changes {
  /** Each path once. */
  readonly values: ChangeList;
  /** Client → clock of what the document held before; what is beyond came with the transaction or since. */
  readonly state: ReadonlyMap<number, number>;
  /** Items that were locked after it. */
  readonly locked: ReadonlySet<string>;
}

/** Two transactions as one: what was before the first, and after the second. */
export function join(first: Changes, second: Changes): Changes {
  const values = new Map([...first.values].map((change) => [JSON.stringify(change.path), change]));
  for (const change of second.values) {
    const key = JSON.stringify(change.path);
    values.set(key, { ...change, before: (values.get(key) ?? change).before });
  }
  const joined = new ChangeList();
  for (const change of values.values()) joined.add(change);
  return { values: joined, state: first.state, locked: second.locked };
}

type Events = Y.YEvent<Y.AbstractType<unknown>>[];
type ItemMap = 'nodes' | 'edges' | 'groups' | 'notes';

export class ChangeRecorder {
  readonly #maps: DocumentMaps;
  readonly #mirror: GraphMirror;
  /** A map that was put back stands for the one it replaces. */
  readonly #identities = new WeakMap<object, object>();
  readonly #stop: () => void;
  #values = new ChangeList();

  /** Records the transactions whose origin is `wanted`. */
  constructor(maps: DocumentMaps, mirror: GraphMirror, wanted: (origin: unknown) => boolean) {
    this.#maps = maps;
    this.#mirror = mirror;
    const stops = Object.entries(maps).map(([name, map]: [string, Y.Map<unknown>]) => {
      const observer = (events: Events, { origin }: Y.Transaction): void => {
        if (wanted(origin)) for (const event of events) this.#record(name, event);
      };
      map.observeDeep(observer);
      return () => map.unobserveDeep(observer);
    });
    this.#stop = () => stops.forEach((stop) => stop());
  }

  /** What was recorded of a transaction that has ended. */
  take({ beforeState }: Y.Transaction): Changes {
    const values = this.#values;
    this.#values = new ChangeList();
    return { values, state: beforeState, locked: this.#locked(values) };
  }

  dispose(): void {
    this.#stop();
  }

  /** Takes changes back; must run inside a transaction. Says whether anything was left to take back. */
  restore(changes: Changes): boolean {
    const all = [...changes.values];
    const present = new Set(all.filter(({ path }) => this.#item(path)).map(({ path }) => itemKey(path)));
    // What was locked since stays as it is.
    const locked = this.#locked(all);
    const free = all.filter(({ path }) => !locked.has(itemKey(path)) || changes.locked.has(itemKey(path)));
    let restored = free.filter(isExistence).filter((change) => this.#restoreExistence(change)).length;
    for (const change of free) {
      if (isExistence(change) || (itemMap(change.path) && !present.has(itemKey(change.path)) && !this.#item(change.path))) continue;
      if (this.#restoreValue(change)) restored++;
    }
    return restored > this.#dropConflicts(all, changes.state);
  }

  #record(name: string, event: Y.YEvent<Y.AbstractType<unknown>>): void {
    const target = event.target;
    if (!(target instanceof Y.Map)) return;
    for (const [key, { oldValue }] of event.keys) {
      if (name === 'meta' && key === VERSION_KEY) continue;
      const before = this.#valueBefore(oldValue, event);
      const current: unknown = (target as Y.Map<unknown>).get(key);
      const after = current instanceof Y.AbstractType ? new MapValue(this.#identity(current)) : current;
      const path = [name, ...event.path.map(String), key];
      if (!(before instanceof MapValue || after instanceof MapValue) && equalJson(before, after)) continue;
      this.#values.add({ path, before, after });
    }
  }

  /** A plain copy. What a replaced map held is marked deleted by now, but not freed before the transaction has ended. */
  #valueBefore(value: unknown, event: Y.YEvent<Y.AbstractType<unknown>>): unknown {
    if (!(value instanceof Y.AbstractType)) return value;
    const entries = new Map<string, unknown>();
    for (const [key, last] of value._map) {
      let item: Y.Item | null = last;
      while (item && event.adds(item)) item = item.left;
      if (item && (!item.deleted || event.deletes(item))) entries.set(key, this.#valueBefore(item.content.getContent().at(-1), event));
    }
    return new MapValue(this.#identity(value), entries);
  }

  #identity(map: object): object {
    return this.#identities.get(map) ?? map;
  }

  #same(current: unknown, value: unknown): boolean {
    if (value instanceof MapValue) return current instanceof Y.AbstractType && this.#identity(current) === value.identity;
    return !(current instanceof Y.AbstractType) && equalJson(current, value);
  }

  #build(value: unknown): unknown {
    if (!(value instanceof MapValue)) return value;
    const map = new Y.Map<unknown>([...value.entries].map(([key, entry]) => [key, this.#build(entry)]));
    this.#identities.set(map, value.identity);
    return map;
  }

  #locked(values: Iterable<Change>): ReadonlySet<string> {
    const locked = new Set<string>();
    for (const { path } of values) if (this.#item(path)?.get('locked') === true) locked.add(itemKey(path));
    return locked;
  }

  #restoreExistence({ path, before, after }: Change): boolean {
    const parent = this.#maps[path[0] as ItemMap];
    const id = path[1]!;
    const item = parent.get(id);
    if (path.length === 3) {
      if (!(item instanceof Y.Map) || !this.#same(item.get('deleted'), after)) return false;
      put(item as Y.Map<unknown>, 'deleted', this.#build(before));
      return true;
    }
    if (!this.#same(item, after)) return false;
    if (before !== undefined) {
      parent.set(id, this.#build(before));
      // A whole node is written with its position: a peer who compacts takes the old one away with the old node.
      const position = this.#maps.pos.get(id);
      if (path[0] === 'nodes' && position !== undefined) this.#maps.pos.set(id, position);
      return true;
    }
    const live = liveMap(parent, id);
    live?.set('deleted', true);
    return live !== undefined;
  }

  #restoreValue({ path, before, after }: Change): boolean {
    if (before === undefined && isEssential(path)) return false;
    let parent: unknown = this.#maps[path[0] as keyof DocumentMaps];
    for (const key of path.slice(1, -1)) parent = parent instanceof Y.Map ? parent.get(key) : undefined;
    const key = path.at(-1)!;
    if (!(parent instanceof Y.Map) || !this.#same(parent.get(key), after)) return false;
    put(parent as Y.Map<unknown>, key, this.#build(before));
    return true;
  }

  /** Edges that were brought back where others connected since: theirs stay. Returns the number of those deleted again. */
  #dropConflicts(changes: readonly Change[], state: Changes['state']): number {
    const ids = new Set(changes.filter(({ path }) => path[0] === 'edges').map(({ path }) => path[1]!));
    const back = [...ids].sort().flatMap((id) => this.#edge(id) ?? []);
    if (back.length === 0) return 0;
    const others = [...this.#mirror.edges.keys()].flatMap((id) => (ids.has(id) ? [] : (this.#edge(id) ?? [])));
    const since = others.filter(({ id }) => this.#isSince(id, state));
    if (since.length === 0) return 0;
    const cyclic = hasCycle([...others, ...back]);
    const taken = new Set(since.map(({ to }) => JSON.stringify(to)));
    const index = new EdgeIndex();
    for (const edge of others) index.add(edge);
    const dropped = back.filter((edge) => {
      const conflict = taken.has(JSON.stringify(edge.to)) || (cyclic && index.reaches(edge.to[0], edge.from[0]));
      if (!conflict) index.add(edge);
      return conflict;
    });
    for (const { id } of dropped) liveMap(this.#maps.edges, id)?.set('deleted', true);
    return dropped.length;
  }

  #edge(id: string): EdgeRecord | undefined {
    const map = liveMap(this.#maps.edges, id);
    return map && readEdge(map, id);
  }

  #isSince(edge: string, state: Changes['state']): boolean {
    const map = liveMap(this.#maps.edges, edge);
    const item = map && (this.#identity(map) as Y.Map<unknown>)._item;
    return item ? item.id.clock >= (state.get(item.id.client) ?? 0) : false;
  }

  /** The item that a path belongs to, if it is there. */
  #item(path: readonly string[]): Y.Map<unknown> | undefined {
    const name = itemMap(path);
    return name && liveMap(this.#maps[name], path[1]!);
  }
}

function itemMap([name]: readonly string[]): ItemMap | undefined {
  if (name === 'pos') return 'nodes';
  return name === 'nodes' || name === 'edges' || name === 'groups' || name === 'notes' ? name : undefined;
}

function itemKey(path: readonly string[]): string {
  return JSON.stringify([itemMap(path), path[1]]);
}

/** Whether the change is that the item is there or not. */
function isExistence({ path }: Change): boolean {
  return path[0] !== 'pos' && itemMap(path) !== undefined && (path.length === 2 || (path.length === 3 && path[2] === 'deleted'));
}

/** What every item has from the start: without it, it would be half an item. */
function isEssential(path: readonly string[]): boolean {
  if (path[0] === 'pos') return true;
  return itemMap(path) !== undefined && path.length === 3 && ESSENTIAL.has(path[2]!);
}
const ESSENTIAL: ReadonlySet<string> = new Set(['type', 'title', 'mode', 'params', 'from', 'to', 'rect', 'text', 'color']);

function put(map: Y.Map<unknown>, key: string, value: unknown): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
