/** Content-addressed assets in IndexedDB: what is known about each in `assets`, the bytes in `blobs`, both under the SHA-256. */
import { sha256Hex } from '../../src/hash.js';
import { assetRecord } from '../../src/persistence/asset-record.js';
import { Listeners } from '../../src/persistence/listeners.js';
import type { AssetDraft, AssetRecord, AssetStore } from '../../src/persistence/types.js';
import { ask, type Database } from './database.js';
import type { AssetEntry } from './schema.js';

export class IndexedDbAssets implements AssetStore {
  private readonly listeners = new Listeners<void>();

  constructor(private readonly database: Database) {}

  async put(blob: Blob, draft: AssetDraft): Promise<AssetRecord> {
    const hash = await sha256Hex(blob);
    const { entry, changed } = await this.write(hash, blob, draft).catch(async (error: unknown) => {
      // Some private modes cannot store a Blob; its bytes they can.
      if (!isCloneError(error)) throw error;
      return this.write(hash, await blob.arrayBuffer(), draft, blob);
    });
    if (changed) this.listeners.emit();
    return entry.record;
  }

  async get(hash: string): Promise<Blob | undefined> {
    return this.database.run(['blobs', 'assets'], 'readonly', async (transaction) => {
      const stored: unknown = await ask<unknown>(transaction.objectStore('blobs').get(hash)).catch(() => undefined);
      if (stored instanceof Blob) return stored;
      if (!(stored instanceof ArrayBuffer)) return undefined;
      const entry = await readEntry(transaction, hash);
      return new Blob([stored], { type: entry?.record.mime ?? '' });
    });
  }

  async info(hash: string): Promise<AssetRecord | undefined> {
    return (await this.database.run(['assets'], 'readonly', (transaction) => readEntry(transaction, hash)))?.record;
  }

  async list(): Promise<readonly AssetRecord[]> {
    const entries = await this.database.run(['assets'], 'readonly', readEntries);
    return entries
      .filter(({ deleted }) => !deleted)
      .sort((a, b) => b.order - a.order)
      .map(({ record }) => record);
  }

  rename(hash: string, name: string): Promise<void> {
    return this.change(hash, (entry) => ({ ...entry, record: { ...entry.record, name } }));
  }

  setThumbnail(hash: string, thumbnail: Blob): Promise<void> {
    return this.change(hash, (entry) => ({ ...entry, record: { ...entry.record, thumbnail } }));
  }

  delete(hash: string): Promise<void> {
    return this.change(hash, (entry) => ({ ...entry, deleted: true }));
  }

  restore(hash: string): Promise<void> {
    return this.change(hash, (entry) => ({ ...entry, deleted: false }));
  }

  subscribe(listener: () => void): () => void {
    return this.listeners.add(listener);
  }

  private write(hash: string, content: Blob | ArrayBuffer, draft: AssetDraft, blob = content as Blob) {
    return this.database.run(['assets', 'blobs'], 'readwrite', async (transaction) => {
      const known = await readEntry(transaction, hash);
      const bytesThere = (await ask(transaction.objectStore('blobs').count(hash))) > 0;
      if (known && bytesThere && !known.deleted) return { entry: known, changed: false };
      const entry: AssetEntry = known
        ? { ...known, deleted: false }
        : {
            record: assetRecord(hash, blob, draft),
            order: 1 + Math.max(0, ...(await readEntries(transaction)).map(({ order }) => order)),
            deleted: false,
          };
      if (!bytesThere) await ask(transaction.objectStore('blobs').put(content, hash));
      await ask(transaction.objectStore('assets').put(entry, hash));
      return { entry, changed: true };
    });
  }

  private async change(hash: string, edit: (entry: AssetEntry) => AssetEntry): Promise<void> {
    const changed = await this.database.run(['assets'], 'readwrite', async (transaction) => {
      const entry = await readEntry(transaction, hash);
      if (entry) await ask(transaction.objectStore('assets').put(edit(entry), hash));
      return entry !== undefined;
    });
    if (changed) this.listeners.emit();
  }
}

async function readEntry(transaction: IDBTransaction, hash: string): Promise<AssetEntry | undefined> {
  const value: unknown = await ask<unknown>(transaction.objectStore('assets').get(hash)).catch(() => undefined);
  return isEntry(value, hash) ? value : undefined;
}

/** Entry by entry where one of them cannot be read: it is left out, the others are listed. */
async function readEntries(transaction: IDBTransaction): Promise<AssetEntry[]> {
  const store = transaction.objectStore('assets');
  const keys = await ask(store.getAllKeys());
  const values = await ask<unknown[]>(store.getAll()).catch(() =>
    Promise.all(keys.map((key) => ask<unknown>(store.get(key)).catch(() => undefined))),
  );
  return values.filter((value, index): value is AssetEntry => isEntry(value, keys[index]));
}

function isEntry(value: unknown, hash: unknown): value is AssetEntry {
  const entry = value as AssetEntry | null | undefined;
  return (
    typeof entry?.order === 'number' &&
    entry.record?.hash === hash &&
    typeof entry.record.mime === 'string' &&
    typeof entry.record.bytes === 'number'
  );
}

function isCloneError(error: unknown): boolean {
  const cause = (error as { cause?: unknown } | null)?.cause;
  return [error, cause].some((candidate) => (candidate as { name?: unknown } | null | undefined)?.name === 'DataCloneError');
}
