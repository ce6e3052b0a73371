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
  private holding: Promise<void> | undefined;
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
    await (this.holding ??= this.hold());
    // One page at a time: the others of a browser that comes back wait for the first.
    await navigator.locks.request(`${this.name}/turn`, async () => {
      const dead = await this.dead();
      if (dead.length > 0) await this.turnLogOver(dead);
    });
    if (this.ended.signal.aborted) return;
    await this.note(true);
    const { signal } = this.ended;
    addEventListener('pagehide', () => void this.note(false).catch(() => undefined), { signal });
    addEventListener('pageshow', ({ persisted }) => persisted && void this.note(true).catch(() => undefined), { signal });
  }

  /** Holds a lock of this session's name for as long as it lasts. */
  private hold(): Promise<void> {
    const { signal } = this.ended;
    return new Promise((resolve) => {
      const left = new Promise<void>((leave) => signal.addEventListener('abort', () => leave(), { once: true }));
      const held = (): Promise<void> => {
        resolve();
        return left;
      };
      navigator.locks.request(this.lockOf(this.key), held).catch(() => resolve());
    });
  }

  /** Keys of sessions that were begun and neither ended nor have their page any more. */
  private async dead(): Promise<IDBValidKey[]> {
    const open = await this.database.run(['settings'], 'readonly', (transaction) =>
      ask(transaction.objectStore('settings').getAllKeys(range(SESSION))),
    );
    const { held = [] } = await navigator.locks.query();
    const living = new Set(held.map(({ name }) => name));
    return open.filter((key) => !living.has(this.lockOf(key as string)));
  }

  private lockOf(key: string): string {
    return `${this.name}/${key}`;
  }

  private note(open: boolean): Promise<void> {
    return this.database.run(['settings'], 'readwrite', async (transaction) => {
      const settings = transaction.objectStore('settings');
      if (open) await ask(settings.put(true, this.key));
      else await ask(settings.delete(this.key));
    });
  }

  private async turnLogOver(dead: readonly IDBValidKey[]): Promise<void> {
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
      const settings = transaction.objectStore('settings');
      for (const gone of [range(BALLAST), ...dead]) await ask(settings.delete(gone));
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
