/** Does something once, when the page has nothing else to do: what the first touch would otherwise wait for. */

/** Milliseconds after which it is done where the browser does not tell when it is idle. */
const INSTEAD = 300;

export class IdleTask {
  #cancel: (() => void) | undefined;

  constructor(private readonly act: () => void) {}

  /** Any number of askings before it is done are one. */
  ask(view: Window): void {
    if (this.#cancel) return;
    const run = (): void => {
      this.#cancel = undefined;
      this.act();
    };
    // Safari has it behind a switch.
    if (typeof view.requestIdleCallback === 'function') {
      const task = view.requestIdleCallback(run);
      this.#cancel = () => view.cancelIdleCallback(task);
    } else {
      const timer = view.setTimeout(run, INSTEAD);
      this.#cancel = () => view.clearTimeout(timer);
    }
  }

  cancel(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
