/**
 * Compaction: the log so far becomes one snapshot, in the slot that does not hold the newest one.
 *
 * Order matters, because the browser may die between any two steps: write the snapshot, read it back and verify it, only then trim.
 * The log keeps what the *older* snapshot lacks, so losing the newer one loses nothing. One tab at a time by Web Lock; where there are
 * none (insecure contexts), the write gives up when the slots have changed since they were read.
 */
import * as Y from 'yjs';
import { ask, type Database } from './database.js';
import { CONTENT_STORES, readContent } from './reading.js';
import { damageOf, seal, type Sealed } from './sealed.js';
import { readHead, type Head } from './schema.js';

/** The log is compacted once it holds this many records, or … */
export const COMPACT_BEYOND_RECORDS = 500;
/** … this many bytes, since the newest snapshot. */
export const COMPACT_BEYOND_BYTES = 1 << 20;

export function needsCompaction(head: Head): boolean {
  return head.last - head.base > COMPACT_BEYOND_RECORDS || head.bytes > COMPACT_BEYOND_BYTES;
}

/** Compacts unless another tab is at it. Resolves with whether a snapshot was written and verified. */
export async function compact(database: Database, id: string, lockName: string): Promise<boolean> {
  const locks = globalThis.navigator?.locks as LockManager | undefined;
  if (!locks) return compactNow(database, id);
  return locks.request(lockName, { ifAvailable: true }, async (lock) => (lock ? compactNow(database, id) : false));
}

async function compactNow(database: Database, id: string): Promise<boolean> {
  const content = await database.run(CONTENT_STORES, 'readonly', (transaction) => readContent(transaction, id));
  const newest = Math.max(...content.slots);
  if (content.updates.length === 0 || content.last <= newest) return false;
  const snapshot = seal(content.last, stateOf(content.updates));
  const slot = content.slot === 0 ? 1 : 0;

  const written = await database.run(['snapshots'], 'readwrite', async (transaction) => {
    const store = transaction.objectStore('snapshots');
    for (const other of [0, 1] as const) {
      const now: unknown = await ask(store.get([id, other]));
      const sequence = damageOf(now) === undefined ? (now as Sealed).sequence : 0;
      if (sequence !== content.slots[other]) return false;
    }
    await ask(store.put(snapshot, [id, slot]));
    return true;
  });
  if (!written || !(await verified(database, [id, slot], snapshot))) return false;

  await database.run(['projects', 'log', 'mirror'], 'readwrite', async (transaction) => {
    await ask(transaction.objectStore('mirror').delete(IDBKeyRange.bound([id], [id, snapshot.sequence])));
    if (newest > 0) await ask(transaction.objectStore('log').delete(IDBKeyRange.bound([id], [id, newest])));
    const head = readHead(await ask(transaction.objectStore('projects').get(id)));
    if (!head || head.deletedAt !== undefined) return;
    const trimmed: Head = {
      ...head,
      base: snapshot.sequence,
      bytes: 0,
      lost: head.lost.filter((sequence) => sequence > snapshot.sequence),
    };
    await ask(transaction.objectStore('projects').put(trimmed, id));
  });
  return true;
}

/** One update with the same content, without what was overwritten. Updates that wait for a missing one are kept, waiting. */
function stateOf(updates: readonly Uint8Array[]): Uint8Array {
  const ydoc = new Y.Doc({ gc: true });
  try {
    Y.applyUpdate(ydoc, Y.mergeUpdates([...updates]), compact);
    return Y.encodeStateAsUpdate(ydoc);
  } finally {
    ydoc.destroy();
  }
}

async function verified(database: Database, key: [string, number], snapshot: Sealed): Promise<boolean> {
  const value: unknown = await database.run(['snapshots'], 'readonly', (transaction) => ask(transaction.objectStore('snapshots').get(key)));
  return damageOf(value, snapshot.sequence) === undefined && (value as Sealed).crc === snapshot.crc;
}
