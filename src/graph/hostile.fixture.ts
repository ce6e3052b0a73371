/** Graph files that something went wrong with, and what else may come in their place; seeded. */
import type { GraphJSON } from './types.js';

type Random = () => number;

/** A file with everything that a file can have. */
export function richGraph(): GraphJSON {
  return {
    format: 'gds-graph',
    version: 1,
    nodes: [
      { id: 'a', type: 'text', x: 0, y: 0, params: { text: 'a red apple' }, title: 'Words', mode: 'active' },
      { id: 'r', type: 'reroute', x: 50, y: 0, params: {}, title: '', mode: 'active' },
      { id: 'b', type: 'draw', x: 10.5, y: -3, params: { steps: 2 }, title: '', mode: 'bypassed', width: 240, height: 90, locked: true },
      { id: 's', type: 'subgraph', x: 300, y: 0, params: { promoted: [['d', 'steps']] }, title: 'Inside', mode: 'active' },
      { id: 'i', type: 'subgraph-input', x: 0, y: 0, params: { name: 'Words', type: 'string' }, title: '', mode: 'active', parent: 's' },
      { id: 'd', type: 'draw', x: 0, y: 0, params: { steps: 4 }, title: '', mode: 'muted', parent: 's' },
      {
        id: 'k',
        type: 'KSampler',
        x: 1,
        y: 1,
        params: { deep: [{ x: [1, 2] }], none: null },
        title: '',
        mode: 'active',
        ports: { inputs: [{ id: 'model', type: 'MODEL', title: 'Model' }], outputs: [{ id: '0', type: 'LATENT' }] },
      },
    ],
    edges: [
      { id: 'e', from: ['a', 'text'], to: ['r', 'in'] },
      { id: 'f', from: ['r', 'out'], to: ['b', 'prompt'] },
      { id: 'g', from: ['r', 'out'], to: ['s', 'i'] },
      { id: 'h', from: ['i', 'value'], to: ['d', 'prompt'] },
    ],
    groups: [{ id: 'frame', title: 'Frame', x: 0, y: 0, width: 100, height: 100, color: 'red', locked: true }],
    notes: [{ id: 'note', text: 'Hello', x: 5, y: -5, width: 20.5, height: 10, color: '', parent: 's' }],
    meta: { title: 'Test', tags: ['a', 'b'] },
  };
}

const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);

/** Values as JSON text can hold them. */
const JSON_VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  2,
  0.5,
  1e308,
  -1e308,
  1e-320,
  '',
  'a',
  'b',
  's',
  'd',
  'text',
  'subgraph',
  'subgraph-input',
  'reroute',
  'muted',
  'red',
  '__proto__',
  'constructor',
  '\u0000',
  '\ud800',
  '🦊'.repeat(150),
  'x'.repeat(201),
  'x'.repeat(1001),
  [],
  [1],
  ['a', 'text'],
  ['b', 'image'],
  ['none', 'text'],
  ['a', 'text', 'more'],
  {},
  { id: 'a' },
  { inputs: [], outputs: [{ id: 'x', type: 'y' }] },
  JSON.parse('{"__proto__":{"polluted":1}}'),
  JSON.parse('{"constructor":{"prototype":{"polluted":1}}}'),
  { toJSON: 1, then: 2, length: 1e9 },
  deep(31),
  deep(40),
  deep(1000),
];

/** Values that no JSON text gives, but a program can. */
const OTHER_VALUES: readonly (() => unknown)[] = [
  () => undefined,
  () => NaN,
  () => Infinity,
  () => -Infinity,
  () => 10n,
  () => Symbol('s'),
  () => () => 1,
  () => new Date(0),
  () => new Map([['a', 1]]),
  () => new Uint8Array(4),
  () => new Array(5),
  () => Object.create(null) as unknown,
  () => Object.defineProperty({}, 'x', { enumerable: true, configurable: true, get: () => fail() }),
  () => new Proxy({}, { ownKeys: () => fail() }),
  () => {
    const ring: Record<string, unknown> = {};
    ring['ring'] = ring;
    return ring;
  },
];

function fail(): never {
  throw new TypeError('not to be looked at');
}

const KEYS = [
  'id',
  'type',
  'x',
  'y',
  'parent',
  'width',
  'locked',
  'ports',
  'deleted',
  'rect',
  'text',
  'color',
  'unknown',
  'schemaVersion',
  '',
];

/**
 * A copy of `graph` with one to four changes: values replaced, removed, doubled or moved elsewhere, fields added.
 *
 * @param json Only what JSON text can hold.
 */
export function mutate(graph: unknown, random: Random, json: boolean): unknown {
  const root = { graph: structuredClone(graph) };
  for (let changes = 1 + Math.floor(random() ** 2 * 4); changes > 0; changes--) {
    const [parent, key] = anyPlace(root, random);
    const what = random();
    if (what < 0.5) assign(parent, key, anyValue(random, json));
    else if (what < 0.6) remove(parent, key);
    else if (what < 0.7) assign(parent, KEYS[Math.floor(random() * KEYS.length)]!, anyValue(random, json));
    else if (what < 0.8 && Array.isArray(parent)) parent.splice(Math.floor(random() * (parent.length + 1)), 0, parent[key as number]);
    else {
      const [from, fromKey] = anyPlace(root, random);
      assign(parent, key, copyOf(Object.getOwnPropertyDescriptor(from, fromKey)?.value));
    }
  }
  return root.graph;
}

/** A copy that later changes do not reach; what has no copy is taken as it is. */
function copyOf(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return value;
  }
}

function anyValue(random: Random, json: boolean): unknown {
  const other = Math.floor(random() * OTHER_VALUES.length * 3);
  if (!json && other < OTHER_VALUES.length) return OTHER_VALUES[other]!();
  return structuredClone(JSON_VALUES[Math.floor(random() * JSON_VALUES.length)]);
}

/** Any place in the tree, each as likely as any other. */
function anyPlace(root: object, random: Random): [object, string | number] {
  const places: [object, string | number][] = [];
  const visit = (parent: object, depth: number): void => {
    for (const key of keysOf(parent)) {
      places.push([parent, Array.isArray(parent) ? Number(key) : key]);
      const value = Object.getOwnPropertyDescriptor(parent, key)?.value as unknown;
      if (isPlain(value) && depth < 6) visit(value, depth + 1);
    }
  };
  visit(root, 0);
  return places[Math.floor(random() * places.length)] ?? [root, 'graph'];
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);
}

function keysOf(value: object): string[] {
  try {
    return Object.keys(value);
  } catch {
    return [];
  }
}

function assign(parent: object, key: string | number, value: unknown): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

function remove(parent: object, key: string | number): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete (parent as Record<string, unknown>)[key];
}
