/**
 * The database: which stores there are and what a record in them looks like. All keys are out of line, so that a damaged
 * value never makes its key unreadable.
 *
 *   projects    id → {@link Head}: the project's entry in the list and the head of its log
 *   log         [id, sequence] → {@link Sealed} Yjs update, append only
 *   mirror      [id, sequence] → the same, until a snapshot holds it: a damaged record in `log` costs nothing
 *   snapshots   [id, slot] → {@link Sealed} state up to and including `sequence`; two slots, written in turn
 *   results     [id, node] → StoredResult          views     id → StoredView
 *   assets      hash → {@link AssetEntry}          blobs     hash → Blob (ArrayBuffer where the browser refuses Blobs)
 *   settings    key → value
 *   quarantine  (number) → {@link SetAside}: what could not be read, kept for rescue
 */
import type { AssetRecord } from '../../src/persistence/types.js';

export const DATABASE_VERSION = 1;

export type StoreName = 'projects' | 'log' | 'mirror' | 'snapshots' | 'results' | 'views' | 'assets' | 'blobs' | 'settings' | 'quarantine';

const STORES: readonly StoreName[] = [
  'projects',
  'log',
  'mirror',
  'snapshots',
  'results',
  'views',
  'assets',
  'blobs',
  'settings',
  'quarantine',
];

/** Creates what is missing; what exists is left alone. */
export function upgrade(database: IDBDatabase): void {
  for (const name of STORES) {
    if (!database.objectStoreNames.contains(name)) database.createObjectStore(name, name === 'quarantine' ? { autoIncrement: true } : {});
  }
}

export interface Head {
  readonly id: string;
  readonly title: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly nodes: number;
  /** Names this life of the project: deleted and made again under the same id, it is another one. */
  readonly life: string;
  /** Sequence number of the newest record; the first record has 1. */
  readonly last: number;
  /** The newest snapshot holds everything up to this sequence number. */
  readonly base: number;
  /** Bytes appended since `base`. */
  readonly bytes: number;
  /** Sequence numbers beyond `base` that are known to be lost, so that each loss is reported once. */
  readonly lost: readonly number[];
  /** Set where the project was deleted; what is left is this tombstone. */
  readonly deletedAt?: number;
}

export interface AssetEntry {
  readonly record: AssetRecord;
  /** Rises with each new asset: the order of arrival, whatever the clock says. */
  readonly order: number;
  readonly deleted: boolean;
}

export interface SetAside {
  readonly store: StoreName;
  readonly key: IDBValidKey;
  readonly reason: string;
  readonly at: number;
  /** The damaged value, where it could be read at all. */
  readonly value?: unknown;
}

export function newHead(id: string): Head {
  const now = Date.now();
  return { id, title: '', createdAt: now, updatedAt: now, nodes: 0, life: newLife(), last: 0, base: 0, bytes: 0, lost: [] };
}

function newLife(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join('');
}

/** The head if `value` is a whole one; undefined for anything else, damaged ones included. */
export function readHead(value: unknown): Head | undefined {
  const head = value as Head | undefined;
  const whole =
    typeof head === 'object' &&
    head !== null &&
    typeof head.id === 'string' &&
    typeof head.title === 'string' &&
    typeof head.life === 'string' &&
    [head.createdAt, head.updatedAt, head.nodes, head.last, head.base, head.bytes].every(Number.isFinite) &&
    Array.isArray(head.lost);
  return whole ? head : undefined;
}

/** All keys of a project in a store whose keys start with the project's id. */
export function rangeOf(project: string, from?: number): IDBKeyRange {
  return IDBKeyRange.bound(from === undefined ? [project] : [project, from], [project, []]);
}
