/**
 * Conducts one run from its start to its end: takes the snapshot, holds the deadline, stores what comes out, adds result nodes and moves
 * seeds.
 */
import { GdsError } from '../errors.js';
import type { GraphStore } from '../graph/store.js';
import type { NodeRegistry } from '../registry/registry.js';
import type { TaskRunner } from '../registry/types.js';
import { hashesOf, saveAssets, type ExecutorAssets } from './asset-saver.js';
import type { ResultCache } from './cache.js';
import type { Freshness } from './freshness.js';
import type { KeyMaker } from './keys.js';
import type { Ledger } from './ledger.js';
import { Limiter } from './limiter.js';
import type { ExecutorSettings } from './options.js';
import type { Planner, PlannedNode } from './plan.js';
import { addResultNode } from './result-nodes.js';
import { Run, type Settled } from './run.js';
import { moveSeeds } from './seeds.js';
import type { RunStates } from './states.js';
import type { RunResult } from './types.js';

export interface ConductorContext {
  readonly graph: GraphStore;
  readonly registry: NodeRegistry;
  readonly tasks: TaskRunner;
  readonly settings: ExecutorSettings;
  readonly planner: Planner;
  readonly keys: KeyMaker;
  readonly states: RunStates;
  readonly cache: ResultCache;
  readonly ledger: Ledger;
  readonly freshness: Freshness;
  assets(): ExecutorAssets | undefined;
  started(nodes: readonly string[]): void;
}

export class Conductor {
  #movingSeeds = false;

  constructor(private readonly context: ConductorContext) {}

  /** The edit that the graph tells of now is a run moving its seeds. */
  get movingSeeds(): boolean {
    return this.#movingSeeds;
  }

  /** Never rejects because of a node. */
  async run(nodes: readonly string[] | undefined, signal: AbortSignal, deadline: number | undefined): Promise<RunResult> {
    const { planner, states, settings, freshness } = this.context;
    const began = performance.now();
    const abort = new AbortController();
    const follow = (): void => abort.abort(signal.reason);
    if (signal.aborted) follow();
    else signal.addEventListener('abort', follow, { once: true });
    const late = (): void => abort.abort(new GdsError('GDS_RUN_DEADLINE', `The run took longer than ${deadline} ms and was stopped.`));
    const timer = deadline === undefined ? undefined : setTimeout(late, deadline);
    /** Storing of results, and result nodes that came into being. */
    const background: (Promise<void> | undefined)[] = [];
    const targets = nodes && new Set(nodes.flatMap((id) => planner.wiring.standsFor(id)));
    const plan = planner.snapshot(targets);
    const { registry, tasks, cache, keys } = this.context;
    const run: Run = new Run({
      registry,
      tasks,
      cache,
      keys,
      states,
      settings,
      plan,
      targets,
      assets: { get: async (hash) => this.context.assets()?.get(hash), info: async (hash) => this.context.assets()?.info?.(hash) },
      signal: abort.signal,
      limiter: new Limiter(settings.concurrency),
      currentKey: (id) => planner.nodes.get(id)?.key,
      onSettled: (settled) => {
        this.#note(settled);
        if (!settled.given) return;
        background.push(this.#store(settled));
        if (!abort.signal.aborted) background.push(this.#addResultNode(run, settled.planned));
      },
    });
    this.context.started(run.pending);
    await run.carryOut();
    // A result node may be stored in turn.
    for (let count = 0; count < background.length;) {
      count = background.length;
      await Promise.all(background);
    }
    clearTimeout(timer);
    signal.removeEventListener('abort', follow);
    freshness.settle();
    this.#moveSeeds(plan, run.ran);
    const error = abort.signal.aborted && !signal.aborted ? (abort.signal.reason as GdsError) : undefined;
    return Object.freeze({
      status: signal.aborted ? 'cancelled' : error || run.failed.length > 0 ? 'error' : 'complete',
      ran: run.ran,
      cached: run.cached,
      failed: run.failed,
      ...(error ? { error } : {}),
      ms: performance.now() - began,
    });
  }

  #note({ planned, outcome, key, parts, moved }: Settled): void {
    const { ledger, freshness } = this.context;
    const { id } = planned.record;
    ledger.add(id, { outcome, key }, parts ?? (key === planned.key ? planned.parts : undefined));
    if (moved && planned.key !== undefined) freshness.seedMoved(id, planned.key);
  }

  #addResultNode(run: Run, { record, definition }: PlannedNode): Promise<void> | undefined {
    const { settings, graph, registry, planner } = this.context;
    if (!settings.createOutputs || !definition?.resultNode) return undefined;
    let id: string | undefined;
    try {
      id = addResultNode(graph, registry, planner, record.id, definition);
    } catch {
      // The document refused it; the result is at the model node itself.
    }
    const created = id === undefined ? undefined : planner.nodes.get(id);
    return created && run.extra(created);
  }

  /** A store that refuses costs a warning. */
  async #store({ planned: { record }, key, result, given }: Settled): Promise<void> {
    const assets = this.context.assets();
    if (!assets || !result || key === undefined) return;
    const known = hashesOf(given ?? []);
    for (const param of Object.values(record.params)) if (typeof param === 'string') known.add(param);
    try {
      await saveAssets(assets, result, known);
      this.context.cache.stored(record.id, key, result);
    } catch (error) {
      const { states } = this.context;
      states.set(record.id, { ...states.get(record.id), warning: GdsError.from(error, 'GDS_ASSET_STORE') });
    }
  }

  #moveSeeds(plan: ReadonlyMap<string, PlannedNode>, ran: readonly string[]): void {
    this.#movingSeeds = true;
    try {
      moveSeeds(this.context.graph, plan, ran, this.context.settings.random);
    } finally {
      this.#movingSeeds = false;
    }
  }
}
