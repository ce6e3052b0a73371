/** The worker's end: answers requests with what `work` makes of them, and holds the lock that tells the page it lives. */
import { GdsError } from '../errors.js';
import type { FromWorker, ToWorker } from './messages.js';

export interface Served<Request, Result> {
  work(request: Request): Promise<Result>;
  /** What is handed over instead of copied. */
  transfer(result: Result): Transferable[];
  /** Code and words for what `work` throws that is not a GdsError. */
  readonly otherwise: readonly [code: `GDS_${string}`, message: string];
}

export function serve<Request, Result>({ work, transfer, otherwise }: Served<Request, Result>): void {
  // The part of a worker's global scope that is used; the project's types are those of a page.
  const port = globalThis as unknown as {
    postMessage(message: FromWorker<Result>, transfer?: Transferable[]): void;
    onmessage: ((event: MessageEvent<ToWorker<Request>>) => void) | null;
  };
  const answer = async (id: number, request: Request): Promise<void> => {
    try {
      const result = await work(request);
      port.postMessage({ type: 'done', id, result }, transfer(result));
    } catch (cause) {
      port.postMessage({ type: 'failed', id, error: GdsError.from(cause, ...otherwise).toJSON() });
    }
  };
  port.onmessage = ({ data }) => {
    if (data.type === 'init') void holdLock(data.lifeLock).then((holdsLock) => port.postMessage({ type: 'ready', holdsLock }));
    else void answer(data.id, data.request);
  };
}

/** The browser frees the lock when the worker ends, however it ends: there is no event for that. */
function holdLock(name: string): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(false);
  return new Promise((resolve) => {
    navigator.locks
      .request(name, () => {
        resolve(true);
        return new Promise<never>(() => {});
      })
      .catch(() => resolve(false));
  });
}
