/**
 * Reads a project's content so that damage costs only the damaged record: every record is read and checked by itself, the
 * newest whole snapshot is taken, and for each update after it the log's copy or, failing that, the mirror's.
 */
import { ask } from './database.js';
import { damageOf, type Sealed } from './sealed.js';
import { rangeOf, readHead, type Head, type SetAside, type StoreName } from './schema.js';

export const CONTENT_STORES: readonly StoreName[] = ['projects', 'log', 'mirror', 'snapshots'];

export interface Content {
  readonly head: Head | undefined;
  /** The snapshot's state first, then what was appended after it. */
  readonly updates: readonly Uint8Array[];
  /** Slot of the snapshot that was taken. */
  readonly slot: 0 | 1 | undefined;
  /** Sequence number of the snapshot in each slot, 0 where there is none that is whole. */
  readonly slots: readonly [number, number];
  /** The newest sequence number in use, whatever the head says. */
  readonly last: number;
  readonly damaged: readonly SetAside[];
  /** Whole copies of log records whose other copy was damaged or missing. */
  readonly repaired: readonly Sealed[];
  /** Sequence numbers with no readable copy. */
  readonly lost: readonly number[];
}

export async function readContent(transaction: IDBTransaction, id: string): Promise<Content> {
  const damaged: SetAside[] = [];
  const setAside = (store: StoreName, key: IDBValidKey, reason: string, value?: unknown) =>
    damaged.push({ store, key, reason, at: Date.now(), ...(value === undefined ? {} : { value }) });

  const snapshots = await Promise.all([0, 1].map((slot) => readSealed(transaction, 'snapshots', [id, slot], setAside)));
  const slots: [number, number] = [snapshots[0]?.sequence ?? 0, snapshots[1]?.sequence ?? 0];
  const slot = slots[0] === 0 && slots[1] === 0 ? undefined : slots[0] > slots[1] ? 0 : 1;
  const snapshot = slot === undefined ? undefined : snapshots[slot];
  const base = snapshot?.sequence ?? 0;

  const log = await readLog(transaction, id, base + 1, setAside);
  const known = Math.max(base, ...log.keys());
  const head = await readHeadOf(transaction, id, known, setAside);
  const last = Math.max(head?.last ?? 0, known);
  const updates = snapshot ? [snapshot.data] : [];
  const repaired: Sealed[] = [];
  const lost: number[] = [];
  // With both snapshots gone, what came before the log is lost; sequence numbers may be in the millions by then.
  const first = Math.max(base + 1, Math.min(...log.keys(), last) - MISSING_AT_MOST);
  for (let sequence = first; sequence <= last; sequence++) {
    let record = log.get(sequence);
    if (!record && (record = await readSealed(transaction, 'mirror', [id, sequence], setAside))) repaired.push(record);
    if (record) updates.push(record.data);
    else lost.push(sequence);
  }
  return { head, updates, slot, slots, last, damaged, repaired, lost };
}

/** Missing records are counted up to this many; a head that claims more of them at its end is damaged itself. */
const MISSING_AT_MOST = 10_000;

async function readHeadOf(transaction: IDBTransaction, id: string, known: number, report: Report): Promise<Head | undefined> {
  const { value, failed } = await attempt(ask<unknown>(transaction.objectStore('projects').get(id)));
  const head = readHead(value);
  if (head && head.last - known <= MISSING_AT_MOST) return head;
  if (failed || value !== undefined) report('projects', id, 'not a head', value);
  return undefined;
}

type Report = (store: StoreName, key: IDBValidKey, reason: string, value?: unknown) => void;

async function readSealed(
  transaction: IDBTransaction,
  store: StoreName,
  key: [string, number],
  report: Report,
): Promise<Sealed | undefined> {
  const { value, failed } = await attempt(ask(transaction.objectStore(store).get(key)));
  if (!failed && value === undefined) return undefined;
  const damage = failed ? 'unreadable' : damageOf(value, store === 'snapshots' ? undefined : key[1]);
  if (damage === undefined) return value as Sealed;
  report(store, key, damage, value);
  return undefined;
}

/** Whole records by sequence number. One value that the browser cannot read fails `getAll` as a whole; then one by one. */
async function readLog(transaction: IDBTransaction, id: string, from: number, report: Report): Promise<Map<number, Sealed>> {
  const store = transaction.objectStore('log');
  const keys = (await ask(store.getAllKeys(rangeOf(id, from)))) as [string, number][];
  const all = await attempt(ask(store.getAll(rangeOf(id, from))));
  const records = new Map<number, Sealed>();
  for (const [index, key] of keys.entries()) {
    if (typeof key[1] !== 'number') continue;
    if (all.failed) {
      const record = await readSealed(transaction, 'log', key, report);
      if (record) records.set(key[1], record);
      continue;
    }
    const value: unknown = (all.value as unknown[])[index];
    const damage = damageOf(value, key[1]);
    if (damage === undefined) records.set(key[1], value as Sealed);
    else report('log', key, damage, value);
  }
  return records;
}

async function attempt<T>(promise: Promise<T>): Promise<{ value?: T; failed: boolean }> {
  try {
    return { value: await promise, failed: false };
  } catch {
    return { failed: true };
  }
}
