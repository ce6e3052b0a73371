/**
 * Lets so many pieces of work run at the same time. Fair between owners: each gets its turn, however many pieces another one waits with,
 * so a sweep of 200 pictures does not hold up the branch beside it.
 */
export class Limiter {
  #free: number;
  /** Owners in the order of their turns. */
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(slots: number) {
    this.#free = slots;
  }

  async run<T>(owner: string, work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#enqueue(owner, resolve));
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  #enqueue(owner: string, start: () => void): void {
    const queue = this.#waiting.get(owner);
    if (queue) queue.push(start);
    else this.#waiting.set(owner, [start]);
  }

  /** Hands the slot on. The owner goes to the end of the line. */
  #next(): void {
    for (const [owner, queue] of this.#waiting) {
      const start = queue.shift()!;
      this.#waiting.delete(owner);
      if (queue.length > 0) this.#waiting.set(owner, queue);
      return start();
    }
    this.#free++;
  }
}
