/**
 * The state of a subgraph node sums up what is inside it, nested subgraphs included.
 *
 * Running while anything inside is queued or running, with the progress of the whole; an error if anything failed, naming the node;
 * complete once something inside is complete and nothing is left to do; fresh while all complete results inside are. Kept by counting,
 * so a change inside costs the depth, not the size, of the subgraph.
 */
import { GdsError } from '../errors.js';
import type { Progress } from '../registry/tasks.js';
import type { NodeRunState, NodeStatus } from './types.js';

class Tally {
  readonly counts: Record<NodeStatus, number> = { idle: 0, queued: 0, running: 0, complete: 0, error: 0, cancelled: 0 };
  readonly running = new Map<string, Progress | undefined>();
  readonly errors = new Map<string, GdsError>();
  stale = 0;
  /** Nodes of the present run that have come to rest. */
  settled = 0;
}

export interface SubgraphStatesContext {
  /** The subgraphs around a node, innermost first; empty where the node is not (any more) in the graph. */
  around(id: string): readonly string[];
  titleOf(id: string): string;
  onChange(id: string, state: NodeRunState): void;
}

const IDLE: NodeRunState = Object.freeze({ status: 'idle' });

export class SubgraphStates {
  readonly #tallies = new Map<string, Tally>();
  /** Where a node was counted, and as what. */
  readonly #counted = new Map<string, { around: readonly string[]; state: NodeRunState }>();
  readonly #states = new Map<string, NodeRunState>();

  constructor(private readonly context: SubgraphStatesContext) {}

  get(subgraph: string): NodeRunState {
    return this.#states.get(subgraph) ?? IDLE;
  }

  /** A node inside has another state, or is inside other subgraphs than before. */
  update(id: string, state: NodeRunState): void {
    const before = this.#counted.get(id);
    const around = this.context.around(id);
    if (around.length === 0 && !before) return;
    const touched = new Set<string>();
    if (before) this.#count(id, before.around, before.state, -1, touched);
    this.#count(id, around, state, 1, touched);
    if (around.length > 0) this.#counted.set(id, { around, state });
    else this.#counted.delete(id);
    if (before && isOpen(before.state) && !isOpen(state)) for (const subgraph of around) this.#tally(subgraph).settled++;
    for (const subgraph of touched) this.#settle(subgraph);
  }

  /** The subgraph is gone, and nothing is counted in it any more. */
  forget(subgraph: string): void {
    this.#tallies.delete(subgraph);
    this.#states.delete(subgraph);
  }

  #count(id: string, around: readonly string[], state: NodeRunState, by: 1 | -1, touched: Set<string>): void {
    for (const subgraph of around) {
      const tally = this.#tally(subgraph);
      touched.add(subgraph);
      tally.counts[state.status] += by;
      if (state.status === 'complete' && state.fresh === false) tally.stale += by;
      if (by === 1 && state.status === 'running') tally.running.set(id, state.progress);
      else tally.running.delete(id);
      if (by === 1 && state.status === 'error' && state.error) tally.errors.set(id, state.error);
      else tally.errors.delete(id);
    }
  }

  #tally(subgraph: string): Tally {
    let tally = this.#tallies.get(subgraph);
    if (!tally) this.#tallies.set(subgraph, (tally = new Tally()));
    return tally;
  }

  #settle(subgraph: string): void {
    const tally = this.#tally(subgraph);
    const { counts } = tally;
    if (counts.queued + counts.running === 0) tally.settled = 0;
    const before = this.get(subgraph);
    const next = this.#stateOf(tally, before);
    if (same(before, next)) return;
    this.#states.set(subgraph, Object.freeze(next));
    this.context.onChange(subgraph, next);
  }

  #stateOf(tally: Tally, before: NodeRunState): NodeRunState {
    const { counts, running, errors, settled, stale } = tally;
    if (counts.running > 0 || (counts.queued > 0 && settled > 0)) {
      const total = settled + counts.queued + counts.running;
      const parts = [...running.values()].reduce((sum, progress) => sum + (progress?.fraction ?? 0), 0);
      const fraction = Math.max(before.status === 'running' ? (before.progress?.fraction ?? 0) : 0, (settled + parts) / total);
      const [id] = running.keys();
      const label = id === undefined ? 'Running' : this.context.titleOf(id);
      return { status: 'running', progress: Object.freeze({ stage: 'subgraph', label, step: settled, total, fraction }) };
    }
    if (counts.queued > 0) return { status: 'queued' };
    const [failed] = errors;
    if (failed) {
      const [id, error] = failed;
      const message = `"${this.context.titleOf(id)}" inside: ${error.message}`;
      const known = before.error?.cause === error ? before.error : new GdsError(error.code, message, { path: id, cause: error });
      return { status: 'error', error: known };
    }
    if (counts.cancelled > 0) return { status: 'cancelled' };
    return counts.complete > 0 ? { status: 'complete', fresh: stale === 0 } : IDLE;
  }
}

function isOpen({ status }: NodeRunState): boolean {
  return status === 'queued' || status === 'running';
}

function same(a: NodeRunState, b: NodeRunState): boolean {
  const [p, q] = [a.progress, b.progress];
  return (
    a.status === b.status &&
    a.error === b.error &&
    a.fresh === b.fresh &&
    p?.label === q?.label &&
    p?.step === q?.step &&
    p?.total === q?.total &&
    p?.fraction === q?.fraction
  );
}
