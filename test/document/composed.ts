/** The commands that are composed of the store's own, on random arguments. Automatic layout is not among them: it is asynchronous. */
import {
  addPort,
  alignItems,
  collapse,
  copyItems,
  cutItems,
  deleteAndHeal,
  demote,
  disconnect,
  distributeItems,
  duplicateItems,
  expand,
  groupItems,
  insertReroute,
  moveWithContent,
  pasteFragment,
  promote,
  reconnect,
  removePort,
  rename,
  renamePort,
  setLocks,
  setModes,
  ungroupItems,
} from '../../src/graph/commands/index.js';
import { allItems, anyItem, anyNode, portOf, subgraphs, type Turn } from './arguments.js';

type Command = (turn: Turn) => unknown;

/** The size of a node is what commands take it for where nobody says. */
const rectOf = (): undefined => undefined;

/** All with their weights. */
export const COMPOSED: readonly (readonly [number, Command])[] = [
  [2, (turn) => alignItems(turn.store, neighbours(turn), turn.random.pick(['left', 'center', 'right', 'top', 'middle', 'bottom']), rectOf)],
  [2, (turn) => distributeItems(turn.store, neighbours(turn), turn.random.pick(['horizontal', 'vertical']), rectOf)],
  [2, (turn) => isCrowded(turn) || duplicateItems(turn.store, neighbours(turn))],
  [3, cutOrCopyAndPaste],
  [2, (turn) => groupItems(turn.store, neighbours(turn), rectOf)],
  [2, (turn) => ungroupItems(turn.store, turn.random.some(allItems(turn.store), 3), rectOf)],
  [2, (turn) => moveWithContent(turn.store, turn.random.some(allItems(turn.store), 3), turn.random.around(40), 0, rectOf)],
  [1, (turn) => setModes(turn.store, turn.random.some(allItems(turn.store), 3), turn.random.pick(['muted', 'bypassed']))],
  [1, (turn) => setLocks(turn.store, turn.random.some(allItems(turn.store), 2))],
  [3, reconnectEdge],
  [1, ({ store, random }) => disconnect(store, anyNode(store, random))],
  [1, ({ store, random }) => rename(store, anyItem(store, random), random.pick(['', 'Renamed']))],
  [
    2,
    ({ store, random }) => insertReroute(store, random.pick([...store.edges.keys(), '']), { x: random.around(500), y: random.around(500) }),
  ],
  [3, ({ store, random }) => deleteAndHeal(store, random.some(allItems(store), 3))],
  [4, (turn) => collapse(turn.store, neighbours(turn), rectOf)],
  [4, ({ store, random }) => expand(store, random.pick(subgraphs(store)), rectOf)],
  [
    2,
    ({ store, random }) =>
      addPort(store, random.pick(subgraphs(store)), random.pick(['in', 'out']), { name: 'port', type: 'image' }, rectOf),
  ],
  [1, ({ store, random }) => removePort(store, anyNode(store, random))],
  [1, ({ store, random }) => renamePort(store, anyNode(store, random), `port ${random.below(5)}`)],
  [2, (turn) => promoteOrDemote(turn)],
];

/** Things of one level, as a selection is. */
function neighbours({ store, random }: Turn): string[] {
  const level = random.chance(0.7) ? '' : random.pick(subgraphs(store));
  const here = ({ parent = '' }: { readonly parent?: string }): boolean => parent === level;
  const ids = [store.nodes, store.groups, store.notes].flatMap((map) => [...map.values()].filter(here).map(({ id }) => id));
  return random.some(ids, 5);
}

function isCrowded({ store }: Turn): boolean {
  return store.nodes.size > 30;
}

function cutOrCopyAndPaste(turn: Turn): void {
  const { store, random } = turn;
  if (isCrowded(turn)) return;
  const chosen = neighbours(turn);
  // Cutting and pasting are two commands, so the second must not be refused: the top level is always there.
  const cuts = random.chance(0.3);
  const level = cuts || random.chance(0.6) ? '' : random.pick(subgraphs(store));
  const fragment = cuts ? cutItems(store, chosen) : copyItems(store, chosen);
  pasteFragment(store, fragment, { level, offset: { x: 20, y: 20 } });
}

function reconnectEdge({ store, random }: Turn): void {
  const end = random.pick(['from', 'to'] as const);
  const port = portOf(store, random, anyNode(store, random), end === 'from' ? 'outputs' : 'inputs');
  reconnect(store, random.pick([...store.edges.keys(), '']), end, port);
}

function promoteOrDemote({ store, random }: Turn): void {
  const subgraph = random.pick(subgraphs(store));
  const inside = [...store.childrenOf(subgraph)];
  const node = inside.length > 0 ? random.pick(inside) : anyNode(store, random);
  const name = random.pick([...Object.keys(store.nodes.get(node)?.params ?? {}), 'none']);
  if (random.chance(0.7)) promote(store, subgraph, node, name);
  else demote(store, subgraph, node, name);
}
