/**
 * Runs a graph: what is dirty, in dependency order, independent branches at the same time, and keeps what came out.
 *
 * A result is fresh as long as the key of its node is what it was; an edit that is undone finds the old result again. Nothing of this
 * is in the document, except the result nodes that a success creates and seeds that move after a run.
 */
import { GdsError } from '../errors.js';
import { Listeners } from '../graph/listeners.js';
import type { GraphStore } from '../graph/store.js';
import type { GraphChange } from '../graph/types.js';
import type { GenerationInfo } from '../registry/tasks.js';
import { nextSeed, seedAfterName } from '../registry/parameters.js';
import type { NodeRegistry } from '../registry/registry.js';
import type { AssetReader, SeedAfter, TaskRunner } from '../registry/types.js';
import type { PortValue } from '../registry/values.js';
import { CACHE_BYTES, ResultCache, type CachedResult } from './cache.js';
import { KeyMaker } from './keys.js';
import { makePlan, type Plan, type PlannedNode } from './plan.js';
import { addResultNode } from './result-nodes.js';
import { Run } from './run.js';
import { RunStates } from './states.js';
import { fromStored, toStored } from './stored.js';
import type { ExecutorEvent, NodeRunState, RunOptions, RunResult, StoredResult } from './types.js';

/** How a result is entered in the asset store. */
export interface ResultDraft {
  readonly name: string;
  readonly origin: 'generated';
  readonly width?: number;
  readonly height?: number;
  readonly vertices?: number;
  readonly faces?: number;
  readonly info?: GenerationInfo;
}

/** The part of the asset store that runs use. */
export interface ExecutorAssets extends AssetReader {
  put(blob: Blob, draft: ResultDraft): Promise<unknown>;
}

export interface ExecutorOptions {
  readonly graph: GraphStore;
  readonly registry: NodeRegistry;
  /** Carries out inference tasks; the inference manager. */
  readonly tasks: TaskRunner;
  /** Where pictures come from and results go. Without it results live as long as the page. */
  readonly assets?: ExecutorAssets;
  /** Whether a model's success creates its result node. Left out: true. */
  readonly createOutputs?: boolean;
  /** Bytes of results kept for edits that are undone. */
  readonly cacheBytes?: number;
  /** For tests: 0 ≤ x < 1. */
  readonly random?: () => number;
}

export class Executor {
  readonly #graph: GraphStore;
  readonly #registry: NodeRegistry;
  readonly #tasks: TaskRunner;
  readonly #createOutputs: boolean;
  readonly #random: () => number;
  readonly #cache: ResultCache;
  readonly #keyMaker: KeyMaker;
  readonly #listeners = new Listeners<ExecutorEvent>();
  readonly #states = new RunStates(
    (id) => this.#graph.nodes.has(id),
    (id, state) => this.#listeners.emit({ type: 'node', id, state }),
  );
  readonly #stops: (() => void)[];
  /** Keys that count as fresh besides a result's own: the run moved a seed, nobody edited anything. */
  readonly #alsoFresh = new Map<string, string>();
  #assets: ExecutorAssets | undefined;
  #plan: Plan = new Map();
  #keys: ReadonlyMap<string, string> = new Map();
  #abort: AbortController | undefined;
  #movingSeeds = false;

  constructor(options: ExecutorOptions) {
    this.#graph = options.graph;
    this.#registry = options.registry;
    this.#tasks = options.tasks;
    this.#assets = options.assets;
    this.#createOutputs = options.createOutputs ?? true;
    this.#random = options.random ?? Math.random;
    this.#cache = new ResultCache(options.cacheBytes ?? CACHE_BYTES);
    this.#keyMaker = new KeyMaker(this.#tasks);
    const modelsStop = this.#tasks.onModelsChange?.(() => this.#refresh());
    this.#stops = [
      this.#graph.subscribe((change) => this.#onGraphChange(change)),
      this.#registry.subscribe(() => this.#refresh()),
      ...(modelsStop ? [modelsStop] : []),
    ];
    this.#refresh();
  }

  get running(): boolean {
    return this.#abort !== undefined;
  }

  /** Where results are stored from now on. */
  set assets(assets: ExecutorAssets | undefined) {
    this.#assets = assets;
  }

  /** A node's state; `idle` where nothing is known of it. */
  state(id: string): NodeRunState {
    return this.#states.get(id);
  }

  subscribe(listener: (event: ExecutorEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  /**
   * Runs the graph, or some nodes and what they need. Failures of nodes are in the result, not thrown.
   * @throws GdsError `GDS_RUN_BUSY` while another run is under way.
   */
  async run(options: RunOptions = {}): Promise<RunResult> {
    if (this.#abort) throw new GdsError('GDS_RUN_BUSY', 'A run is under way. Wait for it, or cancel it first.');
    const abort = (this.#abort = new AbortController());
    const onAbort = (): void => abort.abort(options.signal?.reason ?? cancelled());
    if (options.signal?.aborted) onAbort();
    else options.signal?.addEventListener('abort', onAbort, { once: true });
    const started = performance.now();
    const plan = this.#plan;
    /** Storing of results, and result nodes that came into being. */
    const background: (Promise<void> | undefined)[] = [];
    const keys = new Map(this.#keys);
    const run: Run = new Run({
      plan,
      keys,
      targets: options.nodes ? new Set(options.nodes) : undefined,
      registry: this.#registry,
      tasks: this.#tasks,
      assets: { get: async (hash) => this.#assets?.get(hash), info: async (hash) => this.#assets?.info?.(hash) },
      cache: this.#cache,
      states: this.#states,
      signal: abort.signal,
      currentKey: (id) => this.#keys.get(id),
      onSuccess: (planned, result, inputs) => {
        background.push(this.#storeAssets(planned, result, inputs));
        if (!abort.signal.aborted) background.push(this.#addResultNode(run, planned, keys));
      },
    });
    this.#listeners.emit({ type: 'run-start', nodes: run.pending });
    await run.carryOut();
    await Promise.all(background);
    options.signal?.removeEventListener('abort', onAbort);
    this.#abort = undefined;
    this.#moveSeeds(plan, run.ran);
    this.#refresh();
    const result: RunResult = Object.freeze({
      status: abort.signal.aborted ? 'cancelled' : run.failed.length > 0 ? 'error' : 'complete',
      ran: run.ran,
      cached: run.cached,
      failed: run.failed,
      ms: performance.now() - started,
    });
    this.#listeners.emit({ type: 'run-end', result });
    return result;
  }

  /** Cancels the run. Nodes under way are cancelled at once; {@link run} resolves with status `cancelled`. */
  cancel(): void {
    this.#abort?.abort(cancelled());
  }

  /** Puts kept results back, for nodes that have none yet. Results whose assets are gone are passed over. */
  async restore(results: readonly StoredResult[], assets: AssetReader): Promise<void> {
    for (const result of results) {
      const outputs = await fromStored(result, assets);
      const { nodeId: id, key } = result;
      if (!outputs || !this.#graph.nodes.has(id) || this.#states.get(id).outputs) continue;
      const { ms, info } = result;
      const restored = { outputs, ...(ms === undefined ? {} : { ms }), ...(info === undefined ? {} : { info }) };
      this.#cache.set(key, restored);
      this.#states.set(id, { status: 'complete', ...restored, key, cached: true, fresh: this.#keys.get(id) === key });
    }
  }

  /** A node's result in the form that is kept across reloads; undefined where there is none. */
  exportResult(nodeId: string): StoredResult | undefined {
    return toStored(nodeId, this.#states.get(nodeId));
  }

  /** Cancels, forgets every result and listens no more. */
  dispose(): void {
    this.cancel();
    for (const stop of this.#stops) stop();
    this.#listeners.clear();
    this.#cache.clear();
  }

  #onGraphChange(change: GraphChange): void {
    for (const id of change.nodesRemoved) {
      this.#states.delete(id);
      this.#alsoFresh.delete(id);
    }
    const structural =
      change.nodesAdded.length +
      change.nodesRemoved.length +
      change.nodesUpdated.length +
      change.edgesAdded.length +
      change.edgesRemoved.length;
    if (structural > 0) this.#refresh(change.origin === 'local' ? [] : change.nodesAdded);
  }

  /** Compares every result with what the graph now asks for. `returned`: nodes that may have a result from before. */
  #refresh(returned: readonly string[] = []): void {
    this.#plan = makePlan(this.#graph, this.#registry);
    const before = this.#keys;
    this.#keys = this.#keyMaker.keys(this.#plan);
    for (const [id, state] of this.#states.entries()) {
      if (state.status === 'queued' || state.status === 'running') continue;
      const key = this.#keys.get(id);
      if (this.#movingSeeds && state.fresh && key !== undefined) this.#alsoFresh.set(id, key);
      if (state.outputs) {
        const fresh = key !== undefined && (state.key === key || this.#alsoFresh.get(id) === key);
        const hit = fresh || key === undefined ? undefined : this.#cache.get(key);
        if (hit) this.#states.set(id, { status: 'complete', ...hit, key: key!, cached: true, fresh: true });
        else if (fresh !== state.fresh) this.#states.set(id, { ...state, fresh });
      }
      const settled = this.#states.get(id);
      const failed = settled.status === 'error' || settled.status === 'cancelled';
      if (failed && before.get(id) !== key) this.#states.status(id, settled.outputs ? 'complete' : 'idle');
    }
    for (const id of returned) {
      const key = this.#keys.get(id);
      const hit = key === undefined || this.#states.has(id) ? undefined : this.#cache.get(key);
      if (hit) this.#states.set(id, { status: 'complete', ...hit, key: key!, cached: true, fresh: true });
    }
  }

  #addResultNode(run: Run, planned: PlannedNode, keys: Map<string, string>): Promise<void> | undefined {
    const { definition, record } = planned;
    if (!this.#createOutputs || !definition?.resultNode) return undefined;
    let id: string | undefined;
    try {
      id = addResultNode(this.#graph, this.#registry, record.id, definition);
    } catch {
      // The document refused it; the result is at the model node itself.
    }
    const created = id === undefined ? undefined : this.#plan.get(id);
    if (!created) return undefined;
    const key = this.#keyMaker.key(created, keys);
    keys.set(created.record.id, key);
    return run.extra(created, key);
  }

  /** Pictures and meshes that a node made, not those it handed on, become assets. A store that refuses costs a warning. */
  async #storeAssets({ record }: PlannedNode, { outputs, info }: CachedResult, inputs: Readonly<Record<string, PortValue>>): Promise<void> {
    const known = new Set<unknown>([
      ...Object.values(inputs).map((value) => (typeof value === 'object' && 'hash' in value ? value.hash : '')),
      ...Object.values(record.params),
    ]);
    for (const value of Object.values(outputs)) {
      if (!this.#assets || typeof value !== 'object' || value.kind === 'tensor' || known.has(value.hash)) continue;
      const size = value.kind === 'image' ? { width: value.width, height: value.height } : { vertices: value.vertices, faces: value.faces };
      const name = value.name || (value.kind === 'image' ? 'picture' : 'mesh');
      try {
        await this.#assets.put(value.blob, { name, origin: 'generated', ...size, ...(info ? { info } : {}) });
      } catch (error) {
        const warning = new GdsError(
          'GDS_ASSET_STORE',
          'The result could not be stored and is lost with the page. Download it to keep it.',
          { cause: error },
        );
        const state = this.#states.get(record.id);
        this.#states.set(record.id, { ...state, warning });
      }
    }
  }

  /** Seeds move as their `<name>_after` says. Not undoable, and what came out stays fresh. An edit during the run wins. */
  #moveSeeds(plan: Plan, ran: readonly string[]): void {
    if (this.#graph.readonly) return;
    const moves: [id: string, name: string, seed: number][] = [];
    for (const id of ran) {
      const { definition, record } = plan.get(id) ?? {};
      for (const spec of definition?.parameters ?? []) {
        if (spec.kind !== 'seed') continue;
        const used = Number(record?.params[spec.name] ?? spec.default);
        const now = this.#graph.nodes.get(id)?.params;
        const next = nextSeed(used, (now?.[seedAfterName(spec.name)] ?? 'fixed') as SeedAfter, this.#random);
        if (now && (now[spec.name] ?? spec.default) === used && next !== used) moves.push([id, spec.name, next]);
      }
    }
    if (moves.length === 0) return;
    this.#movingSeeds = true;
    try {
      this.#graph.transact('Change seed', () => moves.forEach((move) => this.#graph.setParam(...move)), { undoable: false });
    } finally {
      this.#movingSeeds = false;
    }
  }
}

function cancelled(): GdsError {
  return new GdsError('GDS_CANCELLED', 'Cancelled.');
}
