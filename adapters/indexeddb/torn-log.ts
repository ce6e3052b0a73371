/**
 * Keeps a browser that was killed from losing the whole database two starts later.
 *
 * Chromium keeps IndexedDB in LevelDB. A process that is killed between two writes leaves half a record at the end of LevelDB's log. The next
 * start passes over it, but goes on writing behind it in the same file; the start after that takes the half record for damage, and
 * Chromium then deletes the database and makes an empty one. LevelDB leaves a log once 4 MiB have gone through it. So after a start that
 * follows a crash, {@link Sessions.begin} writes twice that much and removes it again: the first half makes LevelDB take a new log, the second
 * makes it wait until all that was in the old one is in tables. It costs some 0.1 s, once, after a crash.
 *
 * A crash is known by a session that was begun and not ended while no page that began one is there any more.
 */
import { ask, type Database } from './database.js';

/** Bytes that LevelDB gathers in memory and in one log, as Chromium sets it (`write_buffer_size`). */
const LOG_BYTES = 4 * 2 ** 20;
/** Larger values are kept in files of their own and would not go through the log. */
const VALUE_BYTES = 60_000;
/** Values of one transaction. */
const AT_ONCE = 16;
const SESSION = 'session:';
const BALLAST = 'ballast:';

const range = (prefix: string): IDBKeyRange => IDBKeyRange.bound(prefix, `${prefix}\uffff`);

export class Sessions {
  private begun: Promise<void> | undefined;
  private readonly ended = new AbortController();
  private readonly key = SESSION + Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join('');

  /** @param name - The same for all pages that share the database. */
  constructor(
    private readonly database: Database,
    private readonly name: string,
  ) {}

  /** Resolves once the database may be relied on. Begins a session with the first call. Rejects where the database cannot be had. */
  begin(): Promise<void> {
    this.begun ??= this.start().catch((error: unknown) => {
      this.begun = undefined;
      throw error;
    });
    return this.begun;
  }

  /** The page is left, or needs the database no more. */
  end(): void {
    this.ended.abort();
    if (this.begun) void this.note(false).catch(() => undefined);
  }

  private async start(): Promise<void> {
    if (!usesLevelDb()) return;
    const alone = await this.join();
    const open = await this.database.run(['settings'], 'readonly', (transaction) =>
      ask(transaction.objectStore('settings').getAllKeys(range(SESSION))),
    );
    if (alone && open.length > 0) await this.turnLogOver();
    if (this.ended.signal.aborted) return;
    await this.note(true);
    const { signal } = this.ended;
    addEventListener('pagehide', () => void this.note(false).catch(() => undefined), { signal });
    addEventListener('pageshow', ({ persisted }) => persisted && void this.note(true).catch(() => undefined), { signal });
  }

  /** Holds a lock for as long as the session lasts. False where another page holds it, too. */
  private async join(): Promise<boolean> {
    const { signal } = this.ended;
    await new Promise<void>((resolve) => {
      const left = new Promise<void>((leave) => signal.addEventListener('abort', () => leave(), { once: true }));
      const held = (): Promise<void> => {
        resolve();
        return left;
      };
      navigator.locks.request(this.name, { mode: 'shared' }, held).catch(() => resolve());
    });
    const { held = [] } = await navigator.locks.query();
    return held.filter(({ name }) => name === this.name).length === 1;
  }

  private note(open: boolean): Promise<void> {
    return this.database.run(['settings'], 'readwrite', async (transaction) => {
      const settings = transaction.objectStore('settings');
      if (open) await ask(settings.put(true, this.key));
      else await ask(settings.delete(this.key));
    });
  }

  private async turnLogOver(): Promise<void> {
    const values = Math.ceil((2.1 * LOG_BYTES) / VALUE_BYTES);
    const value = new Uint8Array(VALUE_BYTES);
    for (let from = 0; from < values; from += AT_ONCE) {
      await this.database.run(['settings'], 'readwrite', async (transaction) => {
        const settings = transaction.objectStore('settings');
        const keys = Array.from({ length: AT_ONCE }, (_, index) => BALLAST + (from + index));
        await Promise.all(keys.map((key) => ask(settings.put(value, key))));
      });
    }
    await this.database.run(['settings'], 'readwrite', async (transaction) => {
      for (const prefix of [BALLAST, SESSION]) await ask(transaction.objectStore('settings').delete(range(prefix)));
    });
  }
}

/** Firefox and Safari keep IndexedDB in SQLite, which does not write behind what it could not read. */
function usesLevelDb(): boolean {
  const agent = globalThis.navigator as
    (Navigator & { readonly userAgentData?: { readonly brands: readonly { brand: string }[] } }) | undefined;
  if (!agent?.locks) return false;
  return agent.userAgentData?.brands.some(({ brand }) => brand === 'Chromium') ?? /\bChrome\//.test(agent.userAgent);
}
