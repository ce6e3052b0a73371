/**
 * Looks at the server from time to time while someone wants to know: at once when started, when the network comes back and when the page
 * comes into sight; never while it is out of sight. A server that is down is looked for soon at first and then at the usual pace.
 */

export interface HealthOptions {
  /** Milliseconds. */
  readonly interval: number;
  /** True where the server is up. Must not reject. */
  readonly look: (signal: AbortSignal) => Promise<boolean>;
}

/** Milliseconds before a server that is down is looked for again; twice as long each time, up to the interval. */
const FIRST = 2_000;

export class HealthWatch {
  #running: AbortController | undefined;
  #wake: () => void = () => undefined;

  constructor(private readonly options: HealthOptions) {}

  start(): void {
    if (this.#running) return;
    const running = (this.#running = new AbortController());
    const { signal } = running;
    const wake = (): void => this.#wake();
    globalThis.addEventListener?.('online', wake, { signal });
    page()?.addEventListener('visibilitychange', wake, { signal });
    void this.#run(signal);
  }

  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#wake();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { interval, look } = this.options;
    for (let downs = 0; !signal.aborted;) {
      const hidden = page()?.visibilityState === 'hidden';
      if (!hidden) downs = (await look(signal)) ? 0 : downs + 1;
      if (signal.aborted) return;
      await this.#sleep(hidden ? undefined : downs === 0 ? interval : Math.min(interval, FIRST * 2 ** (downs - 1)));
    }
  }

  /** Until `ms` have passed or something wakes it; without a time until the latter. */
  #sleep(ms: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(() => this.#wake(), ms);
      // In Node a look-out alone keeps no process alive.
      (timer as { unref?: () => void } | undefined)?.unref?.();
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = () => undefined;
        resolve();
      };
    });
  }
}

function page(): Document | undefined {
  return typeof document === 'undefined' ? undefined : document;
}
