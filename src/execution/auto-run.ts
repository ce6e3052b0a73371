/**
 * Runs by itself what an edit made stale, once edits rest, if all of it is cheap.
 *
 * Cheap is a node whose type says so (`cheap: true`), or one that asks for no inference task and took no longer than a limit when it ran
 * last. One node that is not keeps all of them waiting for a person: half a graph brought up to date says nothing.
 */
import { atHand } from './at-hand.js';
import type { ResultCache } from './cache.js';
import { upstream } from './order.js';
import type { Plan, PlannedNode } from './plan.js';
import { isUnused } from './run.js';
import type { RunStates } from './states.js';

export interface AutoRunOptions {
  /** Milliseconds that edits must rest. */
  readonly delay: number;
  /** Milliseconds that a node may have taken. */
  readonly limit: number;
}

export const AUTO_RUN: AutoRunOptions = { delay: 300, limit: 50 };

export interface AutoRunContext {
  readonly plan: Plan;
  readonly states: RunStates;
  readonly cache: ResultCache;
  isBusy(): boolean;
  run(ids: readonly string[]): void;
}

export class AutoRun {
  options: AutoRunOptions | undefined;
  readonly #changed = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly context: AutoRunContext) {}

  /** An edit changed what these nodes give. */
  changed(ids: Iterable<string>): void {
    if (!this.options) return;
    for (const id of ids) this.#changed.add(id);
    if (this.#changed.size > 0) this.#wait();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#changed.clear();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fire(), this.options?.delay);
  }

  #fire(): void {
    if (this.context.isBusy()) return this.#wait();
    const { plan, states } = this.context;
    // A result may have come meanwhile; one whose seed has moved since is as good.
    const targets = [...this.#changed].filter((id) => {
      const planned = plan.get(id);
      return planned && !isUnused(planned) && !states.get(id).fresh;
    });
    this.#changed.clear();
    const pending = this.#pending(targets);
    if (pending.length > 0 && pending.every((planned) => this.#isCheap(planned))) this.context.run(targets);
  }

  /** What a run of these nodes would carry out. */
  #pending(targets: readonly string[]): PlannedNode[] {
    const { plan } = this.context;
    const order = upstream(
      targets,
      (id) => plan.get(id)?.inputs,
      (id, asked) => {
        const planned = plan.get(id);
        return planned?.key !== undefined && !atHand(planned, asked, this.context);
      },
    );
    return order.map((id) => plan.get(id)!);
  }

  #isCheap({ record, definition, inputs }: PlannedNode): boolean {
    // Half wired, it would only fail while somebody is at it.
    if (!definition || definition.inputs.some((port) => port.required && !inputs.has(port.id))) return false;
    if (definition.cheap !== undefined) return definition.cheap;
    const { ms } = this.context.states.get(record.id);
    return definition.task === undefined && ms !== undefined && ms <= (this.options?.limit ?? 0);
  }
}
