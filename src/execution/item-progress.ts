/** Progress of a node that runs for several items: how far all of them are, and what the first unfinished one is doing. */
import type { Progress } from '../registry/tasks.js';

export class ItemProgress {
  readonly #fractions: number[];
  readonly #latest = new Map<number, Progress>();
  #done = 0;

  constructor(
    private readonly total: number,
    private readonly report: (progress: Progress) => void,
  ) {
    this.#fractions = Array.from({ length: total }, () => 0);
  }

  of(index: number, progress: Progress): void {
    this.#fractions[index] = Math.max(this.#fractions[index]!, progress.fraction ?? 0);
    this.#latest.set(index, progress);
    this.#tell();
  }

  done(index: number): void {
    this.#fractions[index] = 1;
    this.#latest.delete(index);
    this.#done++;
    this.#tell();
  }

  #tell(): void {
    const open = this.#latest.size > 0 ? Math.min(...this.#latest.keys()) : undefined;
    const latest = open === undefined ? undefined : this.#latest.get(open);
    const fraction = this.#fractions.reduce((sum, each) => sum + each, 0) / this.total;
    const index = open === undefined ? Math.min(this.#done + 1, this.total) : open + 1;
    this.report({ ...(latest ?? { stage: 'items', label: 'Running' }), item: { index, total: this.total }, fraction });
  }
}
