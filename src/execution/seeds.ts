/** Seeds after a run: fixed, one more, one less, or another one by chance, as `<name>_after` says. */
import type { GraphStore } from '../graph/store.js';
import { nextSeed, seedAfterName } from '../registry/parameters.js';
import type { SeedAfter } from '../registry/types.js';
import type { Plan } from './plan.js';

/**
 * Moves the seeds of the nodes that ran, each once. Not an undo step. A seed that was edited during the run stays as it was edited.
 * @param plan As it was when the run started.
 */
export function moveSeeds(graph: GraphStore, plan: Plan, ran: readonly string[], random: () => number): void {
  if (graph.readonly) return;
  const moves: [id: string, name: string, seed: number][] = [];
  for (const id of ran) {
    const { definition, record, inputs } = plan.get(id) ?? {};
    const node = graph.nodes.get(id);
    if (!node || node.locked) continue;
    for (const spec of definition?.parameters ?? []) {
      // A seed that enters by a port is another node's to move.
      if (spec.kind !== 'seed' || (spec.port !== undefined && inputs?.has(spec.port))) continue;
      const used = Number(record?.params[spec.name] ?? spec.default);
      const next = nextSeed(used, (node.params[seedAfterName(spec.name)] ?? 'fixed') as SeedAfter, random);
      if ((node.params[spec.name] ?? spec.default) === used && next !== used) moves.push([id, spec.name, next]);
    }
  }
  if (moves.length > 0) graph.transact('Change seed', () => moves.forEach((move) => graph.setParam(...move)), { undoable: false });
}
