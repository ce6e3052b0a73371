/** What random commands are given: mostly what is there, now and then what is not. */
import type { GraphStore } from '../../src/graph/store.js';
import type { PortRef } from '../../src/graph/types.js';
import type { Random } from './random.js';

export interface Turn {
  readonly store: GraphStore;
  readonly random: Random;
  /** True: nothing that cannot be undone. */
  readonly undoable?: boolean;
}

/** An id that nothing has. */
export const MISSING = 'nowhere';

export function portOf(store: GraphStore, random: Random, id: string, side: 'inputs' | 'outputs'): PortRef {
  const ports = store.portsOf(id)[side];
  return [id, ports.length > 0 && random.chance(0.95) ? random.pick(ports).id : MISSING];
}

export function randomRect(random: Random) {
  return { x: random.around(1000), y: random.around(1000), width: 1 + random.below(500), height: 1 + random.below(500) };
}

/** Now and then inside a subgraph. */
export function randomLevel(store: GraphStore, random: Random): { parent?: string } {
  return random.chance(0.25) ? { parent: random.pick(subgraphs(store)) } : {};
}

export function subgraphs({ nodes }: GraphStore): string[] {
  const ids = [...nodes.values()].filter(({ type }) => type === 'subgraph').map(({ id }) => id);
  return ids.length > 0 ? ids : [MISSING];
}

export function allItems({ nodes, groups, notes }: GraphStore): string[] {
  return [...nodes.keys(), ...groups.keys(), ...notes.keys(), MISSING];
}

export function anyItem(store: GraphStore, random: Random): string {
  return random.pick(allItems(store));
}

export function anyNode(store: GraphStore, random: Random): string {
  return anyOf(store.nodes, random);
}

export function anyOf(map: ReadonlyMap<string, unknown>, random: Random): string {
  return random.pick([...map.keys(), ...(random.chance(0.02) || map.size === 0 ? [MISSING] : [])]);
}
