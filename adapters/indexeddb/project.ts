/**
 * One open project in IndexedDB. An update is one record in the log (and its mirror) under the next sequence number, which is
 * given out inside the transaction, so that any number of tabs may append.
 */
import type { StoredResult } from '../../src/execution/types.js';
import { storageClosed, storageDeleted, storageReset } from '../../src/persistence/errors.js';
import type { LoadedProject, ProjectStore, StoredView } from '../../src/persistence/types.js';
import { compact, needsCompaction } from './compaction.js';
import { ask, type Database } from './database.js';
import { CONTENT_STORES, readContent, type Content } from './reading.js';
import { seal } from './sealed.js';
import { newHead, rangeOf, readHead, type Head } from './schema.js';

export class IndexedDbProject implements ProjectStore {
  /** The life of the project this tab has seen; see {@link Head.life}. */
  private life: string | undefined;
  private closed = false;
  private compacting: Promise<unknown> | undefined;

  constructor(
    private readonly database: Database,
    private readonly id: string,
    private readonly lockName: string,
  ) {}

  async load(): Promise<LoadedProject> {
    const content = await this.run(CONTENT_STORES, 'readonly', (transaction) => readContent(transaction, this.id));
    const rest = await this.run(['views', 'results'], 'readonly', async (transaction) => ({
      view: await ask<unknown>(transaction.objectStore('views').get(this.id)).catch(() => undefined),
      results: await readResults(transaction, this.id),
    }));
    if (content.head?.deletedAt !== undefined) return { updates: [], results: [], damaged: 0, lost: 0 };
    this.life = content.head?.life;
    const known = new Set(content.head?.lost);
    const lost = content.lost.filter((sequence) => !known.has(sequence));
    const broken = content.damaged.length + content.repaired.length + lost.length > 0;
    // Setting aside needs space; where there is none, the content that was read still counts.
    if (broken) await this.setAside(content, lost).catch(() => undefined);
    const missing = lost.filter(
      (sequence) => !content.damaged.some(({ store, key }) => store === 'log' && (key as [string, number])[1] === sequence),
    );
    return {
      updates: content.updates,
      results: rest.results.whole,
      damaged: content.damaged.length + missing.length + rest.results.damaged,
      lost: lost.length,
      ...(isView(rest.view) ? { view: rest.view } : {}),
    };
  }

  async append(update: Uint8Array): Promise<void> {
    const head = await this.run(['projects', 'log', 'mirror', 'snapshots'], 'readwrite', async (transaction) => {
      const before = await this.headIn(transaction);
      const sequence = before.last + 1;
      const record = seal(sequence, update);
      await ask(transaction.objectStore('log').add(record, [this.id, sequence]));
      await ask(transaction.objectStore('mirror').put(record, [this.id, sequence]));
      const after: Head = { ...before, last: sequence, bytes: before.bytes + update.length, updatedAt: record.at };
      await ask(transaction.objectStore('projects').put(after, this.id));
      return after;
    });
    this.life = head.life;
    if (needsCompaction(head) && !this.compacting) {
      // The log is whole without it; a failed attempt is made again after the next append.
      this.compacting = this.compact()
        .catch(() => undefined)
        .finally(() => (this.compacting = undefined));
    }
  }

  /** Turns the log into a snapshot now. Resolves with whether one was written. Runs by itself when the log has grown long. */
  compact(): Promise<boolean> {
    if (this.closed) return Promise.reject(storageClosed());
    return compact(this.database, this.id, this.lockName);
  }

  saveView(view: StoredView): Promise<void> {
    return this.put('views', view, this.id);
  }

  saveResult(result: StoredResult): Promise<void> {
    return this.put('results', result, [this.id, result.nodeId]);
  }

  async describe({ title, nodes }: { title?: string; nodes: number }): Promise<void> {
    const head = await this.run(['projects', 'log', 'snapshots'], 'readwrite', async (transaction) => {
      const before = await this.headIn(transaction);
      const after: Head = { ...before, nodes, updatedAt: Date.now(), ...(title === undefined ? {} : { title }) };
      await ask(transaction.objectStore('projects').put(after, this.id));
      return after;
    });
    this.life = head.life;
  }

  close(): void {
    this.closed = true;
  }

  private run: Database['run'] = (stores, mode, work) => {
    if (this.closed) return Promise.reject(storageClosed());
    return this.database.run(stores, mode, work);
  };

  private put(store: 'views' | 'results', value: unknown, key: IDBValidKey): Promise<void> {
    return this.run([store, 'projects'], 'readwrite', async (transaction) => {
      const head = readHead(await ask<unknown>(transaction.objectStore('projects').get(this.id)));
      if (head) this.check(head);
      await ask(transaction.objectStore(store).put(value, key));
    });
  }

  /** The head to write on: the stored one, a fresh one for a new project, or one made up from the log where it is damaged. */
  private async headIn(transaction: IDBTransaction): Promise<Head> {
    const stored: unknown = await ask(transaction.objectStore('projects').get(this.id));
    const head = readHead(stored);
    if (head?.deletedAt !== undefined && this.life === undefined) return newHead(this.id);
    if (head) return this.check(head);
    if (stored === undefined && this.life !== undefined) throw storageReset(this.id);
    const last = await lastSequence(transaction, this.id);
    return { ...newHead(this.id), last, ...(this.life === undefined ? {} : { life: this.life }) };
  }

  private check(head: Head): Head {
    if (this.life !== undefined && (head.deletedAt !== undefined || head.life !== this.life)) throw storageDeleted(this.id);
    return head;
  }

  /** Moves what is damaged out of the way, puts whole copies in its place and remembers what is lost. */
  private setAside(content: Content, lost: readonly number[]): Promise<void> {
    return this.run([...CONTENT_STORES, 'quarantine'], 'readwrite', async (transaction) => {
      for (const entry of content.damaged) {
        await ask(transaction.objectStore(entry.store).delete(entry.key));
        await ask(transaction.objectStore('quarantine').add(entry)).catch(() => undefined);
      }
      for (const record of content.repaired) await ask(transaction.objectStore('log').put(record, [this.id, record.sequence]));
      const head = content.head ?? { ...newHead(this.id), base: Math.max(...content.slots) };
      this.life = head.life;
      const next: Head = { ...head, last: content.last, lost: [...head.lost, ...lost] };
      await ask(transaction.objectStore('projects').put(next, this.id));
    });
  }
}

async function lastSequence(transaction: IDBTransaction, id: string): Promise<number> {
  const keys = (await ask(transaction.objectStore('log').getAllKeys(rangeOf(id)))) as [string, number][];
  const snapshots = (await ask<unknown[]>(transaction.objectStore('snapshots').getAll(rangeOf(id)))) as ({ sequence?: unknown } | null)[];
  const sequences = [...keys.map((key) => key[1]), ...snapshots.map((snapshot) => snapshot?.sequence)];
  return Math.max(0, ...sequences.filter((sequence): sequence is number => Number.isSafeInteger(sequence)));
}

async function readResults(transaction: IDBTransaction, id: string): Promise<{ whole: StoredResult[]; damaged: number }> {
  const store = transaction.objectStore('results');
  const keys = await ask(store.getAllKeys(rangeOf(id)));
  const whole: StoredResult[] = [];
  for (const key of keys) {
    const value = await ask<unknown>(store.get(key)).catch(() => undefined);
    if (isResult(value)) whole.push(value);
  }
  return { whole, damaged: keys.length - whole.length };
}

function isResult(value: unknown): value is StoredResult {
  const result = value as StoredResult | null | undefined;
  return (
    typeof result?.nodeId === 'string' && typeof result.key === 'string' && typeof result.outputs === 'object' && result.outputs !== null
  );
}

function isView(value: unknown): value is StoredView {
  const camera = (value as StoredView | null | undefined)?.camera;
  return camera !== undefined && camera !== null && [camera.x, camera.y, camera.zoom].every(Number.isFinite);
}
