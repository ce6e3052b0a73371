import { describe, it } from 'node:test';
import { expect } from 'chai';
import { Gate } from './gate.js';

/** Work that ends when it is told to. */
function work() {
  const ends: (() => void)[] = [];
  return { ends, task: () => new Promise<void>((resolve) => ends.push(resolve)) };
}
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Gate', () => {
  it('lets so many in at once, the others in order as places become free', async () => {
    const gate = new Gate(2);
    const { ends, task } = work();
    const order: number[] = [];
    const all = [0, 1, 2, 3, 4].map((index) => gate.run(undefined, () => (order.push(index), task())));
    await settle();
    expect(order).to.deep.equal([0, 1]);
    ends[1]!();
    await all[1];
    await settle();
    expect(order).to.deep.equal([0, 1, 2]);
    for (const turn of [0, 2, 3, 4]) {
      ends[turn]!();
      await settle();
    }
    await Promise.all(all);
    expect(order).to.deep.equal([0, 1, 2, 3, 4]);
  });

  it('gives the place of work that failed to the next, and none to who has left the line', async () => {
    const gate = new Gate(1);
    const { ends, task } = work();
    const failed = gate.run(undefined, async () => {
      await task();
      throw new Error('failed');
    });
    const abort = new AbortController();
    const left = gate.run(abort.signal, () => Promise.reject(new Error('was let in')));
    const next = gate.run(undefined, async () => 'in');
    const results = Promise.allSettled([failed, left, next]);
    abort.abort(new Error('left'));
    await settle();
    ends[0]!();
    expect(
      (await results).map((result) => (result.status === 'fulfilled' ? result.value : (result.reason as Error).message)),
    ).to.deep.equal(['failed', 'left', 'in']);
    expect(await gate.run(AbortSignal.abort(new Error('never')), task).catch((error: unknown) => (error as Error).message)).to.equal(
      'never',
    );
  });
});
