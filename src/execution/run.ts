/**
 * One run: carries out the nodes of a plan that need it, each as soon as what it depends on is there.
 *
 * A node fails alone: what depends on it is cancelled, the rest goes on. Once the signal aborts, every node that is under way counts as
 * cancelled at once, even if its code never answers. Knows nothing of edits made meanwhile; the executor compares afterwards.
 */
import { GdsError } from '../errors.js';
import { titleOf } from '../graph/edge-rules.js';
import type { PortRef } from '../graph/types.js';
import type { NodeRegistry } from '../registry/registry.js';
import type { GenerationInfo } from '../registry/tasks.js';
import type { AssetReader, NodeDefinition, NodeOutputs, TaskRunner } from '../registry/types.js';
import type { PortValue } from '../registry/values.js';
import type { CachedResult, ResultCache } from './cache.js';
import { checkOutputs, missingInput } from './outputs.js';
import type { Plan, PlannedNode } from './plan.js';
import type { RunStates } from './states.js';

export interface RunContext {
  readonly plan: Plan;
  readonly keys: ReadonlyMap<string, string>;
  /** Nodes that were asked for by name; undefined means the whole graph. */
  readonly targets: ReadonlySet<string> | undefined;
  readonly registry: NodeRegistry;
  readonly tasks: TaskRunner;
  readonly assets: AssetReader;
  readonly cache: ResultCache;
  readonly states: RunStates;
  readonly signal: AbortSignal;
  /** The key that a node's result would have now, after edits during the run. */
  currentKey(id: string): string | undefined;
  /** A node ran and succeeded. Must not throw. */
  onSuccess(planned: PlannedNode, result: CachedResult, inputs: Readonly<Record<string, PortValue>>): void;
}

export class Run {
  readonly ran: string[] = [];
  readonly cached: string[] = [];
  readonly failed: { id: string; error: GdsError }[] = [];
  /** Nodes that are to be carried out, in an order they can be. */
  readonly pending: readonly string[];
  readonly #results = new Map<string, Promise<NodeOutputs | undefined>>();
  /** By cache key: two nodes that are alike run once. */
  readonly #inFlight = new Map<string, Promise<CachedResult>>();
  readonly #aborted: Promise<never>;

  constructor(private readonly context: RunContext) {
    const { signal } = context;
    this.#aborted = new Promise((_, reject) => {
      if (signal.aborted) reject(signal.reason);
      else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    this.#aborted.catch(() => undefined);
    this.pending = this.#select();
  }

  /** Resolves when every node has come to rest. Never rejects. */
  async carryOut(): Promise<void> {
    const { plan, states } = this.context;
    for (const id of this.pending) states.status(id, 'queued');
    for (const id of this.pending) this.#results.set(id, this.#node(plan.get(id)!));
    await Promise.all(this.#results.values());
  }

  /** Carries out a node that came into being during the run and whose inputs are there. */
  async extra(planned: PlannedNode, key: string): Promise<void> {
    await this.#node(planned, key);
  }

  /** What must run: targets without a cached result and whatever feeds them. Cached results on the way are put in place. */
  #select(): string[] {
    const { plan, targets, keys, cache } = this.context;
    const needed = new Set<string>();
    const pending: string[] = [];
    for (const [id, planned] of [...plan].reverse()) {
      const asked = targets ? targets.has(id) : !isUnused(planned);
      if (planned.blocked || (!asked && !needed.has(id))) continue;
      const hit = cache.get(keys.get(id)!);
      if (hit) {
        this.#adopt(id, hit);
        continue;
      }
      pending.push(id);
      for (const [source] of planned.inputs.values()) needed.add(source);
    }
    return pending.reverse();
  }

  #adopt(id: string, hit: CachedResult): NodeOutputs {
    const key = this.context.keys.get(id)!;
    this.cached.push(id);
    this.#results.set(id, Promise.resolve(hit.outputs));
    this.context.states.set(id, { status: 'complete', ...hit, key, cached: true, fresh: this.context.currentKey(id) === key });
    return hit.outputs;
  }

  async #node(planned: PlannedNode, key = this.context.keys.get(planned.record.id)!): Promise<NodeOutputs | undefined> {
    const { states, signal, currentKey, cache } = this.context;
    const id = planned.record.id;
    try {
      const definition = this.#ready(planned);
      const inputs = await this.#inputs(planned, definition);
      if (!inputs) {
        if (signal.aborted) throw signal.reason;
        states.status(id, 'cancelled', { error: new GdsError('GDS_UPSTREAM', 'Did not run, because something it depends on failed.') });
        return undefined;
      }
      const twin = this.#inFlight.get(key);
      const work = twin ?? this.#execute(planned, definition, inputs);
      if (!twin) {
        this.#inFlight.set(key, work);
        work.catch(() => undefined);
      }
      const result = await Promise.race([work, this.#aborted]);
      cache.set(key, result);
      if (twin) this.cached.push(id);
      else this.ran.push(id);
      states.set(id, { status: 'complete', ...result, key, fresh: currentKey(id) === key, ...(twin ? { cached: true } : {}) });
      this.context.onSuccess(planned, result, inputs);
      return result.outputs;
    } catch (error) {
      this.#fail(planned, error);
      return undefined;
    }
  }

  /** The definition of a node that has one and whose inputs are all connected. */
  #ready(planned: PlannedNode): NodeDefinition {
    const { record, definition } = planned;
    if (!definition) {
      throw new GdsError(
        'GDS_NODE_UNKNOWN',
        `Nobody here knows the node type "${record.type.slice(0, 60)}". Register it, or replace the node.`,
      );
    }
    const missing = missingInput(planned, this.context.registry);
    if (missing) throw missing;
    return definition;
  }

  /** Values by input port; undefined where something they come from failed. */
  async #inputs(planned: PlannedNode, definition: NodeDefinition): Promise<Record<string, PortValue> | undefined> {
    const sources = [...planned.inputs];
    const outputs = await Promise.race([Promise.all(sources.map(([, [id]]) => this.#results.get(id))), this.#aborted]);
    const values: Record<string, PortValue> = {};
    for (const [index, [port, ref]] of sources.entries()) {
      const given = outputs[index];
      if (!given) return undefined;
      const spec = definition.inputs.find((input) => input.id === port);
      if (!spec) continue;
      const value = given[ref[1]];
      if (value !== undefined) values[port] = await this.#convert(value, ref, spec.type);
      else if (spec.required) {
        const source = this.context.plan.get(ref[0]);
        const title = source ? titleOf(source.record, this.context.registry) : ref[0];
        throw new GdsError('GDS_INPUT_MISSING', `"${title}" gave nothing to the input "${spec.title}".`, { path: port });
      }
    }
    return values;
  }

  async #convert(value: PortValue, [source, output]: PortRef, to: string): Promise<PortValue> {
    const { plan, registry } = this.context;
    const from = plan.get(source)?.definition?.outputs.find((port) => port.id === output)?.type;
    const conversion = from === undefined ? undefined : registry.conversion(from, to);
    return conversion ? conversion.convert(value) : value;
  }

  async #execute(
    { record, definition: known }: PlannedNode,
    definition: NodeDefinition,
    inputs: Record<string, PortValue>,
  ): Promise<CachedResult> {
    const { tasks, assets, signal, states, registry } = this.context;
    const id = record.id;
    states.status(id, 'running');
    if (!known?.execute) return { outputs: {} };
    const started = performance.now();
    let info: GenerationInfo | undefined;
    const watched: TaskRunner = {
      run: async (task, input, options) => {
        const result = await tasks.run(task, input, options);
        info = (result as { info?: GenerationInfo }).info ?? info;
        return result;
      },
    };
    const value = await known.execute({
      nodeId: id,
      inputs: Object.freeze(inputs),
      params: { ...registry.defaults(record.type), ...record.params },
      progress: (progress) => {
        if (!signal.aborted) states.progress(id, progress);
      },
      signal,
      tasks: watched,
      assets,
    });
    return { outputs: checkOutputs(value, definition), ms: performance.now() - started, ...(info ? { info } : {}) };
  }

  #fail({ record }: PlannedNode, cause: unknown): void {
    const { signal, states, registry } = this.context;
    if (signal.aborted) {
      // Only what was under way was cancelled; what still waited is as it was.
      const state = states.get(record.id);
      if (state.status === 'running') states.status(record.id, 'cancelled');
      else states.status(record.id, state.outputs ? 'complete' : 'idle');
      return;
    }
    const detail = cause instanceof Error ? cause.message : String(cause);
    const error = GdsError.from(cause, 'GDS_NODE_FAILED', `"${titleOf(record, registry)}" failed: ${detail}`);
    this.failed.push({ id: record.id, error });
    states.status(record.id, 'error', { error });
  }
}

/** Nothing is connected to it, and nobody wrote into the parameters that stand in for connections. */
function isUnused({ definition, record, connected }: PlannedNode): boolean {
  if (!definition?.skipUnconnected || connected) return false;
  return !definition.parameters.some((spec) => spec.port !== undefined && (record.params[spec.name] ?? spec.default) !== spec.default);
}
