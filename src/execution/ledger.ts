/**
 * What the runs did with each node, and what the keys were made of: enough to say afterwards why a node ran again.
 *
 * The oldest entries go first; a key that is forgotten makes an explanation shorter, not wrong.
 */
import type { KeyParts } from './keys.js';

/** Keys whose parts are remembered. */
const KEYS = 20_000;

export interface Attempt {
  readonly outcome: 'ran' | 'cached' | 'failed';
  /** Undefined where the node could not have one. */
  readonly key: string | undefined;
}

export interface NodeHistory {
  readonly last: Attempt;
  /** The one before it. */
  readonly before?: Attempt;
}

export class Ledger {
  readonly #parts = new Map<string, KeyParts>();
  /** Keys that a result was made for. */
  readonly #made = new Set<string>();
  readonly #nodes = new Map<string, NodeHistory>();

  /** A run came to an end with a node. */
  add(nodeId: string, attempt: Attempt, parts: KeyParts | undefined): void {
    const history = this.#nodes.get(nodeId);
    if (attempt.outcome === 'cached' && history?.last.outcome === 'cached' && history.last.key === attempt.key) return;
    if (attempt.key !== undefined) this.learn(attempt.key, parts, attempt.outcome !== 'failed');
    this.#nodes.set(nodeId, { last: attempt, ...(history ? { before: history.last } : {}) });
  }

  of(nodeId: string): NodeHistory | undefined {
    return this.#nodes.get(nodeId);
  }

  /** What the key of a result of before was made of. */
  parts(key: string): KeyParts | undefined {
    return this.#parts.get(key);
  }

  /** Whether there was a result of this key. */
  hasMade(key: string): boolean {
    return this.#made.has(key);
  }

  /** Remembers what a key is made of, and whether there was a result. */
  learn(key: string, parts: KeyParts | undefined, made = true): void {
    if (made) this.#made.add(key);
    if (!parts || this.#parts.has(key)) return;
    this.#parts.set(key, parts);
    if (this.#parts.size <= KEYS) return;
    const [oldest] = this.#parts.keys();
    this.#parts.delete(oldest!);
    this.#made.delete(oldest!);
  }

  forget(nodeId: string): void {
    this.#nodes.delete(nodeId);
  }
}
