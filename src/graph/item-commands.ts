/** Commands on nodes, groups and notes alike, and those that only groups and notes have. {@link GraphStore} says what each does. */
import { GdsError } from '../errors.js';
import {
  assertFree,
  assertUnlocked,
  checkLevel,
  describe,
  findItem,
  findItems,
  missing,
  removeEdge,
  sync,
  update,
  type CommandContext,
  type Item,
} from './command-context.js';
import { color as checkColor, coordinate, name as checkName, size, text as checkText, title as checkTitle } from './fields.js';
import { refuse } from './json.js';
import { SUBGRAPH, isBoundary } from './levels.js';
import { liveMap, writeGroup, writeNote } from './schema.js';
import type { EdgeRecord, NodeRecord } from './types.js';

/** Canvas units. */
export interface ItemRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
interface NewItem extends ItemRect {
  /** One of `ITEM_COLORS`. */
  readonly color?: string;
  /** The subgraph node to put it into; '' or left out: the top level. */
  readonly parent?: string;
  /** Left out: a new one is made. */
  readonly id?: string;
}
export interface NewGroup extends NewItem {
  readonly title?: string;
}
export interface NewNote extends NewItem {
  readonly text: string;
}

export function addGroup(context: CommandContext, group: NewGroup): string {
  const record = { ...checkItem(context, group), title: checkTitle(group.title, 'title') };
  context.run('Add frame', () => {
    writeGroup(context.maps, record);
    context.mirror.syncGroup(record.id);
  });
  return record.id;
}

export function addNote(context: CommandContext, note: NewNote): string {
  const record = { ...checkItem(context, note), text: checkText(note.text, 'text') };
  context.run('Add note', () => {
    writeNote(context.maps, record);
    context.mirror.syncNote(record.id);
  });
  return record.id;
}

function checkItem(context: CommandContext, item: NewItem) {
  const parent = checkLevel(context, item.parent);
  const id = item.id === undefined ? context.makeId() : checkName(item.id, 'id');
  assertFree(context, id);
  return { id, ...checkRect(item), color: checkColor(item.color, 'color'), ...(parent === undefined ? {} : { parent }) };
}

function checkRect({ x, y, width, height }: ItemRect): ItemRect {
  return { x: coordinate(x, 'x'), y: coordinate(y, 'y'), width: size(width, 'width'), height: size(height, 'height') };
}

export function setGroup(context: CommandContext, id: string, { title, color }: { title?: string; color?: string }): void {
  const group = context.mirror.groups.get(id);
  if (!group) throw missing('frame', id);
  const fields = {
    ...(title === undefined ? {} : { title: checkTitle(title, 'title') }),
    ...(color === undefined ? {} : { color: checkColor(color, 'color') }),
  };
  setFields(context, { kind: 'group', record: group }, fields);
}

export function setNote(context: CommandContext, id: string, { text, color }: { text?: string; color?: string }): void {
  const note = context.mirror.notes.get(id);
  if (!note) throw missing('note', id);
  const fields = {
    ...(text === undefined ? {} : { text: checkText(text, 'text') }),
    ...(color === undefined ? {} : { color: checkColor(color, 'color') }),
  };
  setFields(context, { kind: 'note', record: note }, fields);
}

function setFields(context: CommandContext, item: Item, fields: Readonly<Record<string, string>>): void {
  const before = item.record as unknown as Record<string, unknown>;
  const changed = Object.entries(fields).filter(([key, value]) => before[key] !== value);
  if (changed.length === 0) return;
  assertUnlocked(context, [item]);
  const write = (): void => update(context, item, (map) => changed.forEach(([key, value]) => map.set(key, value)));
  context.run(`Change ${describe(context, [item])}`, write, JSON.stringify([item.record.id, ...changed.map(([key]) => key)]));
}

export function moveItems(context: CommandContext, ids: Iterable<string>, dx: number, dy: number): void {
  coordinate(dx, 'dx');
  coordinate(dy, 'dy');
  const items = findItems(context, ids);
  if (items.length === 0 || (dx === 0 && dy === 0)) return;
  assertUnlocked(context, items);
  for (const { record } of items) {
    if (!Number.isFinite(record.x + dx) || !Number.isFinite(record.y + dy)) throw refuse(record.id, 'would be moved out of range');
  }
  context.run(`Move ${describe(context, items)}`, () => {
    for (const item of items) {
      const { id, x, y } = item.record;
      if (item.kind === 'node') {
        context.maps.pos.set(id, [x + dx, y + dy]);
        context.mirror.syncPosition(id);
      } else update(context, item, (map) => map.set('rect', [x + dx, y + dy, item.record.width, item.record.height]));
    }
  });
}

export function setRect(context: CommandContext, id: string, rect: ItemRect): void {
  const item = findItem(context, id);
  if (!item) throw missing('node, frame or note', id);
  const { x, y, width, height } = checkRect(rect);
  const before = item.record;
  const moves = before.x !== x || before.y !== y;
  if (!moves && before.width === width && before.height === height) return;
  assertUnlocked(context, [item]);
  context.run(`Resize ${describe(context, [item])}`, () => {
    if (item.kind === 'node' && moves) context.maps.pos.set(id, [x, y]);
    update(context, item, (map) => {
      if (item.kind !== 'node') map.set('rect', [x, y, width, height]);
      else {
        if (before.width !== width) map.set('width', width);
        if (before.height !== height) map.set('height', height);
      }
    });
  });
}

export function deleteItems(context: CommandContext, ids: Iterable<string>): void {
  const { mirror } = context;
  const named = [...new Set(ids)];
  const chosen = findItems(context, named);
  const edges = named.filter((id) => !findItem(context, id) && mirror.edges.has(id));
  if (chosen.length + edges.length === 0) return;
  const all = withContents(context, chosen);
  assertUnlocked(context, all.values());
  const label =
    chosen.length > 0 ? `Delete ${describe(context, chosen)}` : edges.length === 1 ? 'Disconnect' : `Delete ${edges.length} connections`;
  context.run(label, () => {
    for (const id of edges) removeEdge(context, id);
    for (const item of all.values()) {
      if (item.kind === 'node') {
        for (const { id } of [...edgesAt(context, item.record), ...edgesAtPort(context, item.record)]) removeEdge(context, id);
      }
      update(context, item, (map) => map.set('deleted', true));
    }
  });
}

/** The items and all that lies inside the subgraphs among them, innermost last. */
function withContents({ mirror }: CommandContext, items: readonly Item[]): Map<string, Item> {
  const all = new Map(items.map((item) => [item.record.id, item]));
  for (const [id, { kind, record }] of all) {
    if (kind !== 'node' || record.type !== SUBGRAPH) continue;
    for (const child of mirror.levels.nodes.of(id)) all.set(child, { kind: 'node', record: mirror.nodes.get(child)! });
    for (const child of mirror.levels.groups.of(id)) all.set(child, { kind: 'group', record: mirror.groups.get(child)! });
    for (const child of mirror.levels.notes.of(id)) all.set(child, { kind: 'note', record: mirror.notes.get(child)! });
  }
  return all;
}

/** Edges at the node itself. */
function edgesAt({ mirror }: CommandContext, { id }: NodeRecord): EdgeRecord[] {
  return [...mirror.index.from(id), ...mirror.index.to(id)];
}

/** Edges outside a subgraph, at the port that the boundary node is. */
function edgesAtPort({ mirror }: CommandContext, { id, type, parent }: NodeRecord): EdgeRecord[] {
  if (parent === undefined || !isBoundary(type)) return [];
  const given = [...mirror.index.from(parent)].filter(({ from }) => from[1] === id);
  return [...given, ...[...mirror.index.to(parent)].filter(({ to }) => to[1] === id)];
}

export function setLocked(context: CommandContext, ids: Iterable<string>, locked: boolean): void {
  const items = findItems(context, ids).filter(({ record }) => (record.locked ?? false) !== locked);
  if (items.length === 0) return;
  context.run(`${locked ? 'Lock' : 'Unlock'} ${describe(context, items)}`, () => {
    for (const item of items) update(context, item, (map) => (locked ? map.set('locked', true) : map.delete('locked')));
  });
}

export function setParent(context: CommandContext, ids: Iterable<string>, parent: string): void {
  const { maps, mirror } = context;
  const level = checkLevel(context, parent);
  const items = findItems(context, ids).filter(({ record }) => record.parent !== level);
  if (items.length === 0) return;
  assertUnlocked(context, items);
  const moved = new Set(items.map(({ record }) => record.id));
  for (let above = level; above !== undefined; above = mirror.nodes.get(above)?.parent) {
    if (moved.has(above))
      throw new GdsError('GDS_NODE_PARENT', 'A subgraph cannot be put inside itself. Choose another one.', { path: 'parent' });
  }
  const after = (id: string): string | undefined => (moved.has(id) ? level : mirror.nodes.get(id)?.parent);
  context.run(`Move ${describe(context, items)} ${level === undefined ? 'to the top level' : 'into a subgraph'}`, () => {
    for (const { kind, record } of items) {
      if (kind === 'node') {
        const crossing = edgesAt(context, record).filter(({ from, to }) => after(from[0]) !== after(to[0]));
        for (const { id } of [...crossing, ...edgesAtPort(context, record)]) removeEdge(context, id);
      }
      const map = liveMap({ node: maps.nodes, group: maps.groups, note: maps.notes }[kind], record.id);
      if (level === undefined) map?.delete('parent');
      else map?.set('parent', level);
      sync(mirror, kind, record.id);
    }
  });
}
