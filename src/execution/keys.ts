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
import type { PortValue } from '../registry/values.js';
import type { PlannedNode } from './plan.js';

/** What a key is made of. */
export interface KeyParts {
  readonly type: string;
  /** Null where the type is not registered. */
  readonly version: number | null;
  readonly params: Readonly<Record<string, ParamValue>>;
  /** By input port: the key of the result that enters, and which output of it. */
  readonly inputs: Readonly<Record<string, readonly [key: string | null, output: string]>>;
  /** Adapter and model that would carry its task out. */
  readonly model: string | null;
  /** Id of a node that gives a list, else null: items of equal lists of two nodes must not be taken for each other. */
  readonly list: string | null;
  /** By input port, the node that feeds it. Not part of the key: another node with the same result is as good. */
  readonly sources: Readonly<Record<string, string>>;
}

export interface MadeKey {
  readonly key: string;
  readonly parts: KeyParts;
}

type Keyed = Pick<PlannedNode, 'record' | 'definition' | 'inputs'>;

export class KeyMaker {
  /** Text of the last key of a node and the key itself: most nodes stay as they are from edit to edit. */
  readonly #known = new Map<string, { text: string; key: string }>();

  constructor(private readonly tasks: TaskRunner) {}

  /** The key of a node. `keyOf` gives the keys of those that feed it; undefined counts as a key of its own. */
  make(node: Keyed, keyOf: (source: string, port: string) => string | undefined): MadeKey {
    const parts = this.parts(node, keyOf);
    const text = textOf(parts);
    const known = this.#known.get(node.record.id);
    if (known?.text === text) return { key: known.key, parts };
    const key = digest(text);
    this.#known.set(node.record.id, { text, key });
    return { key, parts };
  }

  /**
   * The key that the node has on other inputs than those of the plan: one combination of items, or results of before; and where `model`
   * (`ADAPTER/MODEL`) carries its task out instead.
   */
  special(node: Keyed, keyOf: (source: string, port: string) => string | undefined, model?: string): MadeKey {
    const parts = { ...this.parts(node, keyOf), ...(model === undefined ? {} : { model }) };
    return { key: digest(textOf(parts)), parts };
  }

  parts({ record, definition, inputs }: Keyed, keyOf: (source: string, port: string) => string | undefined): KeyParts {
    const task = definition?.task;
    const entering: Record<string, readonly [string | null, string]> = {};
    const sources: Record<string, string> = {};
    for (const [port, [source, output]] of inputs) {
      entering[port] = [keyOf(source, port) ?? null, output];
      sources[port] = source;
    }
    return {
      type: record.type,
      version: definition?.version ?? null,
      params: relevantParams({ record, definition, inputs }),
      inputs: entering,
      model: task ? (this.tasks.resolve?.(task.name, task.model) ?? null) : null,
      list: definition?.outputs.some((port) => port.list) ? record.id : null,
      sources,
    };
  }

  /** The node is gone. */
  forget(id: string): void {
    this.#known.delete(id);
  }
}

/** The key of a value by itself: an item of a list counts by what it is, not by the list it is in. */
export function valueKey(values: Readonly<Record<string, PortValue>>): string {
  const named = Object.entries(values).map(([port, value]) => [port, typeof value === 'object' ? contentOf(value) : value]);
  return digest(canonicalJson(['value', Object.fromEntries(named)]));
}

function contentOf(value: Exclude<PortValue, string | number>): ParamValue {
  if (value.kind !== 'tensor') return [value.kind, value.hash];
  const { buffer, byteOffset, byteLength } = value.data;
  return [value.kind, value.type, [...value.dims], bytesToHex(sha256(new Uint8Array(buffer, byteOffset, byteLength)))];
}

function textOf({ type, version, params, inputs, model, list }: KeyParts): string {
  return canonicalJson([type, version, params, inputs, model, list]);
}

function digest(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** What a connected port overrides does not count, nor what happens to a seed after the run. */
function relevantParams({ record, definition, inputs }: Keyed): Record<string, ParamValue> {
  const params = { ...record.params };
  for (const spec of definition?.parameters ?? []) {
    if (spec.port !== undefined && inputs.has(spec.port)) delete params[spec.name];
    else params[spec.name] ??= spec.default;
    if (spec.kind === 'seed') delete params[seedAfterName(spec.name)];
  }
  return params;
}
