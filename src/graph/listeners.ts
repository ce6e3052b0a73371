/**
 * A list of listeners that cannot harm each other.
 *
 * A listener that throws is reported like an uncaught error; the others still hear. Listeners added while an event is on its way
 * hear the next one.
 */
export class Listeners<T> {
  readonly #listeners = new Set<(event: T) => void>();

  /** Adds a listener; the returned function removes it. */
  add(listener: (event: T) => void): () => void {
    const own = (event: T): void => listener(event);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  emit(event: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        report(error);
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}

function report(error: unknown): void {
  if (typeof reportError === 'function') reportError(error);
  else console.error(error);
}
