/**
 * Keeps long work polite: gives the event loop a turn every 30 ms, so that a worker hears a cancel message, and rejects with
 * the signal's reason once it is aborted.
 */
export const TURN_MS = 30;

export interface Pace {
  /** Call between pieces of work of a few milliseconds. */
  turn(): Promise<void>;
}

/** A macrotask without the 4 ms that browsers add to nested timers. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(null);
  });
}

export function createPace(signal: AbortSignal): Pace {
  let last = performance.now();
  return {
    async turn() {
      signal.throwIfAborted();
      if (performance.now() - last < TURN_MS) return;
      await nextTask();
      last = performance.now();
      signal.throwIfAborted();
    },
  };
}
