/**
 * Where ids of jobs outlive the page, so that a job that was begun before a reload is taken up again. It holds names of work, ids and times;
 * neither prompts nor pictures.
 */
export interface LedgerEntry {
  /** The server's id; absent while the answer to the request was not there. */
  readonly jobId?: string;
  /** What the request was sent with, so that sending it again starts nothing new. */
  readonly idempotencyKey: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** All may reject; a job then simply does not outlive the page. Keys are the server's address and `RunControls.key`. */
export interface JobLedger {
  get(server: string, key: string): Promise<LedgerEntry | undefined>;
  set(server: string, key: string, entry: LedgerEntry): Promise<void>;
  delete(server: string, key: string): Promise<void>;
  keys(server: string): Promise<readonly string[]>;
}

/** A job that nobody came for in this time (ms) is gone at any server. */
const LIFETIME = 24 * 60 * 60 * 1000;
/** Entries for one server; the oldest go first. */
const MOST = 200;

type Entries = Record<string, LedgerEntry>;

/** The part of `Storage` in use. */
export type KeyValueStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Keeps entries in `localStorage`, or in memory where there is none. One item for each server. */
export class StoredLedger implements JobLedger {
  readonly #memory = new Map<string, string>();
  readonly #store: KeyValueStore;

  constructor(store: KeyValueStore | undefined = localStore()) {
    const memory = this.#memory;
    this.#store = store ?? {
      getItem: (name) => memory.get(name) ?? null,
      setItem: (name, value) => void memory.set(name, value),
      removeItem: (name) => void memory.delete(name),
    };
  }

  async get(server: string, key: string): Promise<LedgerEntry | undefined> {
    return this.#read(server)[key];
  }

  async set(server: string, key: string, entry: LedgerEntry): Promise<void> {
    this.#write(server, { ...this.#read(server), [key]: entry });
  }

  async delete(server: string, key: string): Promise<void> {
    const { [key]: gone, ...rest } = this.#read(server);
    if (gone) this.#write(server, rest);
  }

  async keys(server: string): Promise<readonly string[]> {
    return Object.keys(this.#read(server));
  }

  #read(server: string): Entries {
    try {
      const entries = Object.entries(JSON.parse(this.#store.getItem(itemOf(server)) ?? '{}') as Entries);
      return Object.fromEntries(entries.filter(([, { at }]) => Date.now() - at < LIFETIME));
    } catch {
      return {};
    }
  }

  #write(server: string, entries: Entries): void {
    const newest = Object.entries(entries)
      .sort(([, a], [, b]) => b.at - a.at)
      .slice(0, MOST);
    if (newest.length === 0) this.#store.removeItem(itemOf(server));
    else this.#store.setItem(itemOf(server), JSON.stringify(Object.fromEntries(newest)));
  }
}

const itemOf = (server: string): string => `gds-canvas/jobs/${server}`;

/** Reading the property already fails where the page may store nothing. */
function localStore(): KeyValueStore | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
