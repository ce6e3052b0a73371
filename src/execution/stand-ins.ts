/**
 * Results of another than the one that a key names: a server was down, so this device stood in. They are kept under a key of their own,
 * so that the server's result is still asked for once it is up, and none is made twice while it is not.
 */
import type { TaskRunner } from '../registry/types.js';
import type { KeyMaker, MadeKey } from './keys.js';
import type { PlannedNode } from './plan.js';
import type { NodeResult } from './types.js';

type KeyOf = (source: string, port: string) => string | undefined;

export class StandIns {
  constructor(
    private readonly tasks: TaskRunner,
    private readonly keys: KeyMaker,
  ) {}

  /** What the node's result would be kept under if it were made now; undefined where nobody would stand in. */
  now(planned: PlannedNode, keyOf: KeyOf): MadeKey | undefined {
    const task = planned.definition?.task;
    const maker = task && this.tasks.standIn?.(task.name, task.model);
    return maker === undefined ? undefined : this.keys.special(planned, keyOf, maker);
  }

  /** What a result is kept under that a stand-in made; undefined where it was made as planned. */
  of(planned: PlannedNode, { info, items }: NodeResult, keyOf: KeyOf): MadeKey | undefined {
    const made = [info, ...(items ?? []).map((item) => item.info)].find((each) => each?.fallback !== undefined);
    const maker = made && `${made.adapter}/${made.model}`;
    if (maker === undefined || maker === planned.parts?.model) return undefined;
    return this.keys.special(planned, keyOf, maker);
  }
}
