/** Run state of every node. A state is replaced, never changed; equal states are not told. */
import type { Progress } from '../registry/tasks.js';
import type { NodeResult, NodeRunState, NodeStatus } from './types.js';

const IDLE: NodeRunState = Object.freeze({ status: 'idle' });

export class RunStates {
  readonly #states = new Map<string, NodeRunState>();

  /** @param alive Whether a node is (still) in the graph; others have no state. */
  constructor(
    private readonly alive: (id: string) => boolean,
    private readonly onChange: (id: string, state: NodeRunState) => void,
  ) {}

  get(id: string): NodeRunState {
    return this.#states.get(id) ?? IDLE;
  }

  has(id: string): boolean {
    return this.#states.has(id);
  }

  ids(): IterableIterator<string> {
    return this.#states.keys();
  }

  set(id: string, state: NodeRunState): void {
    if (!this.alive(id) || sameState(this.get(id), state)) return;
    const frozen = Object.freeze(state);
    this.#states.set(id, frozen);
    this.onChange(id, frozen);
  }

  /** Another status over the result that is there; progress and errors of before are gone. */
  status(id: string, status: NodeStatus, more: Pick<NodeRunState, 'error' | 'progress'> = {}): void {
    this.set(id, { ...resultOf(this.get(id)), ...more, status });
  }

  progress(id: string, progress: Progress): void {
    const state = this.get(id);
    if (state.status !== 'running') return;
    const fraction = Math.max(state.progress?.fraction ?? 0, progress.fraction ?? 0);
    const forward = progress.fraction === undefined ? progress : { ...progress, fraction };
    if (!sameProgress(state.progress, forward)) this.status(id, 'running', { progress: Object.freeze(forward) });
  }

  delete(id: string): void {
    this.#states.delete(id);
  }
}

function resultOf(state: NodeRunState): Omit<NodeRunState, 'status'> {
  const { key, fresh } = state;
  return {
    ...shownResult(state),
    ...(key === undefined ? {} : { key }),
    ...(fresh === undefined ? {} : { fresh }),
  };
}

/** The result that a node shows. */
export function shownResult({ outputs, items, ms, info }: NodeRunState): NodeResult | undefined {
  return (
    outputs && {
      outputs,
      ...(items === undefined ? {} : { items }),
      ...(ms === undefined ? {} : { ms }),
      ...(info === undefined ? {} : { info }),
    }
  );
}

function sameState(a: NodeRunState, b: NodeRunState): boolean {
  return (
    a.status === b.status &&
    a.outputs === b.outputs &&
    a.items === b.items &&
    a.key === b.key &&
    a.fresh === b.fresh &&
    a.cached === b.cached &&
    a.error === b.error &&
    a.warning === b.warning &&
    a.ms === b.ms &&
    a.info === b.info &&
    sameProgress(a.progress, b.progress)
  );
}

function sameProgress(a: Progress | undefined, b: Progress | undefined): boolean {
  if (!a || !b) return a === b;
  return (
    a.stage === b.stage &&
    a.label === b.label &&
    a.step === b.step &&
    a.total === b.total &&
    a.item?.index === b.item?.index &&
    a.item?.total === b.item?.total &&
    a.fraction === b.fraction &&
    a.bytes?.loaded === b.bytes?.loaded &&
    a.bytes?.total === b.bytes?.total &&
    a.preview === b.preview
  );
}
