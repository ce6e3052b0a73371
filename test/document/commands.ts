/**
 * One random command on a store: every command it has, more often those that people give more often, now and then with arguments that
 * it must refuse.
 */
import { ITEM_COLORS, type GraphJSON } from '../../src/graph/types.js';
import { MISSING, allItems, anyItem, anyNode, anyOf, portOf, randomLevel, randomRect, subgraphs, type Turn } from './arguments.js';
import { COMPOSED } from './composed.js';
import { mustEqual, text } from './invariants.js';

const TYPES = ['prompt', 'prompt', 'image', 'model', 'sdxl-turbo', 'triposr', 'output', 'image-display', 'reroute', 'reroute', 'foreign'];
const PORT_TYPES = ['string', 'image', 'mesh', 'any'];
const FOREIGN_PORTS = {
  inputs: [{ id: 'in', type: 'image' }],
  outputs: [{ id: 'out', type: 'any' }],
};
/** Beyond so many nodes more are deleted than added. */
const CROWD = 25;

type Command = (turn: Turn) => unknown;

/** Weight of each. */
const COMMANDS: readonly (readonly [number, Command])[] = [
  [22, addNode],
  [26, addEdge],
  [10, move],
  [5, deleteItems],
  [4, ({ store, random }) => store.deleteEdges(random.some([...store.edges.keys(), MISSING], 2))],
  [12, setParam],
  [4, ({ store, random }) => store.setTitle(anyNode(store, random), random.pick(['', 'One', 'Two', 'Drei', '四']))],
  [4, ({ store, random }) => store.setMode(anyNode(store, random), random.pick(['active', 'muted', 'bypassed']))],
  [
    3,
    ({ store, random }) =>
      store.addGroup({ ...randomRect(random), ...randomLevel(store, random), title: 'Frame', color: random.pick(ITEM_COLORS) }),
  ],
  [3, ({ store, random }) => store.addNote({ ...randomRect(random), ...randomLevel(store, random), text: 'Note' })],
  [2, ({ store, random }) => store.setGroup(anyOf(store.groups, random), { title: `Frame ${random.below(9)}` })],
  [
    2,
    ({ store, random }) => store.setNote(anyOf(store.notes, random), { text: `Note ${random.below(9)}`, color: random.pick(ITEM_COLORS) }),
  ],
  [5, ({ store, random }) => store.setRect(anyItem(store, random), randomRect(random))],
  [4, ({ store, random }) => store.setLocked(random.some(allItems(store), 2), random.chance(0.3))],
  [6, ({ store, random }) => store.setParent(random.some(allItems(store), 3), random.chance(0.3) ? '' : random.pick(subgraphs(store)))],
  [4, addSubgraph],
  [2, ({ store, random }) => store.setMeta(random.pick(['title', 'author']), random.pick([undefined, 'Ada', { name: 'Ada' }]))],
];
/** Those that make one of others, or change everything. */
const LARGE_COMMANDS: readonly (readonly [number, Command])[] = [
  [1, load],
  [3, several],
  [2, fail],
];
const ALL_COMMANDS = [...COMMANDS, ...COMPOSED.map(([weight, command]) => [weight, whole(command)] as const), ...LARGE_COMMANDS];

/** Gives a random command. One that the store refuses with a typed error counts as none; anything else that is thrown is a bug. */
export function randomCommand(turn: Turn, commands: readonly (readonly [number, Command])[] = ALL_COMMANDS): 'done' | 'refused' {
  let left = turn.random.next() * commands.reduce((sum, [weight]) => sum + weight, 0);
  const [, command] = commands.find(([weight]) => (left -= weight) < 0)!;
  try {
    command(turn);
    return 'done';
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return 'refused';
  }
}

function isRefusal(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return (
    /^GDS_(EDGE_\w+|PARAM_\w+|LOCKED|NODE_MISSING|NODE_ID|NODE_PARENT|GRAPH_FIELD|SELECTION_\w+|SUBGRAPH_\w+)$/.test(code) ||
    error === DELIBERATE
  );
}

function addNode({ store, random }: Turn): void {
  if (store.nodes.size > CROWD) return store.deleteItems(random.some([...store.nodes.keys()], 8));
  const type = random.pick(TYPES);
  store.addNode({
    type,
    x: random.around(1000),
    y: random.around(1000),
    ...randomLevel(store, random),
    ...(type === 'foreign' ? { ports: FOREIGN_PORTS, params: { any: [1, { deep: 'value' }] } } : {}),
    ...(random.chance(0.1) ? { title: 'Named', mode: 'muted', locked: true } : {}),
    ...(random.chance(0.05) ? { id: anyItem(store, random) } : {}),
    ...(random.chance(0.02) ? { x: Number.NaN } : {}),
  });
}

/** A subgraph with two ports and a node, or one more port of one that is there. */
function addSubgraph({ store, random }: Turn): void {
  const port = (parent: string): string => {
    const type = random.pick(['subgraph-input', 'subgraph-output']);
    return store.addNode({ type, x: 0, y: random.below(100), parent, params: { name: 'port', type: random.pick(PORT_TYPES) } });
  };
  const parent = random.pick(subgraphs(store));
  if (parent !== MISSING && random.chance(0.6)) port(parent);
  else {
    store.transact('Add subgraph', () => {
      const id = store.addNode({ type: 'subgraph', x: 0, y: 0, ...randomLevel(store, random), params: { promoted: [] } });
      port(id);
      port(id);
      store.addNode({ type: 'output', x: 0, y: 0, parent: id });
    });
  }
}

function addEdge({ store, random }: Turn): void {
  const from = anyNode(store, random);
  // Mostly within a level: all others are refused.
  const level = [...store.childrenOf(store.nodes.get(from)?.parent ?? '')];
  const to = random.chance(0.9) && level.length > 0 ? random.pick(level) : anyNode(store, random);
  store.addEdge(portOf(store, random, from, 'outputs'), portOf(store, random, to, 'inputs'));
}

function move({ store, random }: Turn): void {
  const chosen = random.some(allItems(store), 6);
  if (random.chance(0.5)) store.moveNodes(chosen, random.around(50), random.around(50));
  else store.moveItems(chosen, random.around(50), random.around(50));
}

function deleteItems({ store, random }: Turn): void {
  const chosen = random.some([...allItems(store), ...store.edges.keys()], 4);
  if (random.chance(0.5)) store.deleteNodes(chosen);
  else store.deleteItems(chosen);
}

function setParam({ store, random }: Turn): void {
  const id = anyNode(store, random);
  const names = Object.keys(store.nodes.get(id)?.params ?? {});
  const name = random.chance(0.9) && names.length > 0 ? random.pick(names) : random.pick(['type', 'extra', '__proto__']);
  const before = store.nodes.get(id)?.params[name];
  if (name === 'type') store.setParam(id, name, random.pick(PORT_TYPES));
  else store.setParam(id, name, typeof before === 'number' ? random.below(12) : `text ${random.below(20)}`);
}

/** Opens a file: this graph with another meta and fewer nodes, or one that is refused. */
function load({ store, random }: Turn): void {
  const json = structuredClone(store.toJSON());
  const kept = json.nodes.filter(({ type, parent }) => type === 'subgraph' || parent !== undefined || random.chance(0.7));
  const ids = new Set(kept.map(({ id }) => id));
  const edges = json.edges.filter(({ from, to }) => ids.has(from[0]) && ids.has(to[0]));
  const file: GraphJSON = { ...json, nodes: kept, edges, meta: { loaded: random.below(9) } };
  if (random.chance(0.2)) file.nodes.push({ id: 'broken', type: '', x: 0, y: 0 });
  store.load(file);
}

/** A command of several steps: where it refuses, none of them was done. */
function whole(command: Command): Command {
  return (turn) => {
    const before = text(turn.store);
    try {
      command(turn);
    } catch (error) {
      mustEqual(text(turn.store), before, `a command that is refused changes nothing (${String(error)})`);
      throw error;
    }
  };
}

/** Several commands as one. */
function several({ store, random, undoable }: Turn): void {
  store.transact(
    'Several',
    () => {
      for (let i = 0; i < 4; i++) randomCommand({ store, random }, COMMANDS);
    },
    { undoable: undoable ?? random.chance(0.7) },
  );
}

const DELIBERATE = new Error('This transaction was meant to fail.');

/** A transaction that throws midway must leave nothing behind. */
function fail({ store, random }: Turn): void {
  const before = text(store);
  try {
    store.transact('Fail', () => {
      for (let i = 0; i < 3; i++) randomCommand({ store, random }, COMMANDS);
      throw DELIBERATE;
    });
  } finally {
    mustEqual(text(store), before, 'a transaction that failed left nothing behind');
  }
}
