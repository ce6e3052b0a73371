/**
 * Which tab has hold of work that outlives pages, so that several tabs of one project do not all take up the same. Work goes by its key
 * (`RunControls.key`).
 *
 * By Web Locks: a tab that closes or crashes lets go by itself. Where the browser or the page's origin has none, nothing is ever held.
 */

/** Lets go; may be called again. */
export type Release = () => void;

/** Marks work as carried out here. Several may carry out the same; nobody can claim it meanwhile. */
export function shareWork(key: string): Release {
  const done = new AbortController();
  void lock(key, { mode: 'shared', signal: done.signal }).then((release) => {
    if (done.signal.aborted) release?.();
    else done.signal.addEventListener('abort', () => release?.());
  });
  return () => done.abort();
}

/** Takes work for this tab alone; undefined where somebody has hold of it. */
export function claimWork(key: string): Promise<Release | undefined> {
  return lock(key, { ifAvailable: true });
}

/** As {@link claimWork}, once everybody has let go; undefined where `signal` aborts before. */
export function claimFreedWork(key: string, signal: AbortSignal): Promise<Release | undefined> {
  return lock(key, { signal });
}

async function lock(key: string, options: LockOptions): Promise<Release | undefined> {
  const nothing = (): void => undefined;
  const { locks } = (globalThis.navigator ?? {}) as Partial<Navigator>;
  if (!locks) return nothing;
  return new Promise((resolve) => {
    const held = (taken: Lock | null): Promise<void> | undefined => {
      if (!taken) return void resolve(undefined);
      return new Promise((release) => resolve(release));
    };
    locks.request(`gds-canvas/work/${key}`, options, held).catch(() => resolve(options.signal?.aborted ? undefined : nothing));
  });
}
