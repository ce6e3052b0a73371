/** Commands on nodes alone: adding them, and what only they have. {@link GraphStore} says what each does. */
import { assertFree, assertUnlocked, checkLevel, existingNode, update, type CommandContext } from './command-context.js';
import { titleOf } from './edge-rules.js';
import { coordinate, locked, mode as checkMode, name as checkName, ports as checkPorts, size, title as checkTitle } from './fields.js';
import { copyJson, equalJson, isSafeKey, refuse, shorten } from './json.js';
import { paramsMap, writeNode } from './schema.js';
import type { NodeMode, NodePorts, NodeRecord, ParamValue } from './types.js';
import { checkParams } from './validate.js';

/** A node to add. What is left out is as the type has it. */
export interface NewNode {
  readonly type: string;
  /** Top left corner in canvas units. */
  readonly x: number;
  readonly y: number;
  readonly params?: Readonly<Record<string, ParamValue>>;
  /** Left out: a new one is made. */
  readonly id?: string;
  readonly title?: string;
  readonly mode?: NodeMode;
  /** The subgraph node to put it into; '' or left out: the top level. */
  readonly parent?: string;
  /** Canvas units. */
  readonly width?: number;
  readonly height?: number;
  readonly locked?: boolean;
  /** For nodes from other programs. */
  readonly ports?: NodePorts;
}

export function addNode(context: CommandContext, node: NewNode): string {
  const { schema } = context.mirror;
  const type = checkName(node.type, 'type');
  const parent = checkLevel(context, node.parent);
  const lock = locked(node.locked, 'locked');
  const ports = checkPorts(node.ports, 'ports');
  const record: NodeRecord = {
    id: node.id === undefined ? context.makeId() : checkName(node.id, 'id'),
    type,
    x: coordinate(node.x, 'x'),
    y: coordinate(node.y, 'y'),
    params: checkParams(type, node.params, 'params', schema),
    title: checkTitle(node.title, 'title'),
    mode: checkMode(node.mode, 'mode'),
    ...(parent === undefined ? {} : { parent }),
    ...(node.width === undefined ? {} : { width: size(node.width, 'width') }),
    ...(node.height === undefined ? {} : { height: size(node.height, 'height') }),
    ...(lock ? { locked: lock } : {}),
    ...(ports ? { ports } : {}),
  };
  assertFree(context, record.id);
  context.run(`Add ${schema?.knows(type) ? schema.titleOf(type) : shorten(type)}`, () => {
    writeNode(context.maps, record);
    context.mirror.syncNode(record.id);
  });
  return record.id;
}

export function setParam(context: CommandContext, id: string, name: string, value: ParamValue): void {
  const node = existingNode(context, id);
  const { schema } = context.mirror;
  if (!isSafeKey(name)) throw refuse(`params.${shorten(String(name))}`, 'is not a name that can be kept');
  const copy = copyJson(value, `params.${name}`);
  const checked = schema?.knows(node.type) ? (schema.validateParam?.(node.type, name, copy) ?? copy) : copy;
  if (name in node.params && equalJson(node.params[name], checked)) return;
  change(context, node, 'Change', (map) => paramsMap(map).set(name, checked), JSON.stringify([id, name]));
}

export function setTitle(context: CommandContext, id: string, title: string): void {
  const node = existingNode(context, id);
  const text = checkTitle(title, 'title');
  if (node.title !== text) change(context, node, 'Rename', (map) => map.set('title', text));
}

export function setMode(context: CommandContext, id: string, mode: NodeMode): void {
  const node = existingNode(context, id);
  checkMode(mode, 'mode');
  const verb = { active: 'Activate', muted: 'Mute', bypassed: 'Bypass' }[mode];
  if (node.mode !== mode) change(context, node, verb, (map) => map.set('mode', mode));
}

function change(context: CommandContext, node: NodeRecord, verb: string, write: Parameters<typeof update>[2], burst?: string): void {
  const item = { kind: 'node', record: node } as const;
  assertUnlocked(context, [item]);
  context.run(`${verb} ${titleOf(node, context.mirror.schema)}`, () => update(context, item, write), burst);
}
