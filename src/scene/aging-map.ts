/** A bounded map that forgets what has not been asked for lately. Two generations: the younger one full, the older one goes. */
export class AgingMap<V> {
  #young = new Map<string, V>();
  #old = new Map<string, V>();

  /** At most twice `half` entries are kept. */
  constructor(private readonly half: number) {}

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) {
      this.#old.delete(key);
      this.set(key, old);
    }
    return old;
  }

  set(key: string, value: V): void {
    if (this.#young.size >= this.half) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
