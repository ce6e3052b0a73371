/**
 * A connection to IndexedDB that comes back. Browsers close connections on their own (another tab upgrades or deletes the
 * database, storage pressure, a suspended phone); the next transaction opens a new one.
 *
 * Written on the bare API: what matters here (a bounded time to open, strict durability, telling a refused transaction from a
 * refused request) is what wrappers hide.
 */
import { storageClosed, storageError, storageUnavailable } from '../../src/persistence/errors.js';
import { DATABASE_VERSION, upgrade, type StoreName } from './schema.js';

/** Milliseconds after which opening counts as refused. A healthy open takes some 10; a blocked one never ends. */
export const OPEN_TIMEOUT_MS = 8000;
/**
 * Milliseconds before opening is tried again where it failed for a reason that passes; doubles each time. A browser that was killed
 * may hold the files for a moment longer than the next one needs to start.
 */
const FIRST_RETRY_MS = 50;
/** What browsers report when the files themselves could not be opened just now. */
const PASSING = new Set(['UnknownError', 'AbortError']);

export interface DatabaseOptions {
  readonly name: string;
  /** By default the page's `indexedDB`. */
  readonly factory?: IDBFactory | undefined;
  readonly openTimeout?: number | undefined;
}

export class Database {
  private connection: Promise<IDBDatabase> | undefined;
  private closed = false;

  constructor(private readonly options: DatabaseOptions) {}

  /**
   * Runs `work` in one transaction and resolves with its result once the transaction is on disk. `work` may await requests
   * (see {@link ask}) and nothing else: a transaction ends when it has nothing to do. If `work` throws, nothing of it happens.
   */
  async run<T>(stores: readonly StoreName[], mode: IDBTransactionMode, work: (transaction: IDBTransaction) => Promise<T>): Promise<T> {
    const transaction = await this.begin(stores, mode);
    const done = completion(transaction);
    let result: T;
    try {
      result = await work(transaction);
    } catch (error) {
      abort(transaction);
      const reason = await done.then(
        () => error,
        (cause: unknown) => (isQuota(cause) ? cause : error),
      );
      throw storageError(reason);
    }
    await done.catch((error: unknown) => {
      throw storageError(error);
    });
    return result;
  }

  close(): void {
    this.closed = true;
    this.connection?.then(
      (database) => database.close(),
      () => undefined,
    );
    this.connection = undefined;
  }

  private async begin(stores: readonly StoreName[], mode: IDBTransactionMode): Promise<IDBTransaction> {
    const start = async () => (await this.connect()).transaction(stores, mode, { durability: 'strict' });
    try {
      return await start();
    } catch (error) {
      if ((error as { name?: unknown }).name !== 'InvalidStateError') throw storageError(error);
    }
    this.connection = undefined;
    return start().catch((error: unknown) => {
      throw storageError(error);
    });
  }

  private connect(): Promise<IDBDatabase> {
    if (this.closed) return Promise.reject(storageClosed());
    if (this.connection) return this.connection;
    const connection = open(this.options);
    this.connection = connection;
    const forget = () => {
      if (this.connection === connection) this.connection = undefined;
    };
    connection.then((database) => {
      database.onclose = forget;
      database.onversionchange = () => {
        forget();
        database.close();
      };
      if (this.closed) database.close();
    }, forget);
    return connection;
  }
}

/** The outcome of one request. A failed one does not abort its transaction by itself; the caller decides. */
export function ask<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      event.preventDefault();
      event.stopPropagation();
      reject(request.error ?? new Error('The request failed.'));
    };
  });
}

function open({ name, factory = globalThis.indexedDB, openTimeout = OPEN_TIMEOUT_MS }: DatabaseOptions): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    let blocked = false;
    let late = false;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let wait = FIRST_RETRY_MS;
    let failure: unknown;
    const refuse = (detail: string, cause?: unknown) => {
      clearTimeout(timer);
      clearTimeout(retry);
      reject(storageUnavailable(detail, cause));
    };
    const timer = setTimeout(() => {
      late = true;
      if (failure) refuse('the browser could not open it.', failure);
      else refuse(blocked ? 'another tab of this site blocks it.' : 'it did not answer.');
    }, openTimeout);
    const attempt = () => {
      let request: IDBOpenDBRequest;
      try {
        request = factory.open(name, DATABASE_VERSION);
      } catch (error) {
        return refuse('the browser refused to open it.', error);
      }
      request.onblocked = () => (blocked = true);
      request.onupgradeneeded = () => {
        if (late) request.transaction?.abort();
        else upgrade(request.result);
      };
      request.onerror = (event) => {
        event.preventDefault();
        failure = request.error;
        if (late) return;
        const reason = request.error?.name ?? '';
        if (PASSING.has(reason)) {
          retry = setTimeout(attempt, wait);
          wait *= 2;
        } else
          refuse(reason === 'VersionError' ? 'a newer version of this software wrote it.' : 'the browser refused to open it.', failure);
      };
      request.onsuccess = () => {
        if (late) return request.result.close();
        clearTimeout(timer);
        resolve(request.result);
      };
    };
    attempt();
  });
}

function completion(transaction: IDBTransaction): Promise<void> {
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException('The transaction was aborted.', 'AbortError'));
  });
  done.catch(() => undefined);
  return done;
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It has ended already, which is all that was wanted.
  }
}

function isQuota(error: unknown): boolean {
  return (error as { name?: unknown } | null)?.name === 'QuotaExceededError';
}
