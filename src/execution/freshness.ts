/**
 * Whether what a node shows is what the graph asks for now.
 *
 * It is when the key of the shown result is the node's key. Besides, it still is when the two differ only because the run itself moved a
 * seed (`increment`, `randomize`), here or upstream: nobody edited anything. An edit that is undone finds the old result again.
 */
import type { ResultCache } from './cache.js';
import type { Plan } from './plan.js';
import type { RunStates } from './states.js';
import type { AssetReader } from '../registry/types.js';
import type { NodeResult } from './types.js';

export interface FreshnessContext {
  readonly plan: Plan;
  readonly states: RunStates;
  readonly cache: ResultCache;
  assets(): AssetReader | undefined;
}

export class Freshness {
  /** The key that counts as fresh besides a result's own. */
  readonly #moved = new Map<string, string>();
  /** Passed over because they were queued or running. */
  readonly #late = new Set<string>();

  constructor(private readonly context: FreshnessContext) {}

  /** A key of `id` that differs from that of the result it shows by moved seeds only. */
  seedMoved(id: string, key: string): void {
    this.#moved.set(id, key);
  }

  /** Whether a result of `key` is what the node is asked for. */
  isFresh(id: string, key: string | undefined): boolean {
    const now = this.context.plan.get(id)?.key;
    return now !== undefined && (now === key || now === this.#moved.get(id));
  }

  forget(id: string): void {
    this.#moved.delete(id);
    this.#late.delete(id);
  }

  /** The keys of these nodes changed. `bySeed`: because a run moved seeds. */
  changed(ids: Iterable<string>, bySeed = false): void {
    for (const id of ids) {
      const state = this.context.states.get(id);
      if (state.status === 'queued' || state.status === 'running') {
        this.#late.add(id);
        continue;
      }
      const key = this.context.plan.get(id)?.key;
      if (bySeed && state.fresh && key !== undefined) this.#moved.set(id, key);
      this.#compare(id);
      // What failed or was cancelled was asked something else.
      const { status, outputs } = this.context.states.get(id);
      if (status === 'error' || status === 'cancelled') this.context.states.status(id, outputs ? 'complete' : 'idle');
    }
  }

  /** A run is over: looks at the nodes it kept from being looked at. */
  settle(): void {
    const late = [...this.#late];
    this.#late.clear();
    for (const id of late) this.#compare(id);
  }

  /** These nodes may have a result from before: they were deleted and came back. */
  returned(ids: Iterable<string>): void {
    // Asking for a node's key plans it and all that it needs.
    if (this.context.cache.isEmpty) return;
    for (const id of ids) if (!this.context.states.has(id)) this.#find(id);
  }

  #compare(id: string): void {
    const { states } = this.context;
    const state = states.get(id);
    if (!state.outputs) return;
    const fresh = this.isFresh(id, state.key);
    if (!fresh && this.#find(id)) return;
    if (fresh !== state.fresh) states.set(id, { ...state, fresh });
  }

  /** Shows the result of the node's key, if there is one in memory. One in the asset store comes a little later. */
  #find(id: string): boolean {
    const { plan, cache } = this.context;
    const key = plan.get(id)?.key;
    if (key === undefined) return false;
    const hit = cache.get(key);
    if (hit) this.#show(id, key, hit);
    else if (cache.hasRecord(key)) void this.#fetch(id, key);
    return hit !== undefined;
  }

  async #fetch(id: string, key: string): Promise<void> {
    const { cache, states, plan } = this.context;
    const assets = this.context.assets();
    const result = assets && (await cache.fetch(key, assets));
    const { status, key: shown } = states.get(id);
    if (!result || status === 'queued' || status === 'running' || shown === key || plan.get(id)?.key !== key) return;
    this.#show(id, key, result);
  }

  #show(id: string, key: string, result: NodeResult): void {
    this.context.states.set(id, { status: 'complete', ...result, key, cached: true, fresh: true });
  }
}
