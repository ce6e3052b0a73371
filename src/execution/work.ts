/**
 * Carrying out one node: once, or once for every combination of the items that enter it.
 *
 * Every item has a cache key of its own, so a list that changed in one place costs one item. An item that fails leaves the others:
 * they are made and kept, then the node fails. Slots, retries and deadlines hold for each item.
 */
import { GdsError } from '../errors.js';
import { pause } from '../pause.js';
import { titleOf } from '../graph/edge-rules.js';
import type { NodeRecord, ParamValue } from '../graph/types.js';
import { validateParam } from '../registry/parameters.js';
import type { NodeRegistry } from '../registry/registry.js';
import type { GenerationInfo, Progress } from '../registry/tasks.js';
import type { AssetReader, ListAxis, ListItem, NodeDefinition, TaskRunner } from '../registry/types.js';
import type { PortValue } from '../registry/values.js';
import type { ResultCache } from './cache.js';
import { within } from './deadline.js';
import { ItemProgress } from './item-progress.js';
import type { KeyMaker } from './keys.js';
import type { Limiter } from './limiter.js';
import { combine, listItems, tooMany, type Combination, type Flow } from './lists.js';
import { checkOutputs } from './outputs.js';
import type { PlannedNode } from './plan.js';
import { retryPause, type RetryPolicy } from './retry.js';
import type { StandIns } from './stand-ins.js';
import type { RunStates } from './states.js';
import type { NodeResult, ResultItem } from './types.js';

export interface WorkSettings {
  readonly retry: RetryPolicy;
  /** Milliseconds for one node, or one item of a list, its retries among them. */
  readonly nodeDeadline: number | undefined;
  /** Items a node runs for at most. */
  readonly maxItems: number;
  readonly random: () => number;
}

export interface WorkContext {
  readonly registry: NodeRegistry;
  readonly tasks: TaskRunner;
  readonly assets: AssetReader;
  readonly cache: ResultCache;
  readonly keys: KeyMaker;
  readonly states: RunStates;
  readonly signal: AbortSignal;
  readonly limiter: Limiter;
  readonly settings: WorkSettings;
}

/** A node with what it is to run on. */
export interface Task {
  readonly planned: PlannedNode;
  readonly definition: NodeDefinition;
  /** In the order of the node type's inputs. */
  readonly inputs: ReadonlyMap<string, readonly Flow[]>;
  /** Keys of the results that feed the inputs, lists as a whole. */
  readonly keys: ReadonlyMap<string, string>;
  /** Its cache key on these inputs. */
  readonly key: string;
}

/** One time that a node is carried out. */
interface Turn extends Combination {
  /** What the work is called; see {@link TaskOptions.key}. */
  readonly name: string;
}

export class Work {
  /** By cache key: items that are alike are made once. */
  readonly #inFlight = new Map<string, Promise<NodeResult>>();

  constructor(
    private readonly context: WorkContext,
    private readonly standIns: StandIns,
  ) {}

  /**
   * @returns `ran` is false where every item was there already.
   * @throws GdsError of the node; the signal's reason.
   */
  async carryOut(task: Task): Promise<{ result: NodeResult; ran: boolean }> {
    const { definition, planned } = task;
    const whole = (port: string): boolean => definition.inputs.some((spec) => spec.id === port && spec.list === true);
    const joined = new Map([...task.inputs].filter(([port]) => !whole(port)));
    const lists = new Map([...task.inputs].filter(([port]) => whole(port)));
    const combinations = combine(joined, this.context.settings.maxItems);
    const [first] = combinations;
    if (!first)
      throw new GdsError(
        'GDS_LIST_EMPTY',
        `Nothing of the lists that enter "${titleOf(planned.record, this.context.registry)}" fits together.`,
      );
    if (combinations.length === 1 && first.axes.length === 0) {
      const report = (progress: Progress): void => this.context.states.progress(planned.record.id, progress);
      return { result: await this.#once(task, { ...first, name: task.key }, lists, report), ran: true };
    }
    return this.#forEach(task, combinations, lists);
  }

  async #forEach(task: Task, combinations: readonly Combination[], lists: ReadonlyMap<string, readonly Flow[]>) {
    const { states, signal } = this.context;
    const id = task.planned.record.id;
    const progress = new ItemProgress(combinations.length, (told) => states.progress(id, told));
    let ran = false;
    const settled = await Promise.allSettled(
      combinations.map(async (combination, index) => {
        const keyOf = (_: string, port: string): string | undefined => combination.flows.get(port)?.key ?? task.keys.get(port);
        const { key } = this.context.keys.special(task.planned, keyOf);
        const known = this.#known(key) ?? this.#known(this.standIns.now(task.planned, keyOf)?.key);
        ran ||= !known;
        const turn = { ...combination, name: `${task.key}/${key}` };
        const result = known ?? (await this.#shared(key, () => this.#once(task, turn, lists, (told) => progress.of(index, told))));
        progress.done(index);
        const own = this.standIns.of(task.planned, result, keyOf)?.key ?? key;
        this.context.cache.set(own, result);
        return { result, key: own };
      }),
    );
    signal.throwIfAborted();
    const failed = settled.flatMap((each, index) => (each.status === 'rejected' ? [{ index, reason: each.reason as unknown }] : []));
    if (failed[0]) throw itemError(failed[0].reason, failed[0].index, failed.length, settled.length);
    const items = settled.flatMap((each, index) => (each.status === 'fulfilled' ? spread(each.value, combinations[index]!.axes) : []));
    if (items.length > this.context.settings.maxItems) throw tooMany(this.context.settings.maxItems);
    const ms = items.reduce((sum, item) => sum + (item.ms ?? 0), 0);
    const { outputs, info } = items[0]!;
    return { result: { outputs, items: Object.freeze(items), ms, ...(info ? { info } : {}) }, ran };
  }

  #known(key: string | undefined): NodeResult | undefined {
    return key === undefined ? undefined : this.context.cache.get(key);
  }

  #shared(key: string, make: () => Promise<NodeResult>): Promise<NodeResult> {
    let work = this.#inFlight.get(key);
    if (!work) this.#inFlight.set(key, (work = make().finally(() => this.#inFlight.delete(key))));
    return work;
  }

  /** Once, with retries, within the deadline. */
  async #once(
    task: Task,
    turn: Turn,
    lists: ReadonlyMap<string, readonly Flow[]>,
    report: (progress: Progress) => void,
  ): Promise<NodeResult> {
    const { limiter, signal, settings, registry } = this.context;
    const { record } = task.planned;
    const late = (): GdsError =>
      new GdsError('GDS_NODE_DEADLINE', `"${titleOf(record, registry)}" took longer than ${settings.nodeDeadline} ms and was stopped.`);
    for (let attempt = 1, left = settings.nodeDeadline; ; attempt++) {
      let started = 0;
      try {
        return await limiter.run(record.id, async () => {
          signal.throwIfAborted();
          started = performance.now();
          return within(left, signal, late, (own) => this.#execute(task, turn, lists, report, own));
        });
      } catch (error) {
        const wait = signal.aborted ? undefined : retryPause(error, attempt, settings.retry, settings.random);
        if (wait === undefined) throw error;
        if (left !== undefined) left -= performance.now() - started + wait;
        if (left !== undefined && left <= 0) throw late();
        report({ stage: 'retry', label: 'Trying again', step: attempt + 1, total: settings.retry.attempts });
        await pause(wait, signal);
      }
    }
  }

  async #execute(
    { planned, definition }: Task,
    { flows, axes, name }: Turn,
    lists: ReadonlyMap<string, readonly Flow[]>,
    report: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<NodeResult> {
    const { record } = planned;
    const { states, registry, tasks, assets } = this.context;
    if (states.get(record.id).status !== 'running') states.status(record.id, 'running');
    if (!definition.execute) return { outputs: {} };
    let info: GenerationInfo | undefined;
    let labels: readonly string[] | undefined;
    let asked = 0;
    const watched: TaskRunner = {
      run: async (task, input, options) => {
        const key = ++asked === 1 ? name : `${name}/${asked}`;
        const result = await tasks.run(task, input, { ...options, key });
        info = (result as { info?: GenerationInfo }).info ?? info;
        return result;
      },
    };
    const started = performance.now();
    const value = await definition.execute({
      nodeId: record.id,
      inputs: Object.freeze({ ...firstOf(lists), ...valuesOf(flows) }),
      lists: Object.freeze(Object.fromEntries([...lists].map(([port, list]) => [port, itemsOf(list)]))),
      nameItems: (names) => (labels = [...names]),
      params: paramsFor(record, definition, registry, flows),
      progress: (progress) => {
        if (!signal.aborted) report(progress);
      },
      signal,
      tasks: watched,
      assets,
    });
    const { outputs, list } = checkOutputs(value, definition);
    if (list && list.length > this.context.settings.maxItems) throw tooMany(this.context.settings.maxItems);
    const items = list && Object.freeze(listItems(record.id, list, labels, axes));
    return { outputs, ...(items ? { items } : {}), ms: performance.now() - started, ...(info ? { info } : {}) };
  }
}

/**
 * The parameters, with what enters by ports in the place of those that it overrides.
 * @throws GdsError `GDS_PARAM_*` where a number is out of range.
 */
function paramsFor(
  record: NodeRecord,
  definition: NodeDefinition,
  registry: NodeRegistry,
  flows: ReadonlyMap<string, Flow>,
): Record<string, ParamValue> {
  const params = { ...registry.defaults(record.type), ...record.params };
  for (const { name, port } of definition.parameters) {
    const value = port === undefined ? undefined : flows.get(port)?.value;
    if (typeof value === 'string' || typeof value === 'number') params[name] = validateParam(definition, name, value);
  }
  return params;
}

/** The result of one combination as items: a node that gave a list there gave several. Axes are those of this combination. */
function spread({ result, key }: { result: NodeResult; key: string }, axes: readonly ListAxis[]): ResultItem[] {
  const { items, ms, info, outputs } = result;
  const about = { ...(ms === undefined ? {} : { ms }), ...(info === undefined ? {} : { info }) };
  if (!items) return [Object.freeze({ outputs, key, axes, ...about })];
  return items.map((item, index) =>
    Object.freeze({ ...item, axes: Object.freeze([...axes, item.axes.at(-1)!]), ...(index === 0 ? about : {}) }),
  );
}

function itemError(reason: unknown, index: number, failed: number, total: number): GdsError {
  const error = GdsError.from(reason, 'GDS_NODE_FAILED');
  if (total === 1) return error;
  const others = failed > 1 ? ` ${failed - 1} more failed.` : '';
  return new GdsError(error.code, `Item ${index + 1} of ${total}: ${error.message}${others}`, {
    cause: error,
    ...(error.path === undefined ? {} : { path: error.path }),
  });
}

function valuesOf(flows: ReadonlyMap<string, Flow>): Record<string, PortValue> {
  return Object.fromEntries([...flows].flatMap(([port, { value }]) => (value === undefined ? [] : [[port, value]])));
}

function firstOf(lists: ReadonlyMap<string, readonly Flow[]>): Record<string, PortValue> {
  return Object.fromEntries([...lists].flatMap(([port, [flow]]) => (flow?.value === undefined ? [] : [[port, flow.value]])));
}

function itemsOf(list: readonly Flow[]): readonly ListItem[] {
  return Object.freeze(list.flatMap(({ value, axes }) => (value === undefined ? [] : [Object.freeze({ value, axes })])));
}
