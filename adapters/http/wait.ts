/** Work that ends as soon as one of several signals aborts, and leaves no listener behind. */

/** Does `work` under a signal that aborts with any of `signals`, or by `abort`; rejects with the reason at once. */
export function following<T>(
  signals: readonly AbortSignal[],
  work: (signal: AbortSignal, abort: (reason: unknown) => void) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const abort = (reason: unknown): void => own.abort(reason);
    const links = signals.map((signal) => ({ signal, follow: () => abort(signal.reason) }));
    own.signal.addEventListener('abort', () => reject(own.signal.reason as Error), { once: true });
    for (const { signal, follow } of links) {
      if (signal.aborted) abort(signal.reason);
      else signal.addEventListener('abort', follow, { once: true });
    }
    const unlink = (): void => links.forEach(({ signal, follow }) => signal.removeEventListener('abort', follow));
    if (own.signal.aborted) return unlink();
    // Whatever an abort makes of the work, the reason is the answer: it was given first.
    void work(own.signal, abort).then(resolve, reject).finally(unlink);
  });
}
