/**
 * One run: carries out the nodes of a plan that need it, each as soon as what it depends on is there.
 *
 * A node fails alone: what depends on it is cancelled, the rest goes on. Once the signal aborts, every node that is under way counts as
 * cancelled at once, even if its code never answers. Knows nothing of edits made meanwhile; the executor compares afterwards.
 */
import { GdsError } from '../errors.js';
import { titleOf } from '../graph/edge-rules.js';
import type { NodeDefinition } from '../registry/types.js';
import type { PortValue } from '../registry/values.js';
import { entering, valuesIn } from './entering.js';
import type { KeyParts } from './keys.js';
import { sourcesOf, upstream } from './order.js';
import { missingInput } from './outputs.js';
import type { Plan, PlannedNode } from './plan.js';
import { atHand } from './at-hand.js';
import { StandIns } from './stand-ins.js';
import type { NodeResult, NodeRunState } from './types.js';
import { Work, type Task, type WorkContext } from './work.js';

export interface RunContext extends WorkContext {
  /** As it was when the run started. */
  readonly plan: Plan;
  /** Nodes that were asked for by name; undefined means the whole graph. */
  readonly targets: ReadonlySet<string> | undefined;
  /** The key that a node's result would have now, after edits during the run. */
  currentKey(id: string): string | undefined;
  /** A node came to rest. Must not throw. */
  onSettled(settled: Settled): void;
}

export interface Settled {
  readonly planned: PlannedNode;
  readonly outcome: 'ran' | 'cached' | 'failed';
  /** Of the result, or of the one that failed. */
  readonly key: string | undefined;
  /** What `key` is made of, where it is not `planned.key`. */
  readonly parts?: KeyParts;
  readonly result?: NodeResult;
  /** Values that entered a node that ran. */
  readonly given?: readonly PortValue[];
  /** The result is for a seed that has moved on since, here or upstream: it is as fresh as one of `planned.key`. */
  readonly moved: boolean;
}

/** What came out of a node, with what it is kept under. */
interface Made {
  readonly result: NodeResult;
  readonly ran: boolean;
  readonly made: Keyed;
}

type Keyed = Pick<PlannedNode, 'key' | 'parts'>;

/** What a node hands on in this run. */
interface Delivery {
  readonly key: string;
  readonly result: NodeResult;
  readonly moved: boolean;
}

export class Run {
  readonly ran: string[] = [];
  readonly cached: string[] = [];
  readonly failed: { id: string; error: GdsError }[] = [];
  /** Nodes that are to be carried out, in an order they can be. */
  readonly pending: readonly string[];
  /** What is there already is kept as it is: most nodes of most runs, and a promise for each would cost more than all the rest. */
  readonly #deliveries = new Map<string, Delivery | Promise<Delivery | undefined>>();
  /** By cache key: two nodes that are alike run once. */
  readonly #inFlight = new Map<string, Promise<Made>>();
  /** Nodes whose results are to be read back from the asset store. */
  readonly #stored = new Set<string>();
  /** Not awaited yet. Reading back from the asset store may fail and start more. */
  readonly #started: Promise<unknown>[] = [];
  readonly #aborted: Promise<never>;
  readonly #work: Work;
  readonly #standIns: StandIns;

  constructor(private readonly context: RunContext) {
    const { signal, targets, plan } = context;
    this.#standIns = new StandIns(context.tasks, context.keys);
    this.#work = new Work(context, this.#standIns);
    this.#aborted = new Promise((_, reject) => {
      if (signal.aborted) reject(signal.reason as Error);
      else signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    this.#aborted.catch(() => undefined);
    this.pending = this.#select(targets ?? [...plan.values()].filter((planned) => !isUnused(planned)).map(({ record }) => record.id));
  }

  /** Resolves when every node has come to rest. Never rejects. */
  async carryOut(): Promise<void> {
    this.#start(this.pending);
    while (this.#started.length > 0) await Promise.all(this.#started.splice(0));
  }

  /** Carries out a node that came into being during the run and whose inputs are there. */
  async extra(planned: PlannedNode): Promise<void> {
    await this.#node(planned);
  }

  /**
   * What must run: targets without a result and whatever feeds them, in order. Results on the way are put in place.
   * @param byName Whether the targets were asked for, not only what they give.
   */
  #select(targets: Iterable<string>, byName = true): string[] {
    const { plan } = this.context;
    const stored: string[] = [];
    const order = upstream(
      targets,
      (id) => plan.get(id)?.inputs,
      (id, asked) => {
        const planned = plan.get(id);
        if (planned?.key === undefined || this.#deliveries.has(id) || this.#adopt(planned, byName && asked)) return false;
        if (!this.context.cache.hasRecord(planned.key)) return true;
        this.#stored.add(id);
        stored.push(id);
        return false;
      },
    );
    return [...stored, ...order];
  }

  #start(ids: readonly string[]): void {
    for (const id of ids) this.context.states.status(id, 'queued');
    for (const id of ids) {
      const planned = this.context.plan.get(id)!;
      const delivery = this.#stored.has(id) ? this.#fetch(planned, planned.key!) : this.#node(planned);
      this.#deliveries.set(id, delivery);
      this.#started.push(delivery);
    }
  }

  #adopt(planned: PlannedNode, asked: boolean): boolean {
    const found = atHand(planned, asked, this.context);
    return found !== undefined && found.from !== 'assets' && this.#deliver(planned, found.key, found.result, found.from === 'before');
  }

  #deliver(planned: PlannedNode, key: string, result: NodeResult, moved: boolean): true {
    const id = planned.record.id;
    this.cached.push(id);
    this.#deliveries.set(id, { key, result, moved });
    const shown = this.context.states.get(id);
    const settled = shown.status === 'complete' && shown.cached && shown.fresh && !shown.warning && shown.key === key && shown.outputs;
    if (!settled) this.#show(planned, { status: 'complete', ...result, key, cached: true }, moved);
    this.context.onSettled({ planned, outcome: 'cached', key, result, moved });
    return true;
  }

  #show(planned: PlannedNode, state: NodeRunState, moved: boolean): void {
    const id = planned.record.id;
    const current = this.context.currentKey(id);
    const fresh = current !== undefined && (current === state.key || (moved && current === planned.key));
    this.context.states.set(id, { ...state, fresh });
  }

  async #fetch(planned: PlannedNode, key: string): Promise<Delivery | undefined> {
    const { cache, assets, signal } = this.context;
    const result = await Promise.race([cache.fetch(key, assets), this.#aborted]).catch(() => undefined);
    const id = planned.record.id;
    this.#stored.delete(id);
    if (result && !signal.aborted) {
      this.#deliver(planned, key, result, false);
      return { key, result, moved: false };
    }
    if (!signal.aborted) this.#start(this.#select(sourcesOf(planned.inputs), false));
    return this.#node(planned);
  }

  async #node(planned: PlannedNode): Promise<Delivery | undefined> {
    const { states, cache, keys } = this.context;
    const id = planned.record.id;
    try {
      const definition = this.#ready(planned);
      const sources = await this.#sources(planned);
      if (!sources) {
        states.status(id, 'cancelled', { error: new GdsError('GDS_UPSTREAM', 'Did not run, because something it depends on failed.') });
        return undefined;
      }
      const moved = [...sources.values()].some((source) => source.moved);
      const asPlanned = [...sources].every(([port, source]) => planned.parts?.inputs[port]?.[0] === source.key);
      const keyOf = (_: string, port: string): string | undefined => sources.get(port)?.key;
      const own = asPlanned ? planned : keys.special(planned, keyOf);
      for (const [known, counts] of [
        [own.key!, moved],
        [this.#standIns.now(planned, keyOf)?.key, false],
      ] as const) {
        const hit = known === undefined || known === planned.key ? undefined : cache.get(known);
        if (!hit) continue;
        this.#deliver(planned, known!, hit, counts);
        return { key: known!, result: hit, moved: counts };
      }
      const inputs = await Promise.race([entering(planned, definition, sources, this.context), this.#aborted]);
      const twin = this.#inFlight.has(own.key!);
      const keysIn = new Map([...sources].map(([port, source]) => [port, source.key]));
      const task = { planned, definition, inputs, keys: keysIn, key: own.key! };
      const { result, ran, made } = await Promise.race([this.#carryOutOnce(task, own, keyOf), this.#aborted]);
      const key = made.key!;
      const fromCache = twin || !ran;
      (fromCache ? this.cached : this.ran).push(id);
      this.#show(planned, { status: 'complete', ...result, key, ...(fromCache ? { cached: true } : {}) }, moved && made === own);
      this.context.onSettled({
        planned,
        outcome: fromCache ? 'cached' : 'ran',
        key,
        ...(made.parts ? { parts: made.parts } : {}),
        result,
        moved: moved && made === own,
        given: valuesIn(inputs),
      });
      return { key, result, moved: moved && made === own };
    } catch (error) {
      this.#fail(planned, error);
      return undefined;
    }
  }

  /** What comes out is kept even where the run is over by then: what was made is not made again. */
  #carryOutOnce(task: Task, own: Keyed, keyOf: (source: string, port: string) => string | undefined): Promise<Made> {
    let work = this.#inFlight.get(task.key);
    if (!work) {
      work = this.#work.carryOut(task).then((done) => {
        const made = this.#standIns.of(task.planned, done.result, keyOf) ?? own;
        this.context.cache.set(made.key!, done.result);
        return { ...done, made };
      });
      work.catch(() => undefined);
      this.#inFlight.set(task.key, work);
    }
    return work;
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

  /** What comes in, by input port; undefined where something failed. */
  async #sources(planned: PlannedNode): Promise<Map<string, Delivery> | undefined> {
    const sources = new Map<string, Delivery>();
    for (const [port, [source]] of planned.inputs) {
      const delivery = await Promise.race([this.#deliveries.get(source), this.#aborted]);
      // A failure may be what the abort looks like from here.
      if (!delivery) this.context.signal.throwIfAborted();
      if (!delivery) return undefined;
      sources.set(port, delivery);
    }
    return sources;
  }

  #fail(planned: PlannedNode, cause: unknown): void {
    const { record } = planned;
    const { signal, states, registry } = this.context;
    const before = states.get(record.id);
    const late = signal.aborted && signal.reason instanceof GdsError && signal.reason.code === 'GDS_RUN_DEADLINE';
    if (signal.aborted && !(late && before.status === 'running')) {
      // Only what was under way was cancelled; what still waited is as it was.
      if (before.status === 'running') states.status(record.id, 'cancelled');
      else states.status(record.id, before.outputs ? 'complete' : 'idle');
      return;
    }
    const detail = cause instanceof Error ? cause.message : String(cause);
    const error = GdsError.from(cause, 'GDS_NODE_FAILED', `"${titleOf(record, registry)}" failed: ${detail}`);
    this.failed.push({ id: record.id, error });
    states.status(record.id, 'error', { error });
    this.context.onSettled({ planned, outcome: 'failed', key: planned.key, moved: false });
  }
}

/** Nothing is connected to it, and nobody wrote into the parameters that stand in for connections. */
export function isUnused({ definition, record, connected }: Pick<PlannedNode, 'definition' | 'record' | 'connected'>): boolean {
  if (!definition?.skipUnconnected || connected) return false;
  return !definition.parameters.some((spec) => spec.port !== undefined && (record.params[spec.name] ?? spec.default) !== spec.default);
}
