/**
 * Storage in the browser's IndexedDB: an own append-only log per project, content-addressed assets, settings.
 *
 * What is promised is numbered in docs/rules/persistence.md; why the log is our own, in docs/decisions/0003-own-log-in-indexeddb.md.
 */
import type { ProjectRecord, ProjectStore, StorageAdapter } from '../../src/persistence/types.js';
import { IndexedDbAssets } from './assets.js';
import { ask, Database } from './database.js';
import { IndexedDbProject } from './project.js';
import { rangeOf, readHead, type Head } from './schema.js';
import { Sessions } from './torn-log.js';

export interface IndexedDbStorageOptions {
  /** Name of the database; instances of one name share everything. Default `gds-canvas`. */
  name?: string;
  /** Default: the page's own. */
  indexedDB?: IDBFactory;
  /** Milliseconds after which opening counts as refused. Default 8000. */
  openTimeout?: number;
}

export class IndexedDbStorage implements StorageAdapter {
  readonly kind = 'indexeddb';
  readonly durable = true;
  readonly channel: string;
  readonly assets: IndexedDbAssets;
  private readonly database: Database;
  private readonly sessions: Sessions;

  constructor({ name = 'gds-canvas', indexedDB, openTimeout }: IndexedDbStorageOptions = {}) {
    this.channel = `gds-canvas/${name}`;
    this.database = new Database({ name, factory: indexedDB, openTimeout });
    this.assets = new IndexedDbAssets(this.database);
    this.sessions = new Sessions(this.database, `${this.channel}/session`);
  }

  /** Rejects with `GDS_STORAGE_UNAVAILABLE` where the browser refuses or does not answer in time. */
  async openProject(id: string): Promise<ProjectStore> {
    await this.sessions.begin();
    await this.database.run(['projects'], 'readonly', (transaction) => ask(transaction.objectStore('projects').count(id)));
    return new IndexedDbProject(this.database, id, `${this.channel}/${id}/compaction`);
  }

  async listProjects(): Promise<readonly ProjectRecord[]> {
    const heads = await this.database.run(['projects'], 'readonly', async (transaction) => {
      const store = transaction.objectStore('projects');
      const keys = await ask(store.getAllKeys());
      return Promise.all(keys.map((key) => ask<unknown>(store.get(key)).then(readHead, () => undefined)));
    });
    return heads
      .filter((head): head is Head => head !== undefined && head.deletedAt === undefined)
      .sort((a, b) => b.updatedAt - a.updatedAt)
      .map(({ id, title, createdAt, updatedAt, nodes }) => ({ id, title, createdAt, updatedAt, nodes }));
  }

  /** Deletes its content and leaves a tombstone, so that a tab that still has it open does not bring half of it back. */
  deleteProject(id: string): Promise<void> {
    return this.database.run(['projects', 'log', 'mirror', 'snapshots', 'results', 'views'], 'readwrite', async (transaction) => {
      const head = readHead(await ask<unknown>(transaction.objectStore('projects').get(id)).catch(() => undefined));
      for (const store of ['log', 'mirror', 'snapshots', 'results'] as const) await ask(transaction.objectStore(store).delete(rangeOf(id)));
      await ask(transaction.objectStore('views').delete(id));
      if (head)
        await ask(
          transaction
            .objectStore('projects')
            .put({ ...head, deletedAt: Date.now(), nodes: 0, bytes: 0, base: head.last, lost: [] } satisfies Head, id),
        );
      else await ask(transaction.objectStore('projects').delete(id));
    });
  }

  getSetting(key: string): Promise<unknown> {
    return this.database.run(['settings'], 'readonly', (transaction) => ask<unknown>(transaction.objectStore('settings').get(key)));
  }

  async setSetting(key: string, value: unknown): Promise<void> {
    await this.database.run(['settings'], 'readwrite', (transaction) => ask(transaction.objectStore('settings').put(value, key)));
  }

  /** Ends the connection. Later calls reject with `GDS_STORAGE_CLOSED`. */
  close(): void {
    this.sessions.end();
    this.database.close();
  }
}
