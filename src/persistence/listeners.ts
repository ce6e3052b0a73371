/** Subscribers of one kind of news. One that throws is reported to the console and does not keep the news from the others. */
export class Listeners<T> {
  private readonly listeners = new Set<(news: T) => void>();

  /** Returns the function that ends the subscription. */
  add(listener: (news: T) => void): () => void {
    const own = (news: T) => listener(news);
    this.listeners.add(own);
    return () => void this.listeners.delete(own);
  }

  emit(news: T): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(news);
      } catch (error) {
        console.error(error);
      }
    }
  }

  get size(): number {
    return this.listeners.size;
  }
}
