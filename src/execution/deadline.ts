/** Work that must be done in time: past the deadline its signal aborts and it counts as failed, even if it never answers. */
import type { GdsError } from '../errors.js';

/**
 * Carries `work` out under a signal that aborts with `signal` and, with the error that `late` makes, after `ms` milliseconds.
 * Without `ms` it is left to run, under `signal` itself.
 */
export async function within<T>(
  ms: number | undefined,
  signal: AbortSignal,
  late: () => GdsError,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (ms === undefined) return work(signal);
  const own = new AbortController();
  const follow = (): void => own.abort(signal.reason);
  if (signal.aborted) follow();
  else signal.addEventListener('abort', follow, { once: true });
  const timer = setTimeout(() => own.abort(late()), ms);
  const aborted = new Promise<never>((_, reject) => {
    if (own.signal.aborted) reject(own.signal.reason as Error);
    else own.signal.addEventListener('abort', () => reject(own.signal.reason as Error), { once: true });
  });
  aborted.catch(() => undefined);
  try {
    own.signal.throwIfAborted();
    return await Promise.race([work(own.signal), aborted]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', follow);
  }
}
