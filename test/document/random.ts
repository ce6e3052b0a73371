/** Random choices from one seed. */
import { seededRandom } from '../../src/graph/schema.fixture.js';

export class Random {
  /** 0 ≤ x < 1. */
  readonly next: () => number;

  constructor(seed: number) {
    this.next = seededRandom(seed);
  }

  /** An integer, 0 ≤ x < `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** An integer in −`range` … `range`. */
  around(range: number): number {
    return this.below(2 * range + 1) - range;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** Up to `most` different ones, at least one where there is any. */
  some<T>(list: readonly T[], most: number): T[] {
    return this.shuffle(list).slice(0, 1 + this.below(most));
  }

  shuffle<T>(list: readonly T[]): T[] {
    const shuffled = [...list];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
    }
    return shuffled;
  }
}
