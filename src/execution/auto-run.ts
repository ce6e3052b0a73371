/**
 * Runs by itself what an edit made stale, once edits rest, if all of it is cheap.
 *
 * Cheap is a node whose type says so (`cheap: true`), or one that asks for no inference task and took no longer than a limit when it ran
 * last. One node that is not keeps all of them waiting for a person: half a graph brought up to date says nothing.
 */
import type { PlannedNode } from './plan.js';
import type { NodeRunState } from './types.js';

export interface AutoRunOptions {
  /** Milliseconds that edits must rest. */
  readonly delay: number;
  /** Milliseconds that a node may have taken. */
  readonly limit: number;
}

export const AUTO_RUN: AutoRunOptions = { delay: 300, limit: 50 };

export interface AutoRunHost {
  readonly busy: boolean;
  /** What a run of these nodes would carry out. */
  pending(ids: Iterable<string>): PlannedNode[];
  state(id: string): NodeRunState;
  run(ids: readonly string[]): void;
}

export class AutoRun {
  options: AutoRunOptions | undefined;
  readonly #changed = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly host: AutoRunHost) {}

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
    if (this.host.busy) return this.#wait();
    // A result may have come meanwhile; one whose seed has moved since is as good.
    const targets = [...this.#changed].filter((id) => !this.host.state(id).fresh);
    this.#changed.clear();
    const pending = this.host.pending(targets);
    if (pending.length > 0 && pending.every((planned) => this.#isCheap(planned))) this.host.run(targets);
  }

  #isCheap({ record, definition, inputs }: PlannedNode): boolean {
    // Half wired, it would only fail while somebody is at it.
    if (!definition || definition.inputs.some((port) => port.required && !inputs.has(port.id))) return false;
    if (definition.cheap !== undefined) return definition.cheap;
    const { ms } = this.host.state(record.id);
    return definition.task === undefined && ms !== undefined && ms <= (this.options?.limit ?? 0);
  }
}
