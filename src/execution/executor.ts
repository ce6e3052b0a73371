/**
 * Runs a graph: what is dirty, in dependency order, independent branches at the same time, and keeps what came out.
 *
 * A result is fresh as long as the key of its node is what it was; an edit that is undone finds the old result again. Nothing of this
 * is in the document, except the result nodes that a success creates and seeds that move after a run.
 */
import { GdsError } from '../errors.js';
import { titleOf } from '../graph/edge-rules.js';
import { SUBGRAPH } from '../graph/levels.js';
import { Listeners } from '../graph/listeners.js';
import type { GraphStore } from '../graph/store.js';
import type { GraphChange } from '../graph/types.js';
import type { NodeRegistry } from '../registry/registry.js';
import type { AssetReader, TaskRunner } from '../registry/types.js';
import type { PortValue } from '../registry/values.js';
import { hashesOf, saveAssets, type ExecutorAssets } from './asset-saver.js';
import { atHand } from './at-hand.js';
import { AutoRun } from './auto-run.js';
import { CACHE_BYTES, ResultCache } from './cache.js';
import type { Explanation } from './explain.js';
import { Explainer } from './explainer.js';
import { Freshness } from './freshness.js';
import { KeyMaker } from './keys.js';
import { Ledger } from './ledger.js';
import { Limiter } from './limiter.js';
import { autoRunOf, settingsOf, type ExecutorOptions, type ExecutorSettings } from './options.js';
import { upstream } from './order.js';
import { Planner, type PlannedNode } from './plan.js';
import { addResultNode } from './result-nodes.js';
import { movedOnly, seedsIn } from './resume.js';
import { isUnused, Run, type Settled } from './run.js';
import { cancelled, RunQueue } from './run-queue.js';
import { moveSeeds } from './seeds.js';
import { RunStates, shownResult } from './states.js';
import { fromStored, toStored } from './stored.js';
import { SubgraphStates } from './subgraph-states.js';
import type { ExecutorEvent, NodeRunState, RunOptions, RunResult, StoredResult } from './types.js';
import { isStopped } from './wiring.js';

export class Executor {
  /** Runs that wait for their turn, and the one under way. */
  readonly queue = new RunQueue();
  readonly #graph: GraphStore;
  readonly #registry: NodeRegistry;
  readonly #tasks: TaskRunner;
  readonly #settings: ExecutorSettings;
  readonly #cache: ResultCache;
  readonly #keys: KeyMaker;
  readonly #planner: Planner;
  readonly #ledger = new Ledger();
  readonly #listeners = new Listeners<ExecutorEvent>();
  readonly #states: RunStates;
  readonly #subgraphs: SubgraphStates;
  readonly #freshness: Freshness;
  readonly #explainer: Explainer;
  readonly #autoRun: AutoRun;
  readonly #stops: (() => void)[];
  #assets: ExecutorAssets | undefined;
  #movingSeeds = false;

  constructor(options: ExecutorOptions) {
    const { graph, registry, tasks } = options;
    this.#graph = graph;
    this.#registry = registry;
    this.#tasks = tasks;
    this.#assets = options.assets;
    this.#settings = settingsOf(options);
    this.#cache = new ResultCache(options.cacheBytes ?? CACHE_BYTES);
    this.#keys = new KeyMaker(tasks);
    this.#planner = new Planner(graph, registry, this.#keys);
    const { nodes: plan, wiring } = this.#planner;
    this.#subgraphs = new SubgraphStates({
      around: (id) => wiring.around(graph.nodes.get(id)),
      titleOf: (id) => titleOf(graph.nodes.get(id)!, registry),
      onChange: (id, state) => this.#listeners.emit({ type: 'node', id, state }),
    });
    this.#states = new RunStates(
      (id) => graph.nodes.has(id),
      (id, state) => {
        this.#listeners.emit({ type: 'node', id, state });
        this.#subgraphs.update(id, state);
      },
    );
    const shared = { graph, registry, plan, states: this.#states, cache: this.#cache, ledger: this.#ledger };
    this.#freshness = new Freshness({ ...shared, assets: () => this.#assets });
    this.#explainer = new Explainer(shared);
    this.#autoRun = new AutoRun(this.#autoRunHost());
    this.autoRun = options.autoRun;
    const modelsStop = tasks.onModelsChange?.(() => this.#replanned(this.#planner.modelsChanged()));
    this.#stops = [
      graph.subscribe((change) => this.#onGraphChange(change)),
      registry.subscribe(() => this.#replanned(this.#planner.rebuild())),
      ...(modelsStop ? [modelsStop] : []),
    ];
  }

  get running(): boolean {
    return this.queue.busy;
  }

  /** Where results are stored from now on. */
  set assets(assets: ExecutorAssets | undefined) {
    this.#assets = assets;
  }

  /**
   * Runs by itself, once edits rest, what an edit made stale, if every node of it is cheap: its type says `cheap: true`, or it asks for no
   * inference task and took at most `limit` milliseconds when it ran last. `true` takes the defaults.
   */
  set autoRun(option: ExecutorOptions['autoRun']) {
    this.#autoRun.options = autoRunOf(option);
    if (!this.#autoRun.options) this.#autoRun.stop();
  }
  get autoRun(): ExecutorOptions['autoRun'] {
    return this.#autoRun.options ?? false;
  }

  /** A node's state; `idle` where nothing is known of it. A subgraph's sums up what is inside it. */
  state(id: string): NodeRunState {
    return this.#graph.nodes.get(id)?.type === SUBGRAPH ? this.#subgraphs.get(id) : this.#states.get(id);
  }

  /** What an output carries now, whatever hands it on: of a subgraph or a reroute that is its source's. Of a list, the first item. */
  outputOf(nodeId: string, portId: string): PortValue | undefined {
    const source = this.#planner.wiring.origin([nodeId, portId]);
    return source && !isStopped(source) ? this.#states.get(source[0]).outputs?.[source[1]] : undefined;
  }

  subscribe(listener: (event: ExecutorEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  /**
   * Runs the graph, or some nodes and what they need. Failures of nodes are in the result, not thrown. The graph is taken as it is when
   * the run starts; edits made meanwhile apply to the next one.
   * @throws GdsError `GDS_RUN_BUSY` while another run is already in progress, unless `queue` says to wait for it.
   */
  async run(options: RunOptions = {}): Promise<RunResult> {
    if (this.queue.busy && options.queue === undefined) {
      throw new GdsError('GDS_RUN_BUSY', 'A run is already in progress. Wait for it, cancel it, or queue this one.');
    }
    const nodes = options.nodes && Object.freeze([...options.nodes]);
    const job = {
      label: options.label ?? this.#labelOf(nodes),
      nodes,
      signal: options.signal,
      carryOut: (signal: AbortSignal) => this.#carryOut(nodes, signal, options.deadline ?? this.#settings.runDeadline),
      ended: (result: RunResult) => this.#listeners.emit({ type: 'run-end', result }),
    };
    return this.queue.add(job, options.queue);
  }

  /** Cancels the run under way; the next one of the queue starts. Nodes under way are cancelled at once; {@link run} resolves `cancelled`. */
  cancel(): void {
    this.queue.cancelCurrent();
  }

  /** Cancels the run under way and all that wait. */
  cancelAll(): void {
    this.queue.cancelAll();
  }

  /** Why the node ran, or did not, when a run last came to it, and what the next run would do with it. */
  explain(nodeId: string): Explanation {
    return this.#explainer.explain(nodeId);
  }

  /** Puts kept results back, for nodes that have none yet. Results whose assets are gone are passed over. */
  async restore(results: readonly StoredResult[], assets: AssetReader): Promise<void> {
    const seeds = new Map<string, Readonly<Record<string, number>>>();
    for (const stored of results) {
      const { nodeId: id, key } = stored;
      const result = await fromStored(stored, assets);
      if (!result || !this.#graph.nodes.has(id) || this.#states.get(id).outputs) continue;
      this.#cache.set(key, result);
      this.#cache.addRecord(stored);
      const planned = this.#planner.nodes.get(id);
      if (planned?.key === key) this.#ledger.learn(key, planned.parts);
      this.#states.set(id, { status: 'complete', ...result, key, cached: true, fresh: this.#freshness.isFresh(id, key) });
      seeds.set(id, stored.seeds ?? {});
    }
    const { nodes: plan } = this.#planner;
    for (const id of movedOnly(seeds, plan, this.#states, this.#keys)) {
      this.#freshness.seedMoved(id, plan.get(id)!.key!);
      this.#states.set(id, { ...this.#states.get(id), fresh: true });
    }
  }

  /** A node's result in the form that is kept across reloads; undefined where there is none. */
  exportResult(nodeId: string): StoredResult | undefined {
    const state = this.#states.get(nodeId);
    const stored = toStored(nodeId, state.key, shownResult(state) ?? {});
    const planned = this.#planner.nodes.get(nodeId);
    const parts = planned?.key === stored?.key ? planned?.parts : this.#ledger.parts(stored?.key ?? '');
    const seeds = stored && planned && seedsIn(planned, parts?.params);
    return seeds ? { ...stored, seeds } : stored;
  }

  /** Cancels, forgets every result and listens no more. */
  dispose(): void {
    this.#autoRun.stop();
    this.cancelAll();
    for (const stop of this.#stops) stop();
    this.#listeners.clear();
    this.queue.clearListeners();
    this.#cache.clear();
  }

  async #carryOut(nodes: readonly string[] | undefined, signal: AbortSignal, deadline: number | undefined): Promise<RunResult> {
    const started = performance.now();
    const abort = new AbortController();
    const follow = (): void => abort.abort(signal.reason ?? cancelled());
    if (signal.aborted) follow();
    else signal.addEventListener('abort', follow, { once: true });
    const late = (): void => abort.abort(new GdsError('GDS_RUN_DEADLINE', `The run took longer than ${deadline} ms and was stopped.`));
    const timer = deadline === undefined ? undefined : setTimeout(late, deadline);
    /** Storing of results, and result nodes that came into being. */
    const background: (Promise<void> | undefined)[] = [];
    const plan = new Map(this.#planner.nodes);
    const run: Run = new Run({
      plan,
      targets: nodes && new Set(nodes.flatMap((id) => this.#planner.wiring.standsFor(id))),
      registry: this.#registry,
      tasks: this.#tasks,
      assets: { get: async (hash) => this.#assets?.get(hash), info: async (hash) => this.#assets?.info?.(hash) },
      cache: this.#cache,
      keys: this.#keys,
      states: this.#states,
      signal: abort.signal,
      limiter: new Limiter(this.#settings.concurrency),
      settings: this.#settings,
      currentKey: (id) => this.#planner.nodes.get(id)?.key,
      onSettled: (settled) => {
        this.#note(settled);
        if (!settled.given) return;
        background.push(this.#store(settled));
        if (!abort.signal.aborted) background.push(this.#addResultNode(run, settled.planned));
      },
    });
    this.#listeners.emit({ type: 'run-start', nodes: run.pending });
    await run.carryOut();
    // A result node may be stored in turn.
    for (let count = 0; count < background.length;) {
      count = background.length;
      await Promise.all(background);
    }
    clearTimeout(timer);
    signal.removeEventListener('abort', follow);
    this.#freshness.settle();
    this.#moveSeeds(plan, run.ran);
    const error = abort.signal.aborted && !signal.aborted ? (abort.signal.reason as GdsError) : undefined;
    return Object.freeze({
      status: signal.aborted ? 'cancelled' : error || run.failed.length > 0 ? 'error' : 'complete',
      ran: run.ran,
      cached: run.cached,
      failed: run.failed,
      ...(error ? { error } : {}),
      ms: performance.now() - started,
    });
  }

  #note({ planned, outcome, key, parts, moved }: Settled): void {
    const { id } = planned.record;
    this.#ledger.add(id, { outcome, key }, parts ?? (key === planned.key ? planned.parts : undefined));
    if (moved && planned.key !== undefined) this.#freshness.seedMoved(id, planned.key);
  }

  #addResultNode(run: Run, { record, definition }: PlannedNode): Promise<void> | undefined {
    if (!this.#settings.createOutputs || !definition?.resultNode) return undefined;
    let id: string | undefined;
    try {
      id = addResultNode(this.#graph, this.#registry, this.#planner, record.id, definition);
    } catch {
      // The document refused it; the result is at the model node itself.
    }
    const created = id === undefined ? undefined : this.#planner.nodes.get(id);
    return created && run.extra(created);
  }

  /** A store that refuses costs a warning. */
  async #store({ planned: { record }, key, result, given }: Settled): Promise<void> {
    if (!this.#assets || !result || key === undefined) return;
    const known = hashesOf(given ?? []);
    for (const param of Object.values(record.params)) if (typeof param === 'string') known.add(param);
    try {
      await saveAssets(this.#assets, result, known);
      this.#cache.stored(record.id, key, result);
    } catch (error) {
      const warning = GdsError.from(error, 'GDS_ASSET_STORE');
      this.#states.set(record.id, { ...this.#states.get(record.id), warning });
    }
  }

  #moveSeeds(plan: ReadonlyMap<string, PlannedNode>, ran: readonly string[]): void {
    this.#movingSeeds = true;
    try {
      moveSeeds(this.#graph, plan, ran, this.#settings.random);
    } finally {
      this.#movingSeeds = false;
    }
  }

  #onGraphChange(change: GraphChange): void {
    for (const id of change.nodesRemoved) {
      this.#states.delete(id);
      this.#subgraphs.update(id, this.#states.get(id));
      this.#freshness.forget(id);
    }
    // What was moved to another level counts elsewhere.
    for (const id of change.nodesUpdated) this.#subgraphs.update(id, this.#states.get(id));
    const changed = this.#planner.update(change);
    this.#freshness.changed(changed, this.#movingSeeds);
    if (change.origin !== 'local') this.#freshness.returned(change.nodesAdded);
    if (!this.#movingSeeds) this.#autoRun.changed(changed);
  }

  #replanned(changed: readonly string[]): void {
    this.#freshness.changed(changed);
  }

  #autoRunHost(): ConstructorParameters<typeof AutoRun>[0] {
    const { nodes: plan } = this.#planner;
    const isBusy = (): boolean => this.queue.busy;
    const context = { states: this.#states, cache: this.#cache };
    return {
      get busy() {
        return isBusy();
      },
      pending: (ids) => {
        const targets = [...ids].filter((id) => plan.has(id) && !isUnused(plan.get(id)!));
        const inputs = (id: string): PlannedNode['inputs'] | undefined => plan.get(id)?.inputs;
        const enter = (id: string, asked: boolean): boolean => {
          const planned = plan.get(id);
          return planned?.key !== undefined && !atHand(planned, asked, context);
        };
        return upstream(targets, inputs, enter).map((id) => plan.get(id)!);
      },
      state: (id) => this.#states.get(id),
      run: (ids) => void this.run({ nodes: ids.filter((id) => plan.has(id) && !isUnused(plan.get(id)!)), label: 'Auto-run' }),
    };
  }

  #labelOf(nodes: readonly string[] | undefined): string {
    const only = nodes?.length === 1 ? this.#graph.nodes.get(nodes[0]!) : undefined;
    if (only) return `Run ${titleOf(only, this.#registry)}`;
    return nodes ? `Run ${nodes.length} nodes` : 'Run';
  }
}
