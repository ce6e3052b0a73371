/** Puts an explanation together from the plan, what nodes show, the cache and the ledger of past runs. */
import { titleOf } from '../graph/edge-rules.js';
import type { NodeRecord } from '../graph/types.js';
import type { NodeRegistry } from '../registry/registry.js';
import { atHand } from './at-hand.js';
import type { ResultCache } from './cache.js';
import { account, differences, type Account, type Explanation, type PartsOf, type Reason } from './explain.js';
import type { Names } from './explain-words.js';
import type { Ledger } from './ledger.js';
import type { Plan } from './plan.js';
import { isUnused } from './run.js';
import type { RunStates } from './states.js';

export interface ExplainerContext {
  readonly graph: { readonly nodes: ReadonlyMap<string, NodeRecord> };
  readonly registry: NodeRegistry;
  readonly plan: Plan;
  readonly states: RunStates;
  readonly cache: ResultCache;
  readonly ledger: Ledger;
}

export class Explainer {
  constructor(private readonly context: ExplainerContext) {}

  explain(nodeId: string): Explanation {
    const last = this.#last(nodeId);
    return Object.freeze({ nodeId, ...(last ? { last } : {}), next: this.#next(nodeId) });
  }

  #last(id: string): Account | undefined {
    const history = this.context.ledger.of(id);
    if (!history) return undefined;
    const { last, before } = history;
    if (last.outcome === 'cached')
      return this.#account(id, 'cached', [{ kind: 'at-hand', from: last.key === before?.key ? 'shown' : 'memory' }]);
    return this.#account(id, last.outcome, this.#why(id, before?.key, last.key, before?.outcome === 'failed', before !== undefined));
  }

  #next(id: string): Account {
    const planned = this.context.plan.get(id);
    if (!planned) return this.#account(id, 'skipped', [{ kind: 'hands-on' }]);
    if (planned.stoppedBy !== undefined) return this.#account(id, 'skipped', [{ kind: 'stopped', by: planned.stoppedBy }]);
    if (isUnused(planned)) return this.#account(id, 'skipped', [{ kind: 'unconnected' }]);
    const found = atHand(planned, true, this.context);
    if (found && found.from !== 'before') return this.#account(id, 'cached', [{ kind: 'at-hand', from: found.from }]);
    const history = this.context.ledger.of(id);
    const state = this.context.states.get(id);
    const shownKey = state.key ?? history?.last.key;
    const failed = history?.last.outcome === 'failed' || state.status === 'cancelled';
    const reasons = this.#why(id, shownKey, planned.key, failed && history?.last.key === planned.key, shownKey !== undefined);
    const evicted = shownKey !== planned.key && planned.key !== undefined && this.context.ledger.hasMade(planned.key);
    return this.#account(id, 'runs', evicted ? [...reasons, { kind: 'evicted' }] : reasons);
  }

  #why(id: string, before: string | undefined, after: string | undefined, failed: boolean, ranBefore: boolean): Reason[] {
    if (failed) return [{ kind: 'failed-before' }];
    if (!ranBefore) return [{ kind: 'never-ran' }];
    if (before === after) return [{ kind: 'evicted' }];
    return differences(id, before, after, this.#partsOf);
  }

  readonly #partsOf: PartsOf = (nodeId, key) => {
    const planned = this.context.plan.get(nodeId);
    return planned?.key === key ? planned.parts : this.context.ledger.parts(key);
  };

  #account(id: string, outcome: Account['outcome'], reasons: readonly Reason[]): Account {
    return account(id, outcome, reasons, this.#names);
  }

  readonly #names: Names = {
    node: (id) => {
      const record = this.context.graph.nodes.get(id);
      return record ? titleOf(record, this.context.registry) : 'a deleted node';
    },
    port: (id, port) => this.context.registry.titleOf(this.context.graph.nodes.get(id)?.type ?? '', port),
    parameter: (id, name) => {
      const definition = this.context.registry.get(this.context.graph.nodes.get(id)?.type ?? '');
      return definition?.parameters.find((spec) => spec.name === name)?.title ?? name;
    },
  };
}
