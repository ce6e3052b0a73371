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
import type { AssetReader } from '../registry/types.js';
import type { PortValue } from '../registry/values.js';
import type { ExecutorAssets } from './asset-saver.js';
import { AutoRun } from './auto-run.js';
import { CACHE_BYTES, ResultCache } from './cache.js';
import { Conductor } from './conductor.js';
import type { Explanation } from './explain.js';
import { Explainer } from './explainer.js';
import { Freshness } from './freshness.js';
import { KeyMaker } from './keys.js';
import { Ledger } from './ledger.js';
import { autoRunOf, settingsOf, type ExecutorOptions, type ExecutorSettings } from './options.js';
import { Planner, type PlannedNode } from './plan.js';
import { movedOnly, seedsIn } from './resume.js';
import { RunQueue } from './run-queue.js';
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
  readonly #conductor: Conductor;
  readonly #stops: (() => void)[];
  #assets: ExecutorAssets | undefined;

  constructor(options: ExecutorOptions) {
    const { graph, registry, tasks } = options;
    this.#graph = graph;
    this.#registry = registry;
    this.#assets = options.assets;
    this.#settings = settingsOf(options);
    this.#cache = new ResultCache(options.cacheBytes ?? CACHE_BYTES);
    this.#keys = new KeyMaker(tasks);
    this.#planner = new Planner(graph, registry, this.#keys, false);
    const { nodes: plan, wiring } = this.#planner;
    this.#subgraphs = new SubgraphStates({
      around: (id) => wiring.around(graph.nodes.get(id)),
      titleOf: (id) => {
        const record = graph.nodes.get(id);
        return record ? titleOf(record, registry) : 'a deleted node';
      },
      onChange: (id, state) => {
        if (graph.nodes.has(id)) this.#listeners.emit({ type: 'node', id, state });
      },
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
    this.#conductor = new Conductor({
      ...shared,
      tasks,
      settings: this.#settings,
      planner: this.#planner,
      keys: this.#keys,
      freshness: this.#freshness,
      assets: () => this.#assets,
      started: (nodes) => this.#listeners.emit({ type: 'run-start', nodes }),
    });
    this.#autoRun = new AutoRun({
      ...shared,
      isBusy: () => this.queue.busy,
      run: (nodes) => void this.run({ nodes, label: 'Auto-run' }),
    });
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
    // It must be told of all that an edit makes stale, whether or not it ran before.
    this.#planner.eager = this.#autoRun.options !== undefined;
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
      carryOut: (signal: AbortSignal) => this.#conductor.run(nodes, signal, options.deadline ?? this.#settings.runDeadline),
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

  /** Nodes whose work, as the graph is now, goes by one of these names; see `TaskOptions.key`. */
  nodesFor(names: Iterable<string>): string[] {
    const keys = new Set([...names].map((name) => name.split('/')[0]));
    if (keys.size === 0) return [];
    const plan = this.#planner.snapshot();
    // A seed may have moved upstream since: the results that are shown count, too.
    const shown = (source: string): string | undefined => this.#states.get(source).key ?? plan.get(source)?.key;
    const asks = (planned: PlannedNode): boolean => keys.has(planned.key) || keys.has(this.#keys.special(planned, shown).key);
    return [...plan.values()].filter((planned) => planned.definition?.execute && asks(planned)).map(({ record }) => record.id);
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
    if (!stored) return undefined;
    const planned = this.#planner.nodes.get(nodeId);
    const parts = planned?.key === stored.key ? planned.parts : this.#ledger.parts(stored.key);
    const seeds = planned && seedsIn(planned, parts?.params);
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

  #onGraphChange(change: GraphChange): void {
    for (const id of change.nodesRemoved) {
      this.#states.delete(id);
      this.#subgraphs.update(id, this.#states.get(id));
      this.#freshness.forget(id);
    }
    // What was moved to another level counts elsewhere.
    for (const id of change.nodesUpdated) this.#subgraphs.update(id, this.#states.get(id));
    for (const id of change.nodesRemoved) this.#subgraphs.forget(id);
    const changed = this.#planner.update(change);
    this.#freshness.changed(changed, this.#conductor.movingSeeds);
    if (change.origin !== 'local') this.#freshness.returned(change.nodesAdded);
    if (!this.#conductor.movingSeeds) this.#autoRun.changed(changed);
  }

  #replanned(changed: readonly string[]): void {
    this.#freshness.changed(changed);
  }

  #labelOf(nodes: readonly string[] | undefined): string {
    const only = nodes?.length === 1 ? this.#graph.nodes.get(nodes[0]!) : undefined;
    if (only) return `Run ${titleOf(only, this.#registry)}`;
    return nodes ? `Run ${nodes.length} nodes` : 'Run';
  }
}
