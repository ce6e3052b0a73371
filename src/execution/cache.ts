/** Results in memory by cache key, so that a node that was run before is not run again. The least recently used go first. */
import type { GenerationInfo } from '../registry/tasks.js';
import type { NodeOutputs } from '../registry/types.js';

export interface CachedResult {
  readonly outputs: NodeOutputs;
  readonly ms?: number;
  readonly info?: GenerationInfo;
}

/** Bytes of results kept for edits that are undone; some hundred pictures. Results on screen are held apart from these. */
export const CACHE_BYTES = 256 * 1024 * 1024;

export class ResultCache {
  readonly #entries = new Map<string, { result: CachedResult; bytes: number }>();
  #bytes = 0;

  constructor(private readonly budget: number = CACHE_BYTES) {}

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  get(key: string): CachedResult | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.result;
  }

  set(key: string, result: CachedResult): void {
    this.#drop(key);
    const bytes = sizeOf(result.outputs);
    if (bytes > this.budget) return;
    this.#entries.set(key, { result, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.budget) break;
      this.#drop(oldest);
    }
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  #drop(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
  }
}

/** Bytes, roughly: a little for the entry itself, two for a character. */
function sizeOf(outputs: NodeOutputs): number {
  let bytes = 512;
  for (const value of Object.values(outputs)) {
    if (typeof value === 'string') bytes += value.length * 2;
    else if (typeof value === 'object') bytes += value.kind === 'tensor' ? value.data.byteLength : value.blob.size;
  }
  return bytes;
}
