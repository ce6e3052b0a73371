/** Marks that a selection gets or loses as a whole: muted, bypassed, locked. */
import type { GraphStore } from '../store.js';
import type { NodeMode } from '../types.js';
import { assertUnlocked, describe, itemsOf } from './items.js';

const VERBS: Readonly<Record<NodeMode, string>> = { active: 'Activate', muted: 'Mute', bypassed: 'Bypass' };

/**
 * Gives all nodes among the things the mode; where all of them have it already, makes them active again. One step. Returns the mode
 * they have then.
 * @throws GdsError `GDS_LOCKED`, `GDS_READONLY`.
 */
export function setModes(graph: GraphStore, ids: Iterable<string>, mode: NodeMode): NodeMode {
  const nodes = itemsOf(graph, ids).filter((item) => item.kind === 'node');
  const next = nodes.every(({ record }) => record.mode === mode) ? 'active' : mode;
  const changing = nodes.filter(({ record }) => record.mode !== next);
  assertUnlocked(graph, changing);
  graph.transact(`${VERBS[next]} ${describe(graph, changing)}`, () => {
    for (const { record } of changing) graph.setMode(record.id, next);
  });
  return next;
}

/**
 * Locks or unlocks things; without `locked` unlocks them where all are locked, and locks them otherwise. Returns whether they are
 * locked then.
 * @throws GdsError `GDS_READONLY`.
 */
export function setLocks(graph: GraphStore, ids: Iterable<string>, locked?: boolean): boolean {
  const items = itemsOf(graph, ids);
  const next = locked ?? !items.every(({ record }) => record.locked);
  graph.setLocked(
    items.map(({ record }) => record.id),
    next,
  );
  return next;
}
