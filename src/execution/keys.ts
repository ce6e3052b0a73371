/**
 * Cache keys: equal keys mean equal results.
 *
 * A key is the SHA-256 of type, version, parameters that count, the keys of what feeds the inputs, and who would carry the task out.
 * It is made without WebCrypto because that answers only later, and a node must know at once whether its result is still fresh.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '../graph/json.js';
import type { ParamValue } from '../graph/types.js';
import { seedAfterName } from '../registry/parameters.js';
import type { TaskRunner } from '../registry/types.js';
import type { Plan, PlannedNode } from './plan.js';

export class KeyMaker {
  /** Text of the last key of a node and the key itself: most nodes stay as they are from edit to edit. */
  readonly #known = new Map<string, { text: string; key: string }>();

  constructor(private readonly tasks: TaskRunner) {}

  /** Keys of all nodes that could run. */
  keys(plan: Plan): Map<string, string> {
    const keys = new Map<string, string>();
    for (const [id, planned] of plan) if (!planned.blocked) keys.set(id, this.key(planned, keys));
    for (const id of this.#known.keys()) if (!plan.has(id)) this.#known.delete(id);
    return keys;
  }

  /** The key of one node, given the keys of those that feed it. */
  key({ record, definition, inputs }: PlannedNode, keys: ReadonlyMap<string, string>): string {
    const task = definition?.task;
    const text = canonicalJson([
      record.type,
      definition?.version ?? null,
      relevantParams({ record, definition, inputs }),
      Object.fromEntries([...inputs].map(([port, [source, output]]) => [port, [keys.get(source) ?? null, output]])),
      task ? (this.tasks.resolve?.(task.name, task.model) ?? null) : null,
    ]);
    const known = this.#known.get(record.id);
    if (known?.text === text) return known.key;
    const key = bytesToHex(sha256(utf8ToBytes(text)));
    this.#known.set(record.id, { text, key });
    return key;
  }
}

/** What a connected port overrides does not count, nor what happens to a seed after the run. */
function relevantParams({ record, definition, inputs }: Pick<PlannedNode, 'record' | 'definition' | 'inputs'>): Record<string, ParamValue> {
  const params = { ...record.params };
  for (const spec of definition?.parameters ?? []) {
    if (spec.port !== undefined && inputs.has(spec.port)) delete params[spec.name];
    else params[spec.name] ??= spec.default;
    if (spec.kind === 'seed') delete params[seedAfterName(spec.name)];
  }
  return params;
}
