/** For tests: raw access to a database beside the adapter, and faults in the browser's own IndexedDB. */
import { ask } from './database.js';
import type { StoreName } from './schema.js';

let names = 0;

export function freshName(): string {
  return `test-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}-${names++}`;
}

export function openRaw(name: string): Promise<IDBDatabase> {
  return ask(indexedDB.open(name));
}

/** One transaction of our own on the stores of database `name`. */
export async function raw<T>(name: string, store: StoreName, work: (store: IDBObjectStore) => Promise<T>): Promise<T> {
  const database = await openRaw(name);
  try {
    const transaction = database.transaction(store, 'readwrite');
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    const result = await work(transaction.objectStore(store));
    await done;
    return result;
  } finally {
    database.close();
  }
}

export function keysOf(name: string, store: StoreName): Promise<IDBValidKey[]> {
  return raw(name, store, (objects) => ask(objects.getAllKeys()));
}

type Method = 'add' | 'put' | 'delete';

/** Replaces writing methods of every object store until the returned function is called. `intercept` runs before each; it may throw. */
export function interceptWrites(
  intercept: (method: Method, store: string) => void,
  methods: readonly Method[] = ['add', 'put', 'delete'],
): () => void {
  const prototype = IDBObjectStore.prototype as unknown as Record<Method, (...args: unknown[]) => unknown>;
  const originals = methods.map((method) => [method, prototype[method]] as const);
  for (const [method, original] of originals) {
    prototype[method] = function (this: IDBObjectStore, ...args: unknown[]) {
      intercept(method, this.name);
      return original.apply(this, args);
    };
  }
  return () => {
    for (const [method, original] of originals) prototype[method] = original;
  };
}

/** Deterministic random numbers in [0, 1): mulberry32 (public domain). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
