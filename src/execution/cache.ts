/**
 * Results by cache key, so that a node that was run before is not run again.
 *
 * Two tiers: memory within a budget of bytes, the least recently used going first; and records of results whose pictures and meshes lie
 * in the asset store, from where they are read back by their hash. A record is some hundred bytes, so thousands are kept.
 */
import type { AssetReader, NodeOutputs } from '../registry/types.js';
import { fromStored, toStored } from './stored.js';
import type { NodeResult, StoredResult } from './types.js';

/** Bytes of results kept for edits that are undone; some hundred pictures. Results on screen are held apart from these. */
export const CACHE_BYTES = 256 * 1024 * 1024;
/** Results that can be read back from the asset store. */
const RECORDS = 20_000;
/** Bytes of an entry beside its values, roughly. */
const ENTRY_BYTES = 512;

export class ResultCache {
  readonly #entries = new Map<string, { result: NodeResult; bytes: number }>();
  readonly #records = new Map<string, StoredResult>();
  #bytes = 0;

  constructor(private readonly budget: number = CACHE_BYTES) {}

  /** Whether there is no result of any key. */
  get isEmpty(): boolean {
    return this.#entries.size === 0 && this.#records.size === 0;
  }

  /** From memory. */
  get(key: string): NodeResult | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.result;
  }

  set(key: string, result: NodeResult): void {
    this.#drop(key);
    const bytes = sizeOf(result);
    if (bytes > this.budget) return;
    this.#entries.set(key, { result, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.budget) break;
      this.#drop(oldest);
    }
  }

  /** The result's pictures and meshes are in the asset store now. */
  stored(nodeId: string, key: string, result: NodeResult): void {
    const record = toStored(nodeId, key, result);
    if (record) this.addRecord(record);
  }

  addRecord(record: StoredResult): void {
    this.#records.delete(record.key);
    this.#records.set(record.key, record);
    if (this.#records.size > RECORDS) for (const oldest of this.#records.keys()) return void this.#records.delete(oldest);
  }

  /** Whether the asset store may have the result. */
  hasRecord(key: string): boolean {
    return this.#records.has(key);
  }

  /** Reads a result back from the asset store, into memory; undefined, for good, where an asset is gone. */
  async fetch(key: string, assets: AssetReader): Promise<NodeResult | undefined> {
    const record = this.#records.get(key);
    const result = record && (await fromStored(record, assets));
    if (result) this.set(key, result);
    else this.#records.delete(key);
    return result;
  }

  clear(): void {
    this.#entries.clear();
    this.#records.clear();
    this.#bytes = 0;
  }

  #drop(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
  }
}

function sizeOf({ outputs, items }: NodeResult): number {
  return [outputs, ...(items ?? []).map((item) => item.outputs)].reduce((bytes, values) => bytes + ENTRY_BYTES + bytesOf(values), 0);
}

/** Two bytes for a character. */
function bytesOf(outputs: NodeOutputs): number {
  let bytes = 0;
  for (const value of Object.values(outputs)) {
    if (typeof value === 'string') bytes += value.length * 2;
    else if (typeof value === 'object') bytes += value.kind === 'tensor' ? value.data.byteLength : value.blob.size;
  }
  return bytes;
}
